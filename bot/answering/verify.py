"""Step 6: nothing leaves that its citations do not bear out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import prompts
from bot.answering.draft import Draft, Line
from bot.finding.finding import Finding
from bot.finding.phrases import fact
from bot.messages import Fact, Reply, Status
from knowledge.documents import Citation
from knowledge.quoting import locate
from knowledge.vietnamese import dates, document_numbers, quantities


@dataclass(frozen=True)
class Verify:
    """Drops lines whose quote or figures are not in their source; nothing left means a refusal."""

    def __call__(self, draft: Draft) -> Draft:
        """The draft with its reply."""
        question, finding = draft.question, draft.finding
        assert question is not None and finding is not None, "compose comes first"
        degraded = draft.evidence.degraded if draft.evidence else ()
        if not finding.statements:
            text = " ".join(line.text for line in draft.lines)
            return replace(draft, reply=self._reply(draft, finding.status, text, degraded=degraded))
        english = question.language == "en"
        stated = {c.value for c in question.claims} | {Decimal(year) for year in question.years}
        kept = [line for line in draft.lines if is_borne_out(line, english) and line.echo in {None, *stated}]
        figures = sum(line.figure is not None for line in kept)
        kept = [line for line in kept if line.citations or line.counts == figures]
        if not any(line.citations for line in kept):
            missing = prompts.say(question.language, "missing.anything")
            text = prompts.say(question.language, "status.unanswered_not_in_documents", missing=missing)
            return replace(draft, reply=self._reply(draft, Status.UNANSWERED_NOT_IN_DOCUMENTS, text, degraded=degraded))
        return replace(draft, reply=self._cited(draft, finding, kept, degraded))

    def _cited(self, draft: Draft, finding: Finding, lines: Sequence[Line], degraded: tuple[str, ...]) -> Reply:
        citations: list[Citation] = []
        texts: list[str] = []
        facts: list[Fact] = []
        for line in lines:
            numbers = tuple(_numbered(citation, citations) for citation in line.citations)
            if line.figure is not None:
                facts.append(fact(line.figure, numbers))
            marks = "".join(f" [{n}]" for n in dict.fromkeys(numbers))
            texts.append(line.text + marks)
        return replace(
            self._reply(draft, finding.status, "\n".join(texts), degraded=degraded),
            facts=tuple(facts),
            citations=tuple(citations),
        )

    @staticmethod
    def _reply(draft: Draft, status: Status, text: str, degraded: tuple[str, ...]) -> Reply:
        return Reply(
            question=draft.incoming.text,
            status=status,
            language=draft.language,
            text=text,
            interpretation=draft.interpretation,
            suggestions=draft.suggestions,
            degraded=degraded,
        )


def is_borne_out(line: Line, english: bool) -> bool:
    """Whether every quote is in its passage and every figure of the line in a cited span.

    The identity of a cited document (its number, title and dates) counts as cited; what only names the
    citation, its place and its publications, is not read for figures. A difference must come out again
    from two figures that are cited.
    """
    allowed: set[Decimal] = set()
    text = line.text
    if line.figure is not None and line.figure.place.passage not in {c.passage.id for c in line.citations}:
        return False
    known_dates = set()
    known_numbers = set()
    for citation in line.citations:
        place = locate(citation.quote, citation.passage.text)
        if place is None or citation.passage not in citation.document.passages:
            return False
        identity = f"{citation.document.short} {citation.document.title} {citation.document.number or ''}"
        if citation.document.is_added:  # in an original the headings over a clause date it: "Mục tiêu năm 2027"
            identity += "".join(f" {heading.partition('. ')[2]}" for heading in citation.passage.headings[1:])
        for named in (citation.passage.locator, *(name for s in citation.sources for name in (s.title, s.publisher))):
            text = text.replace(named, " ")
        for said in (citation.quote, identity, citation.passage.text if line.figure is None else ""):
            allowed |= {q.value for q in quantities(said)} | {q.value for q in quantities(said, english=True)}
            known_dates |= set(dates(said))
            known_numbers |= set(document_numbers(said))
        document = citation.document
        known_dates |= {d for d in (document.issued, document.effective) if d}
        known_numbers |= {document.number or ""}
        allowed |= {Decimal(year) for year in document.period or () if year}
        allowed |= {Decimal(document.issued.year)} if document.issued else set()
    if not line.citations:
        return line.counts is not None
    if line.derivation is not None:
        if not {line.derivation.high, line.derivation.low} <= allowed:
            return False
        allowed.add(line.derivation.difference)
    allowed |= {Decimal(line.counts)} if line.counts is not None else set()
    allowed |= {line.echo} if line.echo is not None else set()
    return (
        {q.value for q in quantities(text, english)} <= allowed
        and set(dates(text)) <= known_dates
        and set(document_numbers(text)) <= known_numbers
    )


def _numbered(citation: Citation, citations: list[Citation]) -> int:
    """The citation's number (1-based), the same place cited once."""
    for n, known in enumerate(citations, start=1):
        if known.passage.id == citation.passage.id and known.span == citation.span:
            return n
    citations.append(citation)
    return len(citations)
