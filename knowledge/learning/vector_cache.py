"""Vectors of texts kept by content on disk, so that training encodes only what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from knowledge.learning.heads import Floats

BATCH = 64
WRITTEN = 32 * BATCH  # vectors that a stop may lose


class VectorCache:
    """The vectors of one encoder's questions in one file; a file of another encoder is not used."""

    def __init__(self, path: Path, identity: str, encode: Callable[[Sequence[str]], Sequence[Sequence[float]]]) -> None:
        self._path, self._identity, self._encode = path, identity, encode
        self._held: dict[str, Floats] = {}
        if path.exists():
            with np.load(path, allow_pickle=False) as stored:
                if str(stored["identity"]) == identity:
                    self._held = dict(zip(stored["keys"].tolist(), stored["vectors"].astype(np.float32), strict=True))

    def vectors(self, texts: Iterable[str], progress: Callable[[int, int], None] | None = None) -> dict[str, Floats]:
        """The vector of each text; those not yet held are encoded, and written now and then and at the end."""
        wanted = list(dict.fromkeys(texts))
        new = [text for text in wanted if _key(text) not in self._held]
        for at in range(0, len(new), BATCH):
            batch = new[at : at + BATCH]
            for text, vector in zip(batch, self._encode(batch), strict=True):
                self._held[_key(text)] = np.asarray(vector, dtype=np.float32)
            if progress:
                progress(min(at + BATCH, len(new)), len(new))
            if at % WRITTEN == 0 and at:
                self._write()
        if new:
            self._write()
        return {text: self._held[_key(text)] for text in wanted}

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part.npz")
        np.savez(
            part,
            identity=np.array(self._identity),
            keys=np.array(list(self._held)),
            vectors=np.array(list(self._held.values()), dtype=np.float16),
        )
        part.replace(self._path)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
