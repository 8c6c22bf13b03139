"""The parts of a clause: each figure, or row of figures, with the words that are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.extraction.comparators import Binding, ComparatorGrammar
from knowledge.extraction.deadlines import Due
from knowledge.extraction.figures import Figure
from knowledge.extraction.levels import LevelGrammar, Tier
from knowledge.extraction.ranges import Range
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class PartWords:
    """The section ``parts`` of the words."""

    parting: Phrases
    joining: Phrases
    starts: Phrases


@dataclass(frozen=True, slots=True)
class Part:
    """A figure (or a row that shares its words) with its share of the clause."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    bindings: tuple[Binding, ...]
    bracketed: bool = False

    @property
    def lead(self) -> Range:
        """The words before what binds the figure."""
        return self.start, max(self.start, self.bindings[0].start)

    @property
    def tail(self) -> Range:
        """The words after the figure."""
        return min(self.bindings[-1].end, self.end), self.end

    @property
    def tags(self) -> frozenset[str]:
        """Kinds of binding words before the first figure."""
        return self.bindings[0].tags

    @property
    def comparator(self) -> str | None:
        """The comparator its words state; a "trở lên" after a row holds for the row."""
        return next((b.comparator for b in self.bindings if b.comparator), None)


class PartGrammar:
    """Cuts a clause into parts."""

    def __init__(
        self, words: PartWords, shared: SharedWords, comparators: ComparatorGrammar, levels: LevelGrammar
    ) -> None:
        self._comparators, self._levels = comparators, levels
        mark = rf"(?:,|;|{shared.conjunction}|,\s*{shared.conjunction}|;\s*{shared.conjunction})"
        self._joined = re.compile(rf"\s*{mark}\s*", re.IGNORECASE)
        self._in_turn = re.compile(f"{shared.in_turn}", re.IGNORECASE)
        self._parting = re.compile(rf",(?!\d)|;|:|(?<!\w){words.parting}(?!\w)", re.IGNORECASE)
        self._starts = re.compile(rf"\s*(?:{words.joining}\s+)*{words.starts}", re.IGNORECASE)

    def parts(
        self, text: str, whole: Range, found: tuple[Figure, ...], dues: tuple[Due, ...], named: tuple[Tier, ...]
    ) -> tuple[Part, ...]:
        """The parts of a range of ``text`` in order; ``found``, ``dues`` and ``named`` are those that stand in it."""
        if not found:
            return ()
        bound = self._bound(text, whole, found)
        rows = self._rows(text, whole, found, bound, dues, named)
        cuts = [whole[0]]
        for before, after in pairwise(rows):
            cuts.append(self._cut(text, bound[before[-1]].end, bound[after[0]].start))
        cuts.append(whole[1])
        return tuple(
            Part(start, end, tuple(found[i] for i in members), tuple(bound[i] for i in members))
            for members, (start, end) in zip(rows, pairwise(cuts), strict=True)
        )

    def _bound(self, text: str, whole: Range, found: tuple[Figure, ...]) -> list[Binding]:
        floors = [whole[0], *(figure.end for figure in found)]
        ceilings = [*(figure.start for figure in found[1:]), whole[1]]
        binding = self._comparators.binding
        return [binding(text, floors[i], figure.place, ceilings[i]) for i, figure in enumerate(found)]

    def _rows(
        self,
        text: str,
        whole: Range,
        found: tuple[Figure, ...],
        bound: list[Binding],
        dues: tuple[Due, ...],
        named: tuple[Tier, ...],
    ) -> list[list[int]]:
        """Indices of figures that share their words: joined by commas alone, and something to share them out to."""
        joined: list[list[int]] = [[0]]
        for i in range(1, len(found)):
            if self._joined.fullmatch(text, bound[i - 1].end, bound[i].start):
                joined[-1].append(i)
            else:
                joined.append([i])
        rows: list[list[int]] = []
        for members in joined:
            count = len(members)
            shared = (
                self._in_turn.search(text, *whole)
                or self._levels.row(text, named, count)
                or any(due.kind == "years" and len(due.years) == count for due in dues)
            )
            rows += [members] if count == 1 or shared else [[i] for i in members]
        return rows

    def _cut(self, text: str, start: int, end: int) -> int:
        """Where one part ends and the next begins, between a figure and the words that bind the next."""
        partings = list(self._parting.finditer(text, start, end))
        for parting in partings:
            if self._starts.match(text, parting.start() if parting.group().isalpha() else parting.end()):
                return parting.start()
        return partings[-1].start() if partings else end
