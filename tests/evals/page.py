"""Writes the figures of an evaluation into ``docs/evaluation.md``, between its two marks."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.evals.report import BUDGETS, cells, rows
from tests.evals.results import Figures, Result

PAGE = Path(__file__).parents[2] / "docs" / "evaluation.md"
BEGIN, END = "<!-- begin: figures -->", "<!-- end: figures -->"
COLUMNS = ("exact", "wrong", "incomplete", "over-refused", "coverage", "recognised", "same answer", "quotes found")


KEYS = ("exact", "wrong", "incomplete", "over_refused", "coverage", "recognised", "same", "quotes")
Told = Sequence[tuple[str, int, Figures]]


def write_page(
    results: Sequence[Result], register: Sequence[str], extraction: Sequence[str], command: str, page: Path = PAGE
) -> None:
    """Replace what stands between the marks; the words around it are kept.

    ``register`` and ``extraction``: the lines of those blocks.
    """
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(
        f"{before}{BEGIN}\n\n{_figures(results, register, extraction, command)}\n{END}{after}", encoding="utf-8"
    )


def _figures(results: Sequence[Result], register: Sequence[str], extraction: Sequence[str], command: str) -> str:
    ours = results[0].system
    told = list(rows(results))
    systems = [(system, n, of) for system, group, n, of in told if group == "all"]
    groups = [(group, n, of) for system, group, n, of in told if system == ours and group != "all"]
    lines = [
        f"`{command}` on {date.today().isoformat()}, commit `{_commit()}`. Shares, with 95 % bootstrap intervals over",
        "topics.",
        "",
        *_table("system", [("budget", "", [BUDGETS.get(key, "") for key in KEYS])], systems),
        "",
        "The register, each figure with its budget:",
        "",
        *register,
        "",
        "Targets read from text, cell by cell (`python -m tests.evals.extraction` shows each cell):",
        "",
        *extraction,
        "",
        "Ours, by group:",
        "",
        *_table("group", [], groups),
    ]
    return "\n".join(lines) + "\n"


def _table(
    head: str, first: Sequence[tuple[str, str, list[str]]], told: Sequence[tuple[str, int, object]]
) -> list[str]:
    lines = [_line(head, "n", *COLUMNS), _line("---", "---:", *["---"] * len(COLUMNS))]
    lines += [_line(name, n, *values) for name, n, values in first]
    lines += [_line(name, str(n), *cells(of)) for name, n, of in told]
    return lines


def _line(*values: str) -> str:
    return f"| {' | '.join(values)} |"


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "not in a checkout"
