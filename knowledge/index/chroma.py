"""Chroma: collections of a local folder or of a server, opened, counted, filled anew and removed."""

from __future__ import annotations

import logging
import re
import shutil
import time
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from knowledge.index.chroma_client import SEARCH_SECONDS, Client

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStore

SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}}
FILL_SECONDS = 30.0
OWNER = "owner"  # in a collection's metadata: the installation that filled it
USED = "used"  # in a collection's metadata: when it was last in use, in seconds since 1970
TOUCHED_EVERY = 3600.0
UNUSED_SECONDS = 86_400.0
OURS = re.compile(r"g-(\d{20})-[0-9a-f]{6}")  # a generation's name: its nanoseconds since 1970, then chance

_log = logging.getLogger(__name__)


class Embeds(Protocol):
    """The methods of LangChain's ``Embeddings``."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


class ChromaAwayError(RuntimeError):
    """A Chroma server cannot be reached, or does not answer in time; what it holds is not known."""


class ChromaStore:
    """One collection with the client it was opened by; ``vectors`` is LangChain's face of it."""

    def __init__(self, client: Client, name: str, embeddings: Embeds, create_for: str | None) -> None:
        from langchain_chroma import Chroma  # noqa: PLC0415  (seconds to import)

        self._client = client
        self.vectors: VectorStore = Chroma(
            name,
            embeddings,  # type: ignore[arg-type]
            client=client,
            collection_configuration=SPACE,  # type: ignore[arg-type]
            collection_metadata={OWNER: create_for, USED: int(time.time())} if create_for else None,
            create_collection_if_not_exists=create_for is not None,
        )
        self._collection: Any = self.vectors._collection

    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._collection.count())

    def touch(self) -> None:
        """Note in the collection that it is in use, once an hour: another machine's clean-up leaves it then."""
        noted, now = self._collection.metadata or {}, time.time()
        if now - float(noted.get(USED, 0)) > TOUCHED_EVERY:
            try:
                self._collection.modify(metadata={**noted, USED: int(now)})
            except Exception as error:  # the next check tries again; searches do not need it
                _log.warning("cannot note that the vectors are in use: %s", error)

    def close(self) -> None:
        """Close the client."""
        self._client.close()


def open_store(
    folder: Path,
    name: str,
    embeddings: Embeds,
    url: str | None = None,
    seconds: float = SEARCH_SECONDS,
    create_for: str | None = None,
) -> ChromaStore:
    """The collection with this name, of the server at ``url`` or of a local folder.

    Made when it is missing and ``create_for`` names the installation it is for; else NoCollectionError. ChromaAwayError
    when the server cannot be reached.
    """
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
    client = Client(folder, url, seconds)
    try:
        return ChromaStore(client, name, embeddings, create_for)
    except BaseException as error:
        client.close()
        if url and is_away(error):
            server = urlsplit(url)
            raise ChromaAwayError(
                f"Chroma at {server.hostname}:{server.port or ''} does not answer ({type(error).__name__}); start it, "
                "correct CHROMA_URL, or leave that empty to keep the vectors in a local folder"
            ) from error
        if isinstance(error, Exception | KeyboardInterrupt | SystemExit):
            raise
        raise RuntimeError(f"Chroma failed: {error}") from error  # a panic of its native code is no Exception


def clear(folder: Path, name: str, url: str | None = None) -> None:
    """Remove a collection with whatever is left of it."""
    if url is None:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
        return
    client = Client(folder, url, FILL_SECONDS)
    try:
        client.delete_collection(name)
    finally:
        client.close()


def remove_unused(url: str, owner: str, kept: Collection[str], now: float | None = None) -> list[str]:
    """Delete the collections of removed generations from a server: their names.

    Those of installation ``owner`` go unless they are ``kept``. Others stay while they are used: until a day after
    their last ``touch``. A collection whose name is not a generation's is never deleted.
    """
    moment = time.time() if now is None else now
    client = Client(Path(), url, FILL_SECONDS)
    try:
        removed = []
        for name, metadata in client.collections().items():
            made = OURS.fullmatch(name)
            if made is None or name in kept:
                continue
            noted = metadata.get(USED)
            used = float(noted) if isinstance(noted, int | float) else int(made.group(1)) / 1e9
            if metadata.get(OWNER) == owner or moment - used > UNUSED_SECONDS:
                client.delete_collection(name)
                removed.append(name)
    finally:
        client.close()
    return removed


def is_away(error: BaseException) -> bool:
    """Whether an error says that a server cannot be reached, which says nothing of what it holds."""
    import httpx  # noqa: PLC0415  (only where chromadb is loaded too)

    return isinstance(error, httpx.TransportError | ChromaAwayError)
