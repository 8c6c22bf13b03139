"""Which targets and results a query selects, and which filter fits nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.meaning.query import Query
from bot.telling.told import Facts
from knowledge.register.values import DeadlineKind, Level, Result, Target

RESULT_MEASURES = frozenset({"score", "rank", "group"})
_ENDS = re.compile(r"\d{2}/(\d{2})\b")  # the months of "từ 01/07 đến 23/09/2025"


@dataclass(frozen=True, slots=True)
class Choice:
    """The targets that agree with every filter, and those that agree with all but the failing one."""

    targets: tuple[Target, ...]
    failed: str | None = None  # indicator, document, year, level: the first filter nothing agrees with
    nearest: tuple[Target, ...] = ()


def choose(query: Query, indicators: Collection[str], facts: Facts) -> Choice:
    """Targets of the indicators that agree with document, year and level, in that order.

    Without a document named, the home document answers when it holds the year and level asked;
    otherwise the other documents do, each named in the answer.
    """
    register = facts.register
    of_indicator = register.targets(indicators=indicators, also_added=bool(query.documents))
    if not of_indicator:
        return Choice((), "indicator")
    if "growth" in query.measures:
        of_indicator = tuple(t for t in of_indicator if t.measure == "growth") or of_indicator
    if query.after:
        later = tuple(t for t in of_indicator if (t.deadline.start or t.deadline.year or 0) > query.after)
        of_indicator = later or of_indicator
    if query.documents:
        of_document = tuple(t for t in of_indicator if t.place.document in query.documents)
        of_document = of_document or _of_kin(indicators, query.documents, facts)
        if not of_document:
            return Choice((), "document", of_indicator)
        return _by_year_and_level(query, of_document)
    home = tuple(t for t in of_indicator if t.place.document == facts.home)
    choice = _by_year_and_level(query, home) if home else Choice((), "document")
    if choice.targets:
        return choice
    others = tuple(t for t in of_indicator if t.place.document != facts.home)
    elsewhere = _by_year_and_level(query, others)
    if elsewhere.targets:
        return elsewhere
    if home:
        return choice if choice.nearest else Choice((), choice.failed, (*home, *others))
    return Choice((), elsewhere.failed, elsewhere.nearest or others)


def _of_kin(indicators: Collection[str], documents: Collection[str], facts: Facts) -> tuple[Target, ...]:
    """Targets of the documents for a yardstick of the indicator, what it is the yardstick of, or a kind of it."""
    register = facts.register
    yardsticks = [register.indicator(i).measured_by for i in indicators]
    measured = [i.id for i in register.indicators if i.measured_by in indicators]
    kinds = [i.id for i in register.indicators if i.kind_of in indicators]
    for kin in (*yardsticks, *measured, *kinds):
        if kin and (found := register.targets([kin], documents)):
            return found
    return ()


def _by_year_and_level(query: Query, targets: tuple[Target, ...]) -> Choice:
    in_year = targets
    if query.years:
        in_year = tuple(t for t in targets if any(t.holds_for(year) for year in query.years))
    elif query.period:
        start, end = query.period
        in_year = tuple(t for t in targets if any(t.holds_for(year) for year in range(start, end + 1)))
    if not in_year:
        return Choice((), "year", targets)
    wanted = set(query.levels)
    if wanted:
        at_level = tuple(t for t in in_year if t.level in wanted)
        whole = tuple(t for t in in_year if t.level is None)
        if len(whole) == len(in_year):
            at_level = whole  # split by no tier: told with a word on it
        if not at_level and ((whole and wanted == {Level.CITY}) or query.asks("exception")):
            at_level = whole or in_year
        if not at_level:
            return Choice((), "level", in_year)
        in_year = at_level
    return Choice(_sharpest(query, in_year))


def _sharpest(query: Query, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Of each indicator the targets that name the asked year, when there are any; otherwise all that cover it."""
    if not query.years:
        return targets
    exact = [t for t in targets if t.deadline.year in query.years and t.deadline.kind is not DeadlineKind.PERIOD]
    named = {t.indicator for t in exact}
    return tuple(t for t in targets if t in exact or t.indicator not in named)


def known_results(query: Query, indicator: str, facts: Facts) -> tuple[Result, ...]:
    """All results of the indicator or its yardstick at the level asked; the communes' where the city has none."""
    register = facts.register
    own = register.indicator(indicator)
    level = level_asked(query)
    known = register.results(own.id, level=level)
    if level is Level.COMMUNE and Level.CITY in query.levels:
        known = (*register.results(own.id), *known)
    if not known and own.measured_by:
        known = register.results(own.measured_by, level=level)
    in_time = [r for r in known if not query.years or r.year in query.years]
    if level is None and Level.CITY not in query.levels and not in_time:
        for measured in (own.id, own.measured_by):
            if measured and (found := register.results(measured, level=Level.COMMUNE)):
                return found
    return known


def level_asked(query: Query) -> Level | None:
    """The level whose results are asked; None means the city's own."""
    if query.nationwide:
        return Level.NATIONAL
    return next((level for level in (Level.COMMUNE, Level.DISTRICT) if level in query.levels), None)


def of_measure(query: Query, results: Sequence[Result]) -> list[Result]:
    """The results of the measures asked; all when none is, or none is known of them."""
    measures = set(query.measures & RESULT_MEASURES)
    if "rank_gain" in query.measures:
        measures.add("rank")
    if "score" in measures:
        measures.add("percent")  # people call a percentage index "điểm" too
    if not measures and "percent" in query.measures:
        measures = {"percent", "score"}
    if "count" in query.measures and any(r.measure == "count" for r in results):
        measures = {"count"}
    return [r for r in results if r.measure in measures] or list(results)


def in_time(query: Query, results: Sequence[Result]) -> list[Result]:
    """The results of the months, years or period asked; those of the latest year when no time is asked."""
    if query.months:
        return [r for r in results if is_of_months(r, query.months)]
    if query.years:
        return [r for r in results if r.year in query.years]
    if query.period:
        return [r for r in results if query.period[0] <= r.year <= query.period[1]]
    last = max((r.year for r in results), default=0)
    return [r for r in results if r.year == last]


def is_of_months(result: Result, months: Collection[tuple[int, int]]) -> bool:
    """Whether a result is of one of the months (year, month), or of the very span of months, that is asked.

    A result of a longer or other period is of none of them.
    """
    told = result.period.vi if result.period else ""
    if any(re.search(rf"\b0?{month}/{year}\b", told) for year, month in months):
        return True
    span = {int(month) for month in _ENDS.findall(told)}
    years = {year for year, _ in months}
    return len(span) > 1 and span == {month for _, month in months} and years == {result.year}
