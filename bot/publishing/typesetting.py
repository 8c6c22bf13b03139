"""Text into lines by its measured width: one type, or several in a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.publishing.drawing import Sheet, Type, text_width

_MEASURED_AT = 64.0
_SLACK = 1.015  # letters are fitted to pixels, so a line may be a little wider than its words

Run = tuple[str, Type]


@lru_cache(maxsize=20_000)
def _advance(word: str, bold: bool, italic: bool) -> float:
    """The width of a word for type of size 1: measured once, whatever the size it is set in."""
    return text_width(word, Type(_MEASURED_AT, bold, italic)) / _MEASURED_AT


def wrapped(text: str, kind: Type, room: float) -> list[str]:
    """The text in lines no wider than ``room`` pixels; a word that is wider alone is cut by letters."""
    lines: list[str] = []
    current, used = "", 0.0
    space = _advance("a b", kind.bold, kind.italic) - _advance("ab", kind.bold, kind.italic)
    allowed = room / (kind.size * _SLACK)
    for word in text.split():
        wide = _advance(word, kind.bold, kind.italic)
        if current and used + space + wide <= allowed:
            current, used = f"{current} {word}", used + space + wide
            continue
        if current:
            lines.append(current)
        current, used = word, wide
        if wide > allowed:
            *whole, current = _cut(word, kind, room)
            lines += whole
            used = _advance(current, kind.bold, kind.italic)
    return [*lines, current] if current else lines


def _cut(word: str, kind: Type, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, kind) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def flowed(runs: Sequence[Run], room: float) -> list[list[Run]]:
    """Runs of different type set one after another, in lines no wider than ``room`` pixels."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for text, kind in runs:
        space = kind.size * 0.32
        for word in text.split():
            wide = kind.size * _SLACK * _advance(word, kind.bold, kind.italic)
            if lines[-1] and used + space + wide > room:
                lines.append([])
                used = 0.0
            if lines[-1] and lines[-1][-1][1] == kind:
                lines[-1][-1] = (f"{lines[-1][-1][0]} {word}", kind)
            else:
                lines[-1].append((word, kind))
            used += wide + (space if used else 0.0)
    return [line for line in lines if line]


def set_runs(sheet: Sheet, x: float, y: float, lines: Sequence[Sequence[Run]]) -> float:
    """Sets flowed lines; the y below the last."""
    for line in lines:
        left = x
        height = max(kind.line for _, kind in line)
        for text, kind in line:
            left += sheet.text(left, y, text, kind).width + kind.size * 0.32
        y += height
    return y
