"""A client of Chroma with timeouts, for a local folder or a server: the few methods that LangChain and we ask for.

chromadb's own clients are not used: ``HttpClient`` waits without limit, in its constructor too, and
``PersistentClient`` keeps a broken system for the next caller of the same folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CONNECT_SECONDS = 1.0
SEARCH_SECONDS = 1.5  # without a byte from the server


class NoCollectionError(RuntimeError):
    """A server or folder of Chroma has no collection of the name that was asked for."""


class Client:
    """What LangChain's Chroma asks of a client, over a system of its own that ``close`` ends."""

    def __init__(self, folder: Path, url: str | None, seconds: float = SEARCH_SECONDS) -> None:
        from chromadb.api import ServerAPI  # noqa: PLC0415  (seconds to import)
        from chromadb.config import System  # noqa: PLC0415

        self._system = System(_server(url) if url else _local(folder))
        self._api: Any = self._system.instance(ServerAPI)  # type: ignore[type-abstract]
        self._session: Any = getattr(self._api, "_session", None)
        if url:
            if self._session is None or not hasattr(self._session, "timeout"):
                raise RuntimeError("this version of chromadb keeps its HTTP session elsewhere: no timeout can be set")
            self._session.timeout = (CONNECT_SECONDS, seconds, seconds, seconds)
        try:
            self._system.start()
        except BaseException:
            self.close()
            raise

    def get_collection(self, name: str) -> Any:
        """A collection that exists; NoCollectionError otherwise."""
        from chromadb.errors import NotFoundError  # noqa: PLC0415

        try:
            return self._opened(self._api.get_collection(name=name))
        except NotFoundError as error:
            raise NoCollectionError(f"Chroma has no collection {name}; it was removed, or never filled") from error

    def get_or_create_collection(
        self,
        name: str,
        embedding_function: object = None,
        metadata: Mapping[str, object] | None = None,
        configuration: Mapping[str, object] | None = None,
    ) -> Any:
        """A collection, made when it is missing; vectors are always given, so ``embedding_function`` is not used."""
        del embedding_function
        return self._opened(
            self._api.create_collection(
                name=name, metadata=metadata, configuration=dict(configuration or {}), get_or_create=True
            )
        )

    def collections(self) -> dict[str, Mapping[str, object]]:
        """The metadata of every collection, by name."""
        return {found.name: found.metadata or {} for found in self._api.list_collections()}

    def delete_collection(self, name: str) -> None:
        """Delete a collection; nothing happens when there is none."""
        from chromadb.errors import NotFoundError  # noqa: PLC0415

        try:
            self._api.delete_collection(name=name)
        except NotFoundError:
            return

    def close(self) -> None:
        """End connections and close files."""
        if self._session is not None:
            self._session.close()
        with suppress(AttributeError):  # chromadb stops its native part even if that never started
            self._system.stop()

    def _opened(self, model: Any) -> Any:
        from chromadb.api.models.Collection import Collection as ChromaCollection  # noqa: PLC0415

        return ChromaCollection(client=self._api, model=model, embedding_function=None)


def _server(url: str) -> Any:
    from chromadb.config import Settings  # noqa: PLC0415  (seconds to import)

    try:
        server = urlsplit(url)
        port = server.port or (443 if server.scheme == "https" else 8000)
    except ValueError:  # a port that is no number
        server, port = urlsplit(""), 0
    if server.scheme not in {"http", "https"} or not server.hostname:
        raise ValueError(f"CHROMA_URL is {url!r}; it must look like http://host:8000")
    return Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.hostname,
        chroma_server_http_port=port,
        chroma_server_ssl_enabled=server.scheme == "https",
    )


def _local(folder: Path) -> Any:
    from chromadb.config import Settings  # noqa: PLC0415  (seconds to import)

    return Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
