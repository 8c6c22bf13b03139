"""Building an index generation: cut, encode what is new, write, publish; and filling its vector store."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.documents import Passage
from knowledge.index import chroma, generations, shipped_vectors
from knowledge.index.generations import Generation
from knowledge.index.keywords import KeywordIndex
from knowledge.index.vectors import BrokenIndexError, EncoderEmbeddings, KnownVectors, VectorIndex, fill
from knowledge.index.windows import Unit, units
from knowledge.ports import Encoder

Progress = Callable[[int, int], None]
ENCODED_AT_ONCE = 64
ROOM_FOR_A_UNIT = 4096  # bytes on disk: its vector, its id, its words

_log = logging.getLogger(__name__)


def build(
    passages: Sequence[Passage],
    encoder: Encoder,
    home: Path,
    progress: Progress | None = None,
    chroma_url: str | None = None,
    again: bool = False,
) -> Generation:
    """The generation for these passages with its vector store filled: what is on disk already is taken as it is.

    ``progress`` is called with (units encoded, units to encode). ``again`` builds even when the one on disk matches.
    """
    generation = write(passages, encoder, home, progress, again)
    fill_store(generation, passages, home, chroma_url)
    return generation


def write(
    passages: Sequence[Passage], encoder: Encoder, home: Path, progress: Progress | None = None, again: bool = False
) -> Generation:
    """The generation for these passages on disk, written when there is none; its vector store is not touched.

    Vectors of unchanged units are taken from the generation before. A build that fails leaves nothing behind.
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
        known = dict(shipped_vectors.load(encoder.identity)) | _known(previous, encoder.identity)
        generations.reserve(folder, len(cut) * ROOM_FOR_A_UNIT)
        vectors = _encoded(cut, known, encoder, progress or (lambda _done, _total: None))
        np.save(folder / "vectors.npy", vectors)
        (folder / "units.json").write_text(json.dumps([[u.id, key_of(u.text)] for u in cut]), encoding="utf-8")
        KeywordIndex.build(passages).save(folder / "keywords")
        return generations.publish(folder, encoder.identity, passages, len(cut))


def fill_store(generation: Generation, passages: Sequence[Passage], home: Path, chroma_url: str | None = None) -> None:
    """Have the vector store of a generation hold what its files say; nothing is encoded.

    One process at a time; a store that is whole is left alone. Collections no generation needs are removed then.
    """
    folder = generation.folder / generations.CHROMA
    with generations.locked(home):
        if _is_whole(generation, chroma_url):
            return
        chroma.clear(folder, generation.name, chroma_url)
        cut = [unit for passage in passages for unit in units(passage)]
        rows = np.load(generation.folder / "vectors.npy").tolist()
        vectors = KnownVectors({unit.text: row for unit, row in zip(cut, rows, strict=True)})
        owner = generations.installation(home)
        store = chroma.open_store(folder, generation.name, vectors, chroma_url, chroma.FILL_SECONDS, create_for=owner)
        try:
            fill(store, cut)
        finally:
            store.close()
        if chroma_url:
            _remove_collections(home, chroma_url)


def encoded(passages: Sequence[Passage], encoder: Encoder, home: Path) -> dict[str, npt.NDArray[np.float32]]:
    """The vector of every unit of these passages, by the digest of its text; those of the index on disk are reused."""
    cut = [unit for passage in passages for unit in units(passage)]
    known = dict(shipped_vectors.load(encoder.identity)) | _known(generations.current(home), encoder.identity)
    rows = _encoded(cut, known, encoder, lambda _done, _total: None)
    return {key_of(unit.text): row for unit, row in zip(cut, rows, strict=True)}


def open_vectors(generation: Generation, encoder: Encoder, chroma_url: str | None = None) -> VectorIndex:
    """The vector index of a generation; BrokenIndexError when the store lost something."""
    folder = generation.folder / generations.CHROMA
    store = chroma.open_store(folder, generation.name, EncoderEmbeddings(encoder), chroma_url)
    try:
        sizes = _sizes(generation)
        held, wanted = store.count(), sum(sizes.values())
        if held != wanted:
            raise BrokenIndexError(f"{generation.name} should hold {wanted} vectors and holds {held}")
    except BaseException:
        store.close()
        raise
    return VectorIndex(store, sizes)


def _is_whole(generation: Generation, chroma_url: str | None) -> bool:
    """Whether the store holds every vector; raises when it cannot be reached."""
    folder = generation.folder / generations.CHROMA
    try:
        store = chroma.open_store(folder, generation.name, KnownVectors({}), chroma_url)
        try:
            return store.count() == sum(_sizes(generation).values())
        finally:
            store.close()
    except Exception as error:
        if chroma.is_away(error):
            raise
        return False  # missing, or broken in a way of its own: it is made again


def _remove_collections(home: Path, chroma_url: str) -> None:
    """Remove what removed generations left on the server; a failure is logged, for it takes nothing from anybody."""
    try:
        removed = chroma.remove_unused(chroma_url, generations.installation(home), generations.names(home))
    except Exception as error:
        _log.warning("collections of old generations stay on the Chroma server for now: %s", error)
    else:
        if removed:
            _log.info("removed old collections: %s", ", ".join(removed))


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
    keys = [key_of(unit.text) for unit in cut]
    new = {key: unit.text for key, unit in zip(keys, cut, strict=True) if key not in known}
    missing = sorted(new, key=lambda key: len(new[key]))
    progress(0, len(missing))
    for at in range(0, len(missing), ENCODED_AT_ONCE):
        batch = missing[at : at + ENCODED_AT_ONCE]
        rows = encoder.encode_passages([new[key] for key in batch])
        known.update({key: np.asarray(row, dtype=np.float32) for key, row in zip(batch, rows, strict=True)})
        progress(min(at + ENCODED_AT_ONCE, len(missing)), len(missing))
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)


def key_of(text: str) -> str:
    """The digest that the vector of a text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
