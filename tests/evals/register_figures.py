"""The figures of the register: each with its budget, its interval, and whether it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.evals.completeness import false_rows, missing_rows
from tests.evals.intervals import Interval, bootstrap
from tests.evals.minimal_pairs import SOURCE as PAIRED
from tests.evals.minimal_pairs import Pair
from tests.evals.results import CLEAN, Result
from tests.evals.row_checks import rows_told
from tests.evals.scoring import Outcome


@dataclass(frozen=True, slots=True)
class Figure:
    """One share that is reported, with what it should be."""

    name: str
    budget: str  # ">= 0.98", "<= 0.01", "1.000"; "" where none is set
    interval: Interval | None  # None where nothing was asked

    @property
    def met(self) -> bool | None:
        """Whether the share keeps its budget; None where there is none, or nothing was asked."""
        if self.interval is None or not self.budget:
            return None
        sign, _, bound = self.budget.rpartition(" ")
        share = self.interval.mean
        return share <= float(bound) if sign == "<=" else share >= float(bound)


def register_figures(results: Sequence[Result], pairs: Iterable[Pair] = ()) -> list[Figure]:
    """The figures of one system's results, those of the questions of the pairs among them."""
    asked = [r for r in results if r.case.source != PAIRED]
    clean = [r for r in asked if r.spelling == CLEAN]
    register = [r for r in clean if _of_register(r)]
    reached = [r for r in clean if r.case.source.startswith("achieved-or-not")]
    telling = any(rows_told(r.reply) for r in results)  # a system without facts has no rows to be right or wrong in
    return [
        Figure("register questions: exact", ">= 0.98", _share(register, _exact)),
        Figure("register questions: wrong", "<= 0.01", _share(register, _wrong)),
        Figure(
            "lists: every row, no other, counted right", "1.000", _share(_lists(clean) if telling else [], _complete)
        ),
        Figure("rows that mix no cells of two targets", "1.000", _rows(results)),
        Figure(
            "“reached?”: no target told as a result",
            "1.000",
            _share(reached if telling else [], lambda r: not r.told_as_result),
        ),
        Figure("“reached?”: exact", "", _share(reached, _exact)),
        Figure("false premises corrected", ">= 0.95", _share(_of_kind(clean, "false_premise"), _exact)),
        Figure("conversations: turns with every slot right", ">= 0.95", _turns(clean)),
        Figure("conversations: last reply exact", "", _share([r for r in clean if r.case.slots], _exact)),
        *_spelt(asked, register),
        *_paired(results, list(pairs)),
    ]


def _spelt(asked: Sequence[Result], register: Sequence[Result]) -> list[Figure]:
    """The six spellings: how often each leaves an exact answer exact, and the worst of them."""
    exact = {r.case.id for r in register if _exact(r)}
    spelt = [r for r in asked if r.spelling != CLEAN and r.case.id in exact and _of_register(r)]
    if not spelt:
        return []
    kept = {name: _share([r for r in spelt if r.spelling == name], _exact) for name in {r.spelling for r in spelt}}
    worst = min(kept, key=lambda name: (kept[name].mean if kept[name] else 1.0, name))  # type: ignore[union-attr]
    return [
        Figure("six spellings: exact where the clean one is", ">= 0.97", _share(spelt, _exact)),
        Figure(f"six spellings: the worst ({worst})", "", kept[worst]),
    ]


def _paired(results: Sequence[Result], pairs: Sequence[Pair]) -> list[Figure]:
    """The minimal pairs: refused with the right reason, answered as they were, and both."""
    by_id: Mapping[str, Result] = {r.case.id: r for r in results if r.case.source == PAIRED and r.spelling == CLEAN}
    known = [(by_id[p.original.id], by_id[p.swapped.id], p) for p in pairs if p.swapped.id in by_id]
    if not known:
        return []
    swapped, both = [twin for _, twin, _ in known], [float(_exact(a) and _exact(b)) for a, b, _ in known]
    figures = [
        Figure("minimal pairs: swapped, refused with the right reason", ">= 0.97", _share(swapped, _exact)),
        Figure("minimal pairs: unswapped, answered right", "", _share([a for a, _, _ in known], _exact)),
        Figure("minimal pairs: both right", "", bootstrap(both, [a.case.topic for a, _, _ in known])),
    ]
    for swap in dict.fromkeys(pair.swap for _, _, pair in known):
        own = [twin for _, twin, pair in known if pair.swap == swap]
        figures.append(Figure(f"– {swap} swapped", "", _share(own, _exact)))
    return figures


def _lists(results: Iterable[Result]) -> list[Result]:
    return [r for r in results if (r.case.expect.targets or r.case.expect.counts) and r.case.kind == "list"]


def _complete(result: Result) -> bool:
    """Whether exactly the expected rows stand there, counted right."""
    expect = result.case.expect
    if result.score.group != "answered":
        return False
    return not [*false_rows(expect, result.reply), *missing_rows(expect, result.reply, typed=True)]


def _rows(results: Iterable[Result]) -> Interval | None:
    """Of all figures told, in any spelling: the share that is of one entry alone."""
    told = [r for r in results if rows_told(r.reply)]
    values = [float(fault >= len(r.mixed)) for r in told for fault in range(rows_told(r.reply))]
    return bootstrap(values, [r.case.topic for r in told for _ in range(rows_told(r.reply))])


def _turns(results: Iterable[Result]) -> Interval | None:
    turns = [(r.case.topic, not wrong) for r in results for wrong in r.turns_wrong]
    return bootstrap([float(right) for _, right in turns], [topic for topic, _ in turns])


def _of_register(result: Result) -> bool:
    return result.case.source.startswith("register-")


def _of_kind(results: Iterable[Result], kind: str) -> list[Result]:
    return [r for r in results if r.case.kind == kind]


def _exact(result: Result) -> bool:
    return result.score.outcome is Outcome.EXACT


def _wrong(result: Result) -> bool:
    return result.score.outcome in (Outcome.WRONG, Outcome.ERROR)


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> Interval | None:
    return bootstrap([float(holds(r)) for r in results], [r.case.topic for r in results])
