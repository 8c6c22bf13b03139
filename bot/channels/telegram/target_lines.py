"""A target of the register as lines: in a list, in full, and with the citation that carries its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.channels.telegram.citations import published, quoted_lines
from bot.channels.telegram.markup import Block, Line, block, line, visible, words
from bot.channels.telegram.message import TEXT_LIMIT, Message
from bot.channels.telegram.packing import messages
from bot.channels.telegram.told import told
from bot.channels.wording import edition_label, wording
from bot.finding.phrases import lowered, raised
from bot.publishing.result_rows import ResultRow
from bot.publishing.rows import Row
from knowledge.documents import Document, Edition, Source
from knowledge.register.selection import Due

_DETAILS = ("scope", "exception", "baseline", "note")
_BOUNDS = ("scope", "exception")


def listed(n: int, row: Row, language: str) -> Block:
    """A target in a list: its number, its figure, what it measures, when and where."""
    return block(line(words(told(language, "list", "item", n=str(n))), *_stated(row, language)))


def bulleted(row: Row, language: str) -> Block:
    """A target in a list that is not picked from."""
    return block(line(words("• "), *_stated(row, language)), tight=True)


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
    issuer = document.issuer if document else ""
    return _citation(
        (row.document, row.locator, issuer, day(row.issued) if row.issued else ""),
        edition_label(Edition(row.edition), language),
        (row.title, row.quote),
        row.publications,
        language,
    )


def result_line(row: ResultRow, language: str) -> Line:
    """A published result: when, its figure, what was measured, and what other sources say."""
    parts = [
        words(told(language, "results", "item", when=raised(row.when))),
        words(row.figure, "b"),
        words(told(language, "results", "about", statement=lowered(row.statement))),
    ]
    parts += [words(f" ({told(language, 'results', 'other', says=says)})", "i") for says in row.disagreements]
    return tuple(parts)


def result_citation(row: ResultRow, document: Document | None, language: str) -> Block:
    """The folded citation of a result."""
    issued = day(document.issued) if document and document.issued else ""
    edition = edition_label(document.edition, language) if document else ""
    issuer = document.issuer if document else ""
    return _citation((row.document, row.locator, issuer, issued), edition, ("", row.quote), row.sources, language)


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


def _citation(
    place: tuple[str, str, str, str],
    edition: str,
    said: tuple[str, str],
    sources: Sequence[Source],
    language: str,
) -> Block:
    document, locator, issuer, issued = place
    details = "; ".join(part for part in (issuer, issued, edition) if part)
    title, quote = said
    head = (words(document, "b"), words(f", {locator}" + (f" ({details})" if details else "")))
    label = wording(language).source
    lines = (head, *([line(title)] if title else []), *quoted_lines(quote, language))
    heading = line(words(told(language, "reply", "citations"), "b"))
    return Block((*lines, *(published(each, label) for each in sources)), folded=True, title=heading)
