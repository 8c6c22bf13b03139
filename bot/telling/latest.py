"""Which result stands beside a target: of its measure, its tier and its years. Pure."""

from __future__ import annotations

from bot.meaning.query import Query
from bot.telling.lines import result_line, result_notes
from bot.telling.told import Facts, Statement
from knowledge.register.register import Register
from knowledge.register.values import Level, Result, Target

_OWN_TIER = {Level.DISTRICT, Level.COMMUNE, Level.CENTRE, Level.MINISTRY_PROVINCE}  # no other tier's figure fits
_MEASURES = {"rank_gain": "rank", "rank": "rank", "group": "group", "score": "score", "leading": "rank"}


def result_beside(target: Target, register: Register) -> Result | None:
    """The result of the deadline's year, else the last one before it, else the first later one."""
    measured_by = register.indicator(target.indicator).measured_by
    if not measured_by:
        return None
    measure = _MEASURES.get(target.measure, "percent")
    year = target.deadline.year or target.deadline.end or 9999
    start = target.deadline.start or 0
    levels = (target.level,) if target.level in _OWN_TIER else (None, Level.COMMUNE)
    for measures in ([measure], None):
        known = [register.results(measured_by, measures=measures, level=level) for level in levels]
        for of_tier in known:
            if in_time := [r for r in of_tier if start <= r.year <= year]:
                return in_time[-1]
        for of_tier in known:
            if after := [r for r in of_tier if r.year > year]:
                return after[0]
    return None


def counterpart(target: Target, query: Query, facts: Facts) -> list[Statement]:
    """The latest result beside a target whose year has come: what a person needs to judge it."""
    last = target.deadline.last_day
    if (
        last is None
        or last > facts.today
        or target.measure != "percent"
        or (query.modality == "either" and query.years)
    ):
        return []
    result = result_beside(target, facts.register)
    if result is None or result.measure != "percent":
        return []
    line = result_line(result, facts, query.language, "achieved.latest")
    return [line, *[note for note in result_notes(result, query, facts) if note.template == "result.commune_only"]]
