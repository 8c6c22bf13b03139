"""Target against result: never "đã đạt" from a plan, always the latest known figure with its year."""

from __future__ import annotations

from decimal import Decimal

from bot.finding.choosing import choose, nearest_facts
from bot.finding.finding import Derivation, Finding, Statement, refusal
from bot.finding.phrases import deadline, document, figure, number, result_value, result_when
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation, Document, Passage, Span
from knowledge.register.register import Register
from knowledge.register.values import Level, Result, Target

_CHECKED = {"papi": ("Đối chiếu chỉ tiêu PAPI",)}  # targets whose check needs several years: the edition does it


def find_achieved(question: Question, register: Register) -> Finding | None:
    """Whether a target was met, as far as published results go."""
    if not question.asks_any("achieved"):
        return None
    if not question.indicators:
        return _of_document(question, register)
    choice = choose(question, register)
    targets = [t for t in choice.targets or choice.nearest if t.level is None or t.level in (*question.levels, t.level)]
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
        missing = Statement("missing.result", {"subject": subject})
        return refusal(
            Status.UNANSWERED_NOT_IN_DOCUMENTS, missing, nearest_facts(tuple(targets), register, question.language)
        )
    return Finding(Status.ANSWERED_RESULT, tuple(said), subject=question.indicators)


def _verdicts(target: Target, register: Register) -> list[Statement]:
    """What the document's own edition concludes about this indicator, when it does."""
    source = register.document(target.place.document)
    name = register.indicator(target.indicator).short.vi
    clauses = [p for p in source.passages if "như vậy là" in p.text and name in p.text.split(":")[0]]
    return [Statement("achieved.verdict", {"text": c.quote}, (c,)) for p in clauses[:1] for c in [_citation(source, p)]]


def _of_document(question: Question, register: Register) -> Finding | None:
    """What a document's own edition says of its outcome; a refusal where it has nothing."""
    if len(question.documents) != 1 or question.areas:
        return None
    source = register.document(question.documents[0])
    known = [c for p in source.passages if "như vậy là" in p.text for c in [_citation(source, p)]]
    if not known:
        subject = document(source, question.language)
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.result", {"subject": subject}))
    return Finding(Status.ANSWERED_RESULT, tuple(Statement("achieved.verdict", {"text": c.quote}, (c,)) for c in known))


def _citation(source: Document, passage: Passage) -> Citation:
    return Citation(source, passage, Span(passage.id, 0, len(passage.text)))


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
    if result is None:
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
    said += _gap(target, result, register, language)
    if target.deadline.year and result.year < target.deadline.year:
        said.append(Statement("achieved.no_final", {"year": str(target.deadline.year)}, (register.cite(target.place),)))
    return said


def _latest(target: Target, measured_by: str | None, register: Register) -> Result | None:
    """The result of the deadline's year, or the last one before it; undated targets take the last of all."""
    if not measured_by:
        return None
    measure = {"rank_gain": "rank", "rank": "rank", "group": "group", "score": "score", "leading": "rank"}.get(
        target.measure, "percent"
    )
    year = target.deadline.year or target.deadline.end or 9999
    start = target.deadline.start or 0
    for level in (None, Level.COMMUNE):
        known = register.results(measured_by, measures=[measure], level=level)
        known = tuple(r for r in known if start <= r.year <= year)
        if known:
            return known[-1]
    return None


def _gap(target: Target, result: Result, register: Register, language: str) -> list[Statement]:
    """The arithmetic between a percentage and its target."""
    if target.comparator in {"<", "<="} or target.upper is not None:
        return []  # a ceiling or a range: "short of the target" would say the wrong thing
    if target.number is None or target.unit != "%" or result.unit != "%" or target.measure != "percent":
        return []
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


def plain(value: Decimal) -> Decimal:
    """A number without trailing zeros: 8.50 gives 8.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _clauses(source: Document, openings: tuple[str, ...]) -> list[Citation]:
    """The clauses that begin with one of the openings."""
    return [_citation(source, p) for p in source.passages if openings and p.text.startswith(openings)]
