""" "Nguồn đâu?": where the figures of the answer before were published."""

from __future__ import annotations

from bot.conversation import Turn
from bot.finding.finding import Finding, Statement
from bot.finding.phrases import document
from bot.messages import Status
from bot.understanding.question import Question


def find_previous_sources(question: Question, previous: Turn | None) -> Finding | None:
    """The publications behind the last answer's citations."""
    if previous is None or not previous.citations or "published" not in question.asks or "why" in question.asks:
        return None
    own = set(question.inherited) | {"asks"}
    if question.about_something and not {"indicators", "documents", "areas", "terms"} & own:
        return None
    said = []
    for citation in previous.citations[:3]:
        names = "; ".join(dict.fromkeys(f"{s.publisher} – {s.title}" for s in citation.sources[:3]))
        called = f"{document(citation.document, question.language)}, {citation.passage.locator}"
        said.append(Statement("document.published", {"document": called, "sources": names}, (citation,)))
    said.append(Statement("document.held", {}, previous.citations[:1]))
    return Finding(Status.ANSWERED_DOCUMENT, tuple(said))
