"""Reads .docx files with python-docx: paragraphs in reading order, a table's row as one paragraph."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.table import Table

from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError, within_limits
from knowledge.vietnamese import nfc

_MOST_UNPACKED = 200_000_000  # bytes of everything in the archive: more is no document
_HEADING = re.compile(r"(?:Heading|heading|Đầu đề)\s*(\d)")


def read_word(path: Path) -> list[Paragraph]:
    """The paragraphs of a Word document; UnreadableError when it is none or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            raise UnreadableError(f"{path.name}: it unpacks to {unpacked} bytes; give a smaller document")
        document = docx.Document(str(path))
    except UnreadableError:
        raise
    except Exception as error:  # python-docx lets errors of its XML and ZIP parsers through
        raise UnreadableError(f"{path.name}: not a Word document ({error}); save it as .docx again") from None
    return within_limits(path.name, list(_paragraphs(document)))


def _paragraphs(document: object) -> Iterator[Paragraph]:
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                shown = [cell for i, cell in enumerate(cells) if cell and (i == 0 or cell != cells[i - 1])]
                if shown:
                    yield Paragraph(nfc(" | ".join(shown)))
            continue
        text = nfc(" ".join(block.text.split()))
        if text:
            named = _HEADING.match(block.style.name or "") if block.style is not None else None
            yield Paragraph(text, int(named[1]) if named else None)
