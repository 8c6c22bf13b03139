"""The block of extraction's figures in ``make eval``: cell F1 by set of texts, ours beside the regex."""

from __future__ import annotations

from rich.table import Table

from tests.evals.extraction.run import figures

BUDGET = 0.97
HEADINGS = ("texts, system", "targets", "budget", "cell F1", "")


def extraction_table(split: str) -> Table:
    """The figures of a split as a table for the terminal; without rows where the split has no clauses."""
    shown = Table(title="Extraction (cell F1 [95 % interval])")
    for heading in HEADINGS:
        shown.add_column(heading, justify="right" if heading == "targets" else "left")
    for cells in _rows(split):
        shown.add_row(*cells)
    return shown


def extraction_markdown(split: str) -> list[str]:
    """The same as the lines of a Markdown table."""
    rule = ["---:" if heading == "targets" else "---" for heading in HEADINGS]
    return [f"| {' | '.join(cells)} |" for cells in (HEADINGS, rule, *_rows(split))]


def _rows(split: str) -> list[tuple[str, ...]]:
    if split not in ("tune", "test"):
        return []
    told = []
    for name, count, f1, low, high in figures(split):
        ours = "regex" not in name
        verdict = ("met" if f1 >= BUDGET else "missed") if ours else ""
        budget = f">= {BUDGET:.2f}" if ours else ""
        told.append((name, str(count), budget, f"{f1:.3f} [{low:.3f}, {high:.3f}]", verdict))
    return told
