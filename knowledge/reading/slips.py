"""Typing slips: words of a list within a small Damerau edit distance, and words typed together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations

LONGEST = 24  # a longer word is not repaired: it is no slip
_REMEMBERED = 4096  # words whose neighbours are kept: a long text repeats its words


def distance(a: str, b: str) -> int:
    """Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _deletions(word: str, edits: int) -> Iterator[str]:
    for count in range(min(edits, len(word) - 1) + 1):
        for gone in combinations(range(len(word)), count):
            yield "".join(c for i, c in enumerate(word) if i not in gone)


class SlipIndex:
    """Finds the words of a list near a mistyped one, by their common deletions."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_deletion: dict[str, list[str]] = {}
        for word in words:
            if 2 <= len(word) <= LONGEST:
                for key in set(_deletions(word, 2 if len(word) >= 6 else 1)):
                    self._by_deletion.setdefault(key, []).append(word)
        self.near = lru_cache(_REMEMBERED)(self._near)

    def _near(self, word: str) -> tuple[tuple[str, int], ...]:
        """Words at distance 1 (or 2 from six letters on), nearest first, then in order of the alphabet."""
        if not 2 <= len(word) <= LONGEST:
            return ()
        limit = 2 if len(word) >= 6 else 1
        found = {near for key in _deletions(word, limit) for near in self._by_deletion.get(key, ())}
        scored = ((near, distance(word, near)) for near in found)
        return tuple(sorted(((n, d) for n, d in scored if d <= limit), key=lambda pair: (pair[1], pair[0])))


def splits(word: str, known: Callable[[str], bool], most: int = 4) -> list[tuple[str, ...]]:
    """Ways to cut a word typed without spaces into two to ``most`` known syllables, fewest pieces first."""
    if not 4 <= len(word) <= LONGEST:
        return []
    ways: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for end in range(1, len(word) + 1):
        here = [
            (*way, word[start:end])
            for start in range(max(0, end - 7), end)
            if start in ways and known(word[start:end])
            for way in ways[start]
            if len(way) < most
        ]
        if here:
            ways[end] = sorted(here, key=len)[:6]
    return [way for way in ways.get(len(word), []) if len(way) > 1]
