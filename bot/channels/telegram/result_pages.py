"""Pages of results and of an indicator: what was published by year, its chart, what documents set beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.channels.telegram.actions import Chart, Compare, ResultList, ResultMenu
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import shortened
from bot.channels.telegram.markup import block, line, words
from bot.channels.telegram.message import CAPTION_LIMIT, LABEL_LIMIT, Button, Message, Picture
from bot.channels.telegram.packing import messages, only
from bot.channels.telegram.paging import in_rows
from bot.channels.telegram.target_lines import bulleted, numbered_citations, result_line
from bot.channels.telegram.told import told
from bot.ports import Library, RegisterDesk
from bot.publishing.desk import IndicatorLine
from bot.publishing.sheets import IndicatorSheet
from bot.telling.phrases import raised


def result_menu_page(desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/ketqua: the indicators with published results; one that is another's yardstick stands once."""
    measured = [each for each in desk.indicators(language) if each.results and each.measured_by in (None, each.id)]
    return found_results_page(measured, language)


def found_results_page(indicators: Sequence[IndicatorLine], language: str) -> tuple[Message, ...]:
    """Indicators with published results, each a button."""
    buttons = [press(shortened(each.short, LABEL_LIMIT), ResultList(each.id)) for each in indicators]
    head = line(words(told(language, "results", "head"), "b"))
    return messages(
        [block(head, told(language, "results", "pick"))], in_rows([each for row in buttons for each in row])
    )


def results_page(indicator_id: str, desk: RegisterDesk, library: Library, language: str) -> tuple[Message, ...]:
    """An indicator's published results by what was measured, the newest first; never a verdict."""
    sheet = desk.indicator(indicator_id, language, desk.today())
    if sheet is None:
        return only(told(language, "results", "unknown"))
    if not sheet.results:
        return messages(
            [block(told(language, "results", "none", indicator=sheet.short))], (_compare_row(sheet, language),)
        )
    newest = sorted(sheet.results, key=lambda row: -row.year)
    statements = list(dict.fromkeys(row.statement for row in newest))
    rows = sorted(newest, key=lambda row: statements.index(row.statement))
    numbers, citations = numbered_citations(rows, library, language)
    blocks = [block(line(words(told(language, "results", "of", indicator=sheet.short), "b")))]
    for statement, measured in groupby(zip(numbers, rows, strict=True), key=lambda pair: pair[1].statement):
        blocks.append(block(f"{raised(statement)}:", *(result_line(n, row, language) for n, row in measured)))
    if sheet.yardstick and sheet.yardstick.sentence:
        blocks.append(block(sheet.yardstick.sentence))
    if sheet.targets:  # where nothing was set, nobody looks for a verdict
        blocks.append(block(line(words(told(language, "results", "not_verdict"), "i"))))
    buttons = (
        (*press(told(language, "button", "chart"), Chart(sheet.id)), *_compare_row(sheet, language)),
        press(told(language, "button", "indicators"), ResultMenu()),
    )
    return messages([*blocks, *citations], buttons)


def compare_page(indicator_id: str, desk: RegisterDesk, library: Library, language: str) -> tuple[Message, ...]:
    """What the documents set for an indicator, by year, each with its citation."""
    sheet = desk.indicator(indicator_id, language, desk.today())
    if sheet is None:
        return only(told(language, "results", "unknown"))
    about: list[Button] = [*press(told(language, "button", "chart"), Chart(sheet.id))]
    if sheet.results:
        about += press(told(language, "button", "results"), ResultList(sheet.id))
    if not sheet.targets:
        return messages([block(told(language, "results", "compare_none", indicator=sheet.short))], (tuple(about),))
    head = line(words(told(language, "results", "compare", indicator=sheet.short), "b"))
    lead = line(words(told(language, "results", "compare_lead"), "i"))
    numbers, citations = numbered_citations(sheet.targets, library, language)
    lines = [bulleted(n, row, language) for n, row in zip(numbers, sheet.targets, strict=True)]
    blocks = [block(head), *(block(each, tight=True) for each in lines), block(lead), *citations]
    return messages(blocks, (tuple(about),))


def chart_page(indicator_id: str, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """An indicator's picture over the years; its caption says what it does not show."""
    sheet = desk.indicator(indicator_id, language, desk.today())
    if sheet is None:
        return only(told(language, "results", "unknown"))
    head = line(words(told(language, "results", "chart", indicator=sheet.short), "b"))
    said = [line(told(language, "list", "not_result"))]
    if sheet.results:
        said.append(line(told(language, "results", "not_verdict")))
    if sheet.yardstick and sheet.yardstick.sentence:
        said.append(line(sheet.yardstick.sentence))
    buttons = (_compare_row(sheet, language),)
    picture = Picture("history", sheet.id, language)
    return messages([block(head), block(*said)], buttons, picture, CAPTION_LIMIT)


def _compare_row(sheet: IndicatorSheet, language: str) -> tuple[Button, ...]:
    return press(told(language, "button", "compare"), Compare(sheet.id)) if sheet.targets else ()
