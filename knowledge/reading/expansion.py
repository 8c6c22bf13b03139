"""Other words for what a question says: citizens' and officials', short and long, English and Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeVar

from knowledge.reading.entries import Entries
from knowledge.vietnamese import syllables

Forms = tuple[str, ...]
T = TypeVar("T")


class Expansion:
    """Finds the terms of the data in a question and gives what else they are called."""

    def __init__(self, entries: Entries) -> None:
        more: dict[Forms, list[Forms]] = {}
        for group in entries.synonyms:
            canonical = _forms(group.canonical)
            others = [_forms(form) for form in group.forms]
            for other in others:
                more.setdefault(other, []).append(canonical)
            if group.both:
                more.setdefault(canonical, []).extend(others)
        for short, meanings in entries.abbreviations.items():
            long = _forms(meanings[0])
            if len(long) > 1:
                more.setdefault(long, []).append((short,))
                more.setdefault((short,), []).append(long)
        self._more = more
        self._english = {_forms(term): _forms(vietnamese) for term, vietnamese in entries.english.items()}
        self._written = {_forms(term): vietnamese for term, vietnamese in entries.english.items()}

    def grams(self, forms: Forms) -> Forms:
        """Syllables and within-term bigrams to add to a keyword search, without those that are there."""
        found = [*_matches(forms, self._more), *([v] for v in _longest(forms, self._english))]
        added = [extra for extras in found for extra in extras]
        new = [gram for extra in added for gram in (*extra, *(f"{a}_{b}" for a, b in pairwise(extra)))]
        return tuple(gram for gram in dict.fromkeys(new) if gram not in forms)

    def terms(self, forms: Forms) -> tuple[str, ...]:
        """The Vietnamese for the longest English terms, in order."""
        return tuple(dict.fromkeys(_longest(forms, self._written)))


def _forms(text: str) -> Forms:
    return tuple(syllables(text))


def _matches(forms: Forms, table: Mapping[Forms, list[Forms]]) -> Iterable[list[Forms]]:
    """The values of every key found in the forms, left to right; a key inside a longer one counts too."""
    longest = max(map(len, table), default=0)
    for at in range(len(forms)):
        for size in range(min(longest, len(forms) - at), 0, -1):
            if forms[at : at + size] in table:
                yield table[forms[at : at + size]]


def _longest(forms: Forms, table: Mapping[Forms, T]) -> Iterable[T]:
    at = 0
    longest = max(map(len, table), default=0)
    while at < len(forms):
        size = next((n for n in range(min(longest, len(forms) - at), 0, -1) if forms[at : at + n] in table), 0)
        if size:
            yield table[forms[at : at + size]]
        at += size or 1
