"""Target against result: a verdict first, never "đã đạt" from a plan alone, always the figure with its year. Pure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import choose
from bot.telling.latest import result_beside
from bot.telling.lines import amount, result_line, result_notes, result_values, subject_name, target_values
from bot.telling.missing import nearest_targets, no_result
from bot.telling.phrases import document, number
from bot.telling.quoted import plain_clause
from bot.telling.told import Derivation, Facts, Statement, Told, joined, missing
from bot.telling.values import tell_value
from knowledge.register.values import Level, Result, Target

MOST = 3  # targets of an indicator whose outcome is told


def tell_outcome(query: Query, facts: Facts) -> Told | None:
    """Whether targets were met, as far as published results go."""
    if not query.indicators:
        return _of_document(query, facts)
    return joined([part for each in query.indicators if (part := _of_indicator(query, each, facts))])


def _of_indicator(query: Query, indicator: str, facts: Facts) -> Told | None:
    targets = _meant(query, indicator, facts)
    if not targets:
        return tell_value(replace(query, indicators=(indicator,), modality="done"), facts)
    said: list[Statement] = []
    for target in targets[:MOST]:
        said += concluded(target, facts, query.language) or _judged(target, query, facts)
    if said:
        return Told(Status.ANSWERED_RESULT, tuple(said))
    lacking = no_result(query, indicator, facts)
    near = (*nearest_targets(targets, facts, query.language), *lacking.suggestions)
    return replace(lacking, suggestions=near[:MOST])


def _meant(query: Query, indicator: str, facts: Facts) -> list[Target]:
    """The targets whose outcome is asked: those of the filters; of these, those that state the figure said."""
    choice = choose(query, [indicator], facts)
    held = list(choice.targets or (() if choice.failed == "document" else choice.nearest))
    kin = [i.id for i in facts.register.indicators if i.measured_by == indicator]
    wider = [*held, *facts.register.targets(kin, query.documents or None, query.years or None)]
    stated = [t for t in wider if t.number in {c.value for c in query.claims}]
    stated = [t for t in stated if t.deadline.year in query.years] or stated
    due = [t for t in held if not query.years or t.deadline.year in query.years or t.deadline.year is None]
    return stated or due or held


def concluded(target: Target, facts: Facts, language: str) -> list[Statement]:
    """What the document's own edition concludes about this target, when it does."""
    source = facts.document(target.place.document)
    clauses = [source.at(locator) for locator in target.outcome_at]
    return [plain_clause(source, clause, language) for clause in clauses]


def _judged(target: Target, query: Query, facts: Facts) -> list[Statement]:
    register, language = facts.register, query.language
    result = result_beside(target, register)
    if result is None:
        return []
    cited = (register.cite(result.place), register.cite(target.place))
    values = {**target_values(target, facts, language), **result_values(result, language)}
    values["value"] = values["value"][:1].lower() + values["value"][1:]
    values["figure"] = values["figure"][:1].lower() + values["figure"][1:]
    key = verdict(target, result)
    said = [Statement(f"achieved.{key}", values, cited, figure=result, beside=(target,))]
    said += [n for n in result_notes(result, query, facts) if n.template == "result.commune_only"]
    said += _gap(target, result, query, facts) if key in {"short", "met"} else []
    indicator = register.indicator(target.indicator)
    if indicator.assumed and indicator.measured_by:
        yardstick = subject_name(indicator.measured_by, facts, language)
        said.append(Statement("achieved.assumed", {"yardstick": yardstick}, (register.cite(target.place),)))
    return said


def verdict(target: Target, result: Result) -> str:
    """met, short, before (no result of the deadline's year yet, or a later one) or open (not comparable)."""
    comparable = target.unit == result.unit == "%" and target.measure == "percent" and target.number is not None
    partial = result.period is not None or (result.level is not None and result.level not in {target.level, Level.CITY})
    if not comparable or partial or target.upper is not None or target.comparator in {"<", "<="}:
        return "open"
    last = target.deadline.year or target.deadline.end
    figure = target.number or Decimal(0)
    reached = result.number > figure if target.comparator == ">" else result.number >= figure
    if last is not None and result.year == last:
        if result.above and not result.number >= figure:
            return "open"
        return "met" if reached else "short"
    if last is not None and result.year < last:
        return "early_met" if reached else "early_short"
    return "late_met" if reached else "late_short"


def _gap(target: Target, result: Result, query: Query, facts: Facts) -> list[Statement]:
    """The arithmetic between a percentage and its target."""
    language = query.language
    if target.number is None or target.number == result.number or result.above:
        return []
    high, low = max(target.number, result.number), min(target.number, result.number)
    derived = Derivation(high, low)
    values = {
        "target": amount(target, language),
        "high": number(high, language),
        "low": number(low, language),
        "difference": number(derived.difference, language),
        "unit": prompts.say(language, "compare.unit_percent"),
    }
    cited = (facts.register.cite(target.place), facts.register.cite(result.place))
    return [Statement("achieved.gap", values, cited, derivation=derived)]


def _of_document(query: Query, facts: Facts) -> Told | None:
    """What a document's own edition says of its outcome."""
    named = query.documents or (facts.home,)
    if len(named) != 1 or query.areas:
        return None
    source = facts.document(named[0])
    held = facts.register.targets(documents=[source.id])
    said = list({s.citations: s for target in held for s in concluded(target, facts, query.language)}.values())
    if said:
        return Told(Status.ANSWERED_RESULT, tuple(said[:MOST]))
    own = [r for r in facts.register.all_results if r.place.document == source.id]
    if own:
        return Told(Status.ANSWERED_RESULT, tuple(result_line(r, facts, query.language) for r in own[:MOST]))
    name = document(source, query.language)
    return missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.tally", {"subject": name}))
