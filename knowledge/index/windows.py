"""Retrieval units: a passage is searched whole and through short windows of it. Pure.

A short window holds one thought, so its score is sharp; the whole says what the passage is about.
A passage's score is the mean of its best window and of the whole (max-passage aggregation, Dai and
Callan, SIGIR 2019, with the document score kept in).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.documents import Passage
from knowledge.ports import Scored

SIZE = 90  # syllables in a window
STRIDE = 60  # syllables from one window's start to the next
LONGEST = 64  # characters of a syllable; what has more (base64, a line without a space) counts as several


@dataclass(frozen=True, slots=True)
class Unit:
    """One text the indexes hold: the whole passage (number 0) or one of its windows."""

    passage: str
    number: int
    text: str

    @property
    def id(self) -> str:
        """The passage's id and the unit's number in it."""
        return f"{self.passage}:{self.number}"


def passage_of(unit_id: str) -> str:
    """The passage a unit belongs to."""
    return unit_id.rpartition(":")[0]


def windows(text: str, size: int = SIZE, stride: int = STRIDE) -> tuple[str, ...]:
    """Overlapping slices of ``size`` syllables; the text itself when it is no longer than one."""
    if not 0 < stride <= size:
        raise ValueError("a stride must be positive and no longer than the window, or syllables are skipped")
    words = [match.span() for match in re.finditer(rf"\S{{1,{LONGEST}}}", text)]
    if len(words) <= size:
        return (text,)
    starts = range(0, len(words) - size + stride, stride)
    return tuple(text[words[at][0] : words[min(at + size, len(words)) - 1][1]] for at in starts)


def units(passage: Passage) -> tuple[Unit, ...]:
    """The whole passage, then its windows, each under the heading path; one unit when it is short."""
    whole = Unit(passage.id, 0, passage.searchable)
    slices = windows(passage.text)
    if len(slices) == 1:
        return (whole,)
    path = "\n".join(passage.headings)
    return (whole, *(Unit(passage.id, n, f"{path}\n{part}".strip()) for n, part in enumerate(slices, start=1)))


def passage_scores(found: Iterable[tuple[str, float]], sizes: Mapping[str, int]) -> list[Scored]:
    """Passage scores from the scores of found units, best first.

    ``sizes`` gives the number of units of each passage. A unit that was not found scores at most
    what the last found one does, and is taken at that.
    """
    by_passage: dict[str, dict[int, float]] = {}
    for unit_id, score in found:
        passage, _, number = unit_id.rpartition(":")
        by_passage.setdefault(passage, {})[int(number)] = score
    floor = min((score for scores in by_passage.values() for score in scores.values()), default=0.0)
    ranked = []
    for passage, scores in by_passage.items():
        whole = scores.get(0, floor)
        best = max((score for number, score in scores.items() if number), default=floor)
        ranked.append(Scored(passage, whole if sizes.get(passage, 1) == 1 else (whole + best) / 2))
    return best_first(ranked)


def best_first(scored: Sequence[Scored]) -> list[Scored]:
    """By score, then by id, so that equal scores always come in the same order."""
    return sorted(scored, key=lambda item: (-item.score, item.passage))
