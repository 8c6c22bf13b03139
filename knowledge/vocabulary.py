"""Reading a question: what was typed, and what it says. Pure over the data of ``library/vocabulary.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.reading.candidates import Candidate, Candidates
from knowledge.reading.counts import SyllableCounts
from knowledge.reading.entries import Entries
from knowledge.reading.expansion import Expansion
from knowledge.reading.language import LanguageGuess
from knowledge.reading.marks import MarkRestorer
from knowledge.reading.model import SyllableModel
from knowledge.reading.pieces import Piece, pieces
from knowledge.reading.places import PlaceFinder, Places
from knowledge.reading.slips import SlipIndex
from knowledge.vietnamese import nfc

__all__ = ["Change", "Entries", "ReadToken", "Reading", "Vocabulary"]


@dataclass(frozen=True, slots=True)
class ReadToken:
    """A syllable, number, date or document number as read, and the place of what was typed for it."""

    raw: str
    form: str  # the matching form after restoration
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed, how it was read, and why: marks, slip, keyboard, spacing, teencode, abbreviation, document."""

    raw: str
    restored: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read. ``start`` and ``end`` of tokens are places in ``original``."""

    original: str
    language: str
    text: str
    tokens: tuple[ReadToken, ...]
    changes: tuple[Change, ...]
    marked: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """The matching forms of the tokens."""
        return tuple(token.form for token in self.tokens)


class Vocabulary:
    """Reads questions; built once from the data and the texts of the library."""

    def __init__(self, entries: Entries, texts: Iterable[str] = (), before: Vocabulary | None = None) -> None:
        """``before``: a vocabulary of the same data over other texts; what both share is not counted again."""
        single = {short: m[0] for short, m in entries.abbreviations.items() if len(m) == 1 and len(short) > 1}
        self.entries = entries
        taught = (*entries.teaching(), *texts)
        self._counts: SyllableCounts = before._counts.over(taught) if before else SyllableCounts(taught, single)
        self._model = SyllableModel(self._counts)
        self._restorer = MarkRestorer(Candidates.of(entries, self._model), self._model)
        self._places = PlaceFinder(entries.places)
        self._language = LanguageGuess(entries, self._model, self._places)
        self._expansion = Expansion(entries)
        words = {
            w for phrases in (*entries.question_words["en"], *entries.function_words["en"]) for w in phrases.split()
        }
        self._english = frozenset(words | {w for term in entries.english for w in term.split()})
        self._english_slips = SlipIndex(word for word in self._english if len(word) > 4)
        self._names: dict[str, str] = {}

    def read(self, question: str) -> Reading:
        """The question with marks restored, slips repaired and short forms spelled out."""
        original = nfc(question)
        found = pieces(original)
        language = self._language.of(original, found)
        chosen = self._restorer.restore(found) if language == "vi" else tuple(map(self._read_english, found))
        tokens: list[ReadToken] = []
        changes: list[Change] = []
        text: list[str] = []
        done = 0
        for piece, candidate in zip(found, chosen, strict=True):
            restored = self._spelled(piece, candidate)
            tokens += (ReadToken(piece.raw, form, piece.start, piece.end) for form in candidate.forms)
            if candidate.kind:
                changes.append(Change(piece.raw, restored, candidate.kind))
            text += (original[done : piece.start], restored)
            done = piece.end
        text.append(original[done:])
        words = [piece for piece in found if piece.is_word]
        return Reading(
            original=original,
            language=language,
            text=" ".join("".join(text).split()),
            tokens=tuple(tokens),
            changes=tuple(changes),
            marked=2 * sum(piece.is_marked for piece in words) >= len(words) > 0,
        )

    def name(self, name: str) -> str:
        """The text of a name of what we hold, as a question with it would be read.

        Remembered, unlike questions. One with its marks, of known words and without short forms is read as it stands.
        """
        if name not in self._names:
            words = [piece for piece in pieces(nfc(name)) if piece.is_word]
            marked = 2 * sum(piece.is_marked for piece in words) >= len(words) > 0
            plain = marked and all(map(self._restorer.is_plain, words))
            self._names[name] = name if plain else self.read(name).text
        return self._names[name]

    def expand(self, tokens: Sequence[ReadToken]) -> tuple[str, ...]:
        """Extra search tokens: official terms for people's words, short forms for long ones, both ways.

        Syllables and, within a term, their bigrams ("dịch_vụ"), as ``vietnamese.grams`` makes them.
        """
        return self._expansion.grams(tuple(token.form for token in tokens))

    def terms(self, reading: Reading) -> tuple[str, ...]:
        """The Vietnamese terms for the words of an English question, in order; none for a Vietnamese one."""
        return self._expansion.terms(reading.forms) if reading.language == "en" else ()

    def places(self, reading: Reading) -> Places:
        """The places that the question names."""
        return self._places.find(reading.tokens, reading.language)

    def _spelled(self, piece: Piece, candidate: Candidate) -> str:
        if not candidate.kind:
            if not piece.is_word:
                return piece.raw
            return self._model.surface(piece.form) if piece.is_marked else piece.raw.lower()
        return " ".join(self._model.surface(form) for form in candidate.forms)

    def _read_english(self, piece: Piece) -> Candidate:
        """An English word as typed, or the only known word one slip away from it."""
        form = piece.form
        if piece.is_word and len(form) > 4 and not piece.is_marked and form not in self._english:
            near = [word for word, edits in self._english_slips.near(form) if edits == 1]
            if len(near) == 1 and not self._model.knows(form):
                return Candidate((near[0],), 0.0, "slip")
        return Candidate((form,), 0.0, "")
