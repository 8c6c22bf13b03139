"""Cell F1 of extraction: what a person would have to correct in the candidates, counted cell by cell.

Counting (micro over cells):

* a cell is a true positive when gold and candidate both state something and it is equal; where they
  differ it is one false positive and one false negative; stated by the candidate alone it is a false
  positive, by the gold alone a false negative;
* a cell both leave empty counts nothing, so F1 is not lifted by the many empty cells;
* subjects are equal from a token F1 of 0.8 over syllables (the exact share is reported beside);
  exceptions and baselines are compared without their marker ("trừ", "so với");
* candidates and targets of a text are paired one to one for the greatest total of equal cells, value and
  unit weighing most; a pair must agree in value or in subject. What stays unpaired counts whole: every
  stated cell of a target is missed, every stated cell of a candidate is false.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy

from tests.evals.extraction.alignment import best_pairs
from tests.evals.extraction.cells import CELLS, Extracted, cell, equal, exact_subject
from tests.evals.extraction.gold import GoldTarget, Item
from tests.evals.intervals import ROUNDS, SEED, bootstrap

Extractor = Callable[[str], Sequence[Extracted]]
WEIGHTS = {"value": 40.0, "unit": 20.0, "subject": 4.0}


@dataclass(slots=True)
class Tally:
    """True positives, false positives and false negatives by cell."""

    counts: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0, 0] for name in CELLS})
    subjects: int = 0  # paired subjects that count as equal
    exact_subjects: int = 0

    def add(self, name: str, right: int = 0, false: int = 0, missed: int = 0) -> None:
        """Count one cell."""
        for place, number in enumerate((right, false, missed)):
            self.counts[name][place] += number

    def merge(self, other: Tally) -> None:
        """Take another tally in."""
        for name, numbers in other.counts.items():
            self.add(name, *numbers)
        self.subjects += other.subjects
        self.exact_subjects += other.exact_subjects

    def total(self, name: str | None = None) -> tuple[int, int, int]:
        """Right, false and missed cells: of one name, or of all."""
        chosen = [self.counts[name]] if name else list(self.counts.values())
        right, false, missed = (sum(numbers[place] for numbers in chosen) for place in range(3))
        return right, false, missed

    def f1(self, name: str | None = None) -> float | None:
        """The F1 of a cell or of all; None where nothing was stated on either side."""
        right, false, missed = self.total(name)
        return 2 * right / (2 * right + false + missed) if right + false + missed else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that is not right: what was expected and what came."""

    item: str
    cell: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of an extractor on a set of texts."""

    tally: Tally
    groups: Mapping[str, Tally]
    faults: tuple[Fault, ...]
    texts: int
    targets: int
    traps: int
    traps_kept: int  # texts without a target in which nothing was found

    def interval(self, seed: int = SEED, rounds: int = ROUNDS) -> tuple[float, float]:
        """The 95 % interval of the overall F1, whole groups drawn; a Wilson bound where nothing is wrong."""
        counts = numpy.array([tally.total() for tally in self.groups.values() if any(tally.total())])
        if not len(counts):
            return 0.0, 1.0
        if not counts[:, 1:].any():
            perfect = bootstrap([1.0] * len(counts))
            return (perfect.low, perfect.high) if perfect else (0.0, 1.0)
        drawn = numpy.random.default_rng(seed).integers(0, len(counts), size=(rounds, len(counts)))
        right, false, missed = counts[drawn].sum(axis=1).T
        low, high = numpy.quantile(2 * right / (2 * right + false + missed), (0.025, 0.975))
        return float(low), float(high)


def score(items: Iterable[Item], extract: Extractor) -> Score:
    """Run the extractor over the texts and count."""
    whole, groups, faults = Tally(), defaultdict[str, Tally](Tally), list[Fault]()
    texts = targets = traps = kept = 0
    for item in items:
        candidates = extract(item.text)
        for place, tally in enumerate(_tallies(item, candidates, faults)):
            whole.merge(tally)
            # A group of one text: its targets are drawn, for a text alone has no interval.
            groups[item.group if item.group != item.id else f"{item.id}/{place}"].merge(tally)
        texts += 1
        targets += sum(not target.optional for target in item.targets)
        traps += not item.targets
        kept += not item.targets and not candidates
    return Score(whole, dict(groups), tuple(faults), texts, targets, traps, kept)


def _tallies(item: Item, candidates: Sequence[Extracted], faults: list[Fault]) -> list[Tally]:
    pairs = best_pairs([[likeness(target, candidate) for candidate in candidates] for target in item.targets])
    of_target = dict(pairs)
    tallies = []
    for row, target in enumerate(item.targets):
        if not target.optional:
            found = candidates[of_target[row]] if row in of_target else None
            tallies.append(_compare(item.id, target, found, faults))
    unpaired = sorted(set(range(len(candidates))) - set(of_target.values()))
    tallies += [_extra(item.id, candidates[column], faults) for column in unpaired]
    return tallies


def likeness(target: GoldTarget, candidate: Extracted) -> float:
    """The weight of the cells in which a target and a candidate agree; 0 unless value or subject agree."""
    agreed = {
        name
        for name, accepted in target.cells.items()
        if (found := cell(candidate, name)) and equal(name, accepted, found)
    }
    if not agreed & {"value", "subject"}:
        return 0.0
    return sum(WEIGHTS.get(name, 1.0) for name in agreed)


def _compare(item_id: str, target: GoldTarget, candidate: Extracted | None, faults: list[Fault]) -> Tally:
    tally = Tally()
    for name, accepted in target.cells.items():
        found = cell(candidate, name) if candidate else ""
        expected = " | ".join(accepted.spellings or accepted.keys)
        if not found:
            missed = not accepted.empty and not accepted.optional
            tally.add(name, missed=missed)
            if missed:
                faults.append(Fault(item_id, name, expected, ""))
        elif equal(name, accepted, found):
            tally.add(name, right=1)
            if name == "subject":
                tally.subjects += 1
                tally.exact_subjects += exact_subject(accepted, found)
        else:
            tally.add(name, false=1, missed=not accepted.empty and not accepted.optional)
            faults.append(Fault(item_id, name, expected, found))
    return tally


def _extra(item_id: str, candidate: Extracted, faults: list[Fault]) -> Tally:
    tally = Tally()
    for name in CELLS:
        found = cell(candidate, name)
        if found:
            tally.add(name, false=1)
    faults.append(
        Fault(item_id, "extra", "", f"{cell(candidate, 'value')} {cell(candidate, 'unit')}: {candidate.subject}")
    )
    return tally
