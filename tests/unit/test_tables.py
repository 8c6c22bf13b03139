"""Tables taken away: read back by the programs that will read them, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

import prompts
from bot.publishing.rows import Row, row
from bot.publishing.tables import COLUMNS, as_csv, as_json, as_markdown, guarded
from bot.publishing.workbook import as_xlsx
from tests.fakes_knowledge import register

TODAY = date(2026, 11, 22)


def rows(language: str = "vi") -> list[Row]:
    held = register()
    return [row(target, held, language, TODAY) for target in held.all_targets]


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_reads_back_as_the_rows() -> None:
    held = rows()
    read = read_csv(as_csv(held))
    assert len(read) == len(held) == 106
    for found, each in zip(read, held, strict=True):
        for column in ("id", "figure", "statement", "deadline", "value", "comparator", "quote", "exception", "locator"):
            assert found[column] == getattr(each, column)
        assert found["sources"].count("\n") == len(each.publications) - 1
        assert all(s.publisher in found["sources"] for s in each.publications)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("+99,5%", "+99,5%"),
        ("=", "="),
        (">=", ">="),
        ("tối thiểu 95%", "tối thiểu 95%"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula_and_figures_stay_figures(cell: str, shown: str) -> None:
    assert guarded(cell) == shown
    assert read_csv(as_csv([replace(rows()[0], note=cell)]))[0]["note"] == shown


def test_json_holds_every_field_and_the_sources_in_full() -> None:
    held = rows()
    read = json.loads(as_json(held))
    assert [each["id"] for each in read] == [each.id for each in held]
    assert set(read[0]) == set(COLUMNS)
    first = held[0].publications[0]
    assert read[0]["sources"][0] == {
        "id": first.id,
        "publisher": first.publisher,
        "title": first.title,
        "date": first.date,
        "url": first.url,
    }
    assert read[0]["quote"] == held[0].quote and read[0]["issued"] == "2021-06-01"


@pytest.mark.parametrize("language", prompts.LANGUAGES)
def test_markdown_keeps_its_columns_whatever_a_cell_holds(language: str) -> None:
    odd = replace(rows(language)[0], note="a|b *c* <i>d</i>\n[e](f) \\")
    lines = as_markdown([odd, *rows(language)], language).splitlines()
    assert len(lines) == 2 + 107
    bars = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines]
    assert len(set(bars)) == 1
    assert "a\\|b \\*c\\* \\<i\\>d\\</i\\><br>\\[e\\](f) \\\\" in lines[2]
    assert prompts.say(language, "table.figure") in lines[0]


@pytest.mark.parametrize("language", prompts.LANGUAGES)
def test_a_workbook_reads_back_with_numbers_as_numbers(language: str) -> None:
    held = rows(language)
    book = sheets(as_xlsx(held, language))
    targets, sources = book.worksheets
    headings = [cell.value for cell in targets[1]]
    assert headings == [prompts.say(language, f"table.{column}") for column in COLUMNS]
    assert targets.freeze_panes == "A2" and targets.auto_filter.ref
    at = {column: COLUMNS.index(column) for column in COLUMNS}
    for cells, each in zip(targets.iter_rows(min_row=2), held, strict=True):
        assert cells[at["id"]].value == each.id and cells[at["figure"]].value == each.figure
        assert cells[at["quote"]].value == each.quote and (cells[at["exception"]].value or "") == each.exception
        value = cells[at["value"]].value
        assert value is None if each.value == "" else value == float(each.value)
        assert cells[at["year"]].value == each.year
    told = {(cells[0].value, cells[1].value) for cells in sources.iter_rows(min_row=2)}
    assert told == {(s.id, each.document) for each in held for s in each.publications}


def test_a_workbook_cell_is_never_a_formula_or_a_link() -> None:
    odd = replace(rows()[0], note="=1+1", statement="https://example.org/a")
    sheet = sheets(as_xlsx([odd], "vi")).worksheets[0]
    cells = {cell.value: cell for cell in sheet[2]}
    assert cells["=1+1"].data_type == "s" and cells["https://example.org/a"].hyperlink is None


def test_nothing_chosen_is_a_table_with_headings_alone() -> None:
    assert read_csv(as_csv([])) == [] and as_csv([]).removeprefix("\ufeff").startswith("figure,")
    assert json.loads(as_json([])) == []
    assert len(as_markdown([], "vi").splitlines()) == 2
    assert sheets(as_xlsx([], "vi")).worksheets[0].max_row == 1
