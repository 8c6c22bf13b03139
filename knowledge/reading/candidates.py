"""What a typed word may stand for: itself, a marked syllable, a short form, a slip, two words in one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import pairwise, product
from unicodedata import combining, normalize

from knowledge.reading.entries import Entries
from knowledge.reading.keyboard import telex, vni
from knowledge.reading.model import SyllableModel
from knowledge.reading.pieces import Piece
from knowledge.reading.slips import SlipIndex, splits
from knowledge.reading.syllable import is_syllable
from knowledge.vietnamese import matching_form, roman_value, strip_marks, syllables

# Log penalties of each way a word may have been typed; tuned on held-out questions.
_SHORT, _SHORT_UPPER, _NEXT_MEANING = -1.5, -0.3, -1.2
_DECODED, _PARTIAL, _TOGETHER, _TONE_SLIP, _SLIP, _SECOND_SLIP, _MARK_MISMATCH = (
    -1.0,
    -1.0,
    -3.0,
    -4.0,
    -5.0,
    -4.0,
    -1.5,
)
_WHOLE_SYLLABLE = -3.0  # the slip would have made another possible syllable
_NO_SYLLABLE = -6.0  # Vietnamese marks on what cannot be a Vietnamese word
_SHORT_BESIDE_WORD = -4.0
_KEPT_LETTER = -3.0
_DOCUMENT = re.compile(r"(?P<type>[^\W\d_]+)(?P<number>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a piece: syllables, log penalty, kind of change ("" for none)."""

    forms: tuple[str, ...]
    penalty: float
    kind: str
    drops: bool = False  # whether it supposes that the person left marks out


@dataclass(frozen=True, slots=True)
class Candidates:
    """Makes the candidates of a piece from the data and the model."""

    model: SyllableModel
    short: Mapping[str, tuple[tuple[str, ...], ...]]  # teencode and abbreviations, meanings as syllables
    abbreviations: Set[str]
    types: Mapping[str, tuple[str, ...]]  # "kh" gives ("kế", "hoạch")
    foreign: Set[str]  # English words that people use in Vietnamese sentences
    slips: SlipIndex

    @classmethod
    def of(cls, entries: Entries, model: SyllableModel) -> Candidates:
        """The candidates' tables, built once."""
        short: dict[str, tuple[tuple[str, ...], ...]] = {}
        for table in (entries.teencode, entries.abbreviations):
            for word, meanings in table.items():
                more = tuple(tuple(syllables(m)) for m in meanings)
                key = word.replace(".", "")
                short[key] = tuple(dict.fromkeys((*short.get(key, ()), *more)))
        types = {short: tuple(syllables(t.vi)) for t in entries.document_types for short in t.short}
        foreign = {w for term in entries.english for w in term.split()} | {
            w for words in (*entries.question_words["en"], *entries.function_words["en"]) for w in words.split()
        }
        places = {form for forms in entries.places.provinces.values() for form in forms if form.isascii()}
        bases = set(model.bases())
        return cls(
            model=model,
            short=short,
            abbreviations=frozenset(entries.abbreviations),
            types=types,
            foreign=frozenset(w for w in foreign | places if w not in bases and len(w) > 1),
            slips=SlipIndex(bases),
        )

    def document(self, piece: Piece, following: Piece | None) -> Candidate | None:
        """ "kh136", or "KH" before "136": the type spelled out; None when it is no such mention."""
        joined = _DOCUMENT.fullmatch(piece.form)
        if joined and joined["type"] in self.types:
            return Candidate((*self.types[joined["type"]], joined["number"]), 0.0, "document")
        if following is None or piece.form not in self.types or following.opens:
            return None
        number = following.form
        numbered = number.isdecimal() and not re.fullmatch(r"(?:19|20)\d\d", number) and len(number) > 1
        if numbered or (piece.form in ("kh", "nq") and number.isdecimal() and len(number) < 4):
            return Candidate(self.types[piece.form], 0.0, "document")
        return None

    def of_piece(self, piece: Piece, all_capitals: bool) -> tuple[Candidate, ...]:
        """The candidates of a word, itself among them unless it is surely a short form."""
        form = piece.form
        itself = Candidate((form,), 0.0, "")
        if not piece.is_word:
            return (itself,)
        short = self._short(piece, all_capitals)
        if piece.is_marked:
            if self.model.knows(form):
                return (itself, *short)
            asis = itself if is_syllable(strip_marks(form)) else Candidate((form,), _NO_SYLLABLE, "")
            return (asis, *short, *(() if short else self._marked_unknown(form)))
        if _is_symbol(piece, all_capitals) and not short:
            return (itself,)
        variants = [
            Candidate((v,), 0.0, "marks" if v != form else "", drops=v != form) for v in self.model.variants(form)
        ]
        if variants and not (short and not is_syllable(form)):
            kept = () if self.model.knows(form) else (Candidate((form,), -2.0, ""),)
            return (*variants, *kept, *(self._beside_word(c) for c in short))
        if short:
            return (Candidate((form,), _KEPT_LETTER, ""), *short) if len(form) == 1 else short
        if form in self.foreign:
            return (itself,)
        return (itself, *self._unmarked_unknown(form))

    def doubted(self, piece: Piece) -> list[Candidate]:
        """More candidates for a known unmarked syllable that fits nowhere: perhaps a slip made it."""
        if len(piece.form) < 2 or not self.model.variants(piece.form):
            return []
        return self._slips(piece.form, None)

    def _beside_word(self, short: Candidate) -> Candidate:
        return Candidate(short.forms, short.penalty + _SHORT_BESIDE_WORD, short.kind)

    def _short(self, piece: Piece, all_capitals: bool) -> tuple[Candidate, ...]:
        meanings = self.short.get(piece.form, ())
        upper = piece.raw.isupper() and not all_capitals
        kind = "abbreviation" if piece.form in self.abbreviations else "teencode"
        first = _SHORT_UPPER if upper else _SHORT
        return tuple(Candidate(m, first + i * _NEXT_MEANING, kind) for i, m in enumerate(meanings))

    def _marked_unknown(self, form: str) -> list[Candidate]:
        """Half-marked ("đên"), wrong tone ("lóng"), Telex left over ("tiêus"), a slip ("chínhh")."""
        base, typed = strip_marks(form), _marks(form)
        found = [
            Candidate((v,), _PARTIAL if not typed - _marks(v) else _TONE_SLIP, "marks", drops=not typed - _marks(v))
            for v in self.model.variants(base)
        ]
        return self._decoded(form) or [*found, *self._slips(base, typed), *self._together(form)]

    def _unmarked_unknown(self, form: str) -> list[Candidate]:
        return self._decoded(form) or [*self._together(form), *self._slips(form, None)]

    def _decoded(self, form: str) -> list[Candidate]:
        found = [matching_form(word) for word in (telex(form), vni(form)) if word]
        return [
            Candidate((word,), _DECODED, "keyboard") for word in dict.fromkeys(found) if self.model.knows(word)
        ] or [
            Candidate((v,), _DECODED + _TONE_SLIP, "keyboard")
            for word in dict.fromkeys(found)
            for v in self.model.variants(strip_marks(word))
        ]

    def _together(self, form: str) -> list[Candidate]:
        """The likeliest markings of the ways to cut a word typed without spaces."""
        found: list[tuple[float, Candidate]] = []
        for way in splits(form, lambda part: bool(self._read_part(part))):
            ways = product(*(self._read_part(part)[:6] for part in way[:3]), *(self._read_part(p)[:2] for p in way[3:]))
            for forms in ways:
                inner = sum(self.model.log_probability(a, b) for a, b in pairwise(forms))
                if all(self.model.followed(a, b) for a, b in pairwise(forms)):
                    found.append((inner, Candidate(forms, _TOGETHER, "spacing", drops=form.isascii())))
        return [candidate for _, candidate in sorted(found, key=lambda f: (-f[0], f[1].forms))[:4]]

    def _read_part(self, part: str) -> tuple[str, ...]:
        part = matching_form(part)
        if strip_marks(part) == part:
            return self.model.variants(part) if len(part) > 1 else ()
        return (part,) if self.model.knows(part) else ()

    def _slips(self, base: str, typed: frozenset[str] | None) -> list[Candidate]:
        found = []
        whole = _WHOLE_SYLLABLE if is_syllable(base) else 0.0
        for near, edits in self.slips.near(base)[:24]:
            for variant in self.model.variants(near)[:8]:
                differ = 0 if typed is None else len(typed ^ _marks(variant))
                penalty = _SLIP + whole + (edits - 1) * _SECOND_SLIP + differ * _MARK_MISMATCH
                lost = typed is None and variant != near  # the slip may have taken the mark with it
                found.append(Candidate((variant,), penalty, "slip", drops=lost and whole < 0))
        return sorted(found, key=lambda c: (-c.penalty, c.forms))[:24]


def _marks(form: str) -> frozenset[str]:
    """The marks of a syllable, the bar of đ among them."""
    return frozenset(char for char in normalize("NFD", form.replace("đ", "d\u0335")) if combining(char))


def _is_symbol(piece: Piece, all_capitals: bool) -> bool:
    """A Roman numeral ("II", "iv") or an acronym we do not know: neither is a slip."""
    if roman_value(piece.form) and len(piece.form) > 1 and not is_syllable(piece.form):
        return True
    return piece.raw.isupper() and not all_capitals and (bool(roman_value(piece.form)) or not is_syllable(piece.form))
