"""Building an index generation: cut, encode what is new, write, publish."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.documents import Passage
from knowledge.index import generations
from knowledge.index.generations import Generation
from knowledge.index.keywords import KeywordIndex
from knowledge.index.vectors import EncoderEmbeddings, KnownVectors, VectorIndex, count, fill, open_vector_store
from knowledge.index.windows import Unit, units
from knowledge.ports import Encoder

Progress = Callable[[int, int], None]
ENCODED_AT_ONCE = 64


class BrokenIndexError(RuntimeError):
    """A generation's vector store does not hold what its manifest says."""


def build(
    passages: Sequence[Passage],
    encoder: Encoder,
    home: Path,
    progress: Progress | None = None,
    chroma_url: str | None = None,
    again: bool = False,
) -> Generation:
    """The generation for these passages: the one on disk when it matches, a new one otherwise.

    ``progress`` is called with (units encoded, units to encode). ``again`` builds even when the one
    on disk matches. Vectors of unchanged units are taken from the generation before.
    """
    wanted = generations.digest(passages)
    found = generations.current(home)
    if found and not again and generations.matches(found, encoder.identity, wanted):
        return found
    with generations.writing(home) as folder:
        previous = generations.current(home)
        if previous and not again and generations.matches(previous, encoder.identity, wanted):
            return previous  # another process built it while we waited
        cut = [unit for passage in passages for unit in units(passage)]
        known = _known(previous, encoder.identity)
        vectors = _encoded(cut, known, encoder, progress or (lambda _done, _total: None))
        folder.mkdir(parents=True)
        np.save(folder / "vectors.npy", vectors)
        (folder / "units.json").write_text(json.dumps([[u.id, _key(u.text)] for u in cut]), encoding="utf-8")
        KeywordIndex.build(passages).save(folder / "keywords")
        by_text = {unit.text: row.tolist() for unit, row in zip(cut, vectors, strict=True)}
        fill(open_vector_store(folder / generations.CHROMA, folder.name, KnownVectors(by_text), chroma_url), cut)
        return generations.publish(folder, encoder.identity, passages, len(cut))


def open_vectors(generation: Generation, encoder: Encoder, chroma_url: str | None = None) -> VectorIndex:
    """The vector index of a generation; BrokenIndexError when the store lost something."""
    folder = generation.folder / generations.CHROMA
    store = open_vector_store(folder, generation.name, EncoderEmbeddings(encoder), chroma_url)
    held = count(store)
    if held != generation.manifest.units:
        raise BrokenIndexError(f"{generation.name} should hold {generation.manifest.units} vectors and holds {held}")
    return VectorIndex(store, _sizes(generation))


def _sizes(generation: Generation) -> dict[str, int]:
    """Units of each passage."""
    sizes: dict[str, int] = {}
    for unit_id, _ in json.loads((generation.folder / "units.json").read_text(encoding="utf-8")):
        passage = unit_id.rpartition(":")[0]
        sizes[passage] = sizes.get(passage, 0) + 1
    return sizes


def _known(previous: Generation | None, encoder: str) -> dict[str, npt.NDArray[np.float32]]:
    """Vectors of the generation before, by the digest of the text they are of."""
    if previous is None or previous.manifest.encoder != encoder:
        return {}
    rows = np.load(previous.folder / "vectors.npy")
    listed = json.loads((previous.folder / "units.json").read_text(encoding="utf-8"))
    return {key: row for (_, key), row in zip(listed, rows, strict=True)}


def _encoded(
    cut: Sequence[Unit], known: dict[str, npt.NDArray[np.float32]], encoder: Encoder, progress: Progress
) -> npt.NDArray[np.float32]:
    """One row a unit; each distinct new text is encoded once, alike lengths together."""
    keys = [_key(unit.text) for unit in cut]
    new = {key: unit.text for key, unit in zip(keys, cut, strict=True) if key not in known}
    missing = sorted(new, key=lambda key: len(new[key]))
    progress(0, len(missing))
    for at in range(0, len(missing), ENCODED_AT_ONCE):
        batch = missing[at : at + ENCODED_AT_ONCE]
        rows = encoder.encode_passages([new[key] for key in batch])
        known.update({key: np.asarray(row, dtype=np.float32) for key, row in zip(batch, rows, strict=True)})
        progress(min(at + ENCODED_AT_ONCE, len(missing)), len(missing))
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
