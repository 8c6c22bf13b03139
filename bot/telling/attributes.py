"""Attributes of targets: deadline, comparator, exception, scope, tier. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import choose
from bot.telling.lines import amount, passed, target_line, target_note
from bot.telling.missing import no_target
from bot.telling.phrases import document, figure
from bot.telling.told import Facts, Statement, Told
from bot.telling.values import MANY, SHOWN, further, numbered_target, stating, tell_targets
from knowledge.register.values import DeadlineKind, Level, Target

Telling = Callable[[Target, Query, Facts], list[Statement]]


def tell_deadline(query: Query, facts: Facts) -> Told | None:
    """By when a target falls due; that a document names no year is said first."""
    return _of_targets(query, facts, _deadline)


def _deadline(target: Target, query: Query, facts: Facts) -> list[Statement]:
    due = target.deadline
    if due.kind is DeadlineKind.PERIOD and due.start != due.end and due.start and due.end:
        name = document(facts.document(target.place.document), query.language)
        values = {"document": name, "start": str(due.start), "end": str(due.end)}
        no_year = Statement("target.no_year", values, (facts.register.cite(target.place),))
        return [no_year, target_line(target, facts, query.language)]
    line = target_line(target, facts, query.language, "target.deadline", figure=figure(target, query.language))
    return [line, *passed(target, facts)]


def tell_comparator(query: Query, facts: Facts) -> Told | None:
    """Over or at least, average or each, aim or duty: as the document words it."""
    return _of_targets(query, facts, _comparator)


def _comparator(target: Target, query: Query, facts: Facts) -> list[Statement]:
    register = facts.register
    cited = (register.cite(target.place),)
    key = comparator_key(target)
    values = {} if target.average or target.aim else {"value": amount(target, query.language), "unit": ""}
    word = Statement(f"target.{key}", values, cited)
    return [word, target_line(target, facts, query.language)]


def comparator_key(target: Target) -> str:
    """The template that says how a target's comparator is to be read."""
    if target.average:
        return "comparator_average" if target.comparator == ">=" else "comparator_average_plain"
    if target.aim:
        return "comparator_aim"
    keys = {">": "over", ">=": "at_least", "<": "under", "<=": "at_most"}
    return f"comparator_{keys.get(target.comparator, 'exactly')}"


def tell_exception(query: Query, facts: Facts) -> Told | None:
    """Who or where is exempt; that a document names no exception, where it names none."""
    register = facts.register
    indicators = query.indicators or stating(query, facts)
    if not indicators:
        held = [t for t in register.targets(documents=query.documents or [facts.home]) if t.exception]
        return tell_targets(held, query, facts) if held else None
    choice = choose(query, indicators, facts)
    documents = {t.place.document for t in choice.targets} or None
    with_one = [t for t in choice.targets if t.exception] or [
        t for t in register.targets(indicators, documents) if t.exception and not query.years
    ]
    return _each(with_one or list(choice.targets), query, facts, _exception)


def _exception(target: Target, query: Query, facts: Facts) -> list[Statement]:
    cited = (facts.register.cite(target.place),)
    line = target_line(target, facts, query.language)
    if target.exception:
        return [Statement("target.exception", {"exception": target.exception.text(query.language)}, cited), line]
    name = document(facts.document(target.place.document), query.language)
    return [Statement("target.no_exception", {"document": name}, cited), line]


def tell_scope(query: Query, facts: Facts) -> Told | None:
    """To whom or what a target applies, on what it is counted; nothing where no register row says so."""
    choice = choose(query, query.indicators, facts) if query.indicators else None
    if choice is None or not any(t.scope or t.baseline or t.level for t in choice.targets):
        return None
    return _each([t for t in choice.targets if t.scope or t.baseline or t.level], query, facts, _scope)


def _scope(target: Target, query: Query, facts: Facts) -> list[Statement]:
    cited = (facts.register.cite(target.place),)
    line = target_line(target, facts, query.language)
    if target.scope is None:
        return [line]
    return [Statement("target.scope", {"scope": target.scope.text(query.language)}, cited), line]


def tell_level(query: Query, facts: Facts) -> Told | None:
    """The tiers a target is split by; that it is not split, where it is not."""
    if not query.indicators:
        return None
    choice = choose(replace(query, levels=()), query.indicators, facts)
    if not choice.targets:
        return None
    own = [t for t in choice.targets if t.level in query.levels] if query.levels else []
    return _each(own or list(choice.targets), query, facts, _level)


def _level(target: Target, query: Query, facts: Facts) -> list[Statement]:
    line = target_line(target, facts, query.language)
    if target.level is None and Level.CITY not in query.levels:
        return [Statement("target.not_for_level", {}, (facts.register.cite(target.place),)), line]
    return [line]


def _of_targets(query: Query, facts: Facts, tell: Telling) -> Told | None:
    """An attribute of each target the query selects; what is missing where it selects none."""
    if query.numbered is not None and not query.indicators:
        return numbered_target(query, facts)
    indicators = query.indicators or stating(query, facts)
    if not indicators:
        return None
    choice = choose(query, indicators, facts)
    if not choice.targets:
        return no_target(query, indicators[0], choice, facts)
    targets = choice.targets
    if query.claims:
        targets = tuple(t for t in targets if t.number == query.claims[0].value) or targets
    return _each(list(targets), query, facts, tell)


def _each(targets: list[Target], query: Query, facts: Facts, tell: Telling) -> Told | None:
    if not targets:
        return None
    said: list[Statement] = []
    for target in targets[:SHOWN]:
        said += tell(target, query, facts)
        said += target_note(target, query, facts) if len(targets) == 1 else []
    once = list({(s.template, tuple(s.values.items()), s.citations): s for s in said}.values())
    status = Status.ANSWERED_TARGET if len(targets) <= MANY else Status.ANSWERED_LIST
    return Told(status, tuple(once), (), further(targets[0], query, facts))
