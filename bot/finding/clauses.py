"""Clauses cited whole: where an answer rests on what a passage says rather than on one figure in it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.finding.finding import Statement
from knowledge.documents import Citation, Document, Passage, Span


def whole(document: Document, passage: Passage) -> Citation:
    """The citation of a whole passage."""
    return Citation(document, passage, Span(passage.id, 0, len(passage.text)))


def with_clause(template: str, found: Document, needles: Sequence[str], **values: str) -> list[Statement]:
    """The statement with the clause that carries the words; nothing when no clause does."""
    for needle in needles:
        for passage in found.passages:
            if needle.lower() in passage.text.lower():
                return [Statement(template, values, (whole(found, passage),))]
    return []
