"""What a term, abbreviation or index means, from the glossary's own clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.finding.finding import Finding, Statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation

_SHORT_QUESTION = 4  # content words: "PAPI là gì?" asks for a meaning, a longer question for more
_OTHER_ASKS = {"deadline", "exception", "result", "achieved", "list", "count", "comparator", "responsible", "issued",
               "effective", "signer", "amends", "status", "basis"}  # fmt: skip


def find_term(question: Question, glossary: Mapping[str, Sequence[Citation]]) -> Finding | None:
    """The clauses that explain the named terms; None when no meaning is asked."""
    if not question.terms or not _asks_meaning(question):
        return None
    several = len(question.terms) > 1
    citations = [c for term in question.terms for c in glossary[term][: 2 if several else 4]]
    said = tuple(Statement("term.passage", {"text": c.quote}, (c,)) for c in dict.fromkeys(citations))
    return Finding(Status.ANSWERED_TERM, said)


def _asks_meaning(question: Question) -> bool:
    if question.asks & _OTHER_ASKS or question.years or question.claims:
        return False
    if "definition" in question.asks:
        return True
    return "compare" in question.asks and len(question.terms) > 1 and not question.documents


