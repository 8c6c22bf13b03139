"""``make sbom``: what is locked, as a list of parts (CycloneDX) and a list of licences.

The parts and their hashes come from the lock files, licences and who needs whom from what is installed; no network is
asked. pip-licenses leaves out what it counts as the system's own (setuptools, wcwidth), though we lock it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-torch.lock")
UNKNOWN = "unknown"
LONGEST = 80  # characters of a licence's name; what has more is its text
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Part:
    """A locked package."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    needs: tuple[str, ...]  # other parts
    serves: bool  # whether the program needs it to run, not only those who develop it

    @property
    def purl(self) -> str:
        """Its address among package registries."""
        return f"pkg:pypi/{self.name}@{quote(self.version)}"


def locked(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The version and the hashes of every package of a lock file."""
    found = list(_LOCKED.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    return {
        canonicalize_name(each[1]): (each[2], tuple(_HASH.findall(text, each.end(), end)))
        for each, end in zip(found, ends, strict=True)
    }


def licence_of(metadata: Mapping[str, Any], classifiers: Sequence[str]) -> str:
    """The licence as a package's metadata name it: an expression, a short name, else its classifiers."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    said = str(metadata.get("License") or "").strip()
    if said and "\n" not in said and len(said) <= LONGEST and said.lower() != UNKNOWN:
        return said
    kinds = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    return " and ".join(dict.fromkeys(kinds)) or UNKNOWN


def reached(own: Iterable[Requirement], asked: Mapping[str, Sequence[Requirement]]) -> dict[str, set[str]]:
    """Every package that requirements ask for, directly or through others, with what each needs itself."""
    found: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()  # of a package, what it needs by itself or for one of its extras
    waiting = _wanted(own, "")
    while waiting:
        name, extra = each = waiting.pop()
        if each not in seen and name in asked:
            seen.add(each)
            more = _wanted(asked[name], extra)
            found.setdefault(name, set()).update(other for other, _ in more if other in asked)
            waiting += more
    return found


def parts(root: Path = ROOT) -> list[Part]:
    """Every locked package, by name."""
    held = {name: what for file in LOCKS for name, what in locked((root / file).read_text("utf-8")).items()}
    installed = {name: _installed(name) for name in held}
    asked = {
        name: [Requirement(r) for r in (found.requires if found else None) or []] for name, found in installed.items()
    }
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    own = [Requirement(each) for each in project["dependencies"]]
    developing = [Requirement(each) for each in project["optional-dependencies"]["dev"]]
    serving, needs = reached(own, asked), reached([*own, *developing], asked)
    return [
        Part(name, *held[name], _licence(installed[name]), tuple(sorted(needs.get(name, ()))), name in serving)
        for name in sorted(held)
    ]


def sbom(found: Sequence[Part], name: str, version: str) -> dict[str, Any]:
    """The parts in the form of CycloneDX 1.6."""
    address = {part.name: part.purl for part in found}
    own = f"pkg:pypi/{name}@{version}"
    needed = {other for part in found for other in part.needs}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": own, "name": name, "version": version}},
        "components": [
            {
                "type": "library",
                "bom-ref": part.purl,
                "purl": part.purl,
                "name": part.name,
                "version": part.version,
                "scope": "required" if part.serves else "excluded",
                "licenses": [{"license": {"name": part.licence}}],
                "properties": [{"name": "plan136:sha256", "value": each} for each in part.hashes],
            }
            for part in found
        ],
        "dependencies": [
            {"ref": own, "dependsOn": sorted(part.purl for part in found if part.name not in needed)},
            *({"ref": part.purl, "dependsOn": sorted(address[other] for other in part.needs)} for part in found),
        ],
    }


def licences(found: Sequence[Part]) -> str:
    """The parts as a table, by licence."""
    rows = sorted(found, key=lambda part: (part.licence.lower(), part.name))
    lines = [
        f"| {p.licence.replace('|', '/')} | {p.name} | {p.version} | {'run' if p.serves else 'develop'} |" for p in rows
    ]
    return "\n".join(["| licence | package | version | to |", "|---|---|---|---|", *lines, ""])


def write(folder: Path, root: Path = ROOT) -> list[Part]:
    """Writes ``sbom.json`` and ``licences.md``: the parts they name."""
    found = parts(root)
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    folder.mkdir(parents=True, exist_ok=True)
    listed = json.dumps(sbom(found, project["name"], project["version"]), indent=1, ensure_ascii=False)
    (folder / "sbom.json").write_text(listed + "\n", encoding="utf-8")
    (folder / "licences.md").write_text(licences(found), encoding="utf-8")
    return found


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _licence(found: Distribution | None) -> str:
    if found is None:
        return UNKNOWN
    metadata = found.metadata
    return licence_of({key: metadata[key] for key in metadata}, metadata.get_all("Classifier") or [])


def _wanted(asked: Iterable[Requirement], extra: str) -> list[tuple[str, str]]:
    """The packages that requirements name on this machine, each once for itself and once for each extra of it."""
    holding = (each for each in asked if not each.marker or each.marker.evaluate({"extra": extra}))
    return [(canonicalize_name(each.name), of) for each in holding for of in ("", *each.extras)]


if __name__ == "__main__":
    wrote = write(Path(sys.argv[1]))
    without = [part.name for part in wrote if part.licence == UNKNOWN]
    print(f"{len(wrote)} parts in {sys.argv[1]}/sbom.json and licences.md")
    if without:
        sys.exit(f"the licence is not known of {', '.join(without)}: run 'make install', or see their files")
