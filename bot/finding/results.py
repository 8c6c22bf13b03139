"""Answers about results: the measured value of an indicator in a year, or over the years."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.finding.differences import differences
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import lowered, raised, result_value, result_when
from bot.finding.which_results import RESULT_MEASURES, known_results, level_asked, wanted_results
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Confidence
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, INDICES, DeadlineKind, Indicator, Level, Result, Target

_WENT = re.compile(  # "PAPI 2024 tăng hay giảm?", "did the rank improve in 2024?": against the year before
    r"\b(?:tăng hay giảm|giảm hay tăng|lên hay xuống|xuống hay lên|tăng hay tụt|up or down|rise or fall"
    r"|improved?|worsen(?:ed)?)\b"
)


def asks_for_result(question: Question, register: Register) -> bool:
    """Whether a measured value is asked for, rather than a target."""
    if not question.indicators or question.asks_any("deadline", "exception", "comparator", "definition"):
        return False
    indicator = register.indicator(question.indicators[0])
    aimed = bool(question.marks & {"target", "must"})
    said = question.asks_any("result") or (question.asks_any("got") and not aimed)
    set_by_named = bool(question.documents) and bool(register.targets([indicator.id], question.documents))
    if _asks_how_many(question, register) and not aimed and not set_by_named:
        return True
    if not indicator.measured_by:
        return said and "target" not in question.marks
    if (aimed or set_by_named or _gain_each_year(question)) and not said:
        return False
    return (
        said
        or question.asks_any("standing", "highest", "lowest", "latest")
        or bool(question.measures & RESULT_MEASURES)
        or question.nationwide
        or (question.asks_any("today") and not question.asks_any("size") and bool(known_results(question, register)))
        or question.dated
        or (not register.targets([indicator.id]) and bool(question.asks or not question.beyond))
        or (indicator.id in INDICES and (bool(question.years) or question.asks_any("path", "today")))
        or (bool(question.years) and _only_results(question, indicator, register))
    )


def _asks_how_many(question: Question, register: Register) -> bool:
    """Whether a number of things is asked that was counted; a target says a share of them."""
    indicator = register.indicator(question.indicators[0])
    levels = (None, Level.COMMUNE) if not question.levels else (level_asked(question),)
    return "count" in question.measures and any(
        register.results(i, question.years or None, ["count"], level)
        for i in dict.fromkeys((indicator.id, indicator.measured_by or indicator.id))
        for level in levels
    )


def _gain_each_year(question: Question) -> bool:
    return "rank_gain" in question.measures and (not question.years or "path" in question.asks)


def _only_results(question: Question, indicator: Indicator, register: Register) -> bool:
    """Whether a year can only mean a result: targets have no year of their own, or none holds then."""
    if indicator.assumed or indicator.measured_by is None:
        return False
    held = register.targets(question.indicators, years=question.years, levels=question.levels or None)
    if any(_names_year(t, question) for t in held):
        return False
    home = register.targets(question.indicators, [HOME_DOCUMENT])
    levels = (level_asked(question),) if question.levels else (None, Level.COMMUNE)
    known = any(register.results(indicator.measured_by, question.years, level=level) for level in levels)
    return (known and not held) or (bool(home) and all(t.deadline.kind is DeadlineKind.PERIOD for t in home))


def _of_another_document(question: Question, register: Register) -> bool:
    """Whether a document is named that speaks of other things than this indicator."""
    return bool(question.documents) and not register.targets(
        [*question.indicators, *question.alternatives], question.documents
    )


def _names_year(target: Target, question: Question) -> bool:
    return target.deadline.year in question.years or target.deadline.start == target.deadline.end


def find_result(question: Question, register: Register) -> Finding | None:
    """The results asked for, each with its year; a refusal where none is known."""
    if not asks_for_result(question, register) or _of_another_document(question, register):
        return None
    if question.nationwide and question.asks_any("compare"):
        return _beside_national(question, register)
    question = _against_base(question)
    known = known_results(question, register)
    wanted = wanted_results(question, known)
    missing = tuple(y for y in question.years if y not in {r.year for r in wanted})
    if not wanted or (missing and question.asks_any("compare")):
        return _refused(question, register, known, missing)
    said = tuple(s for result in wanted for s in say_result(result, question, register))
    if question.asks_any("compare"):
        said = (*said, *differences(wanted, register, question.language))
    if question.asks_any("highest", "lowest") and not question.years:
        years = {r.year for r in known}
        span = {"start": str(min(years)), "end": str(max(years))}
        first, last = (next(r for r in known if r.year == y) for y in (min(years), max(years)))
        cited = tuple(register.cite(r.place) for r in (first, last))
        said = (*said, Statement("result.span", span, cited))
    status = Status.ANSWERED_COMPARISON if question.asks_any("compare") and len(wanted) > 1 else Status.ANSWERED_RESULT
    return Finding(status, said, _suggestions(question, register, known), subject=question.indicators)


def _against_base(question: Question) -> Question:
    """ "PAPI 2022 tăng mấy bậc so với 2021?" sets the results of two years side by side."""
    if question.base is None and len(question.years) == 1 and _WENT.search(question.text.lower()):
        return replace(question, years=(question.years[0] - 1, *question.years), asks=question.asks | {"compare"})
    if question.base is None or len(question.years) != 1:
        return question
    measures = question.measures - {"growth", "rank_gain"}
    if "rank_gain" in question.measures:
        measures |= {"rank"}
    return replace(
        question, years=(question.base, *question.years), asks=question.asks | {"compare"}, measures=measures
    )


def say_result(result: Result, question: Question, register: Register) -> list[Statement]:
    """A result with what other publications say of it, and the level it is limited to."""
    cited = (register.cite(result.place),)
    language = question.language
    others = [Statement("result.disagreement", {"says": d.says.text(language)}, cited) for d in result.disagreements]
    limited = result.level is Level.COMMUNE and Level.COMMUNE not in question.levels
    return [
        _line(result, register, language),
        *others,
        *([Statement("result.commune_only", {}, cited)] if limited else []),
    ]


def _beside_national(question: Question, register: Register) -> Finding | None:
    """The city's figure beside the whole country's, year by year."""
    indicator = register.indicator(question.indicators[0])
    measured = indicator.measured_by or indicator.id
    pairs = [
        (own, national)
        for national in register.results(measured, question.years or None, ["percent"], Level.NATIONAL)
        for own in register.results(measured, [national.year], ["percent"])
    ]
    said = [_line(result, register, question.language) for pair in pairs[-1:] for result in pair]
    said += [s for pair in pairs[-1:] for s in differences(pair, register, question.language)]
    return Finding(Status.ANSWERED_COMPARISON, tuple(said), subject=question.indicators) if said else None


def _line(result: Result, register: Register, language: str) -> Statement:
    key = "result.line_conflict" if result.confidence is Confidence.CONFLICT else "result.line"
    values = {
        "value": raised(result_value(result, language)),
        "statement": lowered(result.statement.text(language)),
        "when": result_when(result, language),
    }
    return Statement(key, values, (register.cite(result.place),), figure=result)


def _refused(question: Question, register: Register, known: tuple[Result, ...], years: tuple[int, ...] = ()) -> Finding:
    language = question.language
    subject = register.indicator(question.indicators[0]).short.text(language)
    asked = years or question.years
    if asked:
        missing = Statement("missing.result_year", {"subject": subject, "year": ", ".join(map(str, asked))})
    else:
        missing = Statement("missing.result", {"subject": subject})
    nearest = tuple(
        Statement(
            "nearest.fact",
            {"fact": _summary(r, language)},
        )
        for r in _closest(known, asked)
    )
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing, nearest)


def _summary(result: Result, language: str) -> str:
    value, when = raised(result_value(result, language)), result_when(result, language)
    return f"{value} – {lowered(result.statement.text(language))}, {when}"


def _closest(known: tuple[Result, ...], years: tuple[int, ...]) -> list[Result]:
    anchor = years[0] if years else 9999
    return sorted(known, key=lambda r: (abs(r.year - anchor), -r.year))[:2]


def _suggestions(question: Question, register: Register, known: tuple[Result, ...]) -> tuple[Statement, ...]:
    language = question.language
    subject = register.indicator(question.indicators[0]).short.text(language)
    offered = []
    others = [y for y in register.result_years(known) if y not in question.years]
    if others and question.years:
        offered.append(Statement("suggest.other_year", {"year": str(others[-1])}))
    if register.targets([question.indicators[0]]):
        offered.append(Statement("suggest.value", {"subject": subject}))
    offered.append(Statement("suggest.definition", {"subject": raised(subject)}))
    return tuple(offered)
