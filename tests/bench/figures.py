"""A measured figure beside its budget, and percentiles."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured; ``budget`` is the most it may be, where there is one."""

    what: str
    value: float
    unit: str
    budget: float | None = None

    @property
    def within(self) -> bool:
        """Whether the budget is met."""
        return self.budget is None or self.value <= self.budget


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]


def spread(
    what: str, milliseconds: Sequence[float], budgets: tuple[float | None, float | None] = (None, None)
) -> list[Figure]:
    """p50, p95 and p99 of a list of times; ``budgets`` are those of p50 and p95."""
    median = statistics.median(milliseconds)
    return [
        Figure(f"{what}, p50", median, "ms", budgets[0]),
        Figure(f"{what}, p95", percentile(milliseconds, 0.95), "ms", budgets[1]),
        Figure(f"{what}, p99", percentile(milliseconds, 0.99), "ms"),
    ]


def table(title: str, figures: Sequence[Figure]) -> Table:
    """Figures for people; what is over its budget is marked."""
    shown = Table(title=title, title_justify="left")
    shown.add_column("what")
    shown.add_column("measured", justify="right")
    shown.add_column("budget", justify="right")
    shown.add_column("")
    for each in figures:
        budget = f"{each.budget:g} {each.unit}" if each.budget is not None else ""
        mark = "" if each.budget is None else ("OK" if each.within else "!!")
        style = "green" if each.within else "bold red"
        shown.add_row(each.what, f"{each.value:,.2f} {each.unit}", budget, Text(mark, style=style))
    return shown
