"""Generations of the index on disk: built aside, checksummed, swapped in one step.

    PLAN136_HOME/index/
      CURRENT            the name of the generation in use, replaced with ``os.replace``
      writer.lock        one writer at a time
      g-.../             manifest.json (written last), vectors.npy, units.json, keywords/, chroma/

The index is a cache of the library: whatever does not match (schema, encoder, passages, a checksum,
a missing file) means "build again". A folder without a manifest is a build that was killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.documents import Passage

SCHEMA = 1  # raise it when units, tokens or the files of a generation change
KEPT = 2  # the one in use and the one before
CHECKED = ("vectors.npy", "units.json", "keywords")
CHROMA = "chroma"


class IndexBusyError(RuntimeError):
    """Another process is writing the index."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and what it must contain."""

    schema: int
    encoder: str
    passages_digest: str
    passages: int
    units: int
    checksums: dict[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index on disk."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The folder's name, also that of the collection in the vector store."""
        return self.folder.name


def digest(passages: Sequence[Passage]) -> str:
    """Changes with any passage's id or place; ids change with content."""
    return hashlib.sha256("\n".join(passage.id for passage in passages).encode()).hexdigest()


def current(home: Path) -> Generation | None:
    """The generation in use when it is whole, else the one before it, else None."""
    root = home / "index"
    try:
        named = (root / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError:
        named = ""
    others = sorted((path.name for path in root.glob("g-*")), reverse=True)
    for name in (named, *(other for other in others if other != named)):
        generation = _read(root / name) if name.startswith("g-") else None
        if generation is not None:
            return generation
    return None


def matches(generation: Generation, encoder: str, passages_digest: str) -> bool:
    """Whether a generation serves this encoder and these passages."""
    return (generation.manifest.encoder, generation.manifest.passages_digest) == (encoder, passages_digest)


@contextmanager
def writing(home: Path, timeout: float = 300.0) -> Iterator[Path]:
    """A new folder to build in, for the one process that may; IndexBusyError after ``timeout`` seconds."""
    root = home / "index"
    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / "writer.lock")
    try:
        lock.acquire(timeout=timeout)
    except Timeout as error:
        raise IndexBusyError(f"another process is writing {root}; try again when it has finished") from error
    try:
        yield root / f"g-{time.time_ns():020d}-{uuid.uuid4().hex[:6]}"
    finally:
        lock.release()


def publish(folder: Path, encoder: str, passages: Sequence[Passage], units: int) -> Generation:
    """Seal a built folder and make it the one in use; older ones go."""
    manifest = Manifest(SCHEMA, encoder, digest(passages), len(passages), units, _checksums(folder))
    _write(folder / "manifest.json", json.dumps(asdict(manifest), indent=1))
    _write(folder.parent / "CURRENT", folder.name)
    _remove_old(folder.parent, folder.name)
    return Generation(folder, manifest)


def _read(folder: Path) -> Generation | None:
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
        whole = manifest.schema == SCHEMA and manifest.checksums == _checksums(folder)
    except (OSError, ValueError, TypeError):
        return None
    return Generation(folder, manifest) if whole else None


def _checksums(folder: Path) -> dict[str, str]:
    """Of every file that stays as it was written; Chroma's own change when it opens them."""
    files = [path for part in CHECKED for path in _files(folder / part)]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(inner for inner in path.rglob("*") if inner.is_file())


def _write(path: Path, text: str) -> None:
    """Write and replace, so that a reader sees the old content or the new, never a part."""
    aside = path.with_name(f"{path.name}.{uuid.uuid4().hex[:6]}.new")
    with aside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)


def _remove_old(root: Path, in_use: str) -> None:
    """Keep the one in use and the newest whole one before it; drop the rest and what was left half-built."""
    older = sorted((p for p in root.glob("g-*") if p.name != in_use), reverse=True)
    kept = [path for path in older if (path / "manifest.json").is_file()][: KEPT - 1]
    for path in older:
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)
    for leftover in root.glob("*.new"):
        leftover.unlink(missing_ok=True)
