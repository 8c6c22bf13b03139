"""Choosing targets by filters a person sets: exact, complete, in the order of their documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.register.register import Register
from knowledge.register.values import Level, Target


class Due(StrEnum):
    """Whether the last day of a target's deadline lies before a day, or not yet."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters; an empty one filters nothing, several values of one are alternatives, filters add up."""

    documents: tuple[str, ...] = ()  # ids
    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    years: tuple[int, ...] = ()  # years a target names or holds for
    values: tuple[Decimal, ...] = ()
    due: Due | None = None


def select(register: Register, selection: Selection, on: date) -> tuple[Target, ...]:
    """The targets that agree with every filter; ``on`` is the day ``due`` is counted from."""
    held = register.targets(
        indicators=selection.indicators or None,
        documents=selection.documents or None,
        years=selection.years or None,
        levels=selection.levels or None,
        areas=selection.areas or None,
        also_added=True,
    )
    return tuple(
        target
        for target in held
        if (not selection.values or target.number in selection.values)
        and (selection.due is None or due(target, on) is selection.due)
    )


def due(target: Target, on: date) -> Due | None:
    """Whether a target's last day lies before ``on``; None when its document states no last year."""
    last = target.deadline.last_day
    if last is None:
        return None
    return Due.BEFORE if last < on else Due.AFTER
