"""Pages of results and of an indicator: what was published by year, its chart, what documents set beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.actions import Chart, Compare, ResultList, ResultMenu
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import shortened
from bot.channels.telegram.markup import Block, block, line, words
from bot.channels.telegram.message import CAPTION_LIMIT, Button, Message, Picture
from bot.channels.telegram.packing import messages, only
from bot.channels.telegram.target_lines import bulleted, result_citation, result_line, row_citation
from bot.channels.telegram.told import told
from bot.ports import Library, RegisterDesk
from bot.publishing.desk import IndicatorLine
from bot.publishing.sheets import IndicatorSheet

_LABEL = 40


def result_menu_page(desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/ketqua: the indicators with published results; one that is another's yardstick stands once."""
    measured = [each for each in desk.indicators(language) if each.results and each.measured_by in (None, each.id)]
    return found_results_page(measured, language)


def found_results_page(indicators: Sequence[IndicatorLine], language: str) -> tuple[Message, ...]:
    """Indicators with published results, each a button."""
    rows = [press(shortened(each.short, _LABEL), ResultList(each.id)) for each in indicators]
    head = line(words(told(language, "results", "head"), "b"))
    return messages([block(head, told(language, "results", "pick"))], tuple(row for row in rows if row))


def results_page(indicator_id: str, desk: RegisterDesk, library: Library, language: str) -> tuple[Message, ...]:
    """An indicator's published results, oldest first, with their citations; never a verdict."""
    sheet = desk.indicator(indicator_id, language, desk.today())
    if sheet is None:
        return only(told(language, "results", "unknown"))
    if not sheet.results:
        return messages(
            [block(told(language, "results", "none", indicator=sheet.short))], (_compare_row(sheet, language),)
        )
    head = line(words(told(language, "results", "of", indicator=sheet.short), "b"))
    lines = [line(words("• "), *result_line(row, language)) for row in sheet.results]
    blocks = [block(head), *(Block((each,), tight=n > 0) for n, each in enumerate(lines))]
    said = [words(told(language, "results", "not_verdict"), "i")]
    if sheet.yardstick and sheet.yardstick.sentence:
        blocks.append(block(sheet.yardstick.sentence))
    blocks.append(block(line(*said)))
    citations = [result_citation(row, library.document(row.document_id), language) for row in sheet.results]
    buttons = (
        (*press(told(language, "button", "chart"), Chart(sheet.id)), *_compare_row(sheet, language)),
        press(told(language, "button", "back"), ResultMenu()),
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
    citations = [row_citation(row, library.document(row.document_id), language) for row in sheet.targets]
    blocks = [block(head), *(bulleted(row, language) for row in sheet.targets), block(lead), *citations]
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
