"""What a person states, judged against what is held: agreement and correction each begin with their word. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import prompts
from bot.meaning.query import Claim, Query
from bot.messages import Status
from bot.telling.checked_documents import check_document
from bot.telling.choosing import RESULT_MEASURES, Choice, choose, known_results
from bot.telling.lines import result_line, result_notes, result_values, target_line, target_notes, target_values
from bot.telling.lists import tell_count
from bot.telling.outcome import tell_outcome
from bot.telling.phrases import number
from bot.telling.told import Facts, Statement, Told, joined
from bot.telling.values import tell_value, wants_result
from knowledge.documents import Confidence
from knowledge.register.values import Result, Target
from knowledge.vietnamese import quantities

_RESULT_MEASURES = {  # of results that a figure may be of, by the measure its unit tells
    "score": {"score", "percent"}, "rank": {"rank"}, "group": {"group"}, "percent": {"percent"},
}  # fmt: skip


def tell_check(query: Query, facts: Facts) -> Told | None:
    """The verdict on what is stated of a figure or a document; None where nothing stated can be judged by a row."""
    if query.counted is not None and not query.indicators:
        return tell_count(replace(query, acts=("check", "count"), claims=()), facts)
    if query.indicators and query.claims:
        return joined([part for each in query.indicators[:1] if (part := _figure(query, each, facts))])
    if query.documents and (told := check_document(query, facts)):
        return told
    if query.indicators and query.asks("outcome"):
        return tell_outcome(query, facts)
    if query.indicators and query.years:
        return tell_value(query, facts)  # whether there is a figure of the year is told by it
    return None


def _figure(query: Query, indicator: str, facts: Facts) -> Told | None:
    if wants_result(query, indicator, facts) or _only_of_results(query):
        told = _of_results(query, indicator, facts)
        if told is not None:
            return told
        if query.modality == "done":
            return tell_outcome(replace(query, indicators=(indicator,)), facts)
    choice = choose(query, [indicator], facts)
    held = facts.register.targets([indicator], query.documents or None, also_added=bool(query.documents))
    targets = tuple(t for t in choice.targets if t.number is not None)
    return _of_targets(targets, held, query, facts) if targets else _elsewhere(choice, held, query, facts)


def _elsewhere(choice: Choice, held: Sequence[Target], query: Query, facts: Facts) -> Told | None:
    """The claim where no target fits year and tier: one that states the figure for others, else the nearest."""
    if choice.failed not in {"year", "level"}:
        return None
    elsewhere = [t for t in held if any(_agrees(t, c) for c in query.claims)]
    if elsewhere:
        return _corrected("year" if choice.failed == "year" else "value", elsewhere[:1], query, facts)
    return _corrected("value", choice.nearest[:1], query, facts) if choice.nearest else None


def _of_targets(targets: Sequence[Target], held: Sequence[Target], query: Query, facts: Facts) -> Told | None:
    if len(query.claims) > 1 and len(targets) > 1:
        return _several(targets, query, facts)
    claim = query.claims[0]
    agreeing = [t for t in targets if _agrees(t, claim)]
    if not agreeing:
        if any(t.measure == "growth" for t in targets) and query.years and "growth" not in query.measures:
            return None  # a level reckoned from a yearly rise: no row says it
        others = [t for t in held if _agrees(t, claim)] if not query.years and not query.levels else []
        return _confirmed(others, query, facts) if others else _corrected("value", targets, query, facts)
    same_word = [t for t in agreeing if claim.comparator in {None, t.comparator}]
    if not same_word:
        return _corrected("comparator", agreeing, query, facts)
    tiers = {t.level for t in targets}
    if len(tiers) > 1 and len(query.levels) != 1 and {t.level for t in same_word} != tiers:
        return _partly(same_word, targets, query, facts)
    return _confirmed(same_word, query, facts)


def _only_of_results(query: Query) -> bool:
    """Whether the figure stated is a score, a rank or a group of a year: targets of these are few."""
    return bool(query.years) and query.claims[0].measure in RESULT_MEASURES and query.modality != "set"


def _agrees(target: Target, claim: Claim) -> bool:
    own = "%" if target.unit.startswith("%") else target.unit
    return target.number == claim.value and claim.unit in {None, own}


def _confirmed(targets: Sequence[Target], query: Query, facts: Facts) -> Told:
    said: list[Statement] = []
    for target in targets:
        key = "correction.confirmed" if not said else "target.line"
        said += [_spoken(target, key, query, facts), *target_notes(target, query, facts)]
    return Told(Status.ANSWERED_TARGET, tuple(said))


def _corrected(kind: str, targets: Sequence[Target], query: Query, facts: Facts) -> Told:
    claim = query.claims[0]
    more = {"claimed": claimed_figure(claim, query.language)}
    if kind == "year":
        more["year"] = ", ".join(map(str, query.years))
    first = _spoken(targets[0], f"correction.{kind}", query, facts, **more)
    first = replace(first, echo=(claim.value, *map(Decimal, query.years)))
    said = [first, *target_notes(targets[0], query, facts)]
    for target in targets[1:]:
        said += [target_line(target, facts, query.language), *target_notes(target, query, facts)]
    return Told(Status.ANSWERED_CORRECTION, tuple(said))


def _partly(right: Sequence[Target], all_asked: Sequence[Target], query: Query, facts: Facts) -> Told:
    """Right for some of the tiers named: each tier is told."""
    more = {"claimed": claimed_figure(query.claims[0], query.language)}
    first = _spoken(right[0], "correction.only", query, facts, **more)
    first = replace(first, echo=(query.claims[0].value,))
    others = [target_line(t, facts, query.language) for t in all_asked if t not in right[:1]]
    return Told(Status.ANSWERED_CORRECTION, (first, *others))


def _several(targets: Sequence[Target], query: Query, facts: Facts) -> Told:
    """Several figures at once: right when the targets state exactly these, in the order of the tiers named."""
    said = [claim.value for claim in query.claims]
    by_level = {t.level: t.number for t in targets}
    in_order = [by_level.get(level) for level in query.levels] if len(query.levels) == len(said) else None
    if in_order == said or (in_order is None and set(said) == {t.number for t in targets}):
        return _confirmed(targets, query, facts)
    if in_order is None and set(said) <= {t.number for t in targets}:
        return _confirmed([t for t in targets if t.number in said], query, facts)
    return _corrected("value", targets, query, facts)


def _spoken(target: Target, template: str, query: Query, facts: Facts, **more: str) -> Statement:
    values = target_values(target, facts, query.language)
    if template.startswith("correction."):
        values["figure"] = values["figure"][:1].lower() + values["figure"][1:]
    cited = (facts.register.cite(target.place),)
    return Statement(template, {**values, **more}, cited, figure=target)


def _of_results(query: Query, indicator: str, facts: Facts) -> Told | None:
    claim = query.claims[0]
    if claim.measure is not None and claim.measure not in _RESULT_MEASURES:
        return None
    wanted = _RESULT_MEASURES.get(claim.measure or "") or query.measures & {"score", "rank", "group"} or None
    known = known_results(query, indicator, facts)
    of_years = [r for r in known if (not query.years or r.year in query.years) and not r.period] or [
        r for r in known if not query.years or r.year in query.years
    ]
    results = [r for r in of_years if wanted is None or r.measure in wanted]
    if not results:
        return None
    agreeing = [r for r in results if _rounded(r, claim) == claim.value or _also_said(r, claim)]
    if agreeing:
        return _result_judged(agreeing[0], "correction.result_confirmed", Status.ANSWERED_RESULT, query, facts)
    if not query.years:
        results = results[-1:]
    if claim.comparator and (told := _compared(results[0], claim, query, facts)):
        return told
    more = {"claimed": claimed_figure(claim, query.language)}
    return _result_judged(results[0], "correction.result_value", Status.ANSWERED_CORRECTION, query, facts, **more)


def _compared(result: Result, claim: Claim, query: Query, facts: Facts) -> Told | None:
    """A result said to lie above or below a figure."""
    holds = {
        ">": result.number > claim.value,
        ">=": result.number >= claim.value,
        "<": result.number < claim.value,
        "<=": result.number <= claim.value,
    }[claim.comparator or ">"]
    if holds:
        return _result_judged(result, "correction.result_confirmed", Status.ANSWERED_RESULT, query, facts)
    more = {"claimed": claimed_figure(claim, query.language)}
    return _result_judged(result, "correction.result_value", Status.ANSWERED_CORRECTION, query, facts, **more)


def _result_judged(result: Result, key: str, status: Status, query: Query, facts: Facts, **more: str) -> Told:
    if key.endswith("confirmed") and result.confidence is Confidence.CONFLICT:
        line = result_line(result, facts, query.language)
    else:
        values = result_values(result, query.language)
        values["value"] = values["value"][:1].lower() + values["value"][1:]
        cited = (facts.register.cite(result.place),)
        echo = (query.claims[0].value,) if more else ()
        line = Statement(key, {**values, **more}, cited, figure=result, echo=echo)
    return Told(status, (line, *result_notes(result, query, facts)))


def _rounded(result: Result, claim: Claim) -> Decimal:
    """The result at the claim's number of decimals: "43,77" says 43,7747 rightly; a whole one rounds nothing."""
    exponent = claim.value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return result.number
    return result.number.quantize(claim.value, ROUND_HALF_UP)


def _also_said(result: Result, claim: Claim) -> bool:
    """Whether another publication gives the claimed value."""
    return any(claim.value in {q.value for q in quantities(d.says.vi)} for d in result.disagreements)


def claimed_figure(claim: Claim, language: str) -> str:
    """A stated figure in words, as it was said: "trên 85%", "5 điểm"."""
    value = number(str(claim.value), language)
    if claim.measure in {"rank", "group"}:
        return prompts.say(language, f"claimed.{claim.measure}", value=value)
    unit = "%" if claim.unit == "%" else ""
    if claim.measure in _KEYS:
        unit = " " + prompts.say(language, f"claimed.{_KEYS[claim.measure]}")
    keys = {">": "over", ">=": "at_least", "<": "under", "<=": "at_most"}
    before = prompts.say(language, f"comparator.{keys[claim.comparator]}") if claim.comparator else ""
    return f"{before}{value}{unit}"


_KEYS = {"rank_gain": "steps", "score": "points"}
