"""The block of the register's figures: for the terminal, and as Markdown for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table

from tests.evals.minimal_pairs import Pair
from tests.evals.register_figures import Figure, register_figures
from tests.evals.results import Result, grouped

_MET = {True: "met", False: "missed", None: ""}


def register_table(results: Sequence[Result], pairs: Iterable[Pair]) -> Table:
    """The figures of the first system with budgets and verdicts, the other systems beside it."""
    shown = Table(title="Register (share [95 % interval], n)")
    for heading in _headings(results):
        shown.add_column(heading, justify="right" if heading == "n" else "left")
    for cells in _rows(results, list(pairs)):
        shown.add_row(*cells)
    return shown


def register_markdown(results: Sequence[Result], pairs: Iterable[Pair]) -> list[str]:
    """The same as the lines of a Markdown table."""
    headings = _headings(results)
    lines = [_line(headings), _line(["---:" if heading == "n" else "---" for heading in headings])]
    return [*lines, *(_line(cells) for cells in _rows(results, list(pairs)))]


def _headings(results: Sequence[Result]) -> list[str]:
    ours, *others = grouped(results, lambda result: result.system) or ["ours"]
    return ["figure", "n", "budget", ours, "", *others]


def _rows(results: Sequence[Result], pairs: Sequence[Pair]) -> Iterator[list[str]]:
    systems = [register_figures(own, pairs) for own in grouped(results, lambda result: result.system).values()]
    if not systems:
        return
    ours, *others = systems
    beside = [{figure.name: figure for figure in figures} for figures in others]
    for figure in ours:
        count = str(figure.interval.count) if figure.interval else "0"
        theirs = [_share(figures.get(figure.name)) for figures in beside]
        yield [figure.name, count, figure.budget, _share(figure), _MET[figure.met], *theirs]


def _share(figure: Figure | None) -> str:
    return str(figure.interval) if figure and figure.interval else "–"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
