"""A quoted passage that states a figure of the register is answered as that figure, with all it carries."""

from __future__ import annotations

from datetime import date

from bot.finding.finding import Finding
from bot.finding.results import say_result
from bot.finding.targets import say_targets
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register

_OTHERWISE = {"why", "how", "responsible", "signer", "issuer", "issued", "effective", "since", "date", "definition"}


def as_figures(finding: Finding, question: Question, register: Register, today: date) -> Finding:
    """The finding as an answer of the register, when its first passage is where a target or result stands."""
    if finding.status is not Status.ANSWERED_PASSAGE or question.asks & _OTHERWISE or question.absent:
        return finding
    passage = finding.statements[0].citations[0].passage.id
    targets = tuple(t for t in register.all_targets if t.place.passage == passage)
    if targets and not question.asks_any("result", "achieved", "compare"):
        return say_targets(targets, question, register, today)
    results = tuple(r for r in register.all_results if r.place.passage == passage)
    if results and "target" not in question.marks:
        said = [s for r in results for s in say_result(r, question, register)]
        return Finding(Status.ANSWERED_RESULT, tuple(said), subject=(results[0].indicator,))
    return finding
