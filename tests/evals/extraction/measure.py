"""The measurement of extraction: three sets of texts, the grammar beside a regex, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.table import Table

from tests.evals.extraction.cells import CELLS
from tests.evals.extraction.gold import CORPUS, CORPUS_TEXTS, EDITIONS, Item, load, of_split
from tests.evals.extraction.regex_baseline import regex_extract
from tests.evals.extraction.scoring import Extractor, Score, score
from tests.evals.extraction.synthetic import clauses

BUDGET = 0.97  # cell F1


def sets(split: str) -> dict[str, tuple[Item, ...]]:
    """The texts of a split by name: our editions, the newspaper's text where it is kept, the clauses made."""
    found = {
        "editions": of_split(load(EDITIONS), split),
        "corpus": of_split(load(CORPUS, CORPUS_TEXTS), split),
        "synthetic": clauses(split),
    }
    return {name: items for name, items in found.items() if items}


def measured(split: str, extract: Extractor) -> dict[str, Mapping[str, Score]]:
    """The scores of the grammar and of the regex on each set of texts."""
    systems: Mapping[str, Extractor] = {"ours": extract, "regex": regex_extract}
    return {
        name: {system: score(items, extractor) for system, extractor in systems.items()}
        for name, items in sets(split).items()
    }


def rows(split: str, extract: Extractor) -> list[tuple[str, int, float, float, float]]:
    """Name, number of targets, cell F1 and its 95 % interval: the grammar on each set, then the regex."""
    found = []
    for name, scores in measured(split, extract).items():
        for system, of in scores.items():
            label = name if system == "ours" else f"{name} ({system})"
            found.append((label, of.targets, of.tally.f1() or 0.0, *of.interval()))
    return found


def overview(scores: Mapping[str, Mapping[str, Score]], split: str) -> Table:
    """The cell F1 of every set beside the regex's, with what was read."""
    table = Table(title=f"Extraction, {split} split (cell F1 [95 % interval]; budget >= {BUDGET})")
    for heading in ("texts from", "system", "texts", "targets", "cell F1", "traps kept", "subjects exact"):
        table.add_column(heading, justify="left" if heading in {"texts from", "system"} else "right")
    for name, by_system in scores.items():
        for system, of in by_system.items():
            low, high = of.interval()
            exact = f"{of.tally.exact_subjects}/{of.tally.subjects}"
            f1 = f"{of.tally.f1() or 0:.3f} [{low:.3f}, {high:.3f}]"
            table.add_row(name, system, str(of.texts), str(of.targets), f1, f"{of.traps_kept}/{of.traps}", exact)
    return table


def by_cell(scores: Mapping[str, Mapping[str, Score]]) -> Table:
    """F1 of every cell on every set (ours), with right / false / missed."""
    table = Table(title="By cell: F1 (right, false, missed)")
    table.add_column("cell")
    for name in scores:
        table.add_column(name, justify="right")
    for cell in CELLS:
        table.add_row(cell, *(_of_cell(by_system["ours"], cell) for by_system in scores.values()))
    return table


def faults(scores: Mapping[str, Mapping[str, Score]], items: Mapping[str, Item], limit: int) -> Iterator[str]:
    """The texts in which the grammar is wrong, each with its wrong cells; at most ``limit`` texts."""
    wrong: dict[str, list[str]] = {}
    for by_system in scores.values():
        for fault in by_system["ours"].faults:
            wrong.setdefault(fault.item, []).append(f"{fault.cell}: expected {fault.expected!r}, got {fault.found!r}")
    for item_id, lines in list(wrong.items())[:limit]:
        yield f"{item_id}: {items[item_id].text if len(items[item_id].text) < 600 else '(a whole document)'}"
        yield from (f"    {line}" for line in lines)
    if len(wrong) > limit:
        yield f"... and {len(wrong) - limit} more"


def _of_cell(of: Score, cell: str) -> str:
    f1 = of.tally.f1(cell)
    return "–" if f1 is None else f"{f1:.3f} ({', '.join(map(str, of.tally.total(cell)))})"
