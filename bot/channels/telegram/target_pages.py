"""Pages of the register: the list with its filters, targets by deadline, one target, its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channels.telegram.actions import (
    AskTarget,
    Compare,
    DueList,
    Menu,
    OpenDocument,
    OpenTarget,
    ResultList,
    TargetCard,
    TargetList,
)
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import shortened
from bot.channels.telegram.markup import Block, block, line, words
from bot.channels.telegram.message import CAPTION_LIMIT, LABEL_LIMIT, Button, Inline, Message, Picture, Rows, units
from bot.channels.telegram.packing import messages, only
from bot.channels.telegram.paging import number_rows, paged, turn_row
from bot.channels.telegram.target_lines import alone, day, in_full, listed, row_citation
from bot.channels.telegram.told import told
from bot.ports import RegisterDesk
from bot.publishing.filters import BadFilterError, Option
from bot.publishing.rows import Row
from bot.publishing.sheets import TargetSheet
from knowledge.register.selection import Due, Selection
from knowledge.register.values import Level

_FILTERS = {Menu.YEAR: "year", Menu.AREA: "area", Menu.LEVEL: "level"}
_IN_A_ROW = {Menu.YEAR: 4, Menu.AREA: 1, Menu.LEVEL: 1}


def target_list_page(asked: TargetList, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/chitieu: the targets the filters leave, or the menu of one filter; a stale filter is said to be one."""
    choices = desk.choices(language)
    if asked.menu is not None:
        return _menu(asked, asked.menu, desk, language)
    try:
        selection = desk.selection(_told(asked))
    except BadFilterError:
        return only(told(language, "list", "stale"))
    shown = paged(desk.rows(selection, language, desk.today()), asked.page)
    buttons = (
        *number_rows([(n, OpenTarget(row.id)) for n, row in shown.numbered]),
        *turn_row(shown.page, shown.pages, lambda page: replace(asked, page=page), language),
        *_filter_rows(asked, choices, language),
    )
    if not shown.count:
        return messages([_head(language), block(told(language, "list", "none"))], buttons)
    counted = told(language, "list", "shown", count=str(shown.count), first=str(shown.first), last=str(shown.last))
    blocks = [_head(language), block(counted, tight=True), *(listed(n, row, language) for n, row in shown.numbered)]
    return messages([*blocks, block(line(words(told(language, "list", "not_result"), "i")))], buttons)


def found_page(query: str, rows: Sequence[Row], language: str) -> tuple[Message, ...]:
    """/chitieu with words: the targets the register's index finds for them."""
    said = shortened(query, 120)
    shown = paged(rows, 0)
    if not rows:
        return only(told(language, "list", "not_found", query=said))
    head = block(line(words(told(language, "list", "found", query=said), "b")))
    blocks = [head, *(listed(n, row, language) for n, row in shown.numbered)]
    buttons = (*number_rows([(n, OpenTarget(row.id)) for n, row in shown.numbered]),)
    return messages([*blocks, block(line(words(told(language, "list", "open"), "i")))], buttons)


def due_page(asked: DueList, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/han: the targets before or after their deadline, the nearest deadline first."""
    on, past = desk.today(), asked.due is Due.BEFORE
    rows = sorted(
        desk.rows(Selection(due=asked.due), language, on), key=lambda row: -(row.year or 0) if past else row.year or 0
    )
    shown = paged(rows, asked.page)
    blocks = [block(line(words(told(language, "due", f"head_{asked.due.value}", day=day(on)), "b")))]
    year: int | None = None
    for n, row in shown.numbered:
        if row.year != year:
            year = row.year
            blocks.append(block(line(words(told(language, "due", "year", year=str(year)), "u"))))
        blocks.append(listed(n, row, language))
    if not shown.count:
        blocks.append(block(told(language, "due", f"none_{asked.due.value}", day=day(on))))
    elif past:
        blocks.append(block(line(words(told(language, "due", "meaning"), "i"))))
    other = Due.AFTER if past else Due.BEFORE
    buttons = (
        *number_rows([(n, OpenTarget(row.id)) for n, row in shown.numbered]),
        *turn_row(shown.page, shown.pages, lambda page: DueList(asked.due, page), language),
        press(told(language, "button", other.value), DueList(other)),
    )
    return messages(blocks, buttons)


def target_page(target_id: str, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """A target in full, with its citation and the ways on from it."""
    on = desk.today()
    sheet = desk.target(target_id, language, on)
    if sheet is None:
        return only(told(language, "target", "unknown"))
    row = sheet.row
    blocks = [*in_full(row, language, on), row_citation(row, sheet.document, language)]
    return messages(blocks, _target_rows(sheet, language))


def target_card(target_id: str, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """A target as a picture, with its figure and its place as the caption."""
    sheet = desk.target(target_id, language, desk.today())
    if sheet is None:
        return only(told(language, "target", "unknown"))
    sent = alone(sheet.row, sheet.document, language, CAPTION_LIMIT)
    return (replace(sent, picture=Picture("card", sheet.row.id, language)),)


def _target_rows(sheet: TargetSheet, language: str) -> Rows:
    row = sheet.row
    about: list[Button] = [*press(told(language, "button", "compare"), Compare(row.indicator_id))]
    if sheet.results:
        about += press(told(language, "button", "results"), ResultList(row.indicator_id))
    about += press(told(language, "button", "card"), TargetCard(row.id))
    rows: tuple[tuple[Button, ...], ...] = (
        tuple(about),
        press(shortened(row.document, LABEL_LIMIT), OpenDocument(row.document_id)),
        press(told(language, "button", "ask"), AskTarget(row.id)),
        (Inline(told(language, "button", "share"), shortened(f"{row.indicator} {row.year or ''}".strip(), 200)),),
    )
    return tuple(each for each in rows if each)


def _head(language: str) -> Block:
    return block(line(words(told(language, "list", "head"), "b")))


def _told(asked: TargetList) -> Mapping[str, Sequence[str]]:
    return {
        "year": [str(asked.year)] if asked.year else [],
        "area": [asked.area] if asked.area else [],
        "level": [asked.level.value] if asked.level else [],
    }


def _filter_rows(asked: TargetList, choices: Mapping[str, Sequence[Option]], language: str) -> list[tuple[Button, ...]]:
    """A button for each filter, with what it is set to; and one that clears them when any is set."""
    chosen = _told(asked)
    buttons: dict[Menu, tuple[Button, ...]] = {}
    for menu, name in _FILTERS.items():
        labels = [option.label for option in choices[name] if option.value in chosen[name]]
        value = labels[0] if labels else told(language, "button", "any")
        named = menu is Menu.LEVEL and labels  # a level says what it is
        label = shortened(value if named else told(language, "button", name, value=value), LABEL_LIMIT)
        buttons[menu] = press(label, replace(asked, menu=menu, page=0))
    rows = [(*buttons[Menu.YEAR], *buttons[Menu.LEVEL]), buttons[Menu.AREA]]
    if any(chosen.values()):
        rows.append(press(told(language, "button", "clear"), TargetList()))
    return rows


def _menu(asked: TargetList, menu: Menu, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """What one filter may be beside the others, each value a button with how many targets it leaves."""
    name = _FILTERS[menu]
    listed_under = replace(asked, menu=None, page=0)
    chosen = _told(asked)[name]
    buttons: list[Button] = []
    for option in desk.choices(language)[name]:
        wanted = _with(listed_under, menu, option.value)
        try:
            count = len(desk.rows(desk.selection(_told(wanted)), language, desk.today()))
        except BadFilterError:
            return only(told(language, "list", "stale"))
        if not count and option.value not in chosen:
            continue
        label = told(language, "button", "chosen", value=option.label) if option.value in chosen else option.label
        counted = f" ({count})"
        buttons += press(shortened(label, LABEL_LIMIT - units(counted)) + counted, wanted)
    said = told(language, "list", f"pick_{name}" if buttons else "pick_none")
    width = _IN_A_ROW[menu]
    rows = [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]
    rows.append(press(told(language, "button", "all"), _with(listed_under, menu, "")))
    return messages([_head(language), block(said)], tuple(rows))


def _with(asked: TargetList, menu: Menu, value: str) -> TargetList:
    """The list with one filter set to a value, "" for none."""
    match menu:
        case Menu.YEAR:
            return replace(asked, year=int(value) if value else None)
        case Menu.AREA:
            return replace(asked, area=value)
        case Menu.LEVEL:
            return replace(asked, level=Level(value) if value else None)
