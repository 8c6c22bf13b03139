"""One reply with its score, and the figures that many of them make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.evals.cases import Case
from tests.evals.intervals import Interval, bootstrap
from tests.evals.scoring import Outcome, Score

CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Result:
    """A case as one system answered it, in one spelling."""

    system: str
    case: Case
    spelling: str
    turns: tuple[str, ...]
    reply: Mapping[str, Any]
    score: Score
    same_as_clean: bool = True
    bad_quotes: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()  # cells and lines that are not of the one entry they are told of
    told_as_result: tuple[str, ...] = ()  # targets told as if they had been reached
    turns_wrong: tuple[tuple[str, ...], ...] = ()  # of each turn with slots to check: what is wrong with them
    quotes: int = 0
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The shares of one system on one group of cases, each with its interval; None where nothing was asked."""

    exact: Interval | None
    wrong: Interval | None
    incomplete: Interval | None
    over_refused: Interval | None
    coverage: Interval | None  # answered, of the cases to be answered
    recognised: Interval | None  # refused, of the cases to be refused
    same: Interval | None  # same answer as the clean question, of the spelt ones
    quotes: Interval | None  # found byte for byte


def figures(results: Iterable[Result], spelling: str = CLEAN) -> Figures:
    """The figures of results of one system; all but ``same`` and ``quotes`` are of one spelling only."""
    everything = list(results)
    scored = [result for result in everything if result.spelling == spelling]
    spelt = [result for result in everything if result.spelling != CLEAN]
    return Figures(
        exact=_share(scored, _is(Outcome.EXACT)),
        wrong=_share(scored, _is(Outcome.WRONG, Outcome.ERROR)),
        incomplete=_share(scored, _is(Outcome.INCOMPLETE)),
        over_refused=_share(scored, _is(Outcome.OVER_REFUSED)),
        coverage=_share([r for r in scored if r.case.expect.answer_only], _in_group("answered")),
        recognised=_share([r for r in scored if r.case.expect.refusal_only], _in_group("unanswered")),
        same=_share(spelt, lambda result: result.same_as_clean),
        quotes=_quotes(everything),
    )


def grouped(results: Iterable[Result], key: Callable[[Result], str]) -> dict[str, list[Result]]:
    """The results by a key, in order of first appearance."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return groups


def _is(*outcomes: Outcome) -> Callable[[Result], bool]:
    return lambda result: result.score.outcome in outcomes


def _in_group(group: str) -> Callable[[Result], bool]:
    return lambda result: result.score.group == group


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> Interval | None:
    return bootstrap([float(holds(result)) for result in results], [result.case.topic for result in results])


def _quotes(results: Sequence[Result]) -> Interval | None:
    cited = [result for result in results if result.quotes]
    values = [
        found for r in cited for found in [0.0] * len(r.bad_quotes) + [1.0] * max(0, r.quotes - len(r.bad_quotes))
    ]
    return bootstrap(values, [r.case.topic for r in cited for _ in range(max(r.quotes, len(r.bad_quotes)))])
