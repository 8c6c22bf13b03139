"""The register as its files stand: what replies are compared with. Read without the engine's own loaders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
HOME = "kh-136-2021"  # meant where no document is named
LEVELS = ("city", "district", "commune", "centre", "ministry_province", "national")


@dataclass(frozen=True, slots=True)
class Entry:
    """One target or result: its cells, and every word of it that a line about it may carry."""

    id: str
    kind: str  # target or result
    document: str
    indicator: str
    measure: str
    comparator: str
    value: str  # "" for a goal without a figure
    unit: str
    due: Mapping[str, Any]  # a target's deadline as the file states it
    deadline: str | None  # as the reply object gives it: a year, "yearly", or None
    level: str | None
    exceptions: tuple[str, ...]  # in each language; empty where there is none
    statements: tuple[str, ...]
    words: str  # all its texts, its document's names included

    def holds_for(self, year: int) -> bool:
        """Whether the document's wording covers a year; a period covers all its years."""
        match self.due["kind"]:
            case "by" | "in":
                return year == int(self.due["year"])
            case "yearly_until":
                return int(self.due.get("from") or self.due["year"]) <= year <= int(self.due["year"])
            case _:
                return int(self.due.get("from") or 0) <= year <= int(self.due.get("to") or 9999)


@dataclass(frozen=True, slots=True)
class Source:
    """A document: how it is named, and the years it is for."""

    id: str
    number: str | None
    names: tuple[str, str]  # Vietnamese, English
    issuer: str
    start: int | None
    end: int | None


@cache
def sources(library: Path = LIBRARY) -> Mapping[str, Source]:
    """Every document by its id."""
    found = {}
    for path in sorted((library / "documents").glob("*.md")):
        head = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---"))
        period = head.get("period") or {}
        found[head["id"]] = Source(
            id=head["id"],
            number=head["number"],
            names=(head["short"], head["short_en"]),
            issuer=head["issuer"],
            start=period.get("from"),
            end=period.get("to"),
        )
    return found


@cache
def entries(library: Path = LIBRARY) -> Mapping[str, Entry]:
    """Every target and result by its id."""
    rows = [*_rows(library, "targets"), *_rows(library, "results")]
    return {entry.id: entry for entry in rows}


def targets(library: Path = LIBRARY) -> tuple[Entry, ...]:
    """Every target, in the order of the file."""
    return tuple(entry for entry in entries(library).values() if entry.kind == "target")


def _rows(library: Path, name: str) -> list[Entry]:
    rows = yaml.safe_load((library / f"{name}.yaml").read_text(encoding="utf-8"))[name]
    return [_entry(row, name.removesuffix("s"), sources(library)[row["document"]]) for row in rows]


def _entry(row: Mapping[str, Any], kind: str, source: Source) -> Entry:
    due = row.get("deadline") or {}
    texts = [str(text) for key, text in row.items() if text and key.endswith(("_vi", "_en"))]
    texts += [said[key] for said in row.get("disagreements", ()) for key in ("says_vi", "says_en")]
    texts += [*(row.get("period") or {}).values()] if kind == "result" else []
    cells = [row["value"], row.get("of"), row.get("year"), *due.values()]
    return Entry(
        id=row["id"],
        kind=kind,
        document=row["document"],
        indicator=row["indicator"],
        measure=row["measure"],
        comparator=row.get("comparator", "="),
        value=str(row["value"] or ""),
        unit=row["unit"],
        due=due,
        deadline=_label(due) if kind == "target" else str(row["year"]),
        level=row["level"],
        exceptions=tuple(row[key] for key in ("exception_vi", "exception_en") if row.get(key)),
        statements=(row["statement_vi"], row["statement_en"]),
        words=" ; ".join([*texts, row["span"], *source.names, *(str(cell) for cell in cells if cell)]),
    )


def _label(due: Mapping[str, Any]) -> str | None:
    match due["kind"]:
        case "yearly":
            return "yearly"
        case "period":
            return None
        case _:
            return str(due["year"])
