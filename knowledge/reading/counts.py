"""Syllables and their neighbours counted over texts, so that a change of a few texts costs those texts alone. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, MutableMapping
from itertools import pairwise

from knowledge.reading.pieces import sentences, symbol
from knowledge.vietnamese import syllables

EDGE = "<s>"  # stands before the first and after the last syllable of a sentence
Nested = dict[str, Counter[str]]


class SyllableCounts:
    """How often syllables occur, which one follows which, and how each is spelled."""

    def __init__(self, texts: Iterable[str], expansions: Mapping[str, str]) -> None:
        """Count the texts; ``expansions`` are unambiguous abbreviations, read as their meaning."""
        self._meanings = {short: syllables(meaning) for short, meaning in expansions.items()}
        self._texts = Counter(texts)
        self.alone: Counter[str]
        self.after: Mapping[str, Counter[str]]  # by the first of two
        self.surfaces: Mapping[str, Counter[str]]  # spellings in small letters by matching form
        self.alone, self.after, self.surfaces = self._counted(self._texts)

    def over(self, texts: Iterable[str]) -> SyllableCounts:
        """The counts of other texts: what these do not share with our own is added and taken away."""
        wanted = Counter(texts)
        found = SyllableCounts((), {})
        found._meanings, found._texts = self._meanings, wanted
        alone, after, surfaces = self.alone.copy(), dict(self.after), dict(self.surfaces)
        for changed, sign in ((wanted - self._texts, 1), (self._texts - wanted, -1)):
            more_alone, more_after, more_surfaces = self._counted(changed)
            _add(alone, more_alone, sign)
            _add_nested(after, more_after, sign)
            _add_nested(surfaces, more_surfaces, sign)
        found.alone, found.after, found.surfaces = alone, after, surfaces
        return found

    def _counted(self, texts: Counter[str]) -> tuple[Counter[str], Nested, Nested]:
        alone: Counter[str] = Counter()
        after: Nested = defaultdict(Counter)
        surfaces: Nested = defaultdict(Counter)
        joined = "\n".join(texts.elements())
        for sentence in sentences(joined):  # a line opens a sentence; one text is cut faster than thousands
            line = [EDGE]
            for piece in sentence:
                if piece.form in self._meanings and piece.raw.isupper():
                    line += self._meanings[piece.form]
                else:
                    line.append(symbol(piece.form))
                    surfaces[piece.form][piece.raw.lower()] += 1
            line.append(EDGE)
            alone.update(line[1:])
            for first, second in pairwise(line):
                after[first][second] += 1
        return alone, after, surfaces


def _add(counts: MutableMapping[str, int], more: Mapping[str, int], sign: int) -> None:
    """Adds or takes away; what is counted no more is removed."""
    for key, count in more.items():
        total = counts.get(key, 0) + sign * count
        if total:
            counts[key] = total
        else:
            del counts[key]


def _add_nested(counts: Nested, more: Nested, sign: int) -> None:
    """The same one level down; an inner count that changes is a copy, since others hold it."""
    for key, inner in more.items():
        changed = counts.get(key, Counter()).copy()
        _add(changed, inner, sign)
        if changed:
            counts[key] = changed
        else:
            del counts[key]
