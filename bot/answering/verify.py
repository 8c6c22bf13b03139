"""Step 5: nothing leaves that its citations do not bear out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import prompts
from bot.answering.draft import Draft, Line
from bot.messages import Fact, Reply, Status
from bot.telling.phrases import fact
from bot.telling.told import Figure, Told
from knowledge.bearing_out import ground_of, unborne, without_names
from knowledge.documents import Citation, Span
from knowledge.quoting import locate


@dataclass(frozen=True)
class Verify:
    """Drops lines whose quote or figures are not in their source; nothing left means a refusal."""

    def __call__(self, draft: Draft) -> Draft:
        """The draft with its reply."""
        assert draft.meaning is not None and draft.told is not None, "compose comes first"
        query, told = draft.meaning.query, draft.told
        if not told.statements:
            return replace(draft, reply=self._reply(draft, told.status, " ".join(line.text for line in draft.lines)))
        english = query.language == "en"
        stated = {c.value for c in query.claims} | {Decimal(year) for year in query.years}
        stated |= {Decimal(query.counted)} if query.counted is not None else set()
        kept = [
            line
            for line in draft.lines
            if line.missing or (is_borne_out(line, english, draft.today) and stated.issuperset(line.echo))
        ]
        kept = [line for n, line in enumerate(kept) if line.missing or line.citations or _is_counted(kept, n)]
        if not any(line.citations for line in kept):
            nothing = prompts.say(query.language, "missing.anything")
            text = prompts.say(query.language, "status.unanswered_not_in_documents", missing=nothing)
            return replace(draft, reply=self._reply(draft, Status.UNANSWERED_NOT_IN_DOCUMENTS, text))
        return replace(draft, reply=self._cited(draft, told, kept))

    def _cited(self, draft: Draft, told: Told, lines: Sequence[Line]) -> Reply:
        citations: dict[tuple[str, Span], tuple[int, Citation]] = {}
        texts: list[str] = []
        facts: list[Fact] = []
        for line in lines:
            numbers = tuple(_numbered(citation, citations) for citation in line.citations)
            if line.figure is not None:
                one = not line.beside
                facts += [
                    fact(figure, numbers if one else _of(figure, line.citations, numbers))
                    for figure in (line.figure, *line.beside)
                ]
            marks = "".join(f" [{n}]" for n in dict.fromkeys(numbers))
            texts.append(line.text + marks)
        return replace(
            self._reply(draft, told.status, "\n".join(texts)),
            facts=tuple(facts),
            citations=tuple(citation for _, citation in citations.values()),
        )

    @staticmethod
    def _reply(draft: Draft, status: Status, text: str) -> Reply:
        return Reply(
            question=draft.incoming.text,
            status=status,
            language=draft.language,
            text=text,
            interpretation=draft.interpretation,
            suggestions=draft.suggestions,
            degraded=draft.degraded,
        )


def is_borne_out(line: Line, english: bool, today: date | None = None) -> bool:
    """Whether every quote is in its passage and every figure of the line in a cited span.

    The identity of a cited document (its number, title and dates) counts as cited, and so does today's
    date, which is no one's claim. What only names the citation, its place and its publications, is not
    read for figures. A difference must come out again from two figures that are cited.
    """
    figures = () if line.figure is None else (line.figure, *line.beside)
    cited = {citation.passage.id for citation in line.citations}
    if not all(figure.place.passage in cited for figure in figures):
        return False
    for citation in line.citations:
        place = locate(citation.quote, citation.passage.text)
        if place is None or not citation.document.holds(citation.passage):
            return False
    if not line.citations:
        return line.counts is not None
    ground = ground_of(line.citations, whole_passages=line.figure is None)
    allowed = set(ground.figures)
    if line.derivation is not None:
        if not {line.derivation.high, line.derivation.low} <= allowed:
            return False
        allowed.add(line.derivation.difference)
    allowed |= {Decimal(line.counts)} if line.counts is not None else set()
    allowed |= set(line.echo)
    text = without_names(line.text, line.citations)
    known = ground.dates | {today} if today else ground.dates
    return not unborne(text, replace(ground, figures=frozenset(allowed), dates=known), english)


def _is_counted(lines: Sequence[Line], head: int) -> bool:
    """Whether a count is that of the figures listed under it, or of all that are told, with the more that is told."""
    listed = list(itertools.takewhile(lambda line: line.figure is not None, lines[head + 1 :]))
    told = {line.figure.id for line in lines if line.figure is not None}
    more = {0, *(line.counts for line in lines if line.citations and line.counts is not None)}
    return any(lines[head].counts == rows + left for rows in (len(listed), len(told)) for left in more)


def _of(figure: Figure, citations: Sequence[Citation], numbers: Sequence[int]) -> tuple[int, ...]:
    """The numbers of the citations that stand where a figure does."""
    return tuple(n for n, c in zip(numbers, citations, strict=True) if c.passage.id == figure.place.passage)


def _numbered(citation: Citation, citations: dict[tuple[str, Span], tuple[int, Citation]]) -> int:
    """The citation's number (1-based), the same place cited once."""
    place = (citation.passage.id, citation.span)
    if place not in citations:
        citations[place] = (len(citations) + 1, citation)
    return citations[place][0]
