""" "Nghị định nào quy định …?": the document whose identity covers what is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.finding.clauses import whole
from bot.finding.documents import find_document
from bot.finding.finding import Finding, Statement
from bot.finding.phrases import day, document
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Document
from knowledge.register.register import Register
from knowledge.vietnamese import syllables

ENOUGH = 0.75  # share of the asked words' pairs that a document's own title and first clauses must hold
_FIRST_CLAUSES = 6


def find_by_subject(question: Question, register: Register) -> Finding | None:
    """The document a question describes without naming it; None when no document fits well or several do."""
    if "which_document" not in question.asks or question.documents or question.absent or question.claims:
        return None
    pairs = set(zip(question.content, question.content[1:], strict=False))
    if len(pairs) < 2:
        return None
    kinds = {
        d.type
        for d in register.documents
        if f"{d.type.lower()} nào" in question.text or f"{d.type.lower()} số" in question.text
    }
    scored = [
        (len(pairs & _pairs(d)) / len(pairs), d)
        for d in register.documents
        if d.number and (not kinds or d.type in kinds)
    ]
    scored.sort(key=lambda s: -s[0])
    if not scored or scored[0][0] < ENOUGH or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    found = scored[0][1]
    if further := question.asks - {"which_document", "about", "value", "list"}:
        return find_document(replace(question, documents=(found.id,), indicators=(), asks=further), register)
    language = question.language
    passage = next((p for p in found.passages if found.issued and day(found.issued) in p.text), found.passages[0])
    cited = whole(found, passage)
    values = {"document": document(found, language), "title": found.title_en if language == "en" else found.title}
    return Finding(Status.ANSWERED_DOCUMENT, (Statement("document.about", values, (cited,)),))


def _pairs(found: Document) -> set[tuple[str, str]]:
    texts = [found.title, *found.aliases, *(p.text for p in found.passages[:_FIRST_CLAUSES])]
    return {pair for text in texts for pair in zip(*(syllables(text)[i:] for i in (0, 1)), strict=False)}
