"""The collection opened when it is first needed, and tried again at each need while the database is away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from bot.store.collection import SqlCollection
from bot.store_errors import StoreError
from knowledge.collection import AddedDocument, Change, Collection, CollectionError, Past, Snapshot


class LazyCollection:
    """Implements ``knowledge.collection.Collection`` over one that ``open_`` makes; safe to call from several threads.

    ``absent`` says that there is nothing to read yet: then nothing is opened, and no database made, only to read.
    """

    def __init__(self, open_: Callable[[], SqlCollection], absent: Callable[[], bool]) -> None:
        self._open = open_
        self._absent = absent
        self._lock = threading.Lock()
        self._opened: SqlCollection | None = None

    def revision(self) -> int:
        """The number of the last change."""
        return 0 if self._nothing() else self._there().revision()

    def snapshot(self) -> Snapshot:
        """Everything, of one revision."""
        return Snapshot(0, ()) if self._nothing() else self._there().snapshot()

    def change(self, document_id: str, work: Callable[[AddedDocument | None], Change], by: str) -> Change:
        """Replaces a document by what ``work`` makes of it."""
        return self._there().change(document_id, work, by)

    def history(self, document_id: str) -> Sequence[Past]:
        """What was done to a document, oldest first."""
        return () if self._nothing() else self._there().history(document_id)

    def imported(self, digests: Sequence[str]) -> frozenset[str]:
        """Which of these files were imported already."""
        return self._there().imported(digests)

    def take_over(self, files: Mapping[str, str], documents: Sequence[AddedDocument], by: str) -> Sequence[str]:
        """Imports documents once."""
        return self._there().take_over(files, documents, by)

    def close(self) -> None:
        """Lets go of every connection."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _nothing(self) -> bool:
        return self._opened is None and self._absent()

    def _there(self) -> Collection:
        with self._lock:
            if self._opened is None:
                try:
                    self._opened = self._open()
                except StoreError as error:
                    raise CollectionError(str(error)) from error
            return self._opened
