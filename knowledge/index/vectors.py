"""The vector index over LangChain's ``VectorStore`` and ``Embeddings`` interfaces.

Every vector comes from our own encoder. The two faces of an encoder satisfy ``Embeddings`` by their methods: its module
takes a third of a second to import, which a start on keywords spares.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from knowledge.index.chroma import ChromaStore
from knowledge.index.windows import Unit, passage_scores
from knowledge.ports import Encoder, Scored

BATCH = 1000
TRIAL = "plan"  # any text will do


class BrokenIndexError(RuntimeError):
    """A vector store does not hold what its generation says."""


class EncoderEmbeddings:
    """LangChain's face of a ``ports.Encoder``."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return self._encoder.encode_passages(texts)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._encoder.encode_query(text)


class KnownVectors:
    """Vectors computed before, by text: fills a store without encoding anything again."""

    def __init__(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The known vectors; KeyError for a text that was not encoded."""
        return [list(self._vectors[text]) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The known vector of this very text."""
        return list(self._vectors[text])


def fill(store: ChromaStore, units: Sequence[Unit]) -> None:
    """Put units into a store, in batches."""
    for at in range(0, len(units), BATCH):
        batch = units[at : at + BATCH]
        places = [{"passage": unit.passage} for unit in batch]
        store.vectors.add_texts([unit.text for unit in batch], metadatas=places, ids=[unit.id for unit in batch])


class VectorIndex:
    """Implements ``ports.PassageIndex`` by meaning, over a store with cosine distances."""

    def __init__(self, store: ChromaStore, sizes: Mapping[str, int]) -> None:
        self._store = store
        self._sizes = dict(sizes)
        self._trials = itertools.count(1)
        self._total = sum(self._sizes.values())
        self._per_passage = -(-self._total // max(len(self._sizes), 1))

    def search(self, question: str, limit: int) -> list[Scored]:
        """The passages nearest in meaning; BrokenIndexError when the store has lost them all."""
        if not question.strip() or limit <= 0 or not self._total:
            return []
        wanted = min(limit * self._per_passage, self._total)
        while True:  # a long passage can fill the list with its windows: then look further
            found = self._store.vectors.similarity_search_with_score(question, k=wanted)
            if not found:
                raise BrokenIndexError("the vector store is empty")
            ranked = passage_scores(((str(hit.id), 1.0 - float(distance)) for hit, distance in found), self._sizes)
            if len(ranked) >= limit or wanted == self._total:
                return ranked[:limit]
            wanted = min(wanted * 2, self._total)

    def check(self) -> None:
        """Count the vectors and search for one; BrokenIndexError when some are missing, or what the store raises."""
        held = self._store.count()
        if held != self._total:
            raise BrokenIndexError(f"the vector store should hold {self._total} vectors and holds {held}")
        self.search(f"{TRIAL} {next(self._trials)}", 1)  # another text each time: the encoder remembers questions
        self._store.touch()

    def close(self) -> None:
        """Close the store; searches fail after it."""
        self._store.close()
