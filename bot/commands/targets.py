"""``plan136 targets``: the register chosen by filters, as a table, a file or a picture."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer
from rich.console import Console as Screen
from rich.table import Table
from rich.text import Text

import prompts
from bot.assembly import clock
from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import BadInputError
from bot.commands.naming import named_area, named_document, named_indicator, named_level, named_target
from bot.commands.writing import checked, write
from bot.publishing.rows import Row, row
from bot.publishing.tables import as_csv, as_json, as_markdown
from bot.publishing.workbook import as_xlsx
from knowledge.register.register import Register
from knowledge.register.selection import Due, Selection, select

_FORMATS = ("csv", "xlsx", "json", "md")
_VALUE = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?%?", re.ASCII)
_NARROW = 96  # columns of a terminal under which a table has no room
_COLUMNS = ("figure", "indicator", "deadline", "level", "document", "locator", "id")


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters as typed."""

    year: tuple[int, ...] = ()
    level: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    due: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to come out, and where."""

    form: str | None = None  # table, csv, xlsx, json, md
    output: Path | None = None
    plot: Path | None = None
    card: tuple[str, Path] | None = None


def targets(filters: Filters, language: str, wanted: Wanted) -> None:
    """Lists, writes or draws the chosen targets; BadInputError names what cannot be used before anything is written."""
    settings = opening.bot_settings()
    on = _day(filters.on) or clock(settings)()
    form = _form(wanted)
    for path in (wanted.output, wanted.plot, wanted.card[1] if wanted.card else None):
        if path:
            checked(path)
    register = opening.holdings(settings).register
    selection = _selection(filters, register)
    carded = named_target(wanted.card[0], register) if wanted.card else None
    rows = [row(target, register, language, on) for target in select(register, selection, on)]
    if carded and wanted.card:
        _written(wanted.card[1], _pictures("card").card_png(carded, register, language), language)
    if wanted.plot:
        _written(wanted.plot, _plot(selection, rows, register, language, on), language)
    if form != "table" or not (wanted.plot or wanted.card):
        _list(form, rows, wanted.output, language)


def _list(form: str, rows: Sequence[Row], output: Path | None, language: str) -> None:
    if form == "table":
        _show(rows, language, opening.screen())
        return
    if not rows:
        opening.notices().print(Text(prompts.say(language, "table.none")))
    if form == "xlsx" and output:
        _written(output, as_xlsx(rows, language), language)
        return
    content = _text(form, rows, language)
    if output:
        _written(output, content.encode(), language)
    else:
        typer.echo(content, nl=False)


def _text(form: str, rows: Sequence[Row], language: str) -> str:
    match form:
        case "csv":
            return as_csv(rows)
        case "json":
            return as_json(rows)
        case _:
            return as_markdown(rows, language)


def _plot(selection: Selection, rows: Sequence[Row], register: Register, language: str, on: date) -> bytes:
    if len(selection.indicators) == 1:
        return bytes(_pictures("history").history_png(selection.indicators[0], register, language, on))
    return bytes(_pictures("timeline").timeline_png(rows, language, on))


def _pictures(name: str) -> Any:
    """A module that draws: matplotlib takes most of a second that a table must not wait for."""
    return importlib.import_module(f"bot.publishing.{name}")


def _written(path: Path, content: bytes, language: str) -> None:
    write(path, content)
    opening.notices().print(Text(prompts.say(language, "table.written", file=str(path))))


def _form(wanted: Wanted) -> str:
    """The format asked for, or the one the file's name says."""
    if wanted.output is None:
        if wanted.form == "xlsx":
            raise BadInputError("a workbook is no text: add --output FILE.xlsx")
        return wanted.form or "table"
    said = wanted.form or wanted.output.suffix.lower().removeprefix(".")
    if said not in _FORMATS:
        raise BadInputError(f"--output {str(wanted.output)!r}: say --format as one of {', '.join(_FORMATS)}")
    return said


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInputError(f"--on {written!r}: write a date such as 2025-12-31") from None


def _selection(filters: Filters, register: Register) -> Selection:
    return Selection(
        documents=tuple(named_document(name, register.documents).id for name in filters.document),
        areas=tuple(named_area(name, register) for name in filters.area),
        indicators=tuple(named_indicator(name, register) for name in filters.indicator),
        levels=tuple(named_level(name) for name in filters.level),
        years=filters.year,
        values=tuple(_value(written) for written in filters.value),
        due=Due(filters.due) if filters.due else None,
    )


def _value(written: str) -> Decimal:
    if not _VALUE.fullmatch(written.strip()):
        raise BadInputError(f"--value {written!r}: write a figure such as 100 or 99,5")
    return Decimal(written.strip().removesuffix("%").replace(",", "."))


def _show(rows: Sequence[Row], language: str, screen: Screen) -> None:
    """The table people read; on a narrow terminal a paragraph for each target."""
    if not rows:
        screen.print(Text(prompts.say(language, "table.none")))
        return
    if screen.width < _NARROW:
        for each in rows:
            screen.print(_paragraph(each, language), "")
    else:
        screen.print(_table(rows, language))
    screen.print(Text(prompts.say(language, "table.count", count=str(len(rows))), style="dim"))


def _table(rows: Sequence[Row], language: str) -> Table:
    table = Table(show_lines=True)
    ratios = {"figure": 3, "indicator": 5, "deadline": 3, "level": 2, "document": 3, "locator": 3}
    for column in _COLUMNS:
        heading = prompts.say(language, f"table.{column}")
        table.add_column(heading, ratio=ratios.get(column), overflow="fold", no_wrap=column == "id")
    for each in rows:
        cells = [str(getattr(each, column)) for column in _COLUMNS]
        cells[1] = "\n".join((cells[1], *_limits(each, language)))
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _paragraph(each: Row, language: str) -> Text:
    told = Text(printable(each.figure), style="bold")
    told.append(printable(f": {each.indicator}"), style="not bold")
    place = " · ".join(part for part in (each.deadline, each.level, each.document, each.locator, each.id) if part)
    for line in (*_limits(each, language), place):
        told.append(f"\n  {printable(line)}", style="not bold dim")
    return told


def _limits(each: Row, language: str) -> list[str]:
    """What must not be lost from a short line: the exception, and that nobody has looked yet."""
    said = [prompts.say(language, "picture.exception", text=each.exception)] if each.exception else []
    return said if each.reviewed else [*said, prompts.say(language, "picture.unreviewed")]
