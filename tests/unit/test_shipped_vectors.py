"""Vectors that are shipped with the library: of every text of it, as the encoder says them, used by a first index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.index import building, shipped_vectors
from knowledge.index.encoder import open_model
from knowledge.index.windows import units
from knowledge.ingestion.library import load_library

PASSAGES = [passage for document in load_library() for passage in document.passages]
TEXTS = {building.key_of(unit.text): unit.text for passage in PASSAGES for unit in units(passage)}


class Unused:
    """The bundled encoder by name; a text that it is asked to encode is a failure."""

    identity = open_model("", True).identity

    def encode_query(self, text: str) -> list[float]:
        raise AssertionError(text)

    def encode_passages(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError(texts)


@pytest.mark.real
def test_every_text_of_the_library_has_its_vector() -> None:
    encoder = open_model("", True)
    held = shipped_vectors.load(encoder.identity)
    assert set(held) == set(TEXTS), "the library changed: run make train"
    sample = sorted(TEXTS)[:: len(TEXTS) // 20]
    for key, row in zip(sample, encoder.encode_passages([TEXTS[key] for key in sample]), strict=True):
        assert held[key] == pytest.approx(row, abs=2e-3)


def test_a_first_index_encodes_nothing_of_the_library(tmp_path: Path) -> None:
    generation = building.write(PASSAGES, Unused(), tmp_path)
    rows = np.load(generation.folder / "vectors.npy")
    assert len(rows) >= len(PASSAGES) and np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-2)


def test_of_another_encoder_there_are_none() -> None:
    assert shipped_vectors.load("another") == {}
    assert shipped_vectors.load("another", Path("nowhere.npz")) == {}
