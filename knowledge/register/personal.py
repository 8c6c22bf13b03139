"""A person's own part of the register: PLAN136_HOME/register, read after the bundled one and never in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from knowledge.documents import Document
from knowledge.register.register import Register
from knowledge.register.register_file import RegisterError, read_indicator, read_target
from knowledge.register.values import OTHER_AREA, Area, Indicator, Target, Wording
from knowledge.yaml_loader import load_checked

FOLDER = "register"
TARGETS = "targets.yaml"
INDICATORS = "indicators.yaml"
_MOST_CHARACTERS, _MOST_VALUES = 20_000_000, 2_000_000  # of one of these files
_OTHER = Area(OTHER_AREA, Wording("lĩnh vực khác", "other fields"), {"vi": (), "en": ()})


@dataclass(frozen=True, slots=True)
class Personal:
    """The register with a person's part in it, and one line for each file or entry left out."""

    register: Register
    problems: tuple[str, ...]


def raw_entries(path: Path, key: str) -> list[dict[str, Any]]:
    """The entries of one of the person's files, unread; [] when there is no file. RegisterError when it is none."""
    if not path.is_file():
        return []
    try:
        content = load_checked(path.read_text(encoding="utf-8"), _MOST_CHARACTERS, _MOST_VALUES)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path}: not YAML ({error}); correct it or remove it") from None
    entries = content.get(key, []) if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RegisterError(f"{path}: it must hold a list under {key!r}; correct it or remove it")
    return entries


def with_personal(bundled: Register, home: Path) -> Personal:
    """The bundled register and the person's part; a file that does not hold is left out whole and named."""
    folder = home / FOLDER
    register, problems = bundled, []
    try:
        own = _indicators(folder / INDICATORS, bundled)
        areas = (*bundled.areas, _OTHER) if own else bundled.areas
        register = replace(bundled, areas=areas, indicators=(*bundled.indicators, *own))
    except (RegisterError, OSError) as error:
        problems.append(str(error))
    try:
        targets, without = _targets(folder / TARGETS, register)
        register = replace(register, all_targets=(*register.all_targets, *targets))
        problems += without
    except (RegisterError, OSError) as error:
        problems.append(str(error))
    return Personal(register, tuple(problems))


def _indicators(path: Path, bundled: Register) -> tuple[Indicator, ...]:
    taken = {indicator.id for indicator in bundled.indicators}
    found: list[Indicator] = []
    for raw in raw_entries(path, "indicators"):
        indicator = read_indicator(str(path), raw, {OTHER_AREA})
        if indicator.id in taken:
            raise RegisterError(f"{path}: id {indicator.id!r} stands twice or is a bundled one; give it another")
        taken.add(indicator.id)
        found.append(indicator)
    return tuple(found)


def _targets(path: Path, register: Register) -> tuple[list[Target], list[str]]:
    documents: Mapping[str, Document] = {d.id: d for d in register.documents if d.is_added}
    known = {indicator.id for indicator in register.indicators}
    taken = {target.id for target in register.all_targets}
    found: list[Target] = []
    missing: list[str] = []
    for raw in raw_entries(path, "targets"):
        if raw.get("document") not in documents:
            left = f"{path}: document {raw.get('document')!r} is not there, its targets wait; add it again"
            missing += [] if left in missing else [left]
            continue
        target = read_target(str(path), raw, documents, known)
        if target.id in taken:
            raise RegisterError(f"{path}: id {target.id!r} stands twice or is a bundled one; give it another")
        taken.add(target.id)
        found.append(target)
    return found, missing
