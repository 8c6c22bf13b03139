"""Vectors of the library's own passages, kept beside it: a first index encodes only what a person added."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.ingestion.library import BUNDLED

Vectors = Mapping[str, npt.NDArray[np.float32]]  # by the digest of the text, see ``building.key_of``
PATH = BUNDLED / "passages.npz"


@cache
def load(encoder: str, path: Path = PATH) -> Vectors:
    """The vectors of an encoder; none when there is no file or it is of another encoder."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        if str(stored["encoder"]) != encoder:
            return {}
        keys, rows = stored["keys"], stored["vectors"].astype(np.float32)
        return {bytes(key).hex(): row for key, row in zip(keys, rows, strict=True)}


def save(encoder: str, vectors: Vectors, path: Path = PATH) -> None:
    """Writes the vectors in half precision, in the order of their digests."""
    ordered = sorted(vectors)
    keys = np.array([list(bytes.fromhex(key)) for key in ordered], dtype=np.uint8)
    rows = np.array([vectors[key] for key in ordered], dtype=np.float16)
    np.savez(path, encoder=np.array(encoder), keys=keys, vectors=rows)
    load.cache_clear()
