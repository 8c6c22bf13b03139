"""Labels beside marks: none on another, none on a mark, each as near to its own as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.publishing.drawing import Box

_NEAR, _STEP, _STEPS = 20.0, 22.0, 24  # pixels from the mark, and how far to look
_SIDES = ((0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Label:
    """A label to be placed: the middle of its mark and the room its words take."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label stands; ``far`` ones want a line to their mark."""

    box: Box
    far: bool


def placed(labels: Sequence[Label], within: Box, taken: Sequence[Box], avoided: Sequence[Box]) -> list[Spot] | None:
    """A spot for each label clear of ``taken`` and of each other, clear of ``avoided`` too if possible; else None."""
    spots: list[Spot] = []
    for label in labels:
        occupied = [*taken, *(spot.box for spot in spots)]
        spot = _spot(label, within, [*occupied, *avoided]) or _spot(label, within, occupied)
        if spot is None:
            return None
        spots.append(spot)
    return spots


def _spot(label: Label, within: Box, occupied: Sequence[Box]) -> Spot | None:
    for step in range(_STEPS):
        for across, down in _SIDES:
            box = _beside(label, across, down, _NEAR + step * _STEP)
            if box.within(within) and not any(box.meets(other) for other in occupied):
                return Spot(box, step > 0)
    return None


def _beside(label: Label, across: float, down: float, away: float) -> Box:
    x = label.x + across * (label.width / 2 + away) - label.width / 2
    y = label.y + down * (label.height / 2 + away) - label.height / 2
    return Box(x, y, label.width, label.height)
