"""A quoted passage that states a figure of the register is answered as that figure, with all it carries."""

from __future__ import annotations

from datetime import date

from bot.finding.choosing import nearest_facts
from bot.finding.finding import Finding, Statement, refusal
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
    if targets and question.asks_any("achieved"):
        subject = register.indicator(targets[0].indicator).short.text(question.language)
        near = nearest_facts(targets, register, question.language)
        missing = Statement("missing.result", {"subject": subject})
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing, near)
    if targets and not question.asks_any("result", "compare"):
        return say_targets(targets, question, register, today)
    results = tuple(r for r in register.all_results if r.place.passage == passage)
    if results and "target" not in question.marks:
        said = [s for r in results for s in say_result(r, question, register)]
        return Finding(Status.ANSWERED_RESULT, tuple(said), subject=(results[0].indicator,))
    return finding
