"""Figures asked for: what was set and what was reached, and the attributes of a target. One family, labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import RESULT_MEASURES, choose, in_time, known_results, of_measure
from bot.telling.latest import counterpart
from bot.telling.lines import (
    result_line,
    result_notes,
    subject_name,
    target_line,
    target_notes,
)
from bot.telling.missing import no_result, no_target
from bot.telling.phrases import document
from bot.telling.told import Facts, Statement, Told, joined, missing
from knowledge.register.values import Result, Target

MANY = 3  # more targets than this read better as a list
_SHARES = frozenset(("percent", "growth"))  # measures of targets that stand in for a share that is not known
SHOWN = 10  # rows of a list before "and so many more"


def tell_value(query: Query, facts: Facts) -> Told | None:
    """The figures of every indicator asked about."""
    if query.numbered is not None and not query.indicators:
        return numbered_target(query, facts)
    indicators = query.indicators or stating(query, facts)
    parts = [_of_indicator(replace(query, indicators=(each,)), each, facts) for each in indicators]
    return joined([part for part in parts if part is not None])


def _of_indicator(query: Query, indicator: str, facts: Facts) -> Told | None:
    if wants_result(query, indicator, facts):
        return _results(query, indicator, facts) or _targets_instead(query, indicator, facts)
    choice = choose(query, [indicator], facts)
    if not choice.targets:
        of_kin = _of_kin_in_time(query, indicator, facts) if choice.failed == "year" else ()
        if of_kin:
            return tell_targets(of_kin, query, facts)
        return _results_instead(query, indicator, facts) or no_target(query, indicator, choice, facts)
    return tell_targets(_as_claimed(choice.targets, query, indicator, facts), query, facts)


def _of_kin_in_time(query: Query, indicator: str, facts: Facts) -> Sequence[Target]:
    """Targets of kinds of the indicator that name a year asked, in any document."""
    register = facts.register
    kin = [i.id for i in register.indicators if i.kind_of == indicator]
    held = register.targets(kin, query.documents or None, query.years or None) if kin else ()
    return [t for t in held if t.deadline.year in query.years or t.deadline.end in query.years]


def _as_claimed(found: Sequence[Target], query: Query, indicator: str, facts: Facts) -> Sequence[Target]:
    """Of the targets those that state the figure said, which tells which one is meant; of its area where none does."""
    values = {claim.value for claim in query.claims}
    if not values or query.documents:
        return found
    area = facts.register.indicator(indicator).area
    own = [t for t in found if t.number in values]
    return own or [t for t in facts.register.targets(areas=[area]) if t.number in values and t.unit == "%"] or found


def wants_result(query: Query, indicator: str, facts: Facts) -> bool:
    """Whether what was measured is meant, and not what was set."""
    register = facts.register
    if query.months or query.dated or query.nationwide:
        return True
    if query.documents and register.targets([indicator], query.documents) and not query.asks("outcome"):
        return False
    if query.documents and query.modality == "either":
        held = {r.place.document for r in known_results(query, indicator, facts)}
        return bool(held & set(query.documents))
    if query.modality != "either":
        return query.modality == "done"
    if query.measures & {"score", "group"}:
        return True
    targets = register.targets([indicator], query.documents or None)
    if query.documents and targets:
        return False
    results = [r for r in known_results(query, indicator, facts) if not query.years or r.year in query.years]
    if query.years:
        named = any(t.deadline.year in query.years for t in targets)
        return bool(results) and (indicator in facts.indices or not named)
    return not targets or (indicator in facts.indices and "latest" in query.marks)


def tell_targets(targets: Sequence[Target], query: Query, facts: Facts) -> Told:
    """Each target in a sentence, with its notes; beside a single one the latest result, as its counterpart."""
    said: list[Statement] = []
    for target in targets[:SHOWN]:
        said += [target_line(target, facts, query.language), *target_notes(target, query, facts)]
    if len(targets) > SHOWN:
        left = len(targets) - SHOWN
        cited = (facts.register.cite(targets[SHOWN].place),)
        said.append(Statement("list.more", {"count": str(left)}, cited, counts=left))
    if len(targets) == 1:
        said += counterpart(targets[0], query, facts)
    status = Status.ANSWERED_TARGET if len(targets) <= MANY else Status.ANSWERED_LIST
    return Told(status, tuple(said), _years_unset(targets, query, facts), further(targets[0], query, facts))


def _years_unset(targets: Sequence[Target], query: Query, facts: Facts) -> tuple[Statement, ...]:
    """The asked years for which no target of this indicator holds, when others of them are answered."""
    unset = [year for year in query.years if not any(t.holds_for(year) for t in targets)]
    if not unset or len(unset) == len(query.years):
        return ()
    name = subject_name(targets[0].indicator, facts, query.language)
    return tuple(Statement("missing.year", {"subject": name, "year": str(year)}) for year in unset)


def _results(query: Query, indicator: str, facts: Facts) -> Told | None:
    known = known_results(query, indicator, facts)
    wanted = in_time(query, of_measure(query, known)) or in_time(query, known)
    if not wanted:
        return None
    said: list[Statement] = []
    for result in wanted[:SHOWN]:
        said += [result_line(result, facts, query.language), *result_notes(result, query, facts)]
    name = subject_name(indicator, facts, query.language)
    unknown = [year for year in query.years if year not in {r.year for r in wanted}]
    lacking = tuple(Statement("missing.result_year", {"subject": name, "year": str(year)}) for year in unknown)
    asked = query.measures & RESULT_MEASURES
    if len(asked) == 1 and not _measured(asked, wanted):
        measure = prompts.say(query.language, f"measure.{min(asked)}")
        lacking = (*lacking, Statement("missing.measured", {"subject": name, "measure": measure}))
    instead = "percent" in query.measures and not any(r.unit == "%" for r in wanted)
    if instead:
        measure = prompts.say(query.language, "measure.percent")
        lacking = (Statement("missing.measured", {"subject": name, "measure": measure}), *lacking)
    told = Told(Status.ANSWERED_RESULT, tuple(said), lacking, _further_results(indicator, query, facts))
    return replace(told, instead=instead)


def _measured(asked: frozenset[str], wanted: Sequence[Result]) -> bool:
    """Whether a result is of the measure asked; a percentage is called a score as well."""
    return any(r.measure in asked or (r.measure == "percent" and "score" in asked) for r in wanted)


def _targets_instead(query: Query, indicator: str, facts: Facts) -> Told | None:
    """The target of the years asked where no result of theirs is known; it is said that it is one."""
    lacking = no_result(query, indicator, facts)
    if query.months or query.dated or query.districts or not query.years:
        return lacking
    choice = choose(query, [indicator], facts)
    alike = all(t.measure in _SHARES for t in choice.targets) and not query.measures & RESULT_MEASURES
    if not choice.targets or not alike:
        return lacking
    told = tell_targets(choice.targets, query, facts)
    return replace(told, missing=lacking.missing, instead=True)


def _results_instead(query: Query, indicator: str, facts: Facts) -> Told | None:
    """The result of the years asked where no target of theirs is known; it is said that it is one."""
    if query.documents or not (query.years or not facts.register.targets([indicator])):
        return None
    told = _results(query, indicator, facts)
    if told is None:
        return None
    name = subject_name(indicator, facts, query.language)
    if not query.years:
        return replace(told, missing=(Statement("missing.target", {"subject": name}),), instead=True)
    year = ", ".join(map(str, query.years))
    return replace(told, missing=(Statement("missing.year", {"subject": name, "year": year}),), instead=True)


def numbered_target(query: Query, facts: Facts) -> Told:
    """The target with this number in its document."""
    home = query.documents[0] if query.documents else facts.home
    held = facts.register.targets(documents=[home])
    if found := [t for t in held if _number(t, facts) == query.numbered]:
        return tell_targets(found, query, facts)
    values = {"number": str(query.numbered), "document": document(facts.document(home), query.language)}
    return missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.numbered", values))


def _number(target: Target, facts: Facts) -> int | None:
    last = facts.register.cite(target.place).passage.locator.split()[-1]
    return int(last) if last.isdigit() else None


def stating(query: Query, facts: Facts) -> tuple[str, ...]:
    """The only indicator whose targets state the figure said, where none is named."""
    if not query.claims:
        return ()
    held = facts.register.targets(
        documents=query.documents or [facts.home], years=query.years or None, value=query.claims[0].value
    )
    own = tuple(dict.fromkeys(t.indicator for t in held if not query.levels or t.level in query.levels))
    return own if len(own) == 1 else ()


def further(target: Target, query: Query, facts: Facts) -> tuple[Statement, ...]:
    """What may be asked next of a target."""
    name = subject_name(target.indicator, facts, query.language)
    return (Statement("suggest.achieved", {"subject": name}), Statement("suggest.source"))


def _further_results(indicator: str, query: Query, facts: Facts) -> tuple[Statement, ...]:
    name = subject_name(indicator, facts, query.language)
    offered = [Statement("suggest.results", {"subject": name})]
    if facts.register.targets([indicator]):
        offered.append(Statement("suggest.value", {"subject": name}))
    return tuple(offered)
