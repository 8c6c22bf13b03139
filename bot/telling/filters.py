"""The filters of a list: which targets they select, and how they are said. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import prompts
from bot.meaning.query import Query
from bot.telling.phrases import day, document, number
from bot.telling.told import Facts
from knowledge.register.selection import Due, due
from knowledge.register.values import DeadlineKind, Level, Target

_WORDINGS: dict[str, Callable[[Target], bool]] = {  # filters on how a document words a target
    "aim": lambda target: target.aim,
    "at_least": lambda target: target.comparator == ">=",
    "over": lambda target: target.comparator == ">",
    "no_year": lambda target: target.deadline.kind is DeadlineKind.PERIOD,
    "exception": lambda target: target.exception is not None,
}


def documents_listed(query: Query, facts: Facts) -> tuple[str, ...]:
    """The documents named; else the home document, unless only others hold what the filters ask for."""
    if query.documents:
        return query.documents
    register = facts.register
    held = register.targets(query.indicators or None, areas=query.areas or None)
    timely = tuple(dict.fromkeys(t.place.document for t in held if is_timely(t, query, facts.today)))
    if "every_document" in query.marks:
        return timely or (facts.home,)
    asked = query.years or query.after or due_asked(query) or query.indicators
    return (facts.home,) if not asked or facts.home in timely or not timely else timely


def listed(query: Query, documents: Sequence[str], facts: Facts) -> tuple[Target, ...]:
    """Every target of the documents that agrees with every filter of the query."""
    held = facts.register.targets(query.indicators or None, documents, areas=query.areas or None)
    wordings = [_WORDINGS[name] for name in query.marks & _WORDINGS.keys()]
    if query.asks("exception"):
        wordings.append(_WORDINGS["exception"])
    return tuple(
        target
        for target in held
        if _of_value(target, query)
        and all(fits(target) for fits in wordings)
        and is_timely(target, query, facts.today)
        and _at_level(target, query)
    )


def _of_value(target: Target, query: Query) -> bool:
    """Whether a target states the figure said; any above or below it, where that is said."""
    if not query.claims:
        return True
    claim = query.claims[0]
    percent = target.unit.startswith("%")
    if target.number is None or (claim.unit == "%") != (percent and claim.unit is not None):
        return False
    match claim.comparator:
        case "<":
            return target.number < claim.value
        case ">":
            return target.number > claim.value or (target.number == claim.value and target.comparator == ">")
        case _:
            return target.number >= claim.value if "upward" in query.marks else target.number == claim.value


def due_asked(query: Query) -> Due | None:
    """Whether only targets whose deadline has passed, or has not, are asked for."""
    if "to_come" in query.marks:
        return Due.AFTER
    return Due.BEFORE if "passed" in query.marks else None


def is_timely(target: Target, query: Query, today: date) -> bool:
    """Whether a target agrees with the years asked, falls after the year asked, and is due or to come as asked."""
    later = query.after is None or (target.deadline.year or target.deadline.start or 0) > query.after
    wanted = due_asked(query)
    return later and _in_year(target, query) and (wanted is None or due(target, today) is wanted)


def _in_year(target: Target, query: Query) -> bool:
    """Whether the target names an asked year itself, or holds every year."""
    if not query.years:
        return True
    when = target.deadline
    if when.kind in {DeadlineKind.YEARLY, DeadlineKind.YEARLY_UNTIL}:
        return any(target.holds_for(year) for year in query.years)
    if when.kind is DeadlineKind.PERIOD:
        span = (when.start, when.end)
        short = (when.end or 0) - (when.start or 0) <= 1
        held = any(target.holds_for(year) for year in query.years)
        return (
            span == query.period
            or any(span == (year, year) for year in query.years)
            or bool(query.documents and short and held)
        )
    return when.year in query.years


def _at_level(target: Target, query: Query) -> bool:
    return (
        not query.levels
        or target.level in query.levels
        or (target.level is None and query.levels == (Level.CITY,) and bool(query.areas or query.documents))
    )


def described(query: Query, documents: Sequence[str], facts: Facts) -> str:
    """The filters in words: "của Kế hoạch 136/KH-UBND về thủ tục hành chính cho năm 2021"."""
    language, register = query.language, facts.register

    def say(key: str, **values: str) -> str:
        return prompts.say(language, f"list.{key}", **values)

    parts = []
    if query.indicators:
        parts.append(
            say(
                "of_indicator",
                indicator="; ".join(register.indicator(i).short.text(language) for i in query.indicators),
            )
        )
    if query.areas:
        parts.append(say("of_area", area="; ".join(register.area(a).name.text(language) for a in query.areas)))
    if query.years:
        parts.append(say("of_year", year=", ".join(map(str, query.years))))
    if query.after:
        parts.append(say("after_year", year=str(query.after)))
    if query.levels:
        parts.append(say("of_level", level=", ".join(prompts.say(language, f"level.{v.value}") for v in query.levels)))
    if query.claims:
        claim = query.claims[0]
        unit = "%" if claim.unit in {"%", None} else f" {claim.unit}"
        key = {">": "over_value", "<": "under_value"}.get(claim.comparator or "", "of_value")
        key = "from_value" if key == "of_value" and "upward" in query.marks else key
        parts.append(say(key, value=number(str(claim.value), language) + unit))
    wordings = query.marks & _WORDINGS.keys() | ({"exception"} if query.asks("exception") else set())
    parts += [say(f"with_{name}") for name in _WORDINGS if name in wordings]
    if wanted := due_asked(query):
        parts.append(say("passed_filter" if wanted is Due.BEFORE else "coming_filter", today=day(facts.today)))
    parts.append(say("of_document", document=", ".join(document(facts.document(d), language) for d in documents)))
    return " ".join(parts)
