"""Answers about results: the measured value of an indicator in a year, or over the years."""

from __future__ import annotations

from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import lowered, raised, result_value, result_when
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Confidence
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, DeadlineKind, Level, Result

INDICES = {"papi", "sipas", "par_index", "service_index"}  # known first of all by their results
_RESULT_MEASURES = {"score", "rank", "group"}


def asks_for_result(question: Question, register: Register) -> bool:
    """Whether a measured value is asked for, rather than a target."""
    if not question.indicators or question.asks_any("deadline", "exception", "comparator", "definition"):
        return False
    indicator = register.indicator(question.indicators[0])
    aims = "target" in question.marks or bool(register.targets([indicator.id], question.documents or ["-"]))
    if aims and not question.asks_any("result"):
        return False
    if question.dated and indicator.measured_by and register.results(indicator.measured_by, level=_level(question)):
        return True
    if question.years and indicator.measured_by and _only_undated(question, register):
        return True
    if "rank_gain" in question.measures and not question.years:
        return False
    if not indicator.measured_by:
        return question.asks_any("result") and "target" not in question.marks
    if question.asks_any("result", "standing") or question.measures & _RESULT_MEASURES or question.nationwide:
        return True
    only_results = not register.targets([indicator.id])
    if only_results:
        return True
    return (
        indicator.id in INDICES
        and (bool(question.years) or question.asks_any("highest", "path", "today"))
        and not (question.measures & {"rank_gain"})
    )


def _only_undated(question: Question, register: Register) -> bool:
    """Whether every target of the indicator lacks a year, so that a year can only mean a result."""
    targets = register.targets(question.indicators, question.documents or [HOME_DOCUMENT])
    return bool(targets) and all(t.deadline.kind is DeadlineKind.PERIOD for t in targets)


def find_result(question: Question, register: Register) -> Finding | None:
    """The results asked for, each with its year; a refusal where none is known."""
    if not asks_for_result(question, register):
        return None
    language = question.language
    indicator = register.indicator(question.indicators[0])
    measures = set(question.measures & _RESULT_MEASURES)
    if "score" in measures:
        measures.add("percent")  # people call a percentage index "điểm" too
    level = _level(question)
    if level is Level.NATIONAL and question.asks_any("compare"):
        return _beside_national(question, register)
    known = register.results(indicator.id, level=level)
    if not known and indicator.measured_by:
        known = register.results(indicator.measured_by, level=level)
    if not measures and "percent" in question.measures:
        measures = {"percent", "score", "count"}
    wanted = [r for r in known if not measures or r.measure in measures]
    if question.years:
        wanted = [r for r in wanted if r.year in question.years]
    elif question.asks_any("highest", "today") and wanted:
        last = max(r.year for r in wanted)
        wanted = [r for r in wanted if r.year == last]
    elif question.period:
        wanted = [r for r in wanted if question.period[0] <= r.year <= question.period[1]]
    if not wanted:
        return _refused(question, register, known)
    missing_years = [y for y in question.years if y not in {r.year for r in wanted}]
    if missing_years and question.asks_any("compare"):
        return _refused(question, register, known, tuple(missing_years))
    said: list[Statement] = []
    for result in wanted:
        said += say_result(result, question, register)
    status = Status.ANSWERED_COMPARISON if question.asks_any("compare") and len(wanted) > 1 else Status.ANSWERED_RESULT
    return Finding(status, tuple(said), _suggestions(question, register, known), subject=question.indicators)


def say_result(result: Result, question: Question, register: Register) -> list[Statement]:
    """A result with what other publications say of it, and the level it is limited to."""
    cited = (register.cite(result.place),)
    said = [_line(result, register, question.language)]
    for disagreement in result.disagreements:
        said.append(Statement("result.disagreement", {"says": disagreement.says.text(question.language)}, cited))
    if result.level is Level.COMMUNE and Level.COMMUNE not in question.levels:
        said.append(Statement("result.commune_only", {}, cited))
    return said


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
    return Finding(Status.ANSWERED_COMPARISON, tuple(said), subject=question.indicators) if said else None


def _line(result: Result, register: Register, language: str) -> Statement:
    key = "result.line_conflict" if result.confidence is Confidence.CONFLICT else "result.line"
    values = {
        "value": raised(result_value(result, language)),
        "statement": lowered(result.statement.text(language)),
        "when": result_when(result, language),
    }
    return Statement(key, values, (register.cite(result.place),), figure=result)


def _level(question: Question) -> Level | None:
    if question.nationwide:
        return Level.NATIONAL
    for level in (Level.COMMUNE, Level.DISTRICT):
        if level in question.levels:
            return level
    return None


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
            {
                "fact": f"{raised(result_value(r, language))} – {lowered(r.statement.text(language))}, {result_when(r, language)}"
            },
        )
        for r in _closest(known, asked)
    )
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing, nearest)


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
