"""Retrieval over many passages: synthetic ones, their vectors random, their words the library's."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.documents import Passage, passage_id
from knowledge.index import building
from knowledge.index.keywords import KeywordIndex
from knowledge.retrieval.retriever import Retriever
from tests.bench.figures import Figure, spread

DIMENSION = 384
WORDS = (20, 60)  # least and most words of a passage
SEED = 136


class RandomEncoder:
    """Unit vectors drawn at random: distances mean nothing, the work of searching them is real."""

    identity = f"random {DIMENSION} {SEED}"

    def __init__(self) -> None:
        self._draw = np.random.default_rng(SEED)

    def encode_query(self, text: str) -> list[float]:
        return self.encode_passages([text])[0]

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        rows = self._draw.standard_normal((len(texts), DIMENSION)).astype(np.float32)
        found: list[list[float]] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).tolist()
        return found


def synthetic(library: Sequence[Passage], count: int) -> list[Passage]:
    """Passages of runs of words from the library, ten to a document."""
    draw = random.Random(SEED)
    words = [word for passage in library for word in passage.text.split()]
    found = []
    for number in range(count):
        length = draw.randint(*WORDS)
        at = draw.randrange(len(words) - length)
        text = " ".join((*words[at : at + length // 2], *draw.sample(words, length - length // 2), str(number)))
        document = f"synthetic-{number // 10}"
        found.append(Passage(passage_id(document, (), text), document, (), str(number), text))
    return found


def retrieval(library: Sequence[Passage], questions: Sequence[str], count: int, dense_ms: float) -> list[Figure]:
    """Building and searching ``count`` passages; ``dense_ms`` is what encoding the question adds."""
    passages = synthetic(library, count)
    encoder = RandomEncoder()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        generation = building.build(passages, encoder, Path(folder))
        built = time.perf_counter() - began
        words = KeywordIndex.load(generation.folder / "keywords")
        vectors = building.open_vectors(generation, encoder)
        retriever = Retriever({passage.id: passage for passage in passages}, vectors, words)
        retriever.search(questions[0])
        times = []
        for question in questions[:300]:
            before = time.perf_counter()
            retriever.search(question, limit=12)
            times.append((time.perf_counter() - before) * 1000 + dense_ms)
    return [
        Figure(f"building an index of {count:,} passages (encoding not counted)", built, "s"),
        *spread(f"retrieval at {count:,} passages, encoding the question included", times, (None, 100)),
    ]
