"""The sentences that tell one target or one result, with what a reader must know beside it. Pure."""

from __future__ import annotations

import prompts
from bot.meaning.query import Query
from bot.telling.phrases import (
    day,
    deadline,
    document,
    figure,
    lowered,
    number,
    raised,
    result_value,
    result_when,
    statement,
)
from bot.telling.told import Facts, Statement
from knowledge.documents import Confidence
from knowledge.register.values import DeadlineKind, Level, Result, Target
from knowledge.vietnamese import syllables


def target_line(target: Target, facts: Facts, language: str, template: str = "target.line", **more: str) -> Statement:
    """A target in one sentence: who set it, what must reach what, by when, except whom."""
    values = {**target_values(target, facts, language), **more}
    if target.value is None and template == "target.line":
        values["figure"] = figure(target, language)
        said = values["figure"] in values["statement"] or target.measure in {"better", "percent", "rank"}
        template = "target.goal_plain" if said else "target.goal"
    return Statement(template, values, (facts.register.cite(target.place),), figure=target)


def target_values(target: Target, facts: Facts, language: str) -> dict[str, str]:
    """The words a sentence about a target is made of."""
    words = figure(target, language)
    if target.baseline and target.measure in {"rank_gain", "growth"}:
        words = f"{words} {target.baseline.text(language)}"
    return {
        "figure": raised(words),
        "statement": statement(target, language),
        "deadline": deadline(target, language),
        "document": document(facts.document(target.place.document), language),
        "exception": excepted(target, language),
    }


def excepted(target: Target, language: str) -> str:
    """What a target applies to and whom it excepts, as the end of a sentence; nothing where neither is set."""
    scope = target.scope.text(language) if target.scope else ""
    known = set(syllables(scope)) <= set(syllables(target.statement.text(language)))  # the sentence says it already
    said = "" if known else prompts.say(language, "target.scoped", scope=scope)
    if target.exception is None:
        return said
    return said + prompts.say(language, "target.excepted", exception=target.exception.text(language))


def target_notes(target: Target, query: Query, facts: Facts) -> list[Statement]:
    """What changes how a target must be read: sources that disagree, a year it does not name."""
    language = query.language
    cited = (facts.register.cite(target.place),)
    said = [Statement("target.disagreement", {"says": d.says.text(language)}, cited) for d in target.disagreements]
    due = target.deadline
    if due.kind is DeadlineKind.PERIOD and due.start != due.end and query.years and due.start and due.end:
        name = document(facts.document(target.place.document), language)
        said.append(
            Statement("target.no_year", {"document": name, "start": str(due.start), "end": str(due.end)}, cited)
        )
    elif due.kind is DeadlineKind.YEARLY_UNTIL and query.years and due.year not in query.years:
        said.append(Statement("target.until_covers", {"year": str(query.years[0])}, cited))
    if target.level is None and query.levels and Level.CITY not in query.levels:
        said.append(Statement("target.not_for_level", {}, cited))
    return [*said, *(target_note(target, query, facts) if target.note_place else [])]


def target_note(target: Target, query: Query, facts: Facts) -> list[Statement]:
    """The editor's note on a target, said when it is told alone and its wording is asked about."""
    if target.note is None:
        return []
    register = facts.register
    beside = (register.cite(target.note_place),) if target.note_place else ()
    cited = (register.cite(target.place), *beside)
    return [Statement("target.note", {"note": target.note.text(query.language)}, cited)]


def result_line(result: Result, facts: Facts, language: str, template: str | None = None, **more: str) -> Statement:
    """A result in one sentence, with its year; sources that disagree are named in it."""
    conflict = result.confidence is Confidence.CONFLICT
    key = template or ("result.line_conflict" if conflict else "result.line")
    values = {**result_values(result, language), **more}
    if template:  # the value stands within the sentence
        values["value"] = values["value"][:1].lower() + values["value"][1:]
    return Statement(key, values, (facts.register.cite(result.place),), figure=result)


def result_values(result: Result, language: str) -> dict[str, str]:
    """The words a sentence about a result is made of."""
    return {
        "value": raised(result_value(result, language)),
        "statement": lowered(result.statement.text(language)),
        "when": result_when(result, language),
    }


def result_notes(result: Result, query: Query, facts: Facts) -> list[Statement]:
    """What other publications say of a result, and the tier it is limited to."""
    cited = (facts.register.cite(result.place),)
    language = query.language
    said = [Statement("result.disagreement", {"says": d.says.text(language)}, cited) for d in result.disagreements]
    if result.level is Level.COMMUNE and Level.COMMUNE not in query.levels:
        said.append(Statement("result.commune_only", {}, cited))
    return said


def subject_name(indicator: str, facts: Facts, language: str) -> str:
    """How an indicator is called in passing."""
    return facts.register.indicator(indicator).short.text(language)


def passed(target: Target, facts: Facts) -> list[Statement]:
    """That the deadline of a target lies before today; nothing where it does not."""
    last = target.deadline.last_day
    if last is None or last >= facts.today:
        return []
    return [Statement("target.passed", {"today": day(facts.today)}, (facts.register.cite(target.place),))]


def amount(target: Target, language: str) -> str:
    """The bare figure with its unit: "95%", "5 bậc"."""
    return number(target.value or "", language) + (target.unit if target.unit[:1] == "%" else f" {target.unit}")
