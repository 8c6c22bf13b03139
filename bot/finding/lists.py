"""Lists and counts: every target that agrees with the filters, complete and counted."""

from __future__ import annotations

from datetime import date

import prompts
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import day, deadline, document, figure, number, raised, statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, DeadlineKind, Level, Target


def find_list(question: Question, register: Register, today: date) -> Finding | None:
    """All targets of an area, year, level, document, value or indicator; None when no list is asked."""
    if question.asks_any("achieved", "compare") or not _is_list(question):
        return None
    documents = question.documents or _default_documents(question, register)
    values = [c.value for c in question.claims]
    targets = tuple(
        t
        for t in register.targets(
            indicators=question.indicators or None,
            documents=documents,
            areas=question.areas or None,
            value=values[0] if values else None,
        )
        if ("exception" not in question.asks or t.exception)
        and ("aim" not in question.filters or t.aim)
        and _in_year(t, question)
        and _at_level(t, question)
        and _due(t, question, today)
    )
    if not targets and question.documents and not register.targets(documents=documents):
        return None
    if len(targets) == 1 and question.indicators:
        return None  # one figure of one indicator is an answer, not a list
    described = _filter(question, register, documents, today)
    if not targets:
        areas = [a for a in question.areas if not register.targets(documents=documents, areas=[a])]
        if areas:
            name = document(register.document(documents[0]), question.language)
            area = register.area(areas[0]).name.text(question.language)
            missing = Statement("missing.area", {"area": area, "document": name})
        else:
            missing = Statement("missing.list", {"filter": described})
        held = register.targets(documents=documents)
        outside = question.years and not any(_covers(t, y) for t in held for y in question.years)
        status = Status.UNANSWERED_OUTSIDE_PERIOD if outside else Status.UNANSWERED_NOT_IN_DOCUMENTS
        return refusal(status, missing)
    head = "list.head_one" if len(targets) == 1 else "list.head"
    head_values = {"filter": described} | ({} if len(targets) == 1 else {"count": str(len(targets))})
    said = [Statement(head, head_values, counts=len(targets))]
    for target in targets:
        said.append(_item(target, register, question.language))
        if "exception" in question.asks and target.exception:
            excepted = {"exception": target.exception.text(question.language)}
            said.append(Statement("target.exception", excepted, (register.cite(target.place),)))
    said += _without_year(question, register, documents, targets)
    return Finding(Status.ANSWERED_LIST, tuple(said), subject=question.indicators)


def _is_list(question: Question) -> bool:
    """Whether several targets are asked for: in so many words, or by filters alone."""
    if question.asks_any("list", "count", "passed"):
        return True
    filters: object = question.areas or question.years or question.levels or question.claims
    if question.documents and not question.asks - {"value", "today"} and not question.unexplained:
        filters = True
    return "target" in question.marks and not question.indicators and bool(filters)


def _default_documents(question: Question, register: Register) -> tuple[str, ...]:
    """The home document, unless only others hold a target in the year asked."""
    home = register.targets(question.indicators or None, [HOME_DOCUMENT], question.years or None)
    if home or not question.years:
        return (HOME_DOCUMENT,)
    others = register.targets(question.indicators or None, years=question.years)
    return tuple(dict.fromkeys(t.place.document for t in others)) or (HOME_DOCUMENT,)


def _covers(target: Target, year: int) -> bool:
    return target.holds_for(year)


def _in_year(target: Target, question: Question) -> bool:
    """Whether the target names an asked year itself, or holds every year."""
    if not question.years:
        return True
    due = target.deadline
    if due.kind in {DeadlineKind.YEARLY, DeadlineKind.YEARLY_UNTIL}:
        return any(target.holds_for(year) for year in question.years)
    if due.kind is DeadlineKind.PERIOD:
        span = (due.start, due.end)
        return any(span == (year, year) for year in question.years) or bool(
            question.documents
            and (due.end or 0) - (due.start or 0) <= 1
            and any(target.holds_for(y) for y in question.years)
        )
    return due.year in question.years


def _at_level(target: Target, question: Question) -> bool:
    return (
        not question.levels
        or target.level in question.levels
        or (target.level is None and question.levels == (Level.CITY,) and bool(question.areas or question.documents))
    )


def _due(target: Target, question: Question, today: date) -> bool:
    if not question.asks_any("passed"):
        return True
    last = target.deadline.year or target.deadline.end
    return last is not None and last < today.year


def _filter(question: Question, register: Register, documents: tuple[str, ...], today: date) -> str:
    """The filters in words: "của Kế hoạch 136/KH-UBND về thủ tục hành chính cho năm 2021"."""
    language = question.language
    parts = []
    if question.indicators:
        names = [register.indicator(i).short.text(language) for i in question.indicators]
        parts.append(prompts.say(language, "list.of_indicator", indicator="; ".join(names)))
    if question.areas:
        names = [register.area(a).name.text(language) for a in question.areas]
        parts.append(prompts.say(language, "list.of_area", area="; ".join(names)))
    if question.years:
        parts.append(prompts.say(language, "list.of_year", year=", ".join(map(str, question.years))))
    if question.levels:
        names = [prompts.say(language, f"level.{level.value}") for level in question.levels]
        parts.append(prompts.say(language, "list.of_level", level=", ".join(names)))
    if question.claims:
        claim = question.claims[0]
        parts.append(
            prompts.say(
                language,
                "list.of_value",
                value=number(str(claim.value), language) + ("%" if claim.unit in {"%", None} else f" {claim.unit}"),
            )
        )
    if "exception" in question.asks:
        parts.append(prompts.say(language, "list.with_exception"))
    if "aim" in question.filters:
        parts.append(prompts.say(language, "list.with_aim"))
    if question.asks_any("passed"):
        parts.append(prompts.say(language, "list.passed_filter", today=day(today)))
    names = [document(register.document(d), language) for d in documents]
    parts.append(prompts.say(language, "list.of_document", document=", ".join(names)))
    return " ".join(parts)


def _item(target: Target, register: Register, language: str) -> Statement:
    return Statement(
        "target.item",
        {
            "figure": raised(figure(target, language)),
            "statement": statement(target, language),
            "deadline": deadline(target, language),
        },
        (register.cite(target.place),),
        figure=target,
    )


def _without_year(
    question: Question, register: Register, documents: tuple[str, ...], shown: tuple[Target, ...]
) -> list[Statement]:
    """A word on the targets that carry no year of their own, when a year was asked."""
    if not question.years or len(documents) != 1 or question.indicators:
        return []
    undated = [
        t
        for t in register.targets(documents=documents, areas=question.areas or None)
        if t.deadline.kind is DeadlineKind.PERIOD and t not in shown and any(t.holds_for(y) for y in question.years)
    ]
    if not undated:
        return []
    due = undated[0].deadline
    return [
        Statement(
            "list.without_year",
            {
                "count": str(len(undated)),
                "document": document(register.document(documents[0]), question.language),
                "start": str(due.start),
                "end": str(due.end),
            },
            (register.cite(undated[0].place),),
            counts=len(undated),
        )
    ]
