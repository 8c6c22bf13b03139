"""An indicator's targets and results as what a chart needs: panels by measure, points by year, and their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import prompts
from bot.telling.phrases import document, figure, number
from knowledge.register.register import Register
from knowledge.register.values import DeadlineKind, Level, Result, Target
from knowledge.vietnamese import quantities

_PANELS = ("percent", "score", "rank", "group", "count")
_OF_RANKS = {"rank_gain", "leading", "better"}
DESCENDING = {"rank", "group"}  # 1 is best


@dataclass(frozen=True, slots=True)
class Goal:
    """A target on a chart: a level to reach in ``year`` or over ``span``; without ``value`` it is words alone."""

    value: Decimal | None
    label: str
    level: str  # "(cấp xã)", "" where the document names none
    year: int | None
    span: tuple[int, int] | None
    target: Target


@dataclass(frozen=True, slots=True)
class Measured:
    """A result on a chart; ``others`` are the figures another source gives for the same thing."""

    value: Decimal
    label: str
    level: str  # "(cả nước)", "" for the city's own
    year: int
    others: tuple[tuple[Decimal, str], ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Series:
    """Results of one and the same thing, oldest first."""

    statement: str
    points: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure of an indicator: its goals and its series."""

    measure: str
    goals: tuple[Goal, ...]
    series: tuple[Series, ...]

    @property
    def years(self) -> list[int]:
        """Every year from the first that is drawn to the last."""
        found = {point.year for series in self.series for point in series.points}
        for goal in self.goals:
            if goal.value is not None:
                found |= {goal.year} if goal.year else set(goal.span or ())
        return list(range(min(found), max(found) + 1)) if found else []


def panels(indicator_id: str, register: Register, language: str) -> tuple[Panel, ...]:
    """The panels of an indicator; its results are those of its yardstick. KeyError for an unknown indicator."""
    indicator = register.indicator(indicator_id)
    yardstick = indicator.measured_by or indicator.id
    results = [result for result in register.all_results if result.indicator == yardstick]
    targets = register.targets([indicator_id])
    measures = {result.measure for result in results}
    placed: dict[str, list[Target]] = {}
    for target in targets:
        placed.setdefault(_panel_of(target, measures), []).append(target)
    return tuple(
        Panel(
            measure,
            tuple(_goal(target, language) for target in placed.get(measure, ())),
            tuple(_series((r for r in results if r.measure == measure), language)),
        )
        for measure in _PANELS
        if measure in measures or measure in placed
    )


def _panel_of(target: Target, measures: set[str]) -> str:
    """The panel a target belongs to: that of its own measure, or the nearest that has results."""
    if target.measure in _OF_RANKS:
        return next((m for m in ("rank", "group", "score", "percent") if m in measures), "rank")
    return target.measure if target.measure in _PANELS else "percent"


def _goal(target: Target, language: str) -> Goal:
    """A gain or a growth is no level of its measure: it is told in words and never drawn at its number."""
    level = target.number if target.measure in _PANELS else None
    when = target.deadline
    span = None
    if when.kind in {DeadlineKind.PERIOD, DeadlineKind.YEARLY} and when.start and when.end:
        span = (when.start, when.end)
    year = when.year or (span[0] if span and span[0] == span[1] else None)
    if year is None and span is None:
        level = None  # no time at all: nowhere to draw it
    return Goal(level, figure(target, language), _level(target.level, language), year, None if year else span, target)


def _series(results: Iterable[Result], language: str) -> list[Series]:
    by_statement: dict[str, list[Result]] = {}
    for result in results:
        by_statement.setdefault(result.statement.text(language), []).append(result)
    found = [
        Series(statement, tuple(_measured(r, language) for r in sorted(held, key=lambda r: r.year)))
        for statement, held in by_statement.items()
    ]
    return sorted(found, key=lambda series: (series.points[0].level != "", -len(series.points)))


def _measured(result: Result, language: str) -> Measured:
    label = ("> " if result.above else "") + _short(result, result.value, language)
    others = []
    for disagreement in result.disagreements:
        told = [q for q in quantities(disagreement.says.vi) if _same_unit(disagreement.says.vi[q.end :], result)]
        if len(told) == 1 and told[0].value != result.number:
            others.append((told[0].value, _short(result, str(told[0].value), language)))
    shown = f"{label}*" if result.disagreements else label
    level = "" if result.level is Level.CITY else _level(result.level, language)
    return Measured(result.number, shown, level, result.year, tuple(others), result)


def _level(level: Level | None, language: str) -> str:
    return f"({prompts.say(language, f'level.{level.value}')})" if level else ""


def _same_unit(after: str, result: Result) -> bool:
    """Whether the words behind a number are the result's unit; ranks are told in too many ways to be sure."""
    return bool(result.unit) and after.lstrip().startswith(result.unit) and result.measure not in DESCENDING


def _short(result: Result, value: str, language: str) -> str:
    """A result's figure as a label: the unit stands in the panel's heading where it is long."""
    shown = number(value, language)
    match result.measure:
        case "rank":
            return prompts.say(language, "result.rank_plain", value=shown)
        case "group":
            return prompts.say(language, "result.group", value=shown)
        case _:
            return f"{shown}%" if result.unit == "%" else shown


def goal_line(goal: Goal, register: Register, language: str) -> str:
    """What a target's line under the chart says after its figure."""
    target = goal.target
    held = register.document(target.place.document)
    parts = [f"{target.statement.text(language)} ({held.number or document(held, language)})"]
    for key, words in (("exception", target.exception), ("baseline", target.baseline), ("note", target.note)):
        if words:
            parts.append(prompts.say(language, f"picture.{key}", text=words.text(language)))
    parts += [prompts.say(language, "picture.disagreement", text=d.says.text(language)) for d in target.disagreements]
    if not target.reviewed:
        parts.append(prompts.say(language, "picture.unreviewed"))
    return ". ".join(part.rstrip(".") for part in parts)
