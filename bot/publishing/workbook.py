"""Rows as a workbook: the one file that imports XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

import prompts
from bot.publishing.rows import Row
from bot.publishing.tables import COLUMNS, source_line
from knowledge.documents import Source

_WIDTHS = {"statement": 46, "quote": 60, "sources": 46, "title": 40, "note": 40, "scope": 30, "exception": 26,
           "baseline": 26, "disagreements": 34, "figure": 22, "document": 22, "locator": 26, "deadline": 18,
           "level": 18, "area": 24, "indicator": 24, "confidence": 24, "id": 22}  # fmt: skip
_WIDTH = 14  # characters
_SOURCES = ("source_id", "document", "source_publisher", "source_title", "source_date", "source_url", "source_targets")
_SOURCE_WIDTHS = (10, 26, 26, 50, 14, 60, 40)
_NUMBERS = {"value", "year"}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(rows: Sequence[Row], language: str) -> bytes:
    """A workbook of two sheets: the targets, each with its citation, and the publications they rest on."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#12355B", "font_color": "#FFFFFF"}
        )
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        targets = book.add_worksheet(prompts.say(language, "table.sheet"))
        names = [prompts.say(language, f"table.{column}") for column in COLUMNS]
        _head(targets, names, [_WIDTHS.get(column, _WIDTH) for column in COLUMNS], len(rows), heading)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(COLUMNS):
                _write(targets, line, place, column, _shown(row, column, language), cell)
        sources = book.add_worksheet(prompts.say(language, "table.sources_sheet"))
        published = _published(rows)
        names = [prompts.say(language, f"table.{column}") for column in _SOURCES]
        _head(sources, names, _SOURCE_WIDTHS, len(published), heading)
        for line, cells in enumerate(published, start=1):
            for place, text in enumerate(cells):
                sources.write_string(line, place, text, cell)
    return written.getvalue()


def _head(sheet: Worksheet, names: Sequence[str], widths: Sequence[int], lines: int, heading: Format) -> None:
    for place, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(lines, 1), len(names) - 1)


def _write(sheet: Worksheet, line: int, place: int, column: str, text: str, cell: Format) -> None:
    if not text:
        sheet.write_blank(line, place, None, cell)
    elif column in _NUMBERS:
        sheet.write_number(line, place, float(text), cell)
    else:
        sheet.write_string(line, place, text, cell)


def _shown(row: Row, column: str, language: str) -> str:
    """A cell as people read it in a sheet."""
    match column:
        case "sources":
            return "\n".join(source_line(each) for each in row.publications)
        case "disagreements":
            return "\n".join(row.disagreements)
        case "issued":
            return row.issued.isoformat() if row.issued else ""
        case "due":
            return prompts.say(language, f"table.due_{row.due.value}") if row.due else ""
        case "reviewed":
            return prompts.say(language, "table.reviewed_yes" if row.reviewed else "table.reviewed_no")
        case "edition":
            return prompts.say(language, f"edition.{row.edition}")
        case "confidence":
            return prompts.say(language, f"confidence.{row.confidence}")
        case _:
            value = getattr(row, column)
            return "" if value is None else str(value)


def _published(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Each publication of each document once, with the targets it supports."""
    supported: dict[tuple[str, Source], list[str]] = {}
    for row in rows:
        for source in row.publications:
            supported.setdefault((row.document, source), []).append(row.id)
    return [
        (s.id, document, s.publisher, s.title, s.date or "", s.url or "", ", ".join(ids))
        for (document, s), ids in supported.items()
    ]
