"""An indicator's targets against its results by year: what was asked is hollow, what was measured is solid."""

from __future__ import annotations

from datetime import date

import prompts
from bot.publishing.chart import GOAL, SOLID, WIDTH, chart
from bot.publishing.drawing import INK, NAVY, PAPER, QUIET, RULE, TARGET, WASH, Box, Sheet, Type
from bot.publishing.series import DESCENDING, Goal, Measured, Panel, goal_line, panels
from bot.publishing.typesetting import flowed, set_runs, wrapped
from bot.telling.phrases import day, deadline, raised, result_value, result_when
from knowledge.register.register import Register

_MARGIN, _TEXT = 48, 92
_ROOM = WIDTH - _MARGIN - _TEXT
_PLAIN, _BOLD, _SMALL = Type(29), Type(29, bold=True), Type(25, colour=QUIET)


def history_png(indicator_id: str, register: Register, language: str, on: date) -> bytes:
    """A PNG 1080 pixels wide, as high as it must be; KeyError for an unknown indicator."""
    return history_sheet(indicator_id, register, language, on).png()


def history_sheet(indicator_id: str, register: Register, language: str, on: date) -> Sheet:
    """The picture laid out, before it is drawn."""
    height = _lay_out(Sheet(WIDTH, 1), indicator_id, register, language, on)
    sheet = Sheet(WIDTH, round(height))
    _lay_out(sheet, indicator_id, register, language, on)
    return sheet


def _lay_out(sheet: Sheet, indicator_id: str, register: Register, language: str, on: date) -> float:
    """Sets everything; the y below it."""
    shown = panels(indicator_id, register, language)
    y = _head(sheet, indicator_id, shown, register, language)
    for panel in shown:
        y = _panel(sheet, panel, register, language, y + 22)
    foot = Type(24, colour=QUIET)
    sheet.stroke([(_MARGIN, y + 20), (WIDTH - _MARGIN, y + 20)], RULE, 2)
    sheet.text(_MARGIN, y + 32, prompts.say(language, "picture.history_as_of", today=day(on)), foot)
    sheet.text(WIDTH - _MARGIN, y + 32, prompts.say(language, "picture.name"), foot, "right")
    return y + 32 + foot.line + 30


def _head(sheet: Sheet, indicator_id: str, shown: tuple[Panel, ...], register: Register, language: str) -> float:
    """Title, what the marks mean, and what is missing."""
    indicator = register.indicator(indicator_id)
    title, told = Type(48, bold=True, colour=NAVY), Type(30, colour=QUIET)
    room = WIDTH - 2 * _MARGIN
    y = sheet.lines(_MARGIN, 40, wrapped(raised(indicator.name.text(language)), title, room), title) + 8
    goals = [goal for panel in shown for goal in panel.goals]
    results = any(panel.series for panel in shown)
    key = Type(28)
    if goals:
        y = _key(sheet, GOAL, prompts.say(language, "picture.key_target"), key, y)
    if results:
        y = _key(sheet, SOLID[0], prompts.say(language, "picture.key_result"), key, y)
    if any(goal.span and goal.value is not None for goal in goals):
        sheet.stroke([(_MARGIN, y + key.line / 2), (_MARGIN + 34, y + key.line / 2)], TARGET, 4, dashed=True)
        y = sheet.lines(_TEXT, y, wrapped(prompts.say(language, "picture.key_span"), key, _ROOM), key)
    if not goals:
        y = sheet.lines(_MARGIN, y, wrapped(prompts.say(language, "picture.history_no_targets"), told, room), told)
    if not results:
        y = sheet.lines(_MARGIN, y, wrapped(prompts.say(language, "picture.history_no_results"), told, room), told)
    if results and indicator.assumed and indicator.measured_by:
        yardstick = register.indicator(indicator.measured_by).short.text(language)
        said = prompts.say(language, "achieved.assumed", yardstick=yardstick)
        y = sheet.lines(_MARGIN, y, wrapped(said, told, room), told)
    return y


def _key(sheet: Sheet, colour: str, text: str, kind: Type, y: float) -> float:
    _mark(sheet, colour, y + kind.line / 2)
    return sheet.lines(_TEXT, y, wrapped(text, kind, _ROOM), kind)


def _mark(sheet: Sheet, colour: str, middle: float) -> None:
    """The mark of a target (hollow, on its corner) or of a result (solid, round)."""
    if colour == GOAL:
        sheet.diamond(_MARGIN + 18, middle, 14, PAPER, GOAL, 5)
    else:
        sheet.disc(_MARGIN + 18, middle, 12, colour, colour)


def _panel(sheet: Sheet, panel: Panel, register: Register, language: str, y: float) -> float:
    heading = Type(36, bold=True, colour=NAVY)
    name = prompts.say(language, f"picture.measure_{panel.measure}")
    if panel.measure in DESCENDING:
        name = prompts.say(language, "picture.better_up", measure=name)
    lines = wrapped(name, heading, WIDTH - 2 * _MARGIN)
    sheet.area(Box(_MARGIN - 12, y, WIDTH - 2 * _MARGIN + 24, heading.line * len(lines) + 8), WASH, round_by=8)
    y = sheet.lines(_MARGIN + 4, y + 4, lines, heading) + 12
    if panel.years:
        y = chart(sheet, panel, language, y) + 18
    if panel.goals:
        y = sheet.lines(_MARGIN, y, [prompts.say(language, "picture.history_targets")], _BOLD) + 2
        for goal in panel.goals:
            y = _goal(sheet, goal, register, language, y)
    if panel.series:
        y = sheet.lines(_MARGIN, y + 6, [prompts.say(language, "picture.history_results")], _BOLD) + 2
        for n, series in enumerate(panel.series):
            _mark(sheet, SOLID[n % len(SOLID)], y + _PLAIN.line / 2)
            y = sheet.lines(_TEXT, y, wrapped(series.statement, _BOLD, _ROOM), _BOLD)
            for point in series.points:
                y = _result(sheet, point, register, language, y)
            y += 10
    return y


def _goal(sheet: Sheet, goal: Goal, register: Register, language: str, y: float) -> float:
    _mark(sheet, GOAL, y + _PLAIN.line / 2)
    figure = Type(_BOLD.size, bold=True, colour=TARGET)
    told = [
        (f"{raised(deadline(goal.target, language))}:", _BOLD),
        (f"{goal.label} {goal.level}".strip() + ".", figure),
        (goal_line(goal, register, language), Type(27, colour=INK)),
    ]
    return set_runs(sheet, _TEXT, y, flowed(told, _ROOM)) + 12


def _result(sheet: Sheet, point: Measured, register: Register, language: str, y: float) -> float:
    """One result with who published it, and what another source says."""
    result = point.result
    value = result_value(result, language) + ("*" if result.disagreements else "")
    when = raised(result_when(result, language))
    publishers = "; ".join(dict.fromkeys(source.publisher for source in register.cite(result.place).sources))
    told = [
        (prompts.say(language, "picture.history_result", when=when, value=value), Type(27)),
        (prompts.say(language, "picture.history_source", sources=publishers), _SMALL),
    ]
    y = set_runs(sheet, _TEXT, y, flowed(told, _ROOM))
    other = Type(25, bold=True, colour=TARGET)
    for disagreement in result.disagreements:
        said = f"* {prompts.say(language, 'picture.disagreement', text=disagreement.says.text(language))}"
        y = sheet.lines(_TEXT, y, wrapped(said, other, _ROOM), other)
    return y
