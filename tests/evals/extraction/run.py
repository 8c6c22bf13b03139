"""Cell F1 of reading targets from text, beside a regex: the tables for people, the figures for ``make eval``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rich.console import Console

from knowledge.extracting import extract
from tests.evals.extraction.gold import SPLITS
from tests.evals.extraction.measure import by_cell, faults, measured, overview, rows, sets


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of a split; the texts that fail only when asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.extraction", description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="show the first N texts that fail")
    given = parser.parse_args(arguments)
    scores = measured(given.split, extract)
    console = Console()
    console.print(overview(scores, given.split))
    console.print(by_cell(scores))
    items = {item.id: item for several in sets(given.split).values() for item in several}
    for line in faults(scores, items, given.failures) if given.failures else ():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 0


def figures(split: str) -> list[tuple[str, int, float, float, float]]:
    """Name, number of targets, cell F1 and the bounds of its 95 % interval: each set of texts, ours and the regex."""
    return rows(split, extract)
