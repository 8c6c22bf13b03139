""" "Chỉ tiêu về tham nhũng": the targets whose own clause says the words no indicator, area or index explains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import prompts
from bot.finding.filters import documents_listed, listed
from bot.finding.finding import Finding
from bot.finding.lists import told_in_full
from bot.finding.phrases import document
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import Target
from knowledge.vietnamese import syllables

_TWO = 2  # a Vietnamese word is mostly two syllables; one alone tells nothing apart


def find_topic_list(question: Question, register: Register, today: date) -> Finding | None:
    """The targets of the documents meant that speak of the topic; None where none does, or something else is asked."""
    words = question.beyond
    named = question.indicators or question.tied or question.areas or question.terms or question.claims
    spoken = "target" in question.marks or question.asks_any("list", "count")
    if len(words) < _TWO or named or not spoken or question.asks - {"list", "count", "value", "about"}:
        return None
    if (
        question.absent
        or question.districts
        or question.unknown_documents
        or not set(question.unexplained) <= set(words)
    ):
        return None
    documents = documents_listed(question, register, today)
    targets = tuple(t for t in listed(question, register, documents, today) if _speaks_of(t, words))
    if not targets:
        return None
    told = " ".join(
        [
            prompts.say(question.language, "list.of_words", words=" ".join(words)),
            prompts.say(
                question.language,
                "list.of_document",
                document=", ".join(document(register.document(d), question.language) for d in documents),
            ),
        ]
    )
    return Finding(Status.ANSWERED_LIST, told_in_full(targets, told, documents, question, register))


def _speaks_of(target: Target, words: Sequence[str]) -> bool:
    """Whether the statement carries the words side by side, in their order."""
    said = f" {' '.join(syllables(target.statement.vi))} "
    return f" {' '.join(words)} " in said
