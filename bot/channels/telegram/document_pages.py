"""Pages of the documents: which we hold, one in short, its passages to read, its targets."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.actions import (
    BackToDocument,
    DocumentList,
    DocumentTargets,
    OpenDocument,
    OpenTarget,
    ReadDocument,
)
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import published
from bot.channels.telegram.markup import Block, Line, block, line, sendable, words
from bot.channels.telegram.message import Button, Message
from bot.channels.telegram.packing import messages, only
from bot.channels.telegram.paging import number_rows, paged, turn_row
from bot.channels.telegram.target_lines import day, listed
from bot.channels.telegram.told import told
from bot.channels.wording import edition_label
from bot.ports import Library, RegisterDesk
from bot.telling.phrases import document as name_of
from knowledge.documents import Document, Passage
from knowledge.register.selection import Selection


def document_list_page(page: int, library: Library, language: str) -> tuple[Message, ...]:
    """/vanban: the documents we hold, each opened by its number."""
    shown = paged(library.documents(), page)
    counted = told(language, "documents", "shown", count=str(shown.count), first=str(shown.first), last=str(shown.last))
    blocks = [block(line(words(told(language, "documents", "head"), "b")), line(counted))]
    buttons = (
        *number_rows([(n, OpenDocument(held.id)) for n, held in shown.numbered]),
        *turn_row(shown.page, shown.pages, DocumentList, language),
    )
    return messages([*blocks, *_numbered(shown.numbered, language)], buttons)


def found_documents_page(query: str, documents: Sequence[Document], language: str) -> tuple[Message, ...]:
    """Documents that were looked for, each opened by its number; one page of them."""
    numbered = paged(documents, 0).numbered
    head = line(words(told(language, "documents", "found", query=query), "b"))
    buttons = (
        *number_rows([(n, OpenDocument(held.id)) for n, held in numbered]),
        press(told(language, "button", "documents"), DocumentList()),
    )
    return messages([block(head), *_numbered(numbered, language)], buttons)


def document_page(document_id: str, library: Library, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """A document in short: its name, who issued it, whether it applies, which text we hold, where it was published."""
    held = library.document(document_id)
    if held is None:
        return only(told(language, "documents", "unknown"))
    title = held.title_en if language == "en" else held.title
    identity: list[Line] = [line(words(name_of(held, language), "b")), line(title), line(_issued(held, language))]
    if held.effective:
        identity.append(line(told(language, "documents", "effective", day=day(held.effective))))
    if held.status.text:
        identity.append(line(told(language, "documents", "status", text=held.status.text)))
    edition = told(language, "documents", "digest") if not held.is_added else edition_label(held.edition, language)
    heading = line(words(told(language, "documents", "sources"), "b"))
    sources = [
        Block((published(each),), folded=True, tight=n > 0, title=heading) for n, each in enumerate(held.sources)
    ]
    targets = desk.rows(Selection(documents=(held.id,)), language, desk.today())
    about: list[Button] = [*press(told(language, "button", "passages"), ReadDocument(held.id))]
    if targets:
        about += press(told(language, "button", "targets", count=str(len(targets))), DocumentTargets(held.id))
    buttons = (tuple(about), press(told(language, "button", "documents"), DocumentList()))
    return messages([block(*identity), block(line(words(edition, "i"))), *sources], buttons)


def reading_page(document_id: str, page: int, library: Library, language: str) -> tuple[Message, ...]:
    """The passages of a document, a few at a time, each under its place."""
    held = library.document(document_id)
    if held is None:
        return only(told(language, "documents", "unknown"))
    shown = paged(held.passages, page)
    head = told(
        language,
        "documents",
        "reading",
        document=name_of(held, language),
        first=str(shown.first),
        last=str(shown.last),
        count=str(shown.count),
    )
    blocks = [block(line(words(head, "b")))]
    before: tuple[str, ...] = ()
    for passage in shown.items:
        blocks.append(_passage(passage, before))
        before = passage.headings
    buttons = (
        *turn_row(shown.page, shown.pages, lambda turned: ReadDocument(held.id, turned), language),
        press(told(language, "button", "back"), BackToDocument(held.id)),
    )
    return messages(blocks, buttons)


def document_targets_page(
    document_id: str, page: int, library: Library, desk: RegisterDesk, language: str
) -> tuple[Message, ...]:
    """The targets a document sets, in its order."""
    held = library.document(document_id)
    if held is None:
        return only(told(language, "documents", "unknown"))
    shown = paged(desk.rows(Selection(documents=(held.id,)), language, desk.today()), page)
    counted = told(language, "list", "shown", count=str(shown.count), first=str(shown.first), last=str(shown.last))
    lines = [line(words(name_of(held, language), "b")), line(counted)]
    blocks = [block(*lines), *(listed(n, row, language) for n, row in shown.numbered)]
    if not shown.count:
        blocks = [block(lines[0], told(language, "list", "none"))]
    buttons = (
        *number_rows([(n, OpenTarget(row.id)) for n, row in shown.numbered]),
        *turn_row(shown.page, shown.pages, lambda turned: DocumentTargets(held.id, turned), language),
        press(told(language, "button", "back"), BackToDocument(held.id)),
    )
    return messages(blocks, buttons)


def _numbered(documents: Sequence[tuple[int, Document]], language: str) -> list[Block]:
    """Documents in a list: number, name and title."""
    blocks = []
    for n, held in documents:
        number = words(told(language, "list", "item", n=str(n)))
        title = held.title_en if language == "en" else held.title
        blocks.append(block(line(number, words(name_of(held, language), "b"), words(f": {title}"))))
    return blocks


def _issued(held: Document, language: str) -> str:
    if held.issuer and held.issued:
        return told(language, "documents", "issued", issuer=held.issuer, day=day(held.issued))
    if held.issued:
        return told(language, "documents", "day_only", day=day(held.issued))
    if held.issuer:
        return told(language, "documents", "issuer_only", issuer=held.issuer)
    return told(language, "documents", "no_issuer")


def _passage(passage: Passage, headings_before: Sequence[str]) -> Block:
    """A passage under its place, and under its headings where they are new."""
    new = passage.headings if tuple(headings_before) != passage.headings else ()
    text = [line(each) for each in sendable(passage.text).split("\n") if each.strip()]
    heads = [line(words(each, "b")) for each in new[-1:]]
    return block(*heads, line(words(passage.locator, "i")), *text)
