"""Target against result: never "đã đạt" from a plan, always the latest known figure with its year."""

from __future__ import annotations

from decimal import Decimal

from bot.finding.choosing import choose, nearest_facts
from bot.finding.clauses import whole
from bot.finding.differences import differences
from bot.finding.finding import Derivation, Finding, Statement, refusal
from bot.finding.phrases import deadline, document, figure, number, result_value, result_when
from bot.finding.results import say_result
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation, Document
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, Level, Result, Target

_TALLIED = ("mục tiêu", "chỉ tiêu", "goals", "targets")  # what a tally of a document counts
_OWN_TIER = {Level.DISTRICT, Level.COMMUNE, Level.CENTRE, Level.MINISTRY_PROVINCE}  # no other tier's figure fits
_CHECKED = {"papi": ("Đối chiếu chỉ tiêu PAPI",)}  # targets whose check needs several years: the edition does it


def find_achieved(question: Question, register: Register) -> Finding | None:
    """Whether a target was met, as far as published results go."""
    if not question.asks_any("achieved"):
        return None
    if not question.indicators:
        return _of_document(question, register)
    targets = _meant(question, register)
    if not targets:
        return None
    one_document = len({t.place.document for t in targets}) == 1
    if one_document and (verdicts := _verdicts(targets[0], register)):
        return Finding(Status.ANSWERED_RESULT, tuple(verdicts), subject=question.indicators)
    said: list[Statement] = []
    for target in targets[:2]:
        said += _checked(target, question, register)
    if not any(isinstance(s.figure, Result) or s.template == "achieved.verdict" for s in said):
        subject = register.indicator(question.indicators[0]).short.text(question.language)
        key = "missing.result_year" if question.years else "missing.result"
        years = {"year": ", ".join(map(str, question.years))} if question.years else {}
        nearest = nearest_facts(tuple(targets), register, question.language)
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement(key, {"subject": subject, **years}), nearest)
    return Finding(Status.ANSWERED_RESULT, tuple(said), subject=question.indicators)


def _meant(question: Question, register: Register) -> list[Target]:
    """The targets whose outcome is asked: those of the slots; of these, those that state the figure said."""
    choice = choose(question, register)
    found = choice.targets or (() if choice.failed == "document" else choice.nearest)
    held = [t for t in found if t.level is None or not question.levels or t.level in question.levels]
    stated = [t for t in held if question.claims and t.number == question.claims[0].value]
    return stated or held


def _verdicts(target: Target, register: Register) -> list[Statement]:
    """What the document's own edition concludes about this indicator, when it does."""
    source = register.document(target.place.document)
    name = register.indicator(target.indicator).short.vi
    clauses = [p for p in source.passages if "như vậy là" in p.text and name in p.text.split(":")[0]]
    return [Statement("achieved.verdict", {"text": c.quote}, (c,)) for p in clauses[:1] for c in [whole(source, p)]]


def _of_document(question: Question, register: Register) -> Finding | None:
    """What a document's own edition says of its outcome; a refusal where it has nothing."""
    named = question.documents or ((HOME_DOCUMENT,) if question.asks_any("list", "count") else ())
    if len(named) != 1 or question.areas:
        return None
    source = register.document(named[0])
    known = [c for p in source.passages if "như vậy là" in p.text for c in [whole(source, p)]]
    of_all = any(word in question.text for word in _TALLIED)
    if not known and of_all and (own := [r for r in register.all_results if r.place.document == source.id]):
        said = tuple(s for result in own for s in say_result(result, question, register))
        return Finding(Status.ANSWERED_RESULT, said)
    if not known:
        subject = document(source, question.language)
        checkable = _checkable(source, question, register)
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.tally", {"subject": subject}), checkable)
    return Finding(Status.ANSWERED_RESULT, tuple(Statement("achieved.verdict", {"text": c.quote}, (c,)) for c in known))


def _checkable(source: Document, question: Question, register: Register) -> tuple[Statement, ...]:
    """The document's indicators that published results can be set beside: what can be asked instead."""
    ids = dict.fromkeys(t.indicator for t in register.targets(documents=[source.id]))
    indicators = (register.indicator(i) for i in ids)
    return tuple(
        Statement("suggest.achieved", {"subject": i.short.text(question.language)})
        for i in indicators
        if i.measured_by and register.results(i.measured_by)
    )[:3]


def _checked(target: Target, question: Question, register: Register) -> list[Statement]:
    language = question.language
    source = register.document(target.place.document)
    values = {
        "figure": figure(target, language),
        "deadline": deadline(target, language),
        "document": document(source, language),
    }
    said = [Statement("achieved.target", values, (register.cite(target.place),), figure=target)]
    if target.measure == "rank_gain":
        return said + [
            Statement("achieved.verdict", {"text": c.quote}, (c,))
            for c in _clauses(source, _CHECKED.get(target.indicator, ()))
        ]
    indicator = register.indicator(target.indicator)
    result = _latest(target, indicator.measured_by, register)
    if result is None or _of_another_year(result, target, question):
        return said
    cited = (register.cite(result.place),)
    shown = {"value": result_value(result, language), "when": result_when(result, language)}
    said.append(Statement("achieved.latest", shown, cited, figure=result))
    if result.level is Level.COMMUNE:
        said.append(Statement("result.commune_only", {}, cited))
    said += [Statement("result.disagreement", {"says": d.says.text(language)}, cited) for d in result.disagreements]
    if indicator.assumed and indicator.measured_by:
        yardstick = register.indicator(indicator.measured_by).short.text(language)
        said.append(Statement("achieved.assumed", {"yardstick": yardstick}, (register.cite(target.place),)))
    said += (
        _rise(target, result, register, language) if target.number is None else _gap(target, result, register, language)
    )
    if target.deadline.year and result.year < target.deadline.year:
        said.append(Statement("achieved.no_final", {"year": str(target.deadline.year)}, (register.cite(target.place),)))
    return said


def _of_another_year(result: Result, target: Target, question: Question) -> bool:
    """Whether a year is asked that the target does not name, and the result is not of it."""
    return bool(question.years) and target.deadline.year not in question.years and result.year not in question.years


def _latest(target: Target, measured_by: str | None, register: Register) -> Result | None:
    """The result to set beside a target: of its measure where one is known, of its own tier, of its years.

    The result of the deadline's year comes first, then the last one before it, then a later one.
    """
    if not measured_by:
        return None
    wanted = {"rank_gain": "rank", "rank": "rank", "group": "group", "score": "score", "leading": "rank"}
    measure = wanted.get(target.measure, "percent")
    year = target.deadline.year or target.deadline.end or 9999
    start = target.deadline.start or 0
    levels = (target.level,) if target.level in _OWN_TIER else (None, Level.COMMUNE)
    for measures in ([measure], None):
        known = [register.results(measured_by, measures=measures, level=level) for level in levels]
        for of_tier in known:
            if in_time := [r for r in of_tier if start <= r.year <= year]:
                return in_time[-1]
        for of_tier in known:
            if after := [r for r in of_tier if r.year > year]:
                return after[0]
    return None


def _gap(target: Target, result: Result, register: Register, language: str) -> list[Statement]:
    """The arithmetic between a percentage and its target."""
    if target.comparator in {"<", "<="} or target.upper is not None:
        return []  # a ceiling or a range: "short of the target" would say the wrong thing
    if target.number is None or target.unit != "%" or result.unit != "%" or target.measure != "percent":
        return []
    last = target.deadline.year or target.deadline.end
    if last and result.year > last:
        return []  # a later figure says nothing of the deadline, nor of the plan's period
    if result.above and result.number <= target.number:
        return []  # "over 80%" may be above the target or below it
    cited = (register.cite(target.place), register.cite(result.place))
    high, low = max(target.number, result.number), min(target.number, result.number)
    derived = Derivation(high, low)
    said = []
    if high != low:
        values = {
            "target": number(target.value or "", language) + "%",
            "high": number(high, language),
            "low": number(low, language),
            "difference": number(plain(derived.difference), language),
            "unit": "điểm phần trăm" if language == "vi" else "percentage points",
        }
        said.append(Statement("achieved.gap", values, cited, derivation=derived))
    reached = result.number > target.number or (result.number == target.number and target.comparator != ">")
    said.append(Statement("achieved.reached" if reached else "achieved.short", {}, cited))
    return said


def _rise(target: Target, result: Result, register: Register, language: str) -> list[Statement]:
    """For "cao hơn năm trước": the figure of the year before, and the arithmetic between the two."""
    if target.comparator != ">":
        return []
    earlier = [
        r for r in register.results(result.indicator, [result.year - 1], [result.measure]) if r.level == result.level
    ]
    if len(earlier) != 1:
        return []
    cited = (register.cite(target.place), register.cite(result.place), register.cite(earlier[0].place))
    shown = {"value": result_value(earlier[0], language), "when": result_when(earlier[0], language)}
    upward = result.number > earlier[0].number
    better = upward != (result.measure in {"rank", "group"})
    return [
        Statement("achieved.earlier", shown, cited[2:], figure=earlier[0]),
        *differences([earlier[0], result], register, language),
        Statement("achieved.reached" if better else "achieved.short", {}, cited),
    ]


def plain(value: Decimal) -> Decimal:
    """A number without trailing zeros: 8.50 gives 8.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _clauses(source: Document, openings: tuple[str, ...]) -> list[Citation]:
    """The clauses that begin with one of the openings."""
    return [whole(source, p) for p in source.passages if openings and p.text.startswith(openings)]
