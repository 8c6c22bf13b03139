"""Lists and counts: every target that agrees with the filters, complete and counted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import in_time, known_results, of_measure
from bot.telling.filters import described, documents_listed, due_asked, listed
from bot.telling.lines import excepted, result_line, target_line
from bot.telling.phrases import day, deadline, document, figure, number, raised, statement
from bot.telling.told import Facts, Statement, Told, missing
from bot.telling.values import tell_value
from knowledge.register.selection import Due
from knowledge.register.values import DeadlineKind, Target

_OF_TARGETS = frozenset(("target", "passed", "to_come", "exception", "aim", "at_least", "over", "no_year"))
OFFERED = 3
SHOWN = 10  # rows of a list; the head counts all


def tell_list(query: Query, facts: Facts) -> Told | None:
    """All targets of a document, area, year, level, value or indicator; of what was done, the results."""
    if query.modality == "done" and query.indicators:
        return tell_value(query, facts)
    return _list(query, facts, rows=True)


def tell_count(query: Query, facts: Facts) -> Told | None:
    """How many; of one indicator's figures in what was done, the figure itself is the count."""
    if query.indicators and query.modality == "done":
        counts = replace(query, measures=query.measures | {"count"})
        known = [
            r for i in query.indicators for r in in_time(counts, of_measure(counts, known_results(counts, i, facts)))
        ]
        if found := [r for r in known if r.measure == "count"]:
            said = tuple(result_line(r, facts, query.language) for r in found[:SHOWN])
            return Told(Status.ANSWERED_RESULT, said)
        return tell_value(query, facts)
    return _list(query, facts, rows=query.asks("list"))


def _list(query: Query, facts: Facts, rows: bool) -> Told | None:
    named = query.documents or query.areas or query.indicators
    if not (named or query.claims or query.years or query.after or query.marks & _OF_TARGETS):
        return None
    documents = documents_listed(query, facts)
    if not any(facts.register.targets(documents=[d]) for d in documents):
        return None
    targets = listed(query, documents, facts)
    told = described(query, documents, facts)
    if not targets and query.indicators and (query.documents or query.claims or query.years):
        return _list(replace(query, indicators=()), facts, rows)
    if not targets:
        return _all_passed(query, documents, facts) or _none(query, documents, told, facts)
    if len(targets) == 1 and query.indicators and not query.asks("count"):
        return tell_value(replace(query, modality="set"), facts)
    miscounted = query.counted is not None and query.asks("check") and query.counted != len(targets)
    head = _recount(len(targets), told, query) if miscounted else _head(len(targets), told, query, rows)
    status = Status.ANSWERED_CORRECTION if miscounted else Status.ANSWERED_LIST
    if {"highest", "lowest"} & query.marks and (extreme := _extreme(targets, query)):
        head, targets = _head_of_extreme(extreme, query, told), extreme
    if due_asked(query) is Due.AFTER:
        targets = tuple(sorted(targets, key=lambda t: t.deadline.last_day or date.max))
    if not rows and not miscounted:
        cited = (facts.register.cite(targets[0].place),)
        head = replace(head, citations=cited, echo=tuple(c.value for c in query.claims[:1]))
        return Told(status, (head,), suggestions=(_all_of(documents, query, facts),))
    shown = targets[:SHOWN]
    items = tuple(_item(target, query, facts, several=len(documents) > 1) for target in shown)
    more = (
        (
            Statement(
                "list.more", {"count": str(len(targets) - SHOWN)}, items[-1].citations, counts=len(targets) - SHOWN
            ),
        )
        if len(targets) > SHOWN
        else ()
    )
    names = dict.fromkeys(facts.register.indicator(t.indicator).short.text(query.language) for t in shown)
    offered = tuple(Statement("suggest.value", {"subject": name}) for name in list(names)[:OFFERED])
    said = (head, *items, *more, *_without_year(query, documents, targets, facts))
    return Told(status, said, suggestions=offered)


def tell_extreme_target(query: Query, facts: Facts) -> Told | None:
    """The highest or lowest share among the targets that agree with the filters."""
    return _list(replace(query, acts=("list",)), facts, rows=True) if not query.indicators else None


def _head(count: int, told: str, query: Query, rows: bool) -> Statement:
    key = "head" if rows else "count"
    if count == 1 and query.language == "en":
        key += "_one"
    return Statement(f"list.{key}", {"filter": told, "count": str(count)}, counts=count)


def _recount(count: int, told: str, query: Query) -> Statement:
    """The count put right: a person said another."""
    said = query.counted or 0
    values = {"filter": told, "count": str(count), "claimed": str(said)}
    return Statement("list.recount", values, counts=count, echo=(Decimal(said),))


def _extreme(targets: tuple[Target, ...], query: Query) -> tuple[Target, ...]:
    """The targets with the highest or lowest share; none where fewer than two shares can be set side by side."""
    shares = [t for t in targets if t.measure == "percent" and t.number is not None]
    if len(shares) < 2:
        return ()
    most = (max if "highest" in query.marks else min)(t.number or Decimal(0) for t in shares)
    return tuple(t for t in shares if t.number == most)


def _head_of_extreme(extreme: tuple[Target, ...], query: Query, told: str) -> Statement:
    """The share, how many targets state it, and that only shares were set side by side."""
    key = "list.highest" if "highest" in query.marks else "list.lowest"
    value = number(extreme[0].value or "", query.language) + "%"
    return Statement(key, {"value": value, "count": str(len(extreme)), "filter": told}, counts=len(extreme))


def _none(query: Query, documents: Sequence[str], told: str, facts: Facts) -> Told:
    """What is missing where no target agrees with all filters."""
    register = facts.register
    empty = [a for a in query.areas if not register.targets(documents=documents, areas=[a])]
    if empty:
        values = {
            "area": register.area(empty[0]).name.text(query.language),
            "document": document(facts.document(documents[0]), query.language),
        }
        what = Statement("missing.area", values)
    else:
        what = Statement("missing.list", {"filter": told})
    held = register.targets(documents=documents)
    outside = query.years and not any(t.holds_for(y) for t in held for y in query.years)
    status = Status.UNANSWERED_OUTSIDE_PERIOD if outside else Status.UNANSWERED_NOT_IN_DOCUMENTS
    nothing = missing(status, what, suggestions=(_all_of(documents, query, facts),))
    return replace(nothing, final=bool(query.years or query.after or query.claims or query.levels))


def _all_of(documents: Sequence[str], query: Query, facts: Facts) -> Statement:
    return Statement("suggest.targets", {"document": document(facts.document(documents[0]), query.language)})


def _all_passed(query: Query, documents: Sequence[str], facts: Facts) -> Told | None:
    """Nothing is to come because every target's last day has passed: an answer, with the last of those days."""
    if due_asked(query) is not Due.AFTER or query.years or query.after or query.claims:
        return None
    held = facts.register.targets(query.indicators or None, documents, areas=query.areas or None)
    if not held:
        return None
    last = max(held, key=lambda t: (t.deadline.last_day or date.min, t.deadline.kind is DeadlineKind.BY))
    if last.deadline.last_day is None:
        return None
    line = target_line(last, facts, query.language, "list.all_passed", today=day(facts.today))
    return Told(Status.ANSWERED_LIST, (line,))


def _item(target: Target, query: Query, facts: Facts, several: bool) -> Statement:
    """A row of the list with its condition; it names its document where the list is of several."""
    language = query.language
    values = {
        "figure": raised(figure(target, language)),
        "statement": statement(target, language),
        "deadline": deadline(target, language),
        "exception": excepted(target, language),
    }
    if several:
        values["document"] = document(facts.document(target.place.document), language)
    key = "list.item_of" if several else "list.item"
    return Statement(key, values, (facts.register.cite(target.place),), figure=target)


def _without_year(
    query: Query, documents: Sequence[str], shown: Sequence[Target], facts: Facts
) -> tuple[Statement, ...]:
    """A word on the targets that carry no year of their own, when a year was asked."""
    if not query.years or len(documents) != 1 or query.indicators:
        return ()
    undated = [
        t
        for t in facts.register.targets(documents=documents, areas=query.areas or None)
        if t.deadline.kind is DeadlineKind.PERIOD and t not in shown and any(t.holds_for(y) for y in query.years)
    ]
    if not undated:
        return ()
    due_in = undated[0].deadline
    values = {
        "count": str(len(undated)),
        "document": document(facts.document(documents[0]), query.language),
        "start": str(due_in.start),
        "end": str(due_in.end),
    }
    cited = (facts.register.cite(undated[0].place),)
    return (Statement("list.without_year", values, cited, counts=len(undated)),)
