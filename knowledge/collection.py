"""What a person added, as it is stored: documents with their targets, and the port of the store that holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

UNREAD = -1  # the revision of holdings whose collection could not be read
COMMAND_LINE = "cli"  # who decided, in the history


class CollectionError(RuntimeError):
    """The collection cannot be read or written; the message names the remedy, and nothing was half-written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with the fields of the register's files, unchecked; ``key`` tells it from others of its document."""

    key: int
    fields: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id its fields give, or "?"."""
        return str(self.fields.get("id", "?"))


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """All that is stored of one document: the text of its edition and the entries read from it."""

    id: str
    text: str | None  # None: entries without their document, from files of an older version
    targets: tuple[Entry, ...] = ()
    indicators: tuple[Entry, ...] = ()
    rejected: tuple[Entry, ...] = ()  # document, span, value and level of what a person turned down

    def with_target(self, changed: Entry) -> AddedDocument:
        """The document with one of its targets changed."""
        return replace(self, targets=tuple(changed if each.key == changed.key else each for each in self.targets))


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to a document: added, replaced, removed, imported, accepted, corrected or rejected."""

    what: str
    target: str | None = None  # the id of the target or indicator a decision is about
    detail: str = ""  # the correction, or the edition as it was before


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction leaves of a document (None: nothing) and what it tells the history."""

    document: AddedDocument | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """An event as the history keeps it; ``at`` is seconds since 1970."""

    event: Event
    document: str
    at: float
    by: str
    revision: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything in the collection as of one revision, documents by id."""

    revision: int
    documents: tuple[AddedDocument, ...]


class Collection(Protocol):
    """What a person added, shared by several processes; every method is one transaction or one consistent read.

    Each may raise ``CollectionError``. The revision grows with every change and is 0 before the first.
    """

    def revision(self) -> int:
        """The number of the last change: one cheap read."""
        ...

    def snapshot(self) -> Snapshot:
        """Everything, of one revision."""
        ...

    def change(self, document_id: str, work: Callable[[AddedDocument | None], Change], by: str) -> Change:
        """Replaces a document by what ``work`` makes of it, and notes the events as done ``by`` somebody.

        No other change comes between reading and writing. ``work`` may be called again after a clash; what it raises
        leaves everything as it was. Gives the change that was stored.
        """
        ...

    def history(self, document_id: str) -> Sequence[Past]:
        """What was done to a document, oldest first; also of one that was removed."""
        ...

    def imported(self, digests: Sequence[str]) -> frozenset[str]:
        """Which of these files of an older version were imported already."""
        ...

    def take_over(self, files: Mapping[str, str], documents: Sequence[AddedDocument], by: str) -> Sequence[str]:
        """Imports documents once, all or nothing; ``files`` are names by digest. Gives the ids of those imported.

        Nothing happens when every digest is noted already. A document that is there keeps its text; it takes the
        entries only when it has no target of its own.
        """
        ...


def merged(held: AddedDocument | None, arriving: AddedDocument) -> AddedDocument:
    """What ``Collection.take_over`` stores for an arriving document."""
    if held is None:
        return arriving
    text = arriving.text if held.text is None else held.text
    return replace(held, text=text) if held.targets else replace(arriving, text=text)


def entries(fields: Sequence[Mapping[str, Any]], first: int = 0) -> tuple[Entry, ...]:
    """Entries of these fields, with keys from ``first`` on."""
    return tuple(Entry(first + number, each) for number, each in enumerate(fields))


def next_key(held: Sequence[Entry]) -> int:
    """A key that none of the entries has."""
    return max((entry.key for entry in held), default=-1) + 1
