"""Documents as JSON: what ``GET /api/documents`` and ``GET /api/documents/{id}`` answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.documents import Document, Passage, Source


def as_summary(document: Document) -> dict[str, Any]:
    """A document's identity, for a list."""
    return {
        "id": document.id,
        "number": document.number,
        "short": document.short,
        "short_en": document.short_en,
        "title": document.title,
        "title_en": document.title_en,
        "type": document.type,
        "issuer": document.issuer,
        "issued_on": _iso(document.issued),
        "effective_on": _iso(document.effective),
        "period": list(document.period) if document.period else None,
        "edition": document.edition.value,
        "confidence": document.confidence.value,
        "status": {
            "value": document.status.value,
            "text": document.status.text,
            "source": document.status.source,
        },
        "passage_count": len(document.passages),
    }


def as_full(document: Document) -> dict[str, Any]:
    """A document with its relations, its sources and every passage in reading order."""
    return {
        **as_summary(document),
        "signer": document.signer,
        "aliases": list(document.aliases),
        "relations": [
            {"kind": each.kind, "number": each.number, "since": _iso(each.since)} for each in document.relations
        ],
        "sources": [as_source(source) for source in document.sources],
        "passages": [_passage(passage) for passage in document.passages],
    }


def as_source(source: Source) -> dict[str, Any]:
    """A publication with the id passages name it by."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "locator": passage.locator,
        "headings": list(passage.headings),
        "text": passage.text,
        "sources": list(passage.sources),
        "confidence": passage.confidence.value,
        "previous": passage.previous,
        "next": passage.next,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
