"""``plan136 documents --export`` and ``--history``: added documents written to files, and what was done to one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text

from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import BadInputError
from bot.commands.naming import named_document
from bot.commands.writing import write
from knowledge.collection import AddedDocument
from knowledge.file_layout import written_files
from knowledge.holdings import bundled_holdings, with_added

_LONGEST_DETAIL = 120


def export(folder: Path, wanted: str | None) -> None:
    """Writes the added documents, or one, as editions under documents/ and entries under register/ of a folder."""
    collection = opening.collection(opening.bot_settings())
    stored = collection.snapshot().documents
    chosen = [each for each in stored if wanted is None or each.id == _id(wanted, stored)]
    if not chosen:
        raise BadInputError("no document was added yet; there is nothing to export")
    try:
        for name, text in written_files(chosen).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, text.encode("utf-8", "surrogatepass"))
    except (FileExistsError, NotADirectoryError) as error:
        raise BadInputError(f"--export {str(folder)!r} is no folder ({error}); name a folder") from None
    opening.screen().print(Text(f"{len(chosen)} documents written to {folder}"), soft_wrap=True)


def history(wanted: str) -> None:
    """Shows what was done to an added document, when and by whom; also of one that was removed."""
    collection = opening.collection(opening.bot_settings())
    events = collection.history(wanted) or collection.history(_id(wanted, collection.snapshot().documents))
    table = Table(title=f"{wanted}", title_justify="left")
    for heading in ("when", "by", "what", "target", "detail"):
        table.add_column(heading, overflow="fold")
    for past in events:
        when = datetime.fromtimestamp(past.at, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        detail = past.event.detail
        if past.event.what in {"replaced", "removed"}:
            detail = f"the edition before is kept: {len(detail)} characters"
        shown = (when, past.by, past.event.what, past.event.target or "", detail[:_LONGEST_DETAIL])
        table.add_row(*(Text(printable(cell)) for cell in shown))
    opening.screen().print(table)


def _id(wanted: str, stored: tuple[AddedDocument, ...]) -> str:
    """The id of an added document by id, or by number or name if its edition can be read."""
    if any(each.id == wanted for each in stored):
        return wanted
    held = with_added(bundled_holdings(), opening.collection(opening.bot_settings()).snapshot())
    document = named_document(wanted, held.documents)
    if not document.is_added:
        raise BadInputError(f"{document.id} is a bundled document; name an added one")
    return document.id
