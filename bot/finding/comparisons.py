"""Comparisons of targets across documents, years, levels or indicators, with the arithmetic shown."""

from __future__ import annotations

import prompts
from bot.finding.clauses import whole
from bot.finding.finding import Derivation, Finding, Statement
from bot.finding.phrases import deadline, document, figure, number, raised, statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, Target


def find_comparison(question: Question, register: Register) -> Finding | None:
    """Two or more figures side by side; None when no comparison of targets is asked or possible."""
    wanted = question.asks_any("compare") or len(question.documents) > 1
    if not wanted or not question.indicators or question.asks_any("achieved"):
        return None
    targets = _sides(question, register)
    if len(targets) < 2:
        return None
    language = question.language
    said = [_line(t, register, language) for t in targets]
    if len(question.documents) > 1 and len({t.place.document for t in targets}) == 1:
        return Finding(
            Status.ANSWERED_TARGET, (*said, *_silent(targets, question, register)), subject=question.indicators
        )
    if difference := _difference(targets, register, language):
        said.append(difference)
    return Finding(Status.ANSWERED_COMPARISON, tuple(said), subject=question.indicators)


def _sides(question: Question, register: Register) -> tuple[Target, ...]:
    documents = question.documents
    own = _at_levels(register.targets(question.indicators, documents), question) if len(question.levels) > 1 else ()
    if len(documents) == 1 and documents[0] != HOME_DOCUMENT and not question.years and len(own) < 2:
        documents = (HOME_DOCUMENT, *documents)  # "so với Nghị quyết 76?" compares with the home document
    elif (
        len(documents) == 1 and question.years and not register.targets(question.indicators, documents, question.years)
    ):
        of_year = register.targets(question.indicators, years=question.years)
        documents = (*documents, *dict.fromkeys(t.place.document for t in of_year))  # "yêu cầu 2026 so với KH 136"
    if not documents and not (len(question.years) > 1 or len(question.levels) > 1 or len(question.indicators) > 1):
        home = register.targets(question.indicators, [HOME_DOCUMENT])
        documents = () if len(home) < 2 else (HOME_DOCUMENT,)
    elif not documents:
        documents = (HOME_DOCUMENT,)
    targets = (
        _of_each(documents, question, register)
        if len(documents) > 1
        else register.targets(indicators=question.indicators, documents=documents or None, years=question.years or None)
    )
    if len(question.years) > 1 and len({t.deadline.year or t.deadline.end for t in targets}) < 2:
        wider = targets or not question.documents  # a named document that sets none is not spoken for by others
        targets = register.targets(question.indicators, years=question.years) if wider else targets
    if question.levels:
        targets = _at_levels(targets, question)
    if len(question.years) > 1:
        exact = tuple(t for t in targets if t.deadline.year in question.years)
        targets = exact if len(exact) > 1 else targets
    return targets


def _at_levels(targets: tuple[Target, ...], question: Question) -> tuple[Target, ...]:
    """Each document's targets of the levels asked; beside another document's, also those split by no level."""
    split = {t.place.document for t in targets if t.level is not None}
    several = len({t.place.document for t in targets}) > 1
    return tuple(
        t
        for t in targets
        if t.level in question.levels or (several and t.level is None and t.place.document not in split)
    )


def _silent(targets: tuple[Target, ...], question: Question, register: Register) -> list[Statement]:
    """A word on each document named that sets no such target: there is nothing to compare with."""
    held = {t.place.document for t in targets}
    others = [register.document(d) for d in question.documents if d not in held]
    return [
        Statement(
            "compare.silent",
            {"document": raised(document(other, question.language))},
            (whole(other, other.passages[0]),),
        )
        for other in others
    ]


def _of_each(documents: tuple[str, ...], question: Question, register: Register) -> tuple[Target, ...]:
    """Each document's targets, of the years asked where it has any of them."""
    found: list[Target] = []
    for each in documents:
        own = register.targets(question.indicators, [each])
        own = own or register.targets(question.alternatives, [each])
        found += [t for t in own if any(t.holds_for(y) for y in question.years)] or list(own)
    return tuple(found)


def _line(target: Target, register: Register, language: str) -> Statement:
    values = {
        "figure": raised(figure(target, language)),
        "statement": statement(target, language),
        "deadline": deadline(target, language),
        "document": document(register.document(target.place.document), language),
    }
    return Statement("target.line", values, (register.cite(target.place),), figure=target)


def _difference(targets: tuple[Target, ...], register: Register, language: str) -> Statement | None:
    """The arithmetic between two plain percentages; nothing for growth, ranks or more than two."""
    if len(targets) != 2 or any(t.number is None or t.unit != "%" or t.measure != "percent" for t in targets):
        return None
    if len({t.indicator for t in targets}) > 1:
        return None
    upper, lower = sorted(targets, key=lambda t: t.number or 0, reverse=True)
    high, low = upper.number, lower.number
    assert high is not None and low is not None, "checked above"
    cited = tuple(register.cite(t.place) for t in targets)
    if high == low:
        return Statement("compare.same", {"value": number(str(high), language) + "%"}, cited)
    derived = Derivation(high, low)
    return Statement(
        "compare.difference",
        {
            "lower": _called(lower, upper, register, language),
            "upper": _called(upper, lower, register, language, opening=False),
            "high": number(str(high), language),
            "low": number(str(low), language),
            "difference": number(str(derived.difference), language),
            "unit": "điểm phần trăm" if language == "vi" else "percentage points",
        },
        cited,
        derivation=derived,
    )


def _called(target: Target, other: Target, register: Register, language: str, opening: bool = True) -> str:
    """What tells a target from the other: its document, else its level, else its deadline."""
    if target.place.document != other.place.document:
        return raised(document(register.document(target.place.document), language))
    if target.level and target.level != other.level:
        name = prompts.say(language, f"level.{target.level.value}")
    else:
        own, others = deadline(target, language), deadline(other, language)
        name = prompts.say(language, "compare.mark", deadline=own) if own != others else statement(target, language)
    return raised(name) if opening else name
