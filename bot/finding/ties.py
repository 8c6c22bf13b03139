"""Two equally good readings: the person chooses."""

from __future__ import annotations

from bot.finding.finding import Finding, Statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register


def find_tie(question: Question, register: Register) -> Finding | None:
    """A question back, with one choice for each reading."""
    if len(question.tied) < 2:
        return None
    choices = tuple(
        Statement("suggest.value", {"subject": register.indicator(i).short.text(question.language)})
        for i in question.tied[:4]
    )
    return Finding(Status.CLARIFY_AMBIGUOUS, suggestions=choices)
