"""Which results a question's slots select: of the level, measure, years and months asked. Pure."""

from __future__ import annotations

from bot.finding.periods import is_of_months
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import Level, Result

RESULT_MEASURES = frozenset({"score", "rank", "group"})


def known_results(question: Question, register: Register) -> tuple[Result, ...]:
    """All results of the indicator or its yardstick at the level asked; the communes' where the city has none."""
    indicator = register.indicator(question.indicators[0])
    level = level_asked(question)
    known = register.results(indicator.id, level=level)
    if level is Level.COMMUNE and Level.CITY in question.levels:
        known = (*register.results(indicator.id), *known)  # "thành phố và cấp xã": both
    if not known and indicator.measured_by:
        known = register.results(indicator.measured_by, level=level)
    if (
        level is None
        and Level.CITY not in question.levels
        and not any(not question.years or r.year in question.years for r in known)
    ):
        known = register.results(indicator.measured_by or indicator.id, level=Level.COMMUNE) or known
    return known


def wanted_results(question: Question, known: tuple[Result, ...]) -> list[Result]:
    """The results of the measure and years asked; of the last year when the latest is asked."""
    measures = set(question.measures & RESULT_MEASURES)
    if "score" in measures:
        measures.add("percent")  # people call a percentage index "điểm" too
    if not measures and "percent" in question.measures:
        measures = {"percent", "score", "count"}
    if "count" in question.measures and any(r.measure == "count" for r in known):
        measures = {"count"}
    wanted = [r for r in known if not measures or r.measure in measures]
    if question.months:
        wanted = [r for r in wanted if is_of_months(r, question.months)]
    if question.years:
        return [r for r in wanted if r.year in question.years]
    if question.asks_any("latest", "today") and wanted:
        last = max(r.year for r in wanted)
        return [r for r in wanted if r.year == last]
    if question.period:
        wanted = [r for r in wanted if question.period[0] <= r.year <= question.period[1]]
    return _extreme(wanted, question) if question.asks_any("highest", "lowest") else wanted


def _extreme(wanted: list[Result], question: Question) -> list[Result]:
    """The best or worst year; all years where they were not measured alike. A rank is best when it is lowest."""
    first = next((m for m in ("percent", "score", "rank", "group") if any(r.measure == m for r in wanted)), None)
    alike = [r for r in wanted if r.measure == first]
    if not alike or not all(r.is_alike(alike[0]) for r in alike):
        return wanted
    upward = question.asks_any("highest") != (first in {"rank", "group"})
    most = (max if upward else min)(r.number for r in alike)
    return [r for r in alike if r.number == most]


def level_asked(question: Question) -> Level | None:
    """The level whose results are asked; None means the city's own."""
    if question.nationwide:
        return Level.NATIONAL
    for level in (Level.COMMUNE, Level.DISTRICT):
        if level in question.levels:
            return level
    return None
