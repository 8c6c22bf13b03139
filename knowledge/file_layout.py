"""Added documents as files: editions under documents/, entries under register/, as an export writes them.

Older versions kept a person's documents in these files under PLAN136_HOME; they are imported from there once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.collection import COMMAND_LINE, AddedDocument, Collection, entries
from knowledge.ingestion.characters import shown
from knowledge.ingestion.front_matter import is_document_id
from knowledge.ingestion.regular_file import IrregularFileError, read_regular
from knowledge.vietnamese import nfc
from knowledge.yaml_loader import load_checked

DOCUMENTS, REGISTER = "documents", "register"
TARGETS, INDICATORS = "targets.yaml", "indicators.yaml"
_MOST_BYTES, _MOST_VALUES = 20_000_000, 2_000_000  # of one file
_HEAD = "# Targets read from documents you added. reviewed: false until you accept one: plan136 targets review.\n"

Fields = dict[str, Any]


@dataclass
class _Found:
    """What the files of one document hold."""

    text: str | None = None
    targets: list[Fields] = field(default_factory=list)
    indicators: list[Fields] = field(default_factory=list)
    rejected: list[Fields] = field(default_factory=list)


def written_files(documents: Iterable[AddedDocument]) -> Mapping[str, str]:
    """The text of each file by its path within the folder of an export."""
    held = list(documents)
    files = {f"{DOCUMENTS}/{each.id}.md": each.text for each in held if each.text is not None}
    listed = {
        kind: [dict(entry.fields) for each in held for entry in getattr(each, kind)]
        for kind in ("targets", "indicators", "rejected")
    }
    files[f"{REGISTER}/{INDICATORS}"] = _yaml({"indicators": listed["indicators"]})
    files[f"{REGISTER}/{TARGETS}"] = _HEAD + _yaml({"targets": listed["targets"], "rejected": listed["rejected"]})
    return files


def has_files(home: Path) -> bool:
    """Whether a home holds files of an older version."""
    return any((home / DOCUMENTS).glob("*.md")) or any((home / REGISTER / n).exists() for n in (TARGETS, INDICATORS))


def import_files(collection: Collection, home: Path) -> list[str]:
    """Imports the files of an older version under ``home`` in one transaction, each content once; they stay there.

    Gives a line for each file that cannot be read; it is tried again the next time. OSError when the folder cannot be.
    """
    paths = [*sorted((home / DOCUMENTS).glob("*.md")), home / REGISTER / INDICATORS, home / REGISTER / TARGETS]
    problems: list[str] = []
    contents = {path: content for path in paths if (content := _content(path, home, problems)) is not None}
    names = {_digest(path, content): f"{path.parent.name}/{path.name}" for path, content in contents.items()}
    known = collection.imported(list(names)) if names else frozenset()
    fresh = {path: content for path, content in contents.items() if _digest(path, content) not in known}
    names = {digest: name for digest, name in names.items() if digest not in known}
    found: dict[str, _Found] = {}
    indicators: list[Fields] = []
    for path, content in fresh.items():
        try:
            if path.suffix == ".md":
                found.setdefault(path.stem, _Found()).text = content.decode("utf-8")
            else:
                indicators += _read_entries(load_checked(content.decode("utf-8"), _MOST_BYTES, _MOST_VALUES), found)
        except (UnicodeDecodeError, yaml.YAMLError, TypeError, ValueError) as error:
            problems.append(f"{shown(str(path), 300)} was not imported: {error}; correct it, or move it away")
            del names[_digest(path, content)]
    for each in indicators:
        found.setdefault(_owner(each, found), _Found()).indicators.append(each)
    if names:
        collection.take_over(names, [_document(name, each) for name, each in found.items()], COMMAND_LINE)
    return problems


def _content(path: Path, home: Path, problems: list[str]) -> bytes | None:
    """A file's bytes; None where there is none, or where it is not a plain file under the home, which is named."""
    if not path.exists() and not path.is_symlink():
        return None
    try:
        if path.suffix == ".md" and not is_document_id(path.stem):
            raise IrregularFileError("its name is no id (small letters a-z, digits and hyphens, 80 at most); rename it")
        if not path.resolve().is_relative_to(home.resolve()):
            raise IrregularFileError("it is a link that leads out of its folder; put the file itself there")
        return read_regular(path, _MOST_BYTES)
    except (IrregularFileError, FileNotFoundError) as error:
        problems.append(f"{shown(str(path), 300)} was not imported: {error}; correct it, or move it away")
        return None


def _digest(path: Path, content: bytes) -> str:
    return hashlib.sha256(f"{path.parent.name}/{path.name}\n".encode() + content).hexdigest()


def _read_entries(content: Any, found: dict[str, _Found]) -> list[Fields]:
    """Puts targets and rejected figures of a register file with their documents; gives its indicators."""
    if not isinstance(content, dict):
        raise ValueError("it must hold lists of entries")
    listed = {kind: content.get(kind) or [] for kind in ("targets", "indicators", "rejected")}
    for kind, raw in listed.items():
        if not isinstance(raw, list):
            raise ValueError(f"it must hold a list under {kind!r}")
    for kind in ("targets", "rejected"):
        for fields in map(_plain, listed[kind]):
            getattr(found.setdefault(str(fields.get("document")), _Found()), kind).append(fields)
    return [_plain(raw) for raw in listed["indicators"]]


def _owner(indicator: Fields, found: Mapping[str, _Found]) -> str:
    """The document of an indicator: its id begins with the document's, else the first whose target uses it."""
    name = str(indicator.get("id", ""))
    begun = [each for each in found if name.startswith(f"{each}.")]
    using = [each for each, held in found.items() if any(t.get("indicator") == name for t in held.targets)]
    return max(begun, key=len) if begun else (*using, name.partition(".")[0])[0]


def _plain(raw: Any) -> Fields:
    """An entry in plain JSON values; one that is no mapping is kept as a faulty entry."""
    fields = raw if isinstance(raw, dict) else {"entry": raw}
    plain: Fields = json.loads(json.dumps(fields, default=str))
    return plain


def _document(name: str, found: _Found) -> AddedDocument:
    targets = _numbered(name, found.targets)
    parts = (entries(each) for each in (targets, found.indicators, found.rejected))
    return AddedDocument(nfc(name), found.text, *parts)


def _numbered(name: str, targets: Sequence[Fields]) -> list[Fields]:
    """The targets with ids of their own: one without an id, or with that of another, gets the next free number."""
    used = {each.get("id") for each in targets if isinstance(each.get("id"), str)}
    free = (number for number in range(1, len(targets) + len(used) + 2) if f"{name}/{number}" not in used)
    seen: set[str] = set()
    numbered = []
    for each in targets:
        given = each.get("id")
        own = given if isinstance(given, str) and given not in seen else f"{name}/{next(free)}"
        seen.add(own)
        numbered.append(each if own == given else {**each, "id": own})
    return numbered


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
