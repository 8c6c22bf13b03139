"""Scoring of a reply against an expectation, without a judge.

``exact``         an allowed status, every figure, date and word there, a right citation, nothing forbidden
``incomplete``    an answer with nothing false in it, but a figure, word, citation or the status is not as expected
``wrong``         an answer where a refusal was due, a forbidden figure, or other figures in place of the right ones
``over_refused``  a refusal, a question back or courtesy where an answer was expected
``wrong_reason``  no answer, as expected, but given as another kind of refusal
``error``         no reply, or one that reports a fault of the program
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.evals.cases import STATUSES, Case
from tests.evals.completeness import false_rows, missing_rows
from tests.evals.reading import canonical, claimed, dates, measured, numbers, plain, years
from tests.evals.told_as_result import told_as_results

Reply = Mapping[str, Any]


class Outcome(StrEnum):
    """How a reply fared."""

    EXACT = "exact"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    OVER_REFUSED = "over_refused"
    WRONG_REASON = "wrong_reason"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of one reply, and every reason why it is not exact."""

    outcome: Outcome
    status: str
    reasons: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The group of the reply's status."""
        return group_of(self.status)


def group_of(status: str) -> str:
    """answered, clarify, unanswered, refused, smalltalk or error."""
    return status.split("_", 1)[0]


def score(case: Case, reply: Reply, *, typed: bool = True) -> Score:
    """How a reply fares; with ``typed`` off a status counts by its group (for systems that know no types)."""
    status = str(reply.get("status", ""))
    if status not in STATUSES or group_of(status) == "error":
        return Score(Outcome.ERROR, status, (f"status {status!r}",))
    if group_of(status) == "answered":
        return _answer(case, reply, status, typed)
    return _no_answer(case, reply, status, typed)


def unverified_quotes(reply: Reply, passage_text: Callable[[str], str | None]) -> list[str]:
    """The citations whose quote is empty or not, byte for byte, in the passage they name."""
    faults = []
    for citation in reply.get("citations", ()):
        quote, passage = str(citation.get("quote") or ""), str(citation.get("passage") or "")
        text = passage_text(passage)
        if not quote or text is None or quote.encode() not in text.encode():
            faults.append(f"[{citation.get('n')}] {passage or 'no passage'}: {quote!r}")
    return faults


def same_answer(clean: Reply, other: Reply) -> bool:
    """Whether two replies give one answer: status, facts and the figures of the text."""
    return _essence(clean) == _essence(other)


def _essence(reply: Reply) -> tuple[str, frozenset[tuple[str, str]], frozenset[str]]:
    facts = frozenset((str(fact.get("target")), str(fact.get("value"))) for fact in reply.get("facts", ()))
    return str(reply.get("status")), facts, numbers(str(reply.get("text", "")))


def _allowed(case: Case, status: str, typed: bool) -> bool:
    if typed:
        return status in case.expect.statuses
    return group_of(status) in {group_of(expected) for expected in case.expect.statuses}


def _no_answer(case: Case, reply: Reply, status: str, typed: bool) -> Score:
    reasons = []
    if group_of(status) == "unanswered" and reply.get("citations"):
        reasons.append("a refusal with citations")
    if forbidden := _forbidden(case, reply):
        return Score(Outcome.WRONG, status, (f"claims {', '.join(forbidden)}", *reasons))
    if not _allowed(case, status, typed):
        expected = f"{status}, expected {' or '.join(case.expect.statuses)}"
        outcome = Outcome.WRONG_REASON if case.expect.refusal_only else Outcome.OVER_REFUSED
        return Score(outcome, status, (expected, *reasons))
    return Score(Outcome.INCOMPLETE if reasons else Outcome.EXACT, status, tuple(reasons))


def _answer(case: Case, reply: Reply, status: str, typed: bool) -> Score:
    if not any(group_of(expected) == "answered" for expected in case.expect.statuses):
        return Score(Outcome.WRONG, status, (f"answered, expected {' or '.join(case.expect.statuses)}",))
    false = [f"claims {number}" for number in _forbidden(case, reply)]
    false += [*_replaced(case, reply), *false_rows(case.expect, reply)]
    if case.kind == "achieved":
        false += told_as_results(reply, asked_whether_reached=True)
    short = [*_missing(case, reply), *missing_rows(case.expect, reply, typed)]
    if not _allowed(case, status, typed):
        short.append(f"{status}, expected {' or '.join(case.expect.statuses)}")
    if false:
        return Score(Outcome.WRONG, status, (*false, *short))
    return Score(Outcome.INCOMPLETE if short else Outcome.EXACT, status, tuple(short))


def _forbidden(case: Case, reply: Reply) -> list[str]:
    """The forbidden numbers that the text or a fact claims; a denied echo of the question is none."""
    claims = set(claimed(str(reply.get("text", "")), case.question))
    claims |= {_number(fact.get("value")) for fact in reply.get("facts", ()) if fact.get("value") is not None}
    return [number for number in case.expect.forbidden if canonical(number) in claims]


def _number(value: Any) -> str:
    try:
        return canonical(str(value))
    except ArithmeticError:
        return str(value)


def _missing_figures(case: Case, reply: Reply) -> list[str]:
    there = numbers(str(reply.get("text", "")))
    missing = [figure for figure in case.expect.figures if canonical(figure) not in there]
    missing += [
        " or ".join(group)
        for group in case.expect.any_figures
        if not any(canonical(figure) in there for figure in group)
    ]
    return missing


def _replaced(case: Case, reply: Reply) -> Iterable[str]:
    """Figures and dates that stand where the expected ones should."""
    text = str(reply.get("text", ""))
    wanted = {canonical(n) for group in (case.expect.figures, *case.expect.any_figures) for n in group}
    if missing := _missing_figures(case, reply):
        asked = frozenset() if case.kind == "false_premise" else numbers(case.question)
        others = measured(text) - wanted - asked
        if any(_is_year(figure) for figure in missing):
            others |= years(text) - wanted - asked
        partly = len(missing) < len(case.expect.figures) + len(case.expect.any_figures)
        if others and (case.kind == "comparison" or not partly):
            yield f"{', '.join(sorted(others))} in place of {', '.join(missing)}"
    absent = set(case.expect.dates) - dates(text)
    if absent and (others := dates(text) - set(case.expect.dates) - dates(case.question)):
        yield f"{', '.join(sorted(others))} in place of {', '.join(sorted(absent))}"


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure.isdigit() and figure[:2] in ("19", "20")


def _missing(case: Case, reply: Reply) -> Iterable[str]:
    text = str(reply.get("text", ""))
    if figures := _missing_figures(case, reply):
        yield f"without {', '.join(figures)}"
    if absent := set(case.expect.dates) - dates(text):
        yield f"without the date {', '.join(sorted(absent))}"
    words = plain(text)
    for group in case.expect.says:
        if not any(plain(word) in words for word in group):
            yield f"says none of {' | '.join(group)}"
    cited = [plain(str(citation.get("document", ""))) for citation in reply.get("citations", ())]
    if not cited:
        yield "an answer without a citation"
    elif case.expect.citation and not any(plain(number) in name for number in case.expect.citation for name in cited):
        yield f"cites {', '.join(cited)}, not {' or '.join(case.expect.citation)}"
