"""A person's document as an edition file: its own words under headings, with what is known of it in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from knowledge.ingestion.structure import Clause, Heading
from knowledge.ingestion.words import ingestion_words


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an added document; None where nobody stated it."""

    id: str
    title: str
    file: str  # the name of the file it was read from
    type: str | None = None
    number: str | None = None
    short: str | None = None
    issuer: str | None = None
    issued: date | None = None
    period: tuple[int | None, int | None] | None = None
    url: str | None = None


def edition_text(facts: Facts, content: Sequence[Heading | Clause]) -> str:
    """The edition file: front matter, headings, and each paragraph as a clause, its words and figures untouched."""
    words = ingestion_words()
    kind = facts.type or words.added.type
    called = facts.short or (f"{kind} {facts.number}" if facts.number else facts.title)
    front: dict[str, Any] = {
        "id": facts.id,
        "number": facts.number,
        "short": called,
        "short_en": called,
        "title": facts.title,
        "title_en": facts.title,
        "type": kind,
        "issuer": facts.issuer,
        "issued": facts.issued,
        "effective": None,
        "period": {"from": facts.period[0], "to": facts.period[1]} if facts.period else None,
        "signer": None,
        "status": {"value": "unknown", "text": words.added.status},
        "aliases": [],
        "confidence": "B",
        "edition": "verbatim",
        "sources": [
            {
                "id": "S01",
                "title": facts.title,
                "publisher": facts.issuer or f"{words.added.publisher} ({facts.file})",
                "date": facts.issued.strftime("%d/%m/%Y") if facts.issued else None,
                "url": facts.url,
            }
        ],
    }
    meta = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    lines = [f"# {facts.title}", ""]
    for item in content:
        if isinstance(item, Heading):
            lines += ["", f"{'#' * item.depth} {item.label}. {item.title}", ""]
        else:
            lines.append(f"- **{words.headings.clause} {item.number}.** {item.text} {{S01 B}}")
    return f"---\n{meta}---\n\n" + "\n".join(lines) + "\n"
