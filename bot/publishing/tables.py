"""Rows as CSV, JSON and Markdown: every row with its citation, every cell as it stands in the row."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import prompts
from bot.publishing.rows import Row
from knowledge.documents import Source

COLUMNS = (
    *("figure", "statement", "deadline", "level", "scope", "exception", "baseline"),
    *("document", "title", "issued", "locator", "quote", "sources", "edition", "confidence", "disagreements", "note"),
    *("reviewed", "due", "area", "indicator", "comparator", "value", "unit", "year"),
    *("id", "indicator_id", "document_id", "passage"),
)
_SHOWN = (
    "figure",
    "statement",
    "deadline",
    "level",
    "exception",
    "note",
    "document",
    "locator",
    "quote",
    "sources",
    "id",
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_MARKUP = re.compile(r"([\\|`*_\[\]<>])")


def records(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as plain JSON values; keys are the fields of a row, ``sources`` the publications in full."""
    return [{column: _plain(row, column) for column in COLUMNS} for row in rows]


def as_json(rows: Sequence[Row]) -> str:
    """The rows as a JSON list, indented, with a line feed at the end."""
    return json.dumps(records(rows), ensure_ascii=False, indent=2) + "\n"


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV with a byte order mark, so that spreadsheets read Vietnamese; no cell can act as a formula."""
    written = io.StringIO()
    written.write("\ufeff")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([guarded(_text(row, column)) for column in COLUMNS])
    return written.getvalue()


def as_markdown(rows: Sequence[Row], language: str) -> str:
    """The rows as a Markdown table with headings in ``language``."""
    headings = [prompts.say(language, f"table.{column}") for column in _SHOWN]
    lines = [headings, ["---"] * len(_SHOWN), *([_marked(row, column) for column in _SHOWN] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def source_line(source: Source) -> str:
    """A publication in one line: publisher, title, date, address."""
    return " · ".join(part for part in (source.publisher, source.title, source.date, source.url) if part)


def guarded(cell: str) -> str:
    """A cell that a spreadsheet shows and never computes; figures, and a sign alone, stay as they are."""
    risky = cell.startswith(_RISKY) and len(cell) > 1
    return f"'{cell}" if risky and not _NUMBER.fullmatch(cell) else cell


def _plain(row: Row, column: str) -> Any:
    match column:
        case "sources":
            names = ("id", "publisher", "title", "date", "url")
            return [{name: getattr(each, name) for name in names} for each in row.publications]
        case "issued":
            return row.issued.isoformat() if row.issued else None
        case "due":
            return row.due.value if row.due else None
        case "disagreements":
            return list(row.disagreements)
        case _:
            return getattr(row, column)


def _text(row: Row, column: str) -> str:
    """A cell as one text; what the document does not say is empty."""
    value = _plain(row, column)
    match column:
        case "sources":
            return "\n".join(source_line(each) for each in row.publications)
        case "disagreements":
            return "\n".join(row.disagreements)
        case "reviewed":
            return "yes" if value else "no"
        case _:
            return "" if value is None else str(value)


def _marked(row: Row, column: str) -> str:
    """A cell whose characters mean themselves in Markdown, in one line."""
    shown = _MARKUP.sub(r"\\\1", _text(row, column).strip())
    return re.sub(r"\r\n|[\r\n]", "<br>", shown)
