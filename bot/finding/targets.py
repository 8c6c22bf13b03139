"""Answers about one indicator's targets: value, deadline, comparator, exception, level."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import prompts
from bot.finding.choosing import Choice, choose, nearest_facts
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import day, deadline, document, figure, number, raised, statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import DeadlineKind, Level, Target

MANY = 3  # more targets than this read better as a list


def find_target(question: Question, register: Register, today: date) -> Finding | None:
    """The figures of the asked indicator, or a refusal naming the slot that does not agree."""
    if not question.indicators:
        return None
    choice = choose(question, register)
    if not choice.targets:
        return _refused(question, register, choice)
    if question.asks_any("exception") and not any(t.exception for t in choice.targets):
        widened = tuple(t for t in register.targets(question.indicators, _documents(choice)) if t.exception)
        choice = Choice(widened) if widened and not question.years else choice
    if question.asks_any("exception") and any(t.exception for t in choice.targets):
        choice = Choice(tuple(t for t in choice.targets if t.exception))
    if question.claims and (stated := tuple(t for t in choice.targets if t.number == question.claims[0].value)):
        choice = Choice(stated)
    if _is_unmeasured(question, choice.targets):
        held = register.targets(question.indicators, question.documents or None, question.years or None)
        measured = tuple(t for t in held if t.measure in question.measures)
        return say_targets(measured, question, register, today) if measured else _unmeasured(question, register, choice)
    return say_targets(choice.targets, question, register, today)


def say_targets(targets: tuple[Target, ...], question: Question, register: Register, today: date) -> Finding:
    """The figures of these targets, each with what a reader must know beside it."""
    statements: list[Statement] = []
    for target in targets:
        statements.extend(_statements(target, question, register, today, single=len(targets) == 1))
    statements.extend(_years_unset(targets, question, register))
    status = Status.ANSWERED_TARGET if len(targets) <= MANY else Status.ANSWERED_LIST
    return Finding(
        status,
        tuple(statements),
        _follow_ups(question, targets, register),
        subject=tuple(dict.fromkeys(t.indicator for t in targets)),
    )


def _years_unset(targets: tuple[Target, ...], question: Question, register: Register) -> list[Statement]:
    """A word on the asked years that no target of this indicator holds for, when others of them are answered."""
    held = register.targets(indicators=question.indicators, documents=question.documents or None)
    unset = [year for year in question.years if not any(t.holds_for(year) for t in (*targets, *held))]
    if not unset or len(unset) == len(question.years):
        return []
    cited = (register.cite(targets[0].place),)
    return [Statement("target.year_unset", {"year": str(year)}, cited, echo=(Decimal(year),)) for year in unset]


_WHICH_RANK = {"mấy", "score", "place", "which"}  # "hạng mấy?" asks for a rank, not for what is set of the rank


def _is_unmeasured(question: Question, targets: tuple[Target, ...]) -> bool:
    """Whether a score, rank or group is asked for and the targets speak of another measure."""
    asked = question.measures & {"score", "rank", "group"}
    own = {t.measure for t in targets}
    return bool(asked) and not (
        {"score", "rank"} <= asked
        or asked & own
        or own & {"percent", "growth", "leading"}
        or ("rank" in asked and "rank_gain" in own and not _WHICH_RANK & set(question.text.split()))
        or ("rank" in asked and "tăng" in question.text)
    )


def _unmeasured(question: Question, register: Register, choice: Choice) -> Finding:
    """The refusal when no document sets a target by the measure asked for."""
    language = question.language
    subject = register.indicator(question.indicators[0]).short.text(language)
    measure = prompts.say(language, f"measure.{min(question.measures & {'score', 'rank', 'group'})}")
    missing = Statement("missing.measure", {"subject": subject, "measure": measure})
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing, nearest_facts(choice.targets, register, language))


def _documents(choice: Choice) -> set[str]:
    return {t.place.document for t in choice.targets}


def _statements(target: Target, question: Question, register: Register, today: date, single: bool) -> list[Statement]:
    language = question.language
    cited = (register.cite(target.place),)
    name = document(register.document(target.place.document), language)
    lead = _lead(target, question, name)
    said = [Statement(lead[0], lead[1], cited, figure=target)]

    def add(key: str, **values: str) -> None:
        said.append(Statement(f"target.{key}", values, cited))

    if question.asks_any("comparator") or question.claims:
        key = _comparator(target, register.cite(target.place).passage.text)
        add(key, **_comparator_values(target, language))
    if target.scope and question.asks_any("scope"):
        add("scope", scope=target.scope.text(language))
    if target.exception:
        add("exception", exception=target.exception.text(language))
    elif question.asks_any("exception") and single:
        add("no_exception", document=name)
    due = target.deadline
    no_year = due.kind is DeadlineKind.PERIOD and due.start != due.end
    if no_year and (question.years or question.asks_any("deadline")) and due.start and due.end:
        add("no_year", document=name, start=str(due.start), end=str(due.end))
    elif due.kind is DeadlineKind.YEARLY_UNTIL and question.years and due.year not in question.years:
        add("until_covers", year=str(question.years[0]))
    if question.asks_any("deadline", "passed") and due.year and due.year < today.year and single:
        add("passed", today=day(today))
    if target.level is None and Level.CITY not in question.levels and question.asks_any("level"):
        add("not_for_level")
    for disagreement in target.disagreements:
        add("disagreement", says=disagreement.says.text(language))
    if target.note and single and not no_year:
        beside = (register.cite(target.note_place),) if target.note_place else ()
        said.append(Statement("target.note", {"note": target.note.text(language)}, (*cited, *beside)))
    return said


def _lead(target: Target, question: Question, name: str) -> tuple[str, dict[str, str]]:
    language = question.language
    values = {
        "figure": figure(target, language),
        "statement": statement(target, language),
        "deadline": deadline(target, language),
        "document": name,
    }
    if question.asks_any("deadline") and target.deadline.kind is not DeadlineKind.PERIOD:
        return "target.deadline", {**values, "deadline": raised(values["deadline"])}
    values["figure"] = raised(values["figure"])
    if target.baseline and target.measure in {"rank_gain", "growth"}:
        return "target.line_baseline", {**values, "baseline": target.baseline.text(language)}
    return "target.line", values


def _comparator(target: Target, text: str) -> str:
    if target.average:
        return "comparator_average" if target.comparator == ">=" else "comparator_average_plain"
    if target.aim:
        return "comparator_aim"
    if target.comparator == "=" and "phải" in text:
        return "comparator_must"
    keys = {">": "over", ">=": "at_least", "<": "under", "<=": "at_most"}
    return f"comparator_{keys.get(target.comparator, 'exactly')}"


def _comparator_values(target: Target, language: str) -> dict[str, str]:
    if target.average or target.aim:
        return {}
    return {
        "value": number(target.value or "", language),
        "unit": target.unit if target.unit == "%" else f" {target.unit}",
    }


def _refused(question: Question, register: Register, choice: Choice) -> Finding | None:
    language = question.language
    subject = register.indicator(question.indicators[0]).short.text(language)
    nearest = nearest_facts(choice.nearest, register, language)
    match choice.failed:
        case "year":
            asked = question.years or question.period or ()
            missing = _missing_time(subject, question)
            return refusal(_year_status(asked, choice.nearest), missing, nearest)
        case "level":
            levels = ", ".join(prompts.say(language, f"level.{level.value}") for level in question.levels)
            return refusal(
                Status.UNANSWERED_NOT_IN_DOCUMENTS,
                Statement("missing.level", {"subject": subject, "level": levels}),
                nearest,
            )
        case "document":
            names = ", ".join(document(register.document(d), language) for d in question.documents)
            return refusal(
                Status.UNANSWERED_NOT_IN_DOCUMENTS,
                Statement("missing.document", {"subject": subject, "document": names or subject}),
                nearest,
            )
        case _:
            return None


def _missing_time(subject: str, question: Question) -> Statement:
    if question.years or not question.period:
        return Statement("missing.year", {"subject": subject, "year": ", ".join(map(str, question.years))})
    start, end = question.period
    return Statement("missing.span", {"subject": subject, "start": str(start), "end": str(end)})


def _year_status(years: tuple[int, ...], near: tuple[Target, ...]) -> Status:
    """Outside the period of every document that sets this target, or inside but not set."""
    starts = [t.deadline.start or t.deadline.year or 0 for t in near]
    ends = [max(t.deadline.end or 0, t.deadline.year or 0) for t in near]
    inside = any(start <= year <= end for year in years for start, end in zip(starts, ends, strict=True))
    return Status.UNANSWERED_NOT_IN_DOCUMENTS if inside else Status.UNANSWERED_OUTSIDE_PERIOD


def _follow_ups(question: Question, targets: tuple[Target, ...], register: Register) -> tuple[Statement, ...]:
    language = question.language
    indicator = register.indicator(targets[0].indicator)
    subject = indicator.short.text(language)
    offered = [Statement("suggest.achieved", {"subject": subject})]
    shown = {t.place.document for t in targets}
    for other in register.targets(indicators=[indicator.id]):
        if other.place.document not in shown:
            name = document(register.document(other.place.document), language)
            offered.append(Statement("suggest.other_document", {"subject": subject, "document": name}))
            break
    offered.append(Statement("suggest.source"))
    return tuple(offered)
