"""Which targets a question's slots select: shared by the finders of values, lists and corrections. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.finding.finding import Statement
from bot.finding.phrases import deadline, document, figure, raised, statement
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, DeadlineKind, Level, Target


@dataclass(frozen=True, slots=True)
class Choice:
    """The targets that agree with every slot, and those that agree with all but the failing one."""

    targets: tuple[Target, ...]
    failed: str | None = None  # indicator, document, year, level: the first slot nothing agrees with
    nearest: tuple[Target, ...] = ()


def choose(question: Question, register: Register) -> Choice:
    """Targets of the question's indicators that agree with document, year and level, in that order.

    Without a document named, the home document answers when it holds the year and level asked;
    otherwise the other documents do, each named in the answer.
    """
    of_indicator = register.targets(indicators=question.indicators, also_added=bool(question.documents))
    if not of_indicator:
        return Choice((), "indicator")
    if "growth" in question.measures:
        of_indicator = tuple(t for t in of_indicator if t.measure == "growth") or of_indicator
    if question.after:
        later = tuple(t for t in of_indicator if (t.deadline.start or t.deadline.year or 0) > question.after)
        of_indicator = later or of_indicator
    if question.documents:
        of_document = tuple(t for t in of_indicator if t.place.document in question.documents)
        of_document = of_document or _of_alternatives(question, register)
        if not of_document:
            return Choice((), "document", _home_first(of_indicator))
        return _by_year_and_level(question, of_document)
    home = tuple(t for t in of_indicator if t.place.document == HOME_DOCUMENT)
    choice = _by_year_and_level(question, home) if home else Choice((), "document")
    if choice.targets:
        return choice
    others = tuple(t for t in of_indicator if t.place.document != HOME_DOCUMENT)
    elsewhere = _by_year_and_level(question, others)
    if elsewhere.targets:
        return elsewhere
    if home:
        return choice if choice.nearest else Choice((), choice.failed, _home_first(of_indicator))
    return Choice((), elsewhere.failed, elsewhere.nearest or others)


def _of_alternatives(question: Question, register: Register) -> tuple[Target, ...]:
    """Targets of the named documents for what else the words fit: "hài lòng" where a document says SIPAS."""
    yardsticks = [register.indicator(i).measured_by for i in question.indicators]
    measured = [i.id for i in register.indicators if i.measured_by in question.indicators]
    for indicator in (*yardsticks, *measured, *question.alternatives):
        if indicator and (found := register.targets([indicator], question.documents)):
            return found
    kinds = [i.id for i in register.indicators if i.kind_of in question.indicators]
    return register.targets(kinds, question.documents) if kinds else ()


def _by_year_and_level(question: Question, targets: tuple[Target, ...]) -> Choice:
    if question.years:
        in_year = tuple(t for t in targets if any(t.holds_for(year) for year in question.years))
        if not in_year:
            return Choice((), "year", targets)
    elif question.period:
        in_year = tuple(t for t in targets if _overlaps(t, question.period))
        if not in_year:
            return Choice((), "year", targets)
    else:
        in_year = targets
    excepted = "exception" in question.asks and not any(t.level in question.levels for t in in_year)
    if question.levels and not excepted:
        wanted = set(question.levels)
        # a figure that names no tier is the whole city's; it answers a question about the city
        whole = bool(wanted & {Level.CITY, Level.MINISTRY_PROVINCE})
        at_level = tuple(t for t in in_year if t.level in wanted or (t.level is None and whole))
        if not at_level:
            return Choice((), "level", in_year)
        in_year = at_level
    return Choice(_sharpest(question, in_year))


def _sharpest(question: Question, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Of each indicator the targets that name the asked year, when there are any; otherwise all that cover it."""
    if not question.years:
        return targets
    exact = [t for t in targets if t.deadline.year in question.years and t.deadline.kind is not DeadlineKind.PERIOD]
    named = {t.indicator for t in exact}
    return tuple(t for t in targets if t in exact or t.indicator not in named)


def _overlaps(target: Target, period: tuple[int, int]) -> bool:
    return any(target.holds_for(year) for year in range(period[0], period[1] + 1))


def _home_first(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda t: t.place.document != HOME_DOCUMENT))


def nearest_facts(targets: tuple[Target, ...], register: Register, language: str) -> tuple[Statement, ...]:
    """Up to three near facts, labelled as such, for a refusal's suggestions."""
    return tuple(Statement("nearest.fact", {"fact": summary(target, register, language)}) for target in targets[:3])


def summary(target: Target, register: Register, language: str) -> str:
    """A target in one line: figure, what, when, document."""
    return (
        f"{raised(figure(target, language))} – {statement(target, language)}, {deadline(target, language)} "
        f"({document(register.document(target.place.document), language)})"
    )
