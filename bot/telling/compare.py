"""Two or more figures side by side: of documents, tiers, years, indicators, the city and the country. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import choose, known_results
from bot.telling.lines import result_line, target_line, target_notes
from bot.telling.phrases import deadline, document, number, raised, statement
from bot.telling.series import SHOWN, tell_change
from bot.telling.told import Derivation, Facts, Statement, Told
from bot.telling.values import tell_value, wants_result
from knowledge.register.values import Target


def tell_compare(query: Query, facts: Facts) -> Told | None:
    """Two or more set side by side: documents, tiers, years, indicators, the city and the country."""
    if not query.indicators:
        return None
    if wants_result(query, query.indicators[0], facts) and len(query.documents) < 2:
        return _results_beside(query, facts)
    targets = _sides(query, facts)
    if len(targets) < 2:
        return tell_value(query, facts)
    said: list[Statement] = []
    if difference := target_difference(targets, facts, query.language):
        said.append(difference)
    for target in targets[:SHOWN]:
        said += [target_line(target, facts, query.language), *target_notes(target, query, facts)]
    silent = [d for d in query.documents if d not in {t.place.document for t in targets}]
    lacking = tuple(
        Statement("missing.compared", {"document": document(facts.document(d), query.language)}) for d in silent
    )
    return Told(Status.ANSWERED_COMPARISON, tuple(said), lacking)


def _results_beside(query: Query, facts: Facts) -> Told | None:
    if query.nationwide:
        own = [
            (city, national)
            for indicator in query.indicators
            for national in known_results(query, indicator, facts)
            for city in known_results(replace(query, nationwide=False), indicator, facts)
            if (city.year, city.measure, city.period) == (national.year, national.measure, national.period)
            and (not query.years or city.year in query.years)
        ]
        said = [s for pair in own[-1:] for r in pair for s in [result_line(r, facts, query.language)]]
        return Told(Status.ANSWERED_COMPARISON, tuple(said)) if said else tell_value(query, facts)
    if len(query.indicators) == 1 and (len(query.years) > 1 or query.base):
        return tell_change(replace(query, modality="done"), facts)
    told = tell_value(replace(query, modality="done"), facts)
    return replace(told, status=Status.ANSWERED_COMPARISON) if told and len(told.statements) > 1 else told


def _sides(query: Query, facts: Facts) -> tuple[Target, ...]:
    """The targets to set side by side: of each document named, the home document beside one that stands alone."""
    register = facts.register
    documents = query.documents
    held = {d for d in documents if register.targets(query.indicators, [d])}
    if len(documents) == 1 and facts.home not in documents and len(query.levels) < 2 and len(query.years) < 2:
        documents = (facts.home, *documents) if held and register.targets(query.indicators, [facts.home]) else documents
    found: list[Target] = []
    for each in documents or [None]:
        own = choose(replace(query, documents=(each,) if each else (), levels=()), query.indicators, facts).targets
        if each and not own:
            own = choose(replace(query, documents=(each,), years=(), levels=()), query.indicators, facts).targets
        found += own
    if query.levels:
        split = {t.place.document for t in found if t.level is not None}
        found = [t for t in found if t.level in query.levels or (t.level is None and t.place.document not in split)]
    if len(query.years) > 1 and len({t.deadline.year for t in found}) < 2:
        wider = register.targets(query.indicators, years=query.years)
        found = list(wider) if len(wider) > len(found) and not query.documents else found
    return tuple(dict.fromkeys(found))


def target_difference(targets: Sequence[Target], facts: Facts, language: str) -> Statement | None:
    """The arithmetic between two plain percentages; nothing for growth, ranks or more than two."""
    if len(targets) != 2 or any(t.number is None or t.unit != "%" or t.measure != "percent" for t in targets):
        return None
    if len({t.indicator for t in targets}) > 1:
        return None
    upper, lower = sorted(targets, key=lambda t: t.number or 0, reverse=True)
    high, low = upper.number or Decimal(0), lower.number or Decimal(0)
    cited = tuple(facts.register.cite(t.place) for t in targets)
    if high == low:
        return Statement("compare.same", {"value": number(str(high), language) + "%"}, cited)
    derived = Derivation(high, low)
    values = {
        "lower": raised(_called(lower, upper, facts, language)),
        "upper": _called(upper, lower, facts, language),
        "high": number(str(high), language),
        "low": number(str(low), language),
        "difference": number(str(derived.difference), language),
        "unit": prompts.say(language, "compare.unit_percent"),
    }
    return Statement("compare.difference", values, cited, derivation=derived)


def _called(target: Target, other: Target, facts: Facts, language: str) -> str:
    """What tells a target from the other: its document, else its level, else its deadline."""
    if target.place.document != other.place.document:
        return document(facts.document(target.place.document), language)
    if target.level and target.level != other.level:
        return prompts.say(language, f"level.{target.level.value}")
    own, others = deadline(target, language), deadline(other, language)
    return prompts.say(language, "compare.mark", deadline=own) if own != others else statement(target, language)
