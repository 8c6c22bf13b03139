"""Figures a person states in a question, with their unit and comparator. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from bot.meaning.query import Claim
from knowledge.concepts import PhraseBook
from knowledge.language.words import FigureWords
from knowledge.vietnamese import number_value

_FIGURE = re.compile(r"(\d+(?:[.,]\d+)*)(%?)")
_YEAR = re.compile(r"(?:19|20)\d{2}")
PERCENT, RANK = "percent", "rank"


class FigureGrammar:
    """Reads stated figures; ``units``: how the register writes the unit of each measure."""

    def __init__(self, words: FigureWords, units: Mapping[str, str]) -> None:
        self._words = words
        self._units = units
        self._after, self._before = PhraseBook(words.units), PhraseBook(words.units_before)
        self._comparators = PhraseBook(words.comparators)

    def claims(self, forms: Sequence[str], taken: Collection[int], english: bool) -> tuple[Claim, ...]:
        """Claims among a question's syllables; tokens in ``taken`` (documents, years, cues) are passed over."""
        found = []
        after = {m.start: m.concept for m in self._after.all(forms)}
        before = {m.end: m.concept for m in self._before.all(forms)}
        comparators = {m.end: m.concept for m in sorted(self._comparators.all(forms), key=lambda m: m.length)}
        for place, form in enumerate(forms):
            match = _FIGURE.fullmatch(form)
            if place in taken or match is None or _YEAR.fullmatch(form):
                continue
            measure = PERCENT if match[2] else after.get(place + 1) or before.get(place)
            if measure is None and not self._alone(forms, place):
                continue
            try:
                value = number_value(match[1], english)
            except InvalidOperation:
                continue
            found.append(Claim(value, self._units.get(measure or ""), comparators.get(place), form, measure))
        return tuple(found)

    def first_place(self) -> Claim:
        """What is claimed of one that is said to be first."""
        return Claim(Decimal(1), self._units[RANK], None, "1", RANK)

    def _alone(self, forms: Sequence[str], place: int) -> bool:
        """Whether a number without a unit may be a figure, by the words on its two sides."""
        words = self._words
        closed = place + 1 == len(forms) or forms[place + 1] in words.closing
        return closed and not (place and forms[place - 1] in words.no_figure_after)
