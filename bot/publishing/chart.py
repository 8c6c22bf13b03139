"""One panel of marks over years: an axis, the targets hollow, the results solid, every mark with its figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.publishing.drawing import INK, PAPER, QUIET, RESULT, RULE, TARGET, Box, Sheet, Type, text_width
from bot.publishing.labels import Label, placed
from bot.publishing.series import DESCENDING, Measured, Panel, Series
from bot.publishing.typesetting import wrapped
from bot.telling.phrases import number

WIDTH = 1080  # three pixels for each of a phone's
GOAL = TARGET
SOLID = (RESULT, "#4A5766", "#1E6B52", "#6B3F87")
_LEFT, _RIGHT = 120, WIDTH - 48
_HEIGHTS = (420, 540, 700, 900, 1200)  # tried in turn until every label has room
_LABEL, _TICK, _YEAR = Type(28, bold=True), Type(24, colour=QUIET), Type(30, bold=True)
_GRID = "#E6EBF0"
_LABEL_ROOM = 310
_APART = 44  # pixels between the middles of marks that do not touch


_Drawn = tuple[tuple[str, ...], float, float, tuple[float, float] | None]  # label, middle of the mark, ends


@dataclass(frozen=True, slots=True)
class _Said:
    """A label with the middle of its mark."""

    x: float
    y: float
    lines: tuple[str, ...]
    colour: str


class _Scale:
    """Years to x and values to y."""

    def __init__(self, panel: Panel, top: float, height: float) -> None:
        self.panel, self.top, self.height = panel, top, height
        values = [float(g.value) for g in panel.goals if g.value is not None]
        for series in panel.series:
            values += [float(p.value) for p in series.points] + [float(v) for p in series.points for v, _ in p.others]
        low, high = min(values), max(values)
        spread = (high - low) or (1.0 if panel.measure in DESCENDING else max(abs(high) * 0.05, 1.0))
        self.low, self.high = low - spread * 0.3, high + spread * 0.3
        self.beside = {year: self._abreast(year) for year in panel.years}
        self.slots = {year: max(1, self._measured(year) + self._goal_slots(year)) for year in panel.years}
        self.step = (_RIGHT - _LEFT) / sum(self.slots.values())

    def _measured(self, year: int) -> int:
        """How many results of one series a year has at most."""
        return max((_count(series, year) for series in self.panel.series), default=0)

    def _abreast(self, year: int) -> dict[Decimal, int]:
        """For each value targeted in a year its slot among the targets: marks that would touch stand side by side."""
        found: dict[Decimal, int] = {}
        for value in sorted({g.value for g in self.panel.goals if g.year == year and g.value is not None}):
            near = [n for v, n in found.items() if abs(self.y(float(v)) - self.y(float(value))) < _APART]
            found[value] = next(n for n in range(len(near) + 1) if n not in near)
        return found

    def _goal_slots(self, year: int) -> int:
        return max(self.beside[year].values(), default=-1) + 1

    def goal_x(self, year: int, value: Decimal) -> float:
        """The middle of a target's slot: after the results of its year."""
        return self.x(year, self.slots[year] - self._goal_slots(year) + self.beside[year][value])

    def result_x(self, year: int, n: int, of: int) -> float:
        """The middle of the n-th of so many results of a year."""
        room = self.slots[year] - self._goal_slots(year)
        return self.left(year) + self.step * room * (n + 0.5) / of

    def left(self, year: int) -> float:
        """Where a year's column begins."""
        return _LEFT + self.step * sum(n for y, n in self.slots.items() if y < year)

    def x(self, year: int, slot: int) -> float:
        """The middle of a slot of a year's column."""
        return self.left(year) + self.step * (slot + 0.5)

    def y(self, value: float) -> float:
        """How far down a value stands; a better rank stands higher."""
        share = (value - self.low) / (self.high - self.low)
        return self.top + self.height * (share if self.panel.measure in DESCENDING else 1 - share)

    def ticks(self) -> list[float]:
        """Three to six round values."""
        rough = (self.high - self.low) / 4
        power = 10 ** math.floor(math.log10(rough))
        step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough)
        whole = self.panel.measure in DESCENDING or self.panel.measure == "count"
        step = max(1, round(step)) if whole else step
        step = 1 if whole and self.high - self.low <= 6 else step
        if self.panel.measure == "count":
            return []  # the labels say it; millions have no room beside an axis
        first = math.ceil(self.low / step)
        found = [n * step for n in range(first, math.floor(self.high / step) + 1)]
        least, most = (1, 1e12) if self.panel.measure in DESCENDING else (0, 100 if self._shares else 1e12)
        return [tick for tick in found if least <= tick <= most]

    @property
    def _shares(self) -> bool:
        return self.panel.measure == "percent"


def _count(series: Series, year: int) -> int:
    return sum(point.year == year for point in series.points)


def chart(sheet: Sheet, panel: Panel, language: str, y: float) -> float:
    """Draws a panel's marks and labels below ``y``; the y below the years."""
    for height in _HEIGHTS:
        scale = _Scale(panel, y, height)
        said, taken, avoided = _marks(panel, scale)
        labels = [Label(s.x, s.y, max(text_width(t, _LABEL) for t in s.lines) + 6, len(s.lines) * 33.0) for s in said]
        within = Box(_LEFT - 40, y, WIDTH - 24 - (_LEFT - 40), height)
        spots = placed(labels, within, taken, avoided)
        if spots:
            break
    _axis(sheet, scale, language)
    _draw(sheet, panel, scale)
    for words, spot in zip(said, spots or (), strict=False):
        kind = Type(_LABEL.size, bold=True, colour=words.colour)
        if spot.far:
            edge = spot.box.y if spot.box.y > words.y else spot.box.y + spot.box.height
            middle = min(max(words.x, spot.box.x), spot.box.x + spot.box.width)
            sheet.stroke([(words.x, words.y), (middle, edge)], RULE, 2)
        for n, line in enumerate(words.lines):
            sheet.text(spot.box.x + spot.box.width / 2, spot.box.y + n * 33 - 2, line, kind, "center")
    return y + scale.height + _YEAR.line + 8


def _axis(sheet: Sheet, scale: _Scale, language: str) -> None:
    for tick in scale.ticks():
        y = scale.y(tick)
        sheet.stroke([(_LEFT - 8, y), (_RIGHT, y)], _GRID, 2)
        text = number(f"{tick:.6f}".rstrip("0").rstrip("."), language) + (
            "%" if scale.panel.measure == "percent" else ""
        )
        sheet.text(_LEFT - 44, y - _TICK.line / 2, text, _TICK, "right")
    floor = scale.top + scale.height
    kind = Type(min(_YEAR.size, scale.step / 2.9), bold=True)
    for year, slots in scale.slots.items():
        edge = scale.left(year)
        sheet.stroke([(edge, scale.top), (edge, floor)], _GRID, 2)
        sheet.text(scale.left(year) + scale.step * slots / 2, floor + 6, str(year), kind, "center")
    sheet.stroke([(_LEFT - 8, floor), (_RIGHT, floor)], INK, 2)


def _points(series: Series, scale: _Scale) -> list[tuple[Measured, float, float]]:
    """A series' points with their places; several of one year stand side by side in its column."""
    found = []
    for year in dict.fromkeys(point.year for point in series.points):
        same = [point for point in series.points if point.year == year]
        found += [(p, scale.result_x(year, n, len(same)), scale.y(float(p.value))) for n, p in enumerate(same)]
    return found


def _goals(panel: Panel, scale: _Scale) -> list[_Drawn]:
    """Each drawn goal once: its label, the middle of its mark, and the ends of its span."""
    found: dict[tuple[tuple[str, ...], tuple[int, int]], _Drawn] = {}
    for goal in panel.goals:
        if goal.value is None:
            continue
        y = scale.y(float(goal.value))
        lines = _lines(goal.label, goal.level)
        if goal.span:
            ends = (scale.left(goal.span[0]) + 6, scale.left(goal.span[1]) + scale.step * scale.slots[goal.span[1]] - 6)
            found[lines, goal.span] = (lines, sum(ends) / 2, y, ends)
        elif goal.year:
            found[lines, (goal.year, goal.year)] = (lines, scale.goal_x(goal.year, goal.value), y, None)
    return list(found.values())


def _lines(label: str, level: str) -> tuple[str, ...]:
    return (*wrapped(label, _LABEL, _LABEL_ROOM), *wrapped(level, _LABEL, _LABEL_ROOM))


def _marks(panel: Panel, scale: _Scale) -> tuple[list[_Said], list[Box], list[Box]]:
    """The labels to place, the marks no label may stand on, and the lines one should keep off."""
    said: list[_Said] = []
    taken: list[Box] = []
    avoided: list[Box] = []
    for lines, x, y, ends in _goals(panel, scale):
        said.append(_Said(x, y, lines, TARGET))
        taken.append(Box(x - 18, y - 18, 36, 36))
        avoided += _along([(ends[0], y), (ends[1], y)]) if ends else []
    for n, series in enumerate(panel.series):
        places = _points(series, scale)
        for point, x, y in places:
            said.append(_Said(x, y, _lines(point.label, point.level), SOLID[n % len(SOLID)]))
            taken.append(Box(x - 14, y - 14, 28, 28))
            for value, label in point.others:
                said.append(_Said(x, scale.y(float(value)), (f"{label}*",), SOLID[n % len(SOLID)]))
                taken.append(Box(x - 14, scale.y(float(value)) - 14, 28, 28))
        avoided += _along([(x, y) for _, x, y in places])
    return sorted(said, key=lambda s: (s.x, s.y)), taken, avoided


def _along(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Small boxes strung along a line."""
    found = []
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(1, int(math.hypot(to_x - x, to_y - y) / 12))
        found += [Box(x + (to_x - x) * n / steps - 3, y + (to_y - y) * n / steps - 3, 6, 6) for n in range(steps)]
    return found


def _draw(sheet: Sheet, panel: Panel, scale: _Scale) -> None:
    for n, series in enumerate(panel.series):
        colour = SOLID[n % len(SOLID)]
        places = _points(series, scale)
        for (point, x, y), (then, to_x, to_y) in pairwise(places):
            sheet.stroke([(x, y), (to_x, to_y)], colour, 4, dashed=then.year - point.year > 1)
        for point, x, y in places:
            sheet.disc(x, y, 12, colour, PAPER, 2)
            for value, _ in point.others:
                sheet.disc(x, scale.y(float(value)), 10, PAPER, colour, 4)
    for _, x, y, ends in _goals(panel, scale):
        if ends:
            sheet.stroke([(ends[0], y), (ends[1], y)], TARGET, 4, dashed=True)
            for end in ends:
                sheet.stroke([(end, y - 12), (end, y + 12)], TARGET, 4)
        else:
            sheet.diamond(x, y, 15, PAPER, TARGET, 5)
