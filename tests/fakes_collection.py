"""A collection in memory, and the collections that the contract is run on."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.commands.collection import open_collection
from bot.settings import BotSettings
from knowledge.collection import AddedDocument, Change, Collection, Event, Past, Snapshot, merged
from tests.fakes_store import emptied, url_of

START = 1_800_000_000.0
KINDS = ["memory", "sqlite", "postgresql"]


class MemoryCollection:
    """Implements ``knowledge.collection.Collection`` in dictionaries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = 0
        self._documents: dict[str, AddedDocument] = {}
        self._past: list[Past] = []
        self._imported: set[str] = set()

    def revision(self) -> int:
        return self._revision

    def snapshot(self) -> Snapshot:
        with self._lock:
            return Snapshot(self._revision, tuple(copy.deepcopy(self._documents[i]) for i in sorted(self._documents)))

    def change(self, document_id: str, work: Callable[[AddedDocument | None], Change], by: str) -> Change:
        with self._lock:
            held = self._documents.get(document_id)
            change = work(copy.deepcopy(held))
            if change.document == held and not change.events:
                return change
            self._revision += 1
            self._put(document_id, change.document)
            self._note(document_id, change.events, by)
            return change

    def history(self, document_id: str) -> Sequence[Past]:
        return [past for past in self._past if past.document == document_id]

    def imported(self, digests: Sequence[str]) -> frozenset[str]:
        return frozenset(self._imported.intersection(digests))

    def take_over(self, files: Mapping[str, str], documents: Sequence[AddedDocument], by: str) -> Sequence[str]:
        with self._lock:
            if self._imported >= files.keys():
                return []
            self._revision += 1
            self._imported |= files.keys()
            taken = []
            for arriving in documents:
                held = self._documents.get(arriving.id)
                if (stored := merged(held, arriving)) != held:
                    self._put(arriving.id, stored)
                    self._note(arriving.id, [Event("imported")], by)
                    taken.append(arriving.id)
            return taken

    def _put(self, document_id: str, document: AddedDocument | None) -> None:
        if document is None:
            self._documents.pop(document_id, None)
        else:
            self._documents[document_id] = copy.deepcopy(document)

    def _note(self, document: str, events: Sequence[Event], by: str) -> None:
        self._past += [Past(event, document, START, by, self._revision) for event in events]


def settings_of(kind: str) -> BotSettings:
    """Settings that name the database of a kind."""
    return BotSettings(_env_file=None, database_url=url_of(kind))


def collections(kind: str, folder: Path, several: int = 1) -> Iterator[list[Collection]]:
    """Several openings of one empty collection, closed afterwards."""
    if kind == "memory":
        yield [MemoryCollection()] * several
        return
    emptied(kind)
    opened = [open_collection(settings_of(kind), folder) for _ in range(several)]
    yield list(opened)
    for each in opened:
        each.close()
