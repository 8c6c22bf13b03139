"""The gold of extraction: texts with the targets that stand in them, one JSON object a line.

``{"id", "split": "tune"|"test", "text", "group", "targets": [{cell: value, ...}]}``. A text may hold no
target at all: a trap (a result, a legal reference, a date, an amount of money). ``group`` is what texts
share (a document, a template): they stand or fall together, so the bootstrap draws groups. A target
with ``"optional": true`` may be found or not (a headline that repeats the text): it counts neither way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evals.extraction.cells import CELLS, Accepted, accepted_of

FOLDER = Path(__file__).parent
EDITIONS = FOLDER / "editions.jsonl"
CORPUS = FOLDER / "corpus_gold.jsonl"
CORPUS_TEXTS = FOLDER.parents[2].parent / "shared" / "corpus"  # beside the checkout, where the text may be kept
SPLITS = ("tune", "test")
# What "thuộc nhóm 10 tỉnh dẫn đầu" counts is not a unit that is written: any of these names it, or none.
LEADING = (
    "hạng",
    "nhóm",
    "bậc",
    "vị trí",
    "thứ hạng",
    "tỉnh",
    "tỉnh, thành phố",
    "địa phương",
    "nước",
    "quốc gia",
    None,
)


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """What one target of a text must hold, cell by cell."""

    cells: Mapping[str, Accepted]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A text with all its targets."""

    id: str
    split: str
    text: str
    group: str
    targets: tuple[GoldTarget, ...]


class BadGoldError(ValueError):
    """A line of a gold file that cannot be used, with what to correct."""


def load(path: Path, texts: Path | None = None) -> tuple[Item, ...]:
    """Every item of a file; a line with ``"file"`` reads its text from the folder ``texts``, and is left
    out where that folder or file is absent. BadGoldError names the line at fault."""
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            if "file" in row:
                source = texts / row["file"] if texts else None
                if source is None or not source.is_file():
                    continue
                row["text"] = source.read_text(encoding="utf-8")
            items.append(item(row))
        except (KeyError, TypeError, ValueError) as error:
            raise BadGoldError(f"{path.name}:{number}: {error}") from error
    repeated = [item_id for item_id, times in Counter(one.id for one in items).items() if times > 1]
    if repeated:
        raise BadGoldError(f"{path.name}: ids used more than once: {', '.join(repeated)}")
    return tuple(items)


def item(row: Mapping[str, Any]) -> Item:
    """One line as an item."""
    if row["split"] not in SPLITS:
        raise BadGoldError(f"split {row['split']!r} is none of {', '.join(SPLITS)}")
    if not row["text"].strip():
        raise BadGoldError("the text is empty")
    targets = tuple(target(cells) for cells in row["targets"])
    return Item(row["id"], row["split"], row["text"], row.get("group", row["id"]), targets)


def target(row: Mapping[str, Any]) -> GoldTarget:
    """The cells of one target; ``"unit": "leading"`` accepts every name of a place among the first."""
    unknown = set(row) - set(CELLS) - {"optional"}
    if unknown:
        raise BadGoldError(f"unknown cell {', '.join(sorted(unknown))}; known: {', '.join(CELLS)}")
    missing = {"subject", "value", "comparator", "unit"} - set(row)
    if missing:
        raise BadGoldError(f"a target must state {', '.join(sorted(missing))}")
    given = {**row, "unit": list(LEADING) if row["unit"] == "leading" else row["unit"]}
    cells = {name: accepted_of(name, given.get(name)) for name in CELLS}
    return GoldTarget(cells, bool(row.get("optional")))


def of_split(items: Iterable[Item], split: str) -> tuple[Item, ...]:
    """The items of one split."""
    return tuple(one for one in items if one.split == split)
