"""The filters of a list: which targets they select, and how they are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import prompts
from bot.finding.phrases import day, document, number
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.selection import Due, due
from knowledge.register.values import HOME_DOCUMENT, DeadlineKind, Level, Target

_WORDINGS: dict[str, Callable[[Target], bool]] = {  # filters on how a document words a target
    "aim": lambda target: target.aim,
    "at_least": lambda target: target.comparator == ">=",
    "over": lambda target: target.comparator == ">",
    "no_year": lambda target: target.deadline.kind is DeadlineKind.PERIOD,
}


def documents_listed(question: Question, register: Register, today: date) -> tuple[str, ...]:
    """The documents named; else the home document, unless only others hold what the filters of time ask for."""
    if question.documents:
        return question.documents
    if "every_document" in question.filters:
        held = (t for t in register.targets(question.indicators or None) if is_timely(t, question, today))
        return tuple(dict.fromkeys(t.place.document for t in held)) or (HOME_DOCUMENT,)
    timely = [t for t in register.targets(question.indicators or None) if is_timely(t, question, today)]
    asked = question.years or question.after or due_asked(question)
    if not asked or any(t.place.document == HOME_DOCUMENT for t in timely):
        return (HOME_DOCUMENT,)
    return tuple(dict.fromkeys(t.place.document for t in timely)) or (HOME_DOCUMENT,)


def listed(question: Question, register: Register, documents: tuple[str, ...], today: date) -> tuple[Target, ...]:
    """Every target of the documents that agrees with every filter of the question."""
    return tuple(
        target
        for target in register.targets(
            indicators=question.indicators or None,
            documents=documents,
            areas=question.areas or None,
        )
        if _of_value(target, question)
        and ("exception" not in question.asks or target.exception)
        and all(_WORDINGS[name](target) for name in question.filters if name in _WORDINGS)
        and is_timely(target, question, today)
        and _at_level(target, question)
    )


def _of_value(target: Target, question: Question) -> bool:
    """Whether a target states the figure said; any above or below it, where that is said."""
    if not question.claims:
        return True
    claim = question.claims[0]
    if target.number is None or (claim.unit == "%") != (target.unit in {"%", "%/năm"} and claim.unit is not None):
        return False
    if claim.comparator == "<":
        return target.number < claim.value
    if claim.comparator == ">":
        return target.number > claim.value or (target.number == claim.value and target.comparator == ">")
    return target.number >= claim.value if _upward(question) else target.number == claim.value


def _upward(question: Question) -> bool:
    """Whether a figure is said as the least: "80% trở lên"."""
    return any(words in question.text for words in ("trở lên", "or more", "or above", "and above"))


def due_asked(question: Question) -> Due | None:
    """Whether only targets whose deadline has passed, or has not, are asked for."""
    if question.asks_any("to_come"):
        return Due.AFTER
    return Due.BEFORE if question.asks_any("passed") else None


def is_timely(target: Target, question: Question, today: date) -> bool:
    """Whether a target agrees with the years asked, falls after the year asked, and is due or to come as asked."""
    later = question.after is None or (target.deadline.year or target.deadline.start or 0) > question.after
    wanted = due_asked(question)
    return later and _in_year(target, question) and (wanted is None or due(target, today) is wanted)


def _in_year(target: Target, question: Question) -> bool:
    """Whether the target names an asked year itself, or holds every year."""
    if not question.years:
        return True
    when = target.deadline
    if when.kind in {DeadlineKind.YEARLY, DeadlineKind.YEARLY_UNTIL}:
        return any(target.holds_for(year) for year in question.years)
    if when.kind is DeadlineKind.PERIOD:
        span = (when.start, when.end)
        if span == question.period:
            return True
        return any(span == (year, year) for year in question.years) or bool(
            question.documents
            and (when.end or 0) - (when.start or 0) <= 1
            and any(target.holds_for(y) for y in question.years)
        )
    return when.year in question.years


def _at_level(target: Target, question: Question) -> bool:
    return (
        not question.levels
        or target.level in question.levels
        or (target.level is None and question.levels == (Level.CITY,) and bool(question.areas or question.documents))
    )


def described(question: Question, register: Register, documents: tuple[str, ...], today: date) -> str:
    """The filters in words: "của Kế hoạch 136/KH-UBND về thủ tục hành chính cho năm 2021"."""
    language = question.language

    def say(key: str, **values: str) -> str:
        return prompts.say(language, f"list.{key}", **values)

    parts = []
    if question.indicators:
        names = [register.indicator(i).short.text(language) for i in question.indicators]
        parts.append(say("of_indicator", indicator="; ".join(names)))
    if question.areas:
        names = [register.area(a).name.text(language) for a in question.areas]
        parts.append(say("of_area", area="; ".join(names)))
    if question.years:
        parts.append(say("of_year", year=", ".join(map(str, question.years))))
    if question.after:
        parts.append(say("after_year", year=str(question.after)))
    if question.levels:
        names = [prompts.say(language, f"level.{level.value}") for level in question.levels]
        parts.append(say("of_level", level=", ".join(names)))
    if question.claims:
        claim = question.claims[0]
        unit = "%" if claim.unit in {"%", None} else f" {claim.unit}"
        key = {">": "over_value", "<": "under_value"}.get(claim.comparator or "", "of_value")
        key = "from_value" if key == "of_value" and _upward(question) else key
        parts.append(say(key, value=number(str(claim.value), language) + unit))
    if "exception" in question.asks:
        parts.append(say("with_exception"))
    parts += [say(f"with_{name}") for name in _WORDINGS if name in question.filters]
    if wanted := due_asked(question):
        parts.append(say("passed_filter" if wanted is Due.BEFORE else "coming_filter", today=day(today)))
    names = [document(register.document(d), language) for d in documents]
    parts.append(say("of_document", document=", ".join(names)))
    return " ".join(parts)
