"""``plan136 targets extract``: the target candidates of a document or a file, each beside its span."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from rich.text import Text

from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import BadInputError
from bot.commands.naming import named_document
from knowledge.documents import Document
from knowledge.extracting import extract as read_candidates
from knowledge.extraction.candidate import Candidate
from knowledge.holdings import Holdings
from knowledge.ingestion.readers.paragraph import UnreadableError
from knowledge.ingestion.reading_files import read_file
from knowledge.proposing import proposals

Found = tuple[str, str, Candidate, str | None, str | None]  # place, text, candidate, id in the register, indicator


def extract(wanted: str | None, as_json: bool) -> None:
    """Prints the candidates of a document, of a file, or of every added document."""
    held = opening.holdings(opening.bot_settings())
    found = _of_file(Path(wanted)) if wanted and _is_file(wanted) else _of_documents(wanted, held)
    if as_json:
        typer.echo(json.dumps([_object(each) for each in found], ensure_ascii=False, indent=1).encode())
    else:
        _show(found)


def _is_file(wanted: str) -> bool:
    path = Path(wanted)
    return path.is_file() or (path.suffix in {".txt", ".docx", ".pdf", ".md"} and path.parent != Path())


def _of_file(path: Path) -> list[Found]:
    try:
        text = "\n".join(paragraph.text for paragraph in read_file(path))
    except UnreadableError as error:
        raise BadInputError(str(error)) from None
    return [(path.name, text, candidate, None, None) for candidate in read_candidates(text)]


def _of_documents(wanted: str | None, held: Holdings) -> list[Found]:
    documents: Sequence[Document]
    if wanted:
        documents = [named_document(wanted, held.documents)]
    else:
        documents = [document for document in held.documents if document.is_added]
        if not documents:
            raise BadInputError("no document was added yet; name a document or a file, or 'plan136 add' one")
    return [
        (
            f"{document.number or document.short}, {found.passage.locator}",
            found.passage.text,
            found.candidate,
            found.known.id if found.known else None,
            found.indicator,
        )
        for document in documents
        for found in proposals(document, held.register)
    ]


def _object(found: Found) -> dict[str, object]:
    place, text, candidate, known, indicator = found
    quote, figure = text[slice(*candidate.span)], text[slice(*candidate.figure)]
    return {"place": place, "quote": quote, "written": figure, **asdict(candidate), "in_register": known,
            "indicator": indicator}  # fmt: skip


def _show(found: Sequence[Found]) -> None:
    screen = opening.screen()
    for number, (place, text, candidate, known, _) in enumerate(found, start=1):
        screen.print(Text(f"{number}. {printable(place)}", style="dim"), highlighted(text, candidate), sep="\n")
        screen.print(Text(f"   {printable(told(candidate))}"))
        if known:
            screen.print(Text(f"   in the register: {known}", style="green"))
    mark = sum(known is not None for _, _, _, known, _ in found)
    screen.print(Text(f"{len(found)} candidates, {mark} of them in the register already", style="dim"))


def highlighted(text: str, candidate: Candidate) -> Text:
    """The clause of a candidate with its figure marked."""
    start, end = candidate.span
    left, right = candidate.figure
    shown = Text("   “" + printable(text[start:left]))
    shown.append(printable(text[left:right]), style="bold reverse")
    return shown.append(printable(text[right:end]) + "”")


def told(candidate: Candidate) -> str:
    """Everything a candidate says, in a line."""
    value = candidate.value + (f"..{candidate.upper}" if candidate.upper else "")
    cells = [
        candidate.subject or "?",
        f"{candidate.comparator} {value} {candidate.unit}",
        " ".join(str(part) for part in (candidate.deadline_kind, candidate.deadline_year) if part),
        candidate.level or "",
        "average" if candidate.average else "",
        "aim" if candidate.aim else "",
        f"except {candidate.exception}" if candidate.exception else "",
        candidate.baseline or "",
        f"led by {', '.join(candidate.responsible)}" if candidate.responsible else "",
    ]
    return " · ".join(cell for cell in cells if cell)
