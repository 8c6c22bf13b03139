"""Reads .docx files with python-docx: paragraphs in reading order, a table's row as one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.table import Table, _Cell

from knowledge.ingestion.characters import shown
from knowledge.ingestion.readers.office_package import check_package
from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError, within_limits
from knowledge.ingestion.words import ingestion_words
from knowledge.vietnamese import nfc

_MOST_MERGED_ROWS = 1_000  # of one cell; its text stands in each of them


def read_word(path: Path) -> list[Paragraph]:
    """The paragraphs of a Word document; UnreadableError when it is none or unpacks to too much."""
    try:
        check_package(path)
        return within_limits(_paragraphs(docx.Document(str(path))))
    except (UnreadableError, MemoryError, RecursionError):
        raise
    except Exception as error:  # python-docx lets errors of its XML and ZIP parsers through
        raise UnreadableError(f"not a Word document ({shown(str(error))}); save it as .docx again") from None


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    heading = re.compile(rf"{ingestion_words().headings.styles}\s*(\d)")
    levels: dict[str | None, int | None] = {}  # of headings, by the id of their style
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
            continue
        text = nfc(" ".join(block.text.split()))
        if text:
            style = block._p.style
            if style not in levels:  # a style is looked up once: it takes a search of the styles' XML
                named = heading.match(block.style.name or "") if block.style is not None else None
                levels[style] = int(named[1]) if named else None
            yield Paragraph(text, levels[style])


def _rows(table: Table) -> Iterator[Paragraph]:
    """A paragraph for each row. A cell merged over rows stands in each; one merged over columns stands once."""
    above: dict[int, tuple[str, int]] = {}  # by column: the text of the cell over it, and over how many rows it goes
    for row in table._tbl.tr_lst:
        cells: list[str] = []
        here: dict[int, tuple[str, int]] = {}
        column = row.grid_before
        for cell in row.tc_lst:
            if cell.vMerge == "continue" and column in above:
                text, merged = above[column]
                merged += 1
            else:
                text, merged = nfc(" ".join(_Cell(cell, table).text.split())), 1
            if merged > _MOST_MERGED_ROWS:
                where = f"a cell of a table ('{shown(text, 40)}')"
                raise UnreadableError(f"{where} is merged over more than {_MOST_MERGED_ROWS} rows; split it")
            here[column] = (text, merged)
            cells.append(text)
            column += cell.grid_span
        above = here
        told = [text for place, text in enumerate(cells) if text and (place == 0 or text != cells[place - 1])]
        if told:
            yield Paragraph(" | ".join(told))
