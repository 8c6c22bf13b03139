"""The timeline of targets by deadline: how many fall due in each year, then each of them, for a phone held upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import prompts
from bot.publishing.drawing import INK, NAVY, PAPER, QUIET, RULE, TARGET, WASH, Box, Sheet, Type
from bot.publishing.rows import Row
from bot.publishing.typesetting import flowed, set_runs, wrapped
from bot.telling.phrases import day
from knowledge.register.selection import Due

WIDTH = 1080  # three pixels for each of a phone's
MOST = 150  # targets drawn one by one
_MARGIN, _RAIL, _TEXT = 48, 78, 128
_ROOM = WIDTH - _MARGIN - _TEXT
_FEW = 40  # up to so many targets are set large
_SQUARE, _STACK_ROOM = 26, 420  # pixels of one target in the overview, and of the highest stack


@dataclass(frozen=True, slots=True)
class _Sizes:
    figure: Type
    detail: Type
    gap: float


_LARGE = _Sizes(Type(36), Type(30, colour=QUIET), 26)
_SMALL = _Sizes(Type(29), Type(25, colour=QUIET), 14)


def timeline_png(rows: Sequence[Row], language: str, on: date) -> bytes:
    """A PNG 1080 pixels wide, as high as it must be; ``on`` is today."""
    return timeline_sheet(rows, language, on).png()


def timeline_sheet(rows: Sequence[Row], language: str, on: date) -> Sheet:
    """The timeline laid out, before it is drawn."""
    trial = Sheet(WIDTH, 1)  # laid out once to learn its height
    height = _lay_out(trial, rows, language, on)
    sheet = Sheet(WIDTH, round(height))
    _lay_out(sheet, rows, language, on)
    return sheet


def _lay_out(sheet: Sheet, rows: Sequence[Row], language: str, on: date) -> float:
    """Sets everything; the y below it."""
    y = _head(sheet, rows, language, on)
    if rows:
        y = _overview(sheet, rows, y + 24)
        y = _key(sheet, language, y + 18)
        y = _list(sheet, rows, language, on, y + 40)
    foot = Type(24, colour=QUIET)
    y = sheet.lines(_MARGIN, y + 10, _lines(prompts.say(language, "picture.passed_is_not_met"), foot), foot)
    sheet.text(WIDTH - _MARGIN, y + 6, prompts.say(language, "picture.name"), foot, "right")
    return y + 6 + foot.line + 30


def _lines(text: str, kind: Type) -> list[str]:
    return wrapped(text, kind, WIDTH - 2 * _MARGIN)


def _head(sheet: Sheet, rows: Sequence[Row], language: str, on: date) -> float:
    title, told = Type(52, bold=True, colour=NAVY), Type(30, colour=QUIET)
    y = sheet.lines(_MARGIN, 40, _lines(prompts.say(language, "picture.timeline"), title), title)
    if not rows:
        return sheet.lines(_MARGIN, y + 10, [prompts.say(language, "picture.nothing")], told) + 20
    before = sum(row.due is Due.BEFORE for row in rows)
    after = sum(row.due is Due.AFTER for row in rows)
    counts = prompts.say(
        language, "picture.timeline_counts",
        count=str(len(rows)), today=day(on), before=str(before), after=str(after),
    )  # fmt: skip
    y = sheet.lines(_MARGIN, y + 6, _lines(counts, told), told)
    undated = len(rows) - before - after
    if undated:
        said = prompts.say(language, "picture.timeline_undated", count=str(undated))
        y = sheet.lines(_MARGIN, y, _lines(said, told), told)
    documents = list(dict.fromkeys(row.document for row in rows))
    named = ", ".join(documents[:3]) if len(documents) <= 3 else ""
    return sheet.lines(_MARGIN, y, _lines(named, told), told)


def _years(rows: Sequence[Row]) -> list[int]:
    found = {row.year for row in rows if row.year is not None}
    return list(range(min(found), max(found) + 1)) if found else []


def _overview(sheet: Sheet, rows: Sequence[Row], y: float) -> float:
    """A square for each target, stacked over its year."""
    years = _years(rows)
    if not years:
        return y
    stacks = {year: sorted((r for r in rows if r.year == year), key=_overview_order) for year in years}
    highest = max(len(stack) for stack in stacks.values())
    column = (WIDTH - 2 * _MARGIN) / len(years)
    across = max(1, min(int((column - 10) // (_SQUARE + 5)), -(-highest // 8)))
    side = min(_SQUARE, (column - 10) / across - 5, _STACK_ROOM / -(-highest // across) - 5)
    number = Type(28, bold=True)
    label = Type(min(30, column / 2.7), bold=True, colour=QUIET)
    floor = y + number.line + -(-highest // across) * (side + 5) + 4
    for place, year in enumerate(years):
        middle = _MARGIN + column * (place + 0.5)
        abreast = max(1, min(across, len(stacks[year])))
        left = middle - (abreast * (side + 5) - 5) / 2
        for n, row in enumerate(stacks[year]):
            box = Box(left + (n % abreast) * (side + 5), floor - (n // abreast + 1) * (side + 5), side, side)
            sheet.area(box, _colour(row))
            if not row.own_year:
                sheet.area(Box(box.x + 4, box.y + 4, side - 8, side - 8), PAPER)
        if stacks[year]:
            top = floor - -(-len(stacks[year]) // abreast) * (side + 5) - number.line
            sheet.text(middle, top, str(len(stacks[year])), number, "center")
        sheet.text(middle, floor + 8, str(year), label, "center")
    sheet.stroke([(_MARGIN, floor + 2), (WIDTH - _MARGIN, floor + 2)], INK, 2)
    return floor + 8 + label.line


def _overview_order(row: Row) -> bool:
    return not row.own_year


def _key(sheet: Sheet, language: str, y: float) -> float:
    kind = Type(26, colour=INK)
    for key, colour, filled in (
        ("key_before", QUIET, True),
        ("key_after", TARGET, True),
        ("key_period", QUIET, False),
    ):
        _mark(sheet, _MARGIN + 14, y + kind.line / 2, colour, filled)
        y = sheet.lines(_MARGIN + 44, y, wrapped(prompts.say(language, f"picture.{key}"), kind, _ROOM), kind)
    return y


def _list(sheet: Sheet, rows: Sequence[Row], language: str, on: date, y: float) -> float:
    """Every target under its year, along a rail; today is where it belongs."""
    sizes = _LARGE if len(rows) <= _FEW else _SMALL
    shown = sorted(rows, key=lambda r: (r.year is None, r.year or 0, not r.own_year))[:MOST]
    groups: dict[int | None, list[Row]] = {}
    for row in shown:
        groups.setdefault(row.year, []).append(row)
    told_today = False
    for year, held in groups.items():
        if not told_today and (year is None or year >= on.year):
            y, told_today = _today(sheet, language, on, y), True
        y = _group(sheet, year, held, language, sizes, y)
    if not told_today:
        y = _today(sheet, language, on, y)
    if len(rows) > len(shown):
        more = prompts.say(language, "picture.more", count=str(len(rows) - len(shown)))
        y = sheet.lines(_TEXT, y, wrapped(more, sizes.detail, _ROOM), sizes.detail)
    return y


def _today(sheet: Sheet, language: str, on: date, y: float) -> float:
    kind = Type(30, bold=True, colour=TARGET)
    box = sheet.text(_TEXT, y, prompts.say(language, "picture.today", date=day(on)), kind)
    middle = y + kind.line / 2
    sheet.stroke([(_MARGIN, middle), (_TEXT - 14, middle)], TARGET, 4)
    sheet.stroke([(box.x + box.width + 16, middle), (WIDTH - _MARGIN, middle)], TARGET, 4)
    return y + kind.line + 26


def _group(sheet: Sheet, year: int | None, rows: Sequence[Row], language: str, sizes: _Sizes, y: float) -> float:
    heading = Type(42, bold=True, colour=NAVY)
    said = str(year) if year else prompts.say(language, "picture.undated")
    sheet.area(Box(_MARGIN - 12, y, WIDTH - 2 * _MARGIN + 24, heading.line + 8), WASH, round_by=8)
    sheet.text(_MARGIN + 4, y + 4, said, heading)
    sheet.text(
        WIDTH - _MARGIN - 4,
        y + 12,
        prompts.say(language, "table.count", count=str(len(rows))),
        Type(30, colour=QUIET),
        "right",
    )
    y += heading.line + 8 + sizes.gap * 0.6
    documents: dict[str, list[Row]] = {}
    for row in rows:
        documents.setdefault(row.document, []).append(row)
    for document, held in documents.items():
        name = Type(sizes.detail.size + 2, bold=True, colour=NAVY)
        y = sheet.lines(_MARGIN + 4, y, _lines(document, name), name) + sizes.gap * 0.4
        for row in held:
            y = _entry(sheet, row, language, sizes, y)
        y += sizes.gap * 0.5
    return y + 6


def _entry(sheet: Sheet, row: Row, language: str, sizes: _Sizes, y: float) -> float:
    """One target: figure, what it measures, when; below it what narrows it."""
    middle = y + sizes.figure.line / 2
    _mark(sheet, _RAIL, middle, _colour(row), row.own_year)
    figure = Type(sizes.figure.size, bold=True, colour=TARGET if row.due is Due.AFTER else INK)
    told = [(f"{row.figure}:", figure), (f"{row.statement}, {row.deadline}", sizes.figure)]
    y = set_runs(sheet, _TEXT, y, flowed(told, _ROOM))
    y = sheet.lines(_TEXT, y, wrapped(_detail(row, language), sizes.detail, _ROOM), sizes.detail)
    sheet.stroke([(_RAIL, middle + 20), (_RAIL, y)], RULE, 3)
    return y + sizes.gap


def _detail(row: Row, language: str) -> str:
    """What narrows a target and is not in its own words already."""
    level = "" if row.level.casefold() in row.statement.casefold() else row.level
    exception = prompts.say(language, "picture.exception", text=row.exception) if row.exception else ""
    baseline = prompts.say(language, "picture.baseline", text=row.baseline) if row.baseline else ""
    others = [prompts.say(language, "picture.disagreement", text=said) for said in row.disagreements]
    unreviewed = prompts.say(language, "picture.unreviewed") if not row.reviewed else ""
    return " · ".join(part for part in (level, exception, baseline, *others, unreviewed) if part)


def _mark(sheet: Sheet, x: float, y: float, colour: str, filled: bool) -> None:
    sheet.disc(x, y, 12, colour if filled else PAPER, colour, 5)


def _colour(row: Row) -> str:
    return TARGET if row.due is Due.AFTER else QUIET
