"""Writes a person's part of the register: each change is checked against its document, then saved in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.documents import Document
from knowledge.register.personal import FOLDER, INDICATORS, TARGETS, raw_entries
from knowledge.register.register_file import RegisterError, read_target
from knowledge.register.values import Target
from knowledge.replacing import replace_text

_HEAD = "# Targets read from documents you added. reviewed: false until you accept one: plan136 targets review.\n"
_NEVER_SET = frozenset({"id", "document", "reviewed"})
_FLAGS = frozenset({"average", "aim"})
_EMPTY = frozenset({"", "null", "none", "-"})


@dataclass(frozen=True)
class PersonalStore:
    """The person's files under one PLAN136_HOME."""

    home: Path

    @property
    def targets_file(self) -> Path:
        """Where the targets stand."""
        return self.home / FOLDER / TARGETS

    @property
    def indicators_file(self) -> Path:
        """Where the indicators no bundled one covers stand."""
        return self.home / FOLDER / INDICATORS

    def targets(self) -> list[dict[str, Any]]:
        """The entries of targets as they are written."""
        return raw_entries(self.targets_file, "targets")

    def indicators(self) -> list[dict[str, Any]]:
        """The entries of indicators as they are written."""
        return raw_entries(self.indicators_file, "indicators")

    def rejected(self) -> list[dict[str, Any]]:
        """What a person turned down: document, span and value of each."""
        return raw_entries(self.targets_file, "rejected")

    def save(
        self,
        targets: Sequence[dict[str, Any]],
        indicators: Sequence[dict[str, Any]] | None = None,
        rejected: Sequence[dict[str, Any]] | None = None,
    ) -> None:
        """Write the entries; indicators no target uses are left out. Indicators first: a target needs its own."""
        used = {entry.get("indicator") for entry in targets}
        own = [entry for entry in (self.indicators() if indicators is None else indicators) if entry.get("id") in used]
        turned_down = list(self.rejected() if rejected is None else rejected)
        replace_text(self.indicators_file, _yaml({"indicators": own}))
        replace_text(self.targets_file, _HEAD + _yaml({"targets": list(targets), "rejected": turned_down}))

    def accept(self, target_id: str) -> None:
        """Mark a target reviewed; RegisterError when there is none with this id."""
        targets = self.targets()
        self._entry(targets, target_id)["reviewed"] = True
        self.save(targets)

    def reject(self, target_id: str) -> None:
        """Take a target out and remember that it was turned down; RegisterError when there is none with this id."""
        targets = self.targets()
        entry = self._entry(targets, target_id)
        kept = [other for other in targets if other is not entry]
        self.save(kept, rejected=[*self.rejected(), identity(entry)])

    def correct(self, target_id: str, field: str, written: str, document: Document, indicators: set[str]) -> Target:
        """Set a field and mark the target reviewed, if its document still bears it out; RegisterError if not."""
        targets = self.targets()
        entry = self._entry(targets, target_id)
        changed = {**entry, **_fields(target_id, entry, field, written), "reviewed": True}
        target = read_target(str(self.targets_file), changed, {document.id: document}, indicators)
        self.save([changed if other is entry else other for other in targets])
        return target

    def drop_document(self, document_id: str) -> int:
        """Take out everything of a document; how many targets went."""
        targets = self.targets()
        kept = [entry for entry in targets if entry.get("document") != document_id]
        gone = len(targets) - len(kept)
        if gone or self.rejected():
            self.save(kept, rejected=[entry for entry in self.rejected() if entry.get("document") != document_id])
        return gone

    def _entry(self, targets: Sequence[dict[str, Any]], target_id: str) -> dict[str, Any]:
        for entry in targets:
            if entry.get("id") == target_id:
                return entry
        raise RegisterError(
            f"no target of an added document has the id {target_id!r}; 'plan136 targets review' lists them"
        )


def identity(entry: dict[str, Any]) -> dict[str, Any]:
    """What tells a figure of a document from its others, whatever its place and number are now."""
    return {key: entry.get(key) for key in ("document", "span", "value", "level")}


def _fields(target_id: str, entry: dict[str, Any], field: str, written: str) -> dict[str, Any]:
    """The fields a correction sets: a value as a person types it, in the type its field has."""
    value: Any = None if written.strip().lower() in _EMPTY else written.strip()
    if field in _FLAGS:
        if str(value).lower() not in {"true", "false", "yes", "no"}:
            raise RegisterError(f"{target_id}: field {field!r} is true or false, not {written!r}")
        return {field: str(value).lower() in {"true", "yes"}}
    if field in {"year", "deadline"}:
        return {"deadline": _deadline(target_id, dict(entry.get("deadline") or {}), field, value)}
    if field == "statement":
        return {"statement_vi": value, "statement_en": value}
    if field in {"exception", "baseline", "note", "scope"}:
        return {f"{field}_vi": value}
    if field in _NEVER_SET:
        raise RegisterError(f"{target_id}: field {field!r} cannot be set; set what the document says instead")
    return {field: value.replace(",", ".") if field in {"value", "upper"} and value else value}


def _deadline(target_id: str, held: dict[str, Any], field: str, value: str | None) -> dict[str, Any]:
    """ "deadline=by 2025", "deadline=yearly", "deadline=period 2021-2025", or "year=2026" alone."""
    if field == "year":
        if value is None or not value.isdigit():
            raise RegisterError(f"{target_id}: field 'year' is a year such as 2025, not {value!r}")
        return {**held, "kind": held.get("kind") if held.get("year") else "by", "year": int(value)}
    kind, _, when = (value or "period").partition(" ")
    years = [int(part) for part in when.replace("–", "-").split("-") if part.strip().isdigit()]
    if kind == "period":
        return {"kind": kind} | (dict(zip(("from", "to"), years, strict=True)) if len(years) == 2 else {})
    return {"kind": kind} | ({"year": years[0]} if years else {})


def _yaml(content: dict[str, Any]) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
