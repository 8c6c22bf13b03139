"""Vietnamese or English: by the words themselves, since unmarked questions are short."""

from __future__ import annotations

import re
from itertools import pairwise
from math import log

from knowledge.reading.entries import Entries
from knowledge.reading.keyboard import telex, vni
from knowledge.reading.model import SyllableModel
from knowledge.reading.pieces import Piece
from knowledge.reading.places import PlaceFinder
from knowledge.reading.syllable import is_syllable
from knowledge.vietnamese import has_marks, matching_form, strip_marks

_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]")


class LanguageGuess:
    """Decides between "vi" and "en" for the pieces of a question."""

    def __init__(self, entries: Entries, model: SyllableModel, places: PlaceFinder) -> None:
        self._model = model
        self._places = places
        self._neutral = frozenset(entries.language["neutral"])
        self._clear = frozenset(entries.language["clear"])
        self._english: dict[str, float] = {}
        for weight, phrases in (
            (0.002, entries.english),
            (0.006, entries.function_words["en"]),
            (0.02, entries.question_words["en"]),
        ):
            for phrase in phrases:
                for word in re.findall(r"[a-z]+", phrase.lower()):
                    self._english[word] = max(self._english.get(word, 0.0), weight)
        self._total = sum(model.base_count(base) for base in model.bases())
        self._short = frozenset(entries.teencode)

    def of(self, text: str, pieces: tuple[Piece, ...]) -> str:
        """ "vi" or "en"; Vietnamese when nothing decides. What is quoted counts only when all is."""
        quoted = [m.span() for m in _QUOTED.finditer(text)]
        words = [p for p in pieces if p.is_word and not any(start <= p.start < end for start, end in quoted)]
        words = words or [p for p in pieces if p.is_word]
        named = [m for m in self._places.find(pieces, "en").mentions if m.kind in ("province", "district", "hanoi")]
        words = [p for p in words if not any(m.start <= p.start < m.end for m in named)]
        known = [p.raw.lower() for p in words if p.raw.lower() not in self._neutral]
        english = sum(self._english.get(word, 0.0) >= 0.006 for word in known)
        clear = sum(strip_marks(p.raw.lower()) in self._clear and p.raw.lower() not in self._english for p in words)
        score = sum(self._weight(piece, english) for piece in words)
        letters = [strip_marks(p.raw.lower()) for p in words]
        score += 1.5 * sum(self._model.pairs_bases(a, b) for a, b in pairwise(letters))
        only_vietnamese = sum(self._model.base_count(word) > 0 and word not in self._english for word in known)
        if english >= 2 and not clear and 2 * english > only_vietnamese:
            return "en"
        if clear >= 2 and clear >= english:
            return "vi"
        return "en" if score < 0 else "vi"

    def _is_keyed(self, word: str) -> bool:
        """Whether it is a known syllable as Telex or VNI keys."""
        return any(form and self._model.knows(matching_form(form)) for form in (telex(word), vni(word)))

    def _weight(self, piece: Piece, english: int) -> float:
        word = piece.raw.lower()
        if word in self._neutral or strip_marks(word) in self._neutral:
            return 0.0
        if has_marks(word):
            return 1.0 if piece.raw[0].isupper() and english >= 2 else 4.0
        for_english = self._english.get(word, 0.0)
        count = self._model.base_count(word)
        for_vietnamese = count / (self._total + 1)
        if word in self._short and len(word) > 1:
            for_vietnamese = max(for_vietnamese, 0.002)
        if not for_english and not count:
            if self._is_keyed(word):
                return 3.0
            if not word.isalpha() or not re.search("[aeiouy]", word):
                return 0.0  # "ttpvhcc" is an abbreviation in either language
            return 0.5 if is_syllable(word) else -1.5 if len(word) > 4 else 0.0
        weight = log((for_vietnamese + 0.0001) / (for_english + 0.0001))
        if piece.raw[0].isupper() and english >= 2 and piece.start > 0:
            weight *= 0.3  # a name in an English sentence
        return max(-4.0, min(4.0, weight))
