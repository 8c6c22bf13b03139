"""What closed grammars read in a question: years, figures, tiers, documents, places, wordings. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.meaning.claims import FigureGrammar
from bot.meaning.documents_named import DocumentFinder, DocumentsNamed
from bot.meaning.ordinals import OrdinalGrammar
from bot.meaning.places_named import elsewhere
from bot.meaning.query import Claim
from bot.meaning.tiers import tiers
from bot.meaning.times import TimeGrammar, Times
from knowledge.concepts import Mention, PhraseBook, covered, named, outermost
from knowledge.home import Home
from knowledge.language.words import Language
from knowledge.reading.places import Places
from knowledge.register.register import Register
from knowledge.register.values import Level
from knowledge.vietnamese import strip_marks
from knowledge.vocabulary import Reading, Vocabulary

_LONG = 4  # syllables of a name of an area that nothing else is called
_MARKS = frozenset(
    ("achieved", "highest", "lowest", "latest", "passed", "to_come", "exception", "size", "scale", "weight", "period")
)  # of the concepts "ask:..."


@dataclass(frozen=True)
class Tags:
    """The closed classes of one question."""

    documents: DocumentsNamed
    indicators: tuple[str, ...]  # said by their own short names
    areas: tuple[str, ...]  # said by a name of theirs of several words
    when: Times
    levels: tuple[Level, ...]
    claims: tuple[Claim, ...]
    measures: frozenset[str]
    marks: frozenset[str]
    places: Places
    other_places: tuple[str, ...]
    numbered: int | None
    counted: int | None
    first_place: tuple[Claim, ...]  # the claim of a first rank in words alone
    absent: frozenset[str]  # phrases for what documents rarely state


class Tagger:
    """Reads the closed classes by phrases and patterns over the register and the vocabulary."""

    def __init__(
        self,
        register: Register,
        vocabulary: Vocabulary,
        concepts: Mapping[str, Sequence[str]],
        language: Language,
        home: Home,
    ) -> None:
        self._register = register
        self._vocabulary = vocabulary
        self._language = language
        types = vocabulary.entries.document_types
        self._documents = DocumentFinder(register.documents, language.documents, types, home)
        self._times = TimeGrammar(language.times)
        self._figures = FigureGrammar(language.figures, home.units)
        self._ordinals = OrdinalGrammar(language.ordinals)
        self._concepts = PhraseBook(concepts)
        self._home = _run_together([home.place])
        asking, closed = language.parts.asking, set(language.parts.closed)
        self._asking = PhraseBook({"open": [word for word in asking if word not in closed], "closed": sorted(closed)})
        self._areas = PhraseBook({a.id: (*a.cues["vi"], *a.cues["en"]) for a in register.areas})
        shorts = {i.id: {i.short.vi, i.short.en} for i in register.indicators}
        as_read = {i: {vocabulary.name(name) for name in names} for i, names in shorts.items()}  # slips mended
        self._shorts = PhraseBook({i: names | as_read[i] for i, names in shorts.items()})

    def tags(self, reading: Reading, today: date) -> Tags:
        """The tags of a question as read."""
        forms = [token.form for token in reading.tokens]
        documents = self._documents.find(forms)
        mentions = outermost([m for m in self._concepts.all(forms) if not covered([m]) <= set(documents.tokens)])
        shorts = self._short_names(forms, documents.tokens)
        marks = set(named(mentions, "mark"))
        issued = {d.issued.year for d in map(self._register.document, documents.known) if d.issued}
        aimed = bool({"target", "must"} & marks or documents.known)
        when = self._times.times(reading.text, forms, documents.tokens, issued, today.year, aimed)
        places = self._vocabulary.places(reading)
        ordinals = self._ordinals.ordinals(forms)
        asked = frozenset(named(mentions, "ask"))
        return Tags(
            documents=documents,
            indicators=tuple(dict.fromkeys(m.concept for m in shorts)),
            areas=tuple(dict.fromkeys(m.concept for m in self._areas.all(forms) if m.length >= _LONG)),
            when=when,
            levels=tiers(mentions, forms, self._split(documents.known), self._language.tiers_set),
            claims=self._figures.claims(
                forms, documents.tokens | when.tokens | ordinals.tokens, reading.language == "en"
            ),
            measures=frozenset(named(mentions, "measure")) | ({"growth"} if when.base else set()),
            marks=frozenset(
                marks
                | (asked & _MARKS)
                | set(named(mentions, "filter"))
                | {"component" for _ in named(mentions, "part")}
                | ({"home"} if self._home in _run_together(forms) else set())
                | ({"open"} if {m.concept for m in self._asking.all(forms)} == {"open"} else set())
            ),
            places=places,
            other_places=elsewhere(places, reading.tokens, self._own_names(mentions), self._language.places),
            numbered=ordinals.numbered,
            counted=ordinals.counted,
            first_place=(self._figures.first_place(),) if named(mentions, "claim") else (),
            absent=frozenset(named([m for m in mentions if not covered([m]) <= covered(shorts)], "absent")),
        )

    def _short_names(self, forms: Sequence[str], taken: Collection[int]) -> list[Mention]:
        """The short names of indicators, of several syllables, that are said whole outside names of documents."""
        found = outermost(self._shorts.all(forms))
        return [m for m in found if m.length > 1 and not covered([m]) & set(taken)]

    def _split(self, documents: Collection[str]) -> set[Level | None]:
        """The tiers that targets of the documents meant are split by."""
        return {t.level for t in self._register.targets(documents=documents or None)}

    @staticmethod
    def _own_names(mentions: Sequence[Mention]) -> set[int]:
        return covered(m for m in mentions if m.concept.startswith("topic"))


def _run_together(words: Sequence[str]) -> str:
    """Words without marks and spaces: a place is written "Hà Nội", "ha noi" and "Hanoi"."""
    return strip_marks("".join("".join(words).split())).lower()
