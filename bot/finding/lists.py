"""Lists and counts: every target that agrees with the filters, complete and counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.finding.filters import described, documents_listed, due_asked, listed
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import day, deadline, document, figure, number, raised, statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.selection import Due
from knowledge.register.values import DeadlineKind, Target


def find_list(question: Question, register: Register, today: date) -> Finding | None:
    """All targets of an area, year, level, document, value or indicator; None when no list is asked."""
    if question.asks_any("achieved", "compare") or not _is_list(question):
        return None
    documents = documents_listed(question, register, today)
    targets = listed(question, register, documents, today)
    if not targets and question.documents and not register.targets(documents=documents):
        return None
    if len(targets) == 1 and question.indicators:
        return None  # one figure of one indicator is an answer, not a list
    told = described(question, register, documents, today)
    if not targets:
        return _all_passed(question, register, documents, today) or _none(question, register, documents, told)
    said = [_head(len(targets), told)]
    miscounted = question.counted is not None and "premise" in question.asks and question.counted != len(targets)
    if miscounted:
        said = [_recount(len(targets), told, question)]
    if question.asks_any("highest", "lowest") and (extreme := _extreme(targets, question)):
        said = [_head_of_extreme(extreme, question, told)]
        targets = extreme
    if due_asked(question) is Due.AFTER:
        targets = tuple(sorted(targets, key=lambda t: t.deadline.last_day or date.max))
    for target in targets:
        said.append(_item(target, register, question.language, several=len(documents) > 1))
        if "exception" in question.asks and target.exception:
            excepted = {"exception": target.exception.text(question.language)}
            said.append(Statement("target.exception", excepted, (register.cite(target.place),)))
    said += _without_year(question, register, documents, targets)
    status = Status.ANSWERED_CORRECTION if miscounted else Status.ANSWERED_LIST
    return Finding(status, tuple(said), subject=question.indicators)


def told_in_full(
    targets: tuple[Target, ...], told: str, documents: tuple[str, ...], question: Question, register: Register
) -> tuple[Statement, ...]:
    """The head with the count, then every target."""
    items = (_item(t, register, question.language, several=len(documents) > 1) for t in targets)
    return (_head(len(targets), told), *items)


def _is_list(question: Question) -> bool:
    """Whether several targets are asked for: in so many words, or by filters alone."""
    if question.asks_any("list", "count") or (question.counted is not None and question.asks <= {"premise"}):
        return True
    if due_asked(question):
        return not question.indicators
    if "every_document" in question.filters and "target" in question.marks:
        return True
    filters: object = question.areas or question.years or question.levels or question.claims
    if question.documents and not question.asks - {"value", "today"} and not question.unexplained:
        filters = True
    return "target" in question.marks and not question.indicators and bool(filters)


def _head(count: int, told: str) -> Statement:
    if count == 1:
        return Statement("list.head_one", {"filter": told}, counts=1)
    return Statement("list.head", {"filter": told, "count": str(count)}, counts=count)


def _recount(count: int, told: str, question: Question) -> Statement:
    """The count put right: a person said another."""
    said = question.counted or 0
    values = {"filter": told, "count": str(count), "claimed": str(said)}
    return Statement("list.recount", values, counts=count, echo=(Decimal(said),))


def _extreme(targets: tuple[Target, ...], question: Question) -> tuple[Target, ...]:
    """The targets with the highest or lowest share; none where fewer than two shares can be set side by side."""
    shares = [t for t in targets if t.measure == "percent" and t.number is not None]
    if len(shares) < 2:
        return ()
    most = (max if question.asks_any("highest") else min)(t.number or Decimal(0) for t in shares)
    return tuple(t for t in shares if t.number == most)


def _head_of_extreme(extreme: tuple[Target, ...], question: Question, told: str) -> Statement:
    """The share, how many targets state it, and that only shares were set side by side."""
    key = "list.highest" if question.asks_any("highest") else "list.lowest"
    value = number(extreme[0].value or "", question.language) + "%"
    return Statement(key, {"value": value, "count": str(len(extreme)), "filter": told}, counts=len(extreme))


def _none(question: Question, register: Register, documents: tuple[str, ...], told: str) -> Finding:
    """The refusal where no target agrees with all filters."""
    areas = [a for a in question.areas if not register.targets(documents=documents, areas=[a])]
    if areas:
        name = document(register.document(documents[0]), question.language)
        area = register.area(areas[0]).name.text(question.language)
        missing = Statement("missing.area", {"area": area, "document": name})
    else:
        missing = Statement("missing.list", {"filter": told})
    held = register.targets(documents=documents)
    outside = question.years and not any(t.holds_for(y) for t in held for y in question.years)
    return refusal(Status.UNANSWERED_OUTSIDE_PERIOD if outside else Status.UNANSWERED_NOT_IN_DOCUMENTS, missing)


def _all_passed(question: Question, register: Register, documents: tuple[str, ...], today: date) -> Finding | None:
    """Nothing is to come because every target's last day has passed: an answer, with the last of those days."""
    if due_asked(question) is not Due.AFTER or question.years or question.after or question.claims:
        return None
    held = register.targets(question.indicators or None, documents, areas=question.areas or None)
    if not held:
        return None
    last = max(held, key=lambda t: (t.deadline.last_day or date.min, t.deadline.kind is DeadlineKind.BY))
    if last.deadline.last_day is None:
        return None
    values = {
        "today": day(today),
        "document": document(register.document(last.place.document), question.language),
        "statement": statement(last, question.language),
        "deadline": deadline(last, question.language),
        "figure": figure(last, question.language),
    }
    said = Statement("list.all_passed", values, (register.cite(last.place),), figure=last)
    return Finding(Status.ANSWERED_LIST, (said,), subject=question.indicators)


def _item(target: Target, register: Register, language: str, several: bool) -> Statement:
    """A row of the list; it names its document where the list is of several."""
    values = {
        "figure": raised(figure(target, language)),
        "statement": statement(target, language),
        "deadline": deadline(target, language),
    }
    if several:
        values["document"] = document(register.document(target.place.document), language)
    key = "target.line" if several else "target.item"
    return Statement(key, values, (register.cite(target.place),), figure=target)


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
