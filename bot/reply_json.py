"""The reply object as JSON: the contract of ``plan136 ask --json`` and ``POST /api/ask``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.messages import Reply
from knowledge.documents import Citation


def as_json(reply: Reply) -> dict[str, Any]:
    """A reply as plain JSON values."""
    return {
        "question": reply.question,
        "status": reply.status.value,
        "language": reply.language,
        "text": reply.text,
        "interpretation": reply.interpretation,
        "facts": [{**asdict(fact), "citations": list(fact.citations)} for fact in reply.facts],
        "citations": [_citation(n, c) for n, c in enumerate(reply.citations, start=1)],
        "suggestions": list(reply.suggestions),
        "degraded": list(reply.degraded),
        "timings_ms": {step: round(ms, 2) for step, ms in reply.timings_ms.items()},
    }


def _citation(n: int, citation: Citation) -> dict[str, Any]:
    document = citation.document
    return {
        "n": n,
        "document": document.number or document.short,
        "document_id": document.id,
        "passage": citation.passage.id,
        "title": document.title,
        "issuer": document.issuer,
        "issued_on": document.issued.isoformat() if document.issued else None,
        "edition": document.edition.value,
        "locator": citation.passage.locator,
        "quote": citation.quote,
        "match": citation.match,
        "confidence": citation.passage.confidence.value,
        "sources": [
            {"title": s.title, "publisher": s.publisher, "date": s.date, "url": s.url} for s in citation.sources
        ],
    }
