"""The vector index: Chroma behind LangChain's ``VectorStore`` and ``Embeddings`` interfaces.

``open_vector_store`` is the one place that names Chroma: another store is another line there. Its
embedding function is never used; every vector comes from our own encoder. The two faces of an encoder satisfy
``Embeddings`` by their methods: its module takes a third of a second to import, which a start on keywords spares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.index.windows import Unit, passage_scores
from knowledge.ports import Encoder, Scored

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStore

BATCH = 1000
SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}}


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


def open_vector_store(
    folder: Path, name: str, embeddings: EncoderEmbeddings | KnownVectors, chroma_url: str | None = None
) -> VectorStore:
    """The store a generation's vectors are in: a folder, or a collection of a Chroma server."""
    import chromadb  # noqa: PLC0415  (seconds to import)
    from chromadb.config import Settings as ChromaSettings  # noqa: PLC0415
    from langchain_chroma import Chroma  # noqa: PLC0415

    quiet = ChromaSettings(anonymized_telemetry=False)
    client: Any
    if chroma_url:
        server = urlsplit(chroma_url)
        if server.scheme not in {"http", "https"} or not server.hostname:
            raise ValueError(f"CHROMA_URL is {chroma_url!r}; it must look like http://host:8000")
        port = server.port or (443 if server.scheme == "https" else 8000)
        client = chromadb.HttpClient(server.hostname, port, ssl=server.scheme == "https", settings=quiet)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=quiet)
    return Chroma(name, embeddings, client=client, collection_configuration=SPACE)  # type: ignore[arg-type]


def fill(store: VectorStore, units: Sequence[Unit]) -> None:
    """Put units into a store, in batches."""
    for at in range(0, len(units), BATCH):
        batch = units[at : at + BATCH]
        places = [{"passage": unit.passage} for unit in batch]
        store.add_texts([unit.text for unit in batch], metadatas=places, ids=[unit.id for unit in batch])


def count(store: VectorStore) -> int:
    """How many units a store holds."""
    return int(store._collection.count())  # type: ignore[attr-defined]  # LangChain's interface has no count


class VectorIndex:
    """Implements ``ports.PassageIndex`` by meaning, over any LangChain store with cosine distances."""

    def __init__(self, store: VectorStore, sizes: Mapping[str, int]) -> None:
        self._store = store
        self._sizes = dict(sizes)
        self._total = sum(self._sizes.values())
        self._per_passage = -(-self._total // max(len(self._sizes), 1))

    def search(self, question: str, limit: int) -> list[Scored]:
        """The passages nearest in meaning."""
        if not question.strip() or limit <= 0 or not self._total:
            return []
        wanted = min(limit * self._per_passage, self._total)
        while True:  # a long passage can fill the list with its windows: then look further
            found = self._store.similarity_search_with_score(question, k=wanted)
            ranked = passage_scores(((str(hit.id), 1.0 - float(distance)) for hit, distance in found), self._sizes)
            if len(ranked) >= limit or wanted == self._total:
                return ranked[:limit]
            wanted = min(wanted * 2, self._total)
