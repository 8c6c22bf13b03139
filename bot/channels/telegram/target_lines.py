"""A target of the register as lines: in a list, in full, and with the citation that carries its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.channels.telegram.citations import published, publishers, quoted_lines
from bot.channels.telegram.markup import Block, Line, block, line, visible, words
from bot.channels.telegram.message import TEXT_LIMIT, Message
from bot.channels.telegram.packing import messages
from bot.channels.telegram.told import told
from bot.channels.wording import confidence_label, edition_label, wording
from bot.ports import Library
from bot.publishing.result_rows import ResultRow
from bot.publishing.rows import Row
from bot.telling.phrases import lowered, raised
from knowledge.documents import Confidence, Document, Source
from knowledge.register.selection import Due

_DETAILS = ("scope", "exception", "baseline", "note")
_BOUNDS = ("scope", "exception")


def listed(n: int, row: Row, language: str) -> Block:
    """A target in a list: its number, its figure, what it measures, when and where."""
    return block(line(words(told(language, "list", "item", n=str(n))), *_stated(row, language)))


def bulleted(n: int, row: Row, language: str) -> Line:
    """A target in a list that is not picked from, with its citation's number."""
    return line(words("• "), *_stated(row, language), words(f" [{n}]"))


def in_full(row: Row, language: str, on: date | None = None) -> list[Block]:
    """A target with everything its document says of it; ``on`` adds that its deadline had passed by that day."""
    head: list[Line] = [
        line(words(raised(row.figure), "b"), words(f": {lowered(row.statement)}")),
        line(told(language, "target", "deadline", text=row.deadline)),
    ]
    if row.level:
        head.append(line(told(language, "target", "level", text=row.level)))
    told_of = [(name, getattr(row, name)) for name in _DETAILS]
    notes: list[Line] = [line(told(language, "target", name, text=text)) for name, text in told_of if text]
    notes += [line(told(language, "target", "disagreement", text=text)) for text in row.disagreements]
    notes += _warned(row, language)
    if on and row.due is Due.BEFORE:
        notes.append(line(words(told(language, "target", "due_before", day=day(on)), "i")))
    return [block(*head), *([block(*notes)] if notes else [])]


def row_citation(row: Row, document: Document | None, language: str) -> Block:
    """The folded citation of a row: document, place, issuer, date, edition, the exact quote, its publications."""
    details = _details(document, language) if document else ""
    head = line(words(row.document, "b"), f", {row.locator}{details}")
    quote = quoted_lines(row.quote, language)
    sources = (published(each, wording(language).source) for each in row.publications)
    return Block(
        (head, *([line(row.title)] if row.title else []), *quote, *sources), folded=True, title=_heading(language)
    )


def result_line(n: int, row: ResultRow, language: str) -> Line:
    """A published result: when, its figure, its citation's number, and what other sources say."""
    parts = [words(told(language, "results", "item", when=raised(row.when))), words(row.figure, "b"), words(f" [{n}]")]
    note = ""
    if row.disagreements:
        note = told(language, "results", "other", says="; ".join(map(lowered, row.disagreements)))
    elif row.confidence == Confidence.DERIVED:
        note = lowered(confidence_label(Confidence.DERIVED, language))
    return (*parts, words(f" – {note}", "i")) if note else tuple(parts)


def numbered_citations(
    rows: Sequence[Row | ResultRow], library: Library, language: str
) -> tuple[list[int], list[Block]]:
    """The folded citations of rows, each once, and the number of each row's: place, exact quote, who published it.

    What a document is, and who published, is said where it comes first.
    """
    title = _heading(language)
    label, same = wording(language).source, wording(language).same_sources
    cited: dict[tuple[str, str, str], int] = {}
    documents: set[str] = set()
    published_by: dict[tuple[Source, ...], int] = {}
    numbers: list[int] = []
    blocks: list[Block] = []
    for row in rows:
        key = (row.document_id, row.locator, row.quote)
        n = cited.setdefault(key, len(cited) + 1)
        numbers.append(n)
        if n <= len(blocks):
            continue
        document = library.document(row.document_id)
        details = _details(document, language) if document and document.id not in documents else ""
        documents.add(row.document_id)
        sources = row.publications if isinstance(row, Row) else row.sources
        first = published_by.setdefault(sources, n)
        head = line(words(f"[{n}] "), words(row.document, "b"), f", {row.locator}{details}")
        lines = [head, *quoted_lines(row.quote, language)]
        if first < n:
            lines.append(line(f"{label}: {same.format(n=first)}"))
        elif sources:
            lines.append(publishers(sources, label))
        blocks.append(Block(tuple(lines), folded=True, title=title))
    return numbers, blocks


def _heading(language: str) -> Line:
    return line(words(told(language, "reply", "citations"), "b"))


def _details(document: Document, language: str) -> str:
    day_of = day(document.issued) if document.issued else ""
    told_of = [part for part in (document.issuer, day_of, edition_label(document.edition, language)) if part]
    return f" ({'; '.join(told_of)})"


def alone(row: Row, document: Document | None, language: str, limit: int = TEXT_LIMIT) -> Message:
    """A target that must be one message: where room is short its notes go, then its publications; never its bounds."""
    not_result = block(line(words(told(language, "list", "not_result"), "i")))
    citation = row_citation(row, document, language)
    bounds = [line(told(language, "target", name, text=getattr(row, name))) for name in _BOUNDS if getattr(row, name)]
    head = [
        in_full(row, language)[0],
        *([block(*bounds, *_warned(row, language))] if bounds or not row.reviewed else []),
    ]
    bare = replace(citation, lines=tuple(each for each in citation.lines if not _names_a_source(each, language)))
    for blocks in ([*in_full(row, language), not_result, citation], [*head, citation], [*head, bare]):
        sent = messages(blocks, limit=limit)
        if len(sent) == 1:
            return sent[0]
    return sent[0]


def _names_a_source(written: Line, language: str) -> bool:
    return visible(written).startswith(f"{wording(language).source}: ")


def _warned(row: Row, language: str) -> list[Line]:
    return [] if row.reviewed else [line(words(f"⚠ {told(language, 'target', 'unreviewed')}", "b"))]


def day(of: date) -> str:
    """A day as it is written here."""
    return of.strftime("%d/%m/%Y")


def _stated(row: Row, language: str) -> Line:
    about = told(
        language, "list", "about", statement=lowered(row.statement), deadline=row.deadline, document=row.document
    )
    warned = (words(f" – {told(language, 'list', 'unreviewed')}", "i"),) if not row.reviewed else ()
    return (words(raised(row.figure), "b"), words(f": {about}"), *warned)
