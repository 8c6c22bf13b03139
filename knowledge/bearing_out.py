"""What citations bear out: the figures, dates and document numbers a sentence may state beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.documents import Citation
from knowledge.vietnamese import dates, document_numbers, quantities


@dataclass(frozen=True, slots=True)
class Ground:
    """The figures, dates and document numbers (canonical) that citations carry."""

    figures: frozenset[Decimal]
    dates: frozenset[date]
    numbers: frozenset[str]


def ground_of(citations: Iterable[Citation], whole_passages: bool = False) -> Ground:
    """What citations carry: their quotes, and the identity of their documents (number, title, dates, period).

    ``whole_passages`` reads the clause around each quote too.
    """
    figures: set[Decimal] = set()
    known_dates: set[date] = set()
    numbers: set[str] = set()
    for citation in citations:
        document = citation.document
        identity = f"{document.short} {document.title} {document.number or ''}"
        if document.is_added:  # in an original the headings over a clause date it: "Mục tiêu năm 2027"
            identity += "".join(f" {heading.partition('. ')[2]}" for heading in citation.passage.headings[1:])
        for said in (citation.quote, identity, citation.passage.text if whole_passages else ""):
            figures |= {q.value for q in quantities(said)} | {q.value for q in quantities(said, english=True)}
            known_dates |= set(dates(said))
            numbers |= set(document_numbers(said))
        known_dates |= {d for d in (document.issued, document.effective) if d}
        numbers |= {document.number or ""}
        figures |= {Decimal(year) for year in document.period or () if year}
        figures |= {Decimal(document.issued.year)} if document.issued else set()
    return Ground(frozenset(figures), frozenset(known_dates), frozenset(numbers))


def without_names(text: str, citations: Iterable[Citation]) -> str:
    """A sentence without the places and publications of its citations: those name, they state no figure."""
    for citation in citations:
        for named in (citation.passage.locator, *(name for s in citation.sources for name in (s.title, s.publisher))):
            text = text.replace(named, " ")
    return text


def unborne(text: str, ground: Ground, english: bool) -> tuple[str, ...]:
    """The figures, dates and document numbers of a text that the ground does not carry, as they are written."""
    return (
        *(q.text for q in quantities(text, english) if q.value not in ground.figures),
        *(d.strftime("%d/%m/%Y") for d in dates(text) if d not in ground.dates),
        *(n for n in document_numbers(text) if n not in ground.numbers),
    )
