"""Figures a person states of a result: confirmed, corrected, or told with what the sources disagree on."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from bot.finding.finding import Finding, Statement
from bot.finding.phrases import lowered, number, raised, result_value, result_when
from bot.messages import Status
from bot.understanding.question import Claim, Question
from knowledge.documents import Confidence
from knowledge.register.register import Register
from knowledge.register.values import INDICES, Result
from knowledge.vietnamese import quantities

_WORDS = {
    "vi": {
        "<": "dưới ",
        "<=": "tối đa ",
        ">": "trên ",
        ">=": "tối thiểu ",
        "bậc": "bậc",
        "điểm": "điểm",
        "hạng": "hạng",
        "nhóm": "nhóm",
    },
    "en": {
        "<": "under ",
        "<=": "at most ",
        ">": "over ",
        ">=": "at least ",
        "bậc": "places",
        "điểm": "points",
        "hạng": "rank",
        "nhóm": "group",
    },
}


def claimed_figure(claim: Claim, language: str) -> str:
    """A stated figure in words, as it was said: "trên 85%", "5 điểm"."""
    value = number(str(claim.value), language)
    words = _WORDS[language]
    if claim.unit in {"hạng", "nhóm"}:
        return f"{words[claim.unit]} {value}"
    unit = "%" if claim.unit == "%" else f" {words[claim.unit]}" if claim.unit else ""
    return f"{words.get(claim.comparator or '', '')}{value}{unit}"


def is_about_results(question: Question) -> bool:
    """Whether the figure is said of a result: an index in a year, and no target spoken of."""
    told = question.asks_any("result", "standing") or question.measures & {"score", "rank", "group"}
    index = question.indicators[0] in INDICES or question.claims[0].unit in {"hạng", "nhóm", "điểm"}
    return "target" not in question.marks and bool(question.years) and bool(told or index)


def find_result_claim(question: Question, register: Register, claim: Claim) -> Finding | None:
    """The result the claim is about, with the claim confirmed or corrected; None where no result is known."""
    measures = {"điểm": {"score", "percent"}, "hạng": {"rank"}, "nhóm": {"group"}, "%": {"percent"}}
    if claim.unit is not None and claim.unit not in measures:
        return None
    wanted = measures.get(claim.unit or "") or (question.measures & {"score", "rank", "group"}) or None
    results = register.results(question.indicators[0], question.years, wanted)
    if not results:
        return None
    known = [r for r in results if _rounded(r, claim) == claim.value or _also_said(r, claim)]
    language = question.language
    chosen = known[0] if known else results[0]
    values = _result_values(chosen, language)
    cited = (register.cite(chosen.place),)
    if known and chosen.confidence is Confidence.CONFLICT:
        said = [Statement("result.line_conflict", {**values, "value": raised(values["value"])}, cited, figure=chosen)]
        status = Status.ANSWERED_RESULT
    elif known:
        said = [
            Statement("correction.result_confirmed", {**values, "value": raised(values["value"])}, cited, figure=chosen)
        ]
        status = Status.ANSWERED_RESULT
    else:
        claimed = {"claimed": claimed_figure(claim, language)}
        values = {**values, "value": raised(values["value"])}
        said = [Statement("correction.result_value", {**values, **claimed}, cited, figure=chosen, echo=(claim.value,))]
        status = Status.ANSWERED_CORRECTION
    for disagreement in chosen.disagreements:
        said.append(Statement("result.disagreement", {"says": disagreement.says.text(language)}, cited))
    return Finding(status, tuple(said), subject=question.indicators)


def _rounded(result: Result, claim: Claim) -> Decimal:
    """The result at the claim's number of decimals: "43,77" says 43,7747 rightly; a whole one rounds nothing."""
    exponent = claim.value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return result.number
    return result.number.quantize(claim.value, ROUND_HALF_UP)


def _also_said(result: Result, claim: Claim) -> bool:
    """Whether another publication gives the claimed value."""
    return any(claim.value in {q.value for q in quantities(d.says.vi)} for d in result.disagreements)


def _result_values(result: Result, language: str) -> dict[str, str]:
    return {
        "value": result_value(result, language),
        "statement": lowered(result.statement.text(language)),
        "when": result_when(result, language),
    }
