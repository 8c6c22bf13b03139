"""What is missing, named by its filter, with what is nearest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.choosing import Choice, known_results, of_measure
from bot.telling.lines import result_values, subject_name
from bot.telling.phrases import deadline, document, figure, raised, statement
from bot.telling.told import Facts, Statement, Told, missing
from knowledge.register.values import Result, Target

NEAREST = 3


def no_target(query: Query, indicator: str, choice: Choice, facts: Facts) -> Told | None:
    """That no target fits, by the first filter nothing agrees with; None where the indicator has no targets at all."""
    language = query.language
    name = subject_name(indicator, facts, language)
    near = nearest_targets(choice.nearest, facts, language)
    match choice.failed:
        case "year" if query.years:
            what = Statement("missing.year", {"subject": name, "year": ", ".join(map(str, query.years))})
            return replace(missing(_year_status(query.years, choice.nearest), what, suggestions=near), final=True)
        case "year":
            start, end = query.period or (0, 0)
            what = Statement("missing.span", {"subject": name, "start": str(start), "end": str(end)})
            return replace(missing(_year_status((start, end), choice.nearest), what, suggestions=near), final=True)
        case "level":
            levels = ", ".join(prompts.say(language, f"level.{level.value}") for level in query.levels)
            what = Statement("missing.level", {"subject": name, "level": levels})
        case "document":
            names = ", ".join(document(facts.document(d), language) for d in query.documents)
            what = Statement("missing.document", {"subject": name, "document": names or name})
        case _:
            return None
    ours = not any(facts.document(d).is_added for d in query.documents)  # of an added document clauses may say it
    return replace(missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, what, suggestions=near), final=ours)


def no_result(query: Query, indicator: str, facts: Facts) -> Told:
    """That no result fits, with the results nearest in time."""
    name = subject_name(indicator, facts, query.language)
    known = known_results(query, indicator, facts)
    if query.years:
        years = ", ".join(map(str, query.years))
        what = Statement("missing.result_year", {"subject": name, "year": years})
    else:
        what = Statement("missing.result", {"subject": name})
    near = nearest_results(of_measure(query, known), query)
    told = missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, what, suggestions=near)
    return replace(told, final=query.asks("outcome", "check", "change", "trend"))


def nearest_targets(targets: Sequence[Target], facts: Facts, language: str) -> tuple[Statement, ...]:
    """Near facts, labelled as such, for a refusal."""
    return tuple(Statement("nearest.fact", {"fact": summary(target, facts, language)}) for target in targets[:NEAREST])


def nearest_results(results: Sequence[Result], query: Query) -> tuple[Statement, ...]:
    """The results nearest to the years asked, the newest first where none is asked."""
    anchor = query.years[0] if query.years else 9999
    near = sorted(results, key=lambda r: (abs(r.year - anchor), -r.year))[:2]
    said = [result_values(result, query.language) for result in near]
    return tuple(Statement("nearest.fact", {"fact": f"{v['value']} – {v['statement']}, {v['when']}"}) for v in said)


def summary(target: Target, facts: Facts, language: str) -> str:
    """A target in one line: figure, what, when, document."""
    return (
        f"{raised(figure(target, language))} – {statement(target, language)}, {deadline(target, language)} "
        f"({document(facts.document(target.place.document), language)})"
    )


def _year_status(years: Sequence[int], near: Sequence[Target]) -> Status:
    """Outside the period of every document that sets this target, or inside but not set."""
    starts = [t.deadline.start or t.deadline.year or 0 for t in near]
    ends = [max(t.deadline.end or 0, t.deadline.year or 0) for t in near]
    inside = any(start <= year <= end for year in years for start, end in zip(starts, ends, strict=True))
    return Status.UNANSWERED_NOT_IN_DOCUMENTS if inside else Status.UNANSWERED_OUTSIDE_PERIOD
