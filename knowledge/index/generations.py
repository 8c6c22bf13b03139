"""Generations of the index on disk: built aside, checksummed, swapped in one step.

    PLAN136_HOME/index/
      CURRENT            the name of the generation in use, replaced with ``os.replace``
      writer.lock        one writer at a time
      installation       an id of this folder, by which its collections on a Chroma server are told from others'
      g-.../             manifest.json (written last), vectors.npy, units.json, keywords/, chroma/

The index is a cache of the library: whatever does not match (schema, encoder, passages, a checksum,
a missing file) means "build again". A folder without a manifest is a build that was killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
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
_BLOCK = bytes(64 * 1024)


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
    except (OSError, ValueError):
        named = ""
    others = sorted(names(home), reverse=True)
    for name in (named, *(other for other in others if other != named)):
        generation = _read(root / name) if name.startswith("g-") else None
        if generation is not None:
            return generation
    return None


def matches(generation: Generation, encoder: str, passages_digest: str) -> bool:
    """Whether a generation serves this encoder and these passages."""
    return (generation.manifest.encoder, generation.manifest.passages_digest) == (encoder, passages_digest)


def names(home: Path) -> frozenset[str]:
    """The generations on disk, whole or not."""
    return frozenset(path.name for path in (home / "index").glob("g-*"))


def installation(home: Path) -> str:
    """The id of this folder, made at the first call."""
    path = home / "index" / "installation"
    known = path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else ""
    if not re.fullmatch(r"[0-9a-f]{32}", known):
        known = uuid.uuid4().hex
        _write(path, known)
    return known


@contextmanager
def writing(home: Path, timeout: float = 300.0) -> Iterator[Path]:
    """A new folder to build in, for the one process that may; IndexBusyError after ``timeout`` seconds.

    A build that raises leaves no folder behind.
    """
    with locked(home, timeout):
        folder = home / "index" / f"g-{time.time_ns():020d}-{uuid.uuid4().hex[:6]}"
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


@contextmanager
def locked(home: Path, timeout: float = 300.0) -> Iterator[None]:
    """The right to write the index; IndexBusyError after ``timeout`` seconds."""
    root = home / "index"
    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / "writer.lock")
    try:
        lock.acquire(timeout=timeout)
    except Timeout as error:
        raise IndexBusyError(f"another process is writing {root}; try again when it has finished") from error
    try:
        yield
    finally:
        lock.release()


def reserve(folder: Path, size: int) -> None:
    """Make the folder and see that ``size`` bytes fit on its disk; OSError before minutes of encoding, not after."""
    folder.mkdir(parents=True)
    trial = folder / "room"
    with trial.open("wb") as out:
        for _ in range(-(-size // len(_BLOCK))):
            out.write(_BLOCK)
        out.flush()
        os.fsync(out.fileno())
    trial.unlink()


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
    except (OSError, ValueError, TypeError, RecursionError):
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
