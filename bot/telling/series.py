"""Results and targets over time and side by side: change, trend, extreme, comparison. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import choose, known_results, of_measure
from bot.telling.lines import result_line, result_notes
from bot.telling.missing import no_result
from bot.telling.phrases import number, raised, result_value, result_when
from bot.telling.told import Derivation, Facts, Statement, Told, joined
from bot.telling.values import tell_targets, tell_value
from knowledge.documents import Confidence
from knowledge.register.values import Result

_MAIN = ("rank", "percent", "score", "count", "group")  # of several measures, the one a change is told of first
_WORDED = frozenset({"percent", "rank", "score", "count"})  # measures whose difference has a unit of its own
SHOWN = 10


def tell_change(query: Query, facts: Facts) -> Told | None:
    """Up or down by how much between two times; of what was set, the rise that is required."""
    if not query.indicators:
        return None
    return joined([part for each in query.indicators if (part := _change(query, each, facts))])


def _change(query: Query, indicator: str, facts: Facts) -> Told | None:
    rises = [t for t in choose(query, [indicator], facts).targets if t.measure in {"growth", "rank_gain"}]
    if query.modality == "set" or (query.modality == "either" and rises and not query.years):
        return (
            tell_targets(rises, query, facts) if rises else tell_value(replace(query, indicators=(indicator,)), facts)
        )
    known = of_measure(query, known_results(query, indicator, facts))
    if rises and not known:
        return tell_targets(rises, query, facts)
    years = _two_years(query, known)
    if years is None:
        return no_result(query, indicator, facts) if query.years else tell_trend(query, facts)
    pairs = [pair for measure in _MAIN if (pair := _pair(known, measure, years))]
    if not pairs:
        return no_result(query, indicator, facts)
    said: list[Statement] = []
    for pair in pairs[:2]:
        said += [*changes(pair, facts, query.language), *(n for r in pair for n in result_notes(r, query, facts))]
    return Told(Status.ANSWERED_COMPARISON, tuple(said)) if said else no_result(query, indicator, facts)


def _two_years(query: Query, known: Sequence[Result]) -> tuple[int, int] | None:
    """The two years of a change: those said, the one said and the one before it, or the last two known."""
    said = sorted({*query.years, *([query.base] if query.base else [])})
    if len(said) >= 2:
        return said[0], said[-1]
    if query.period and not said:
        return query.period
    held = sorted({r.year for r in known if not r.period})
    if said:
        return said[0] - 1, said[0]
    return (held[-2], held[-1]) if len(held) > 1 else None


def _pair(known: Sequence[Result], measure: str, years: tuple[int, int]) -> tuple[Result, Result] | None:
    first, last = ([r for r in known if r.measure == measure and r.year == year] for year in years)
    return (first[-1], last[-1]) if first and last else None


def changes(pair: tuple[Result, Result], facts: Facts, language: str) -> list[Statement]:
    """The change between two results in one sentence, the change first; each alone where they are not alike."""
    earlier, later = pair
    cited = tuple(facts.register.cite(r.place) for r in pair)
    alike = earlier.is_alike(later) and earlier.measure in _WORDED and not (earlier.above or later.above)
    if not alike or Confidence.CONFLICT in {earlier.confidence, later.confidence}:
        return [result_line(result, facts, language) for result in pair]
    values = {
        "earlier": result_value(earlier, language),
        "later": result_value(later, language),
        "earlier_when": result_when(earlier, language),
        "later_when": result_when(later, language),
        "statement": result_statement(later, language),
    }
    if earlier.number == later.number:
        return [Statement("change.none", values, cited, figure=later, beside=(earlier,))]
    derived = Derivation(max(r.number for r in pair), min(r.number for r in pair))
    values |= {"difference": number(derived.difference, language), "unit": _unit(earlier, language)}
    rose = later.number > earlier.number
    better = rose != (earlier.measure in facts.downward)
    key = ("up" if better else "down") if earlier.measure in facts.downward else ("rose" if rose else "fell")
    return [Statement(f"change.{key}", values, cited, figure=later, derivation=derived, beside=(earlier,))]


def result_statement(result: Result, language: str) -> str:
    """What a result measures, as the middle of a sentence."""
    text = result.statement.text(language)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _unit(result: Result, language: str) -> str:
    if result.measure == "count":
        return result.unit
    return prompts.say(language, f"compare.unit_{result.measure}")


def tell_trend(query: Query, facts: Facts) -> Told | None:
    """How a result went over the years: each year's figure, in one sentence for each measure."""
    if not query.indicators:
        return None
    parts = []
    for indicator in query.indicators:
        known = [r for r in of_measure(query, known_results(query, indicator, facts)) if not r.period]
        start, end = query.period or (min(query.years), max(query.years)) if query.years else (0, 9999)
        wanted = [r for r in known if start <= r.year <= (end if len(query.years) > 1 or query.period else 9999)]
        measure = next((m for m in _MAIN if sum(r.measure == m for r in wanted) > 1), None)
        if measure is None:
            single = tell_value(replace(query, indicators=(indicator,), modality="done", years=()), facts)
            parts.append(single or no_result(query, indicator, facts))
            continue
        parts.append(Told(Status.ANSWERED_RESULT, tuple(_path(wanted, measure, query, facts))))
    return joined(parts)


def _path(wanted: Sequence[Result], measure: str, query: Query, facts: Facts) -> list[Statement]:
    language = query.language
    rows = sorted((r for r in wanted if r.measure == measure), key=lambda r: r.year)
    steps = ", ".join(f"{result_value(r, language)} ({result_when(r, language)})" for r in rows)
    cited = tuple(facts.register.cite(r.place) for r in rows)
    first, last = rows[0], rows[-1]
    key = "path"
    if first.is_alike(last) and first.number != last.number and first.measure in _WORDED:
        better = (last.number > first.number) != (measure in facts.downward)
        key = "path_up" if better else "path_down"
    values = {"statement": raised(result_statement(last, language)), "steps": steps}
    line = Statement(f"result.{key}", values, cited, figure=last, beside=tuple(reversed(rows[:-1])))
    return [line, *(note for r in rows for note in result_notes(r, query, facts))]


def tell_extreme(query: Query, facts: Facts) -> Told | None:
    """The best or worst year of a result; of several indicators or targets, the highest or lowest."""
    lowest = "lowest" in query.marks and "highest" not in query.marks
    if not query.indicators or query.months or query.dated:
        return None
    parts = []
    for indicator in query.indicators:
        if "component" in query.marks and (told := _extreme_part(indicator, lowest, query, facts)):
            parts.append(told)
            continue
        known = [r for r in of_measure(query, known_results(query, indicator, facts)) if not r.period]
        if query.period:
            known = [r for r in known if query.period[0] <= r.year <= query.period[1]]
        measure = next((m for m in _MAIN if sum(r.measure == m for r in known) > 1), None)
        if measure and (query.modality != "set" or not choose(query, [indicator], facts).targets):
            parts.append(_extreme_year(known, measure, lowest, query, facts))
        else:
            targets = choose(query, [indicator], facts).targets
            shares = [t for t in targets if t.number is not None]
            if shares:
                most = (min if lowest else max)(t.number or Decimal(0) for t in shares)
                parts.append(tell_targets([t for t in shares if t.number == most], query, facts))
    return joined(parts)


def _extreme_part(indicator: str, lowest: bool, query: Query, facts: Facts) -> Told | None:
    """The part of an index with the highest or lowest score of a year, the last one where none is asked."""
    parts = [i.id for i in facts.register.indicators if i.kind_of == indicator]
    rows = [r for part in parts for r in facts.register.results(part, query.years or None, ["score"])]
    last = [r for r in rows if r.year == max(each.year for each in rows)]
    if len(last) < 2:
        return None
    top = (min if lowest else max)(last, key=lambda r: r.number)
    key = "result.lowest_part" if lowest else "result.highest_part"
    return Told(
        Status.ANSWERED_RESULT, (result_line(top, facts, query.language, key), *result_notes(top, query, facts))
    )


def _extreme_year(known: Sequence[Result], measure: str, lowest: bool, query: Query, facts: Facts) -> Told:
    rows = [r for r in known if r.measure == measure]
    best = (min if lowest != (measure in facts.downward) else max)(r.number for r in rows)
    top = [r for r in rows if r.number == best]
    years = sorted(r.year for r in rows)
    said = [result_line(r, facts, query.language, "result.lowest" if lowest else "result.highest") for r in top]
    ends = [next(r for r in rows if r.year == year) for year in (years[0], years[-1])]
    span = {"start": str(years[0]), "end": str(years[-1])}
    cited = tuple(facts.register.cite(r.place) for r in ends)
    notes = [note for r in top for note in result_notes(r, query, facts)]
    return Told(Status.ANSWERED_RESULT, (*said, *notes, Statement("result.span", span, cited)))
