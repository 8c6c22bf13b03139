"""What a person added, in the database; implements ``knowledge.collection.Collection``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.shapes import as_text, from_text
from bot.store.tables import (
    CollectionDocumentRow,
    CollectionEntryRow,
    CollectionEventRow,
    CollectionImportRow,
    CollectionStateRow,
)
from bot.store_errors import StoreError
from bot.time_limit import time_limit
from knowledge.collection import AddedDocument, Change, CollectionError, Entry, Event, Past, Snapshot, merged

CHANGE_SECONDS = 60.0  # of a change: a document may bring thousands of targets
_KINDS = ("targets", "indicators", "rejected")
_AT_ONCE = 500  # keys named in one statement
_PLAIN = {"synchronize_session": False}
_STATE = 1  # the id of the one row of collection_state

_ROW, _DOCUMENT = CollectionEntryRow, CollectionDocumentRow
_SELECTED = select(_ROW.document, _ROW.kind, _ROW.key, _ROW.body)


class SqlCollection:
    """Documents and entries as rows; every change locks the row of the revision, so that changes come one by one."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """``clock`` gives seconds since 1970."""
        self._database = database
        self._clock = clock

    def revision(self) -> int:
        """The number of the last change."""
        with _told():
            return self._database.read(_revision)

    def snapshot(self) -> Snapshot:
        """Everything, of one revision."""

        def read(session: Session) -> Snapshot:
            if session.get_bind().dialect.name == "postgresql":  # SQLite reads as of one moment anyway
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            revision = _revision(session)
            rows = session.execute(_SELECTED.order_by(_ROW.document, _ROW.key)).all()
            found = {document: list(each) for document, each in groupby(rows, lambda row: row.document)}
            documents = session.execute(select(_DOCUMENT.document, _DOCUMENT.body).order_by(_DOCUMENT.document))
            return Snapshot(revision, tuple(_document(name, body, found.get(name, [])) for name, body in documents))

        with _told():
            return self._database.read(read)

    def change(self, document_id: str, work: Callable[[AddedDocument | None], Change], by: str) -> Change:
        """Replaces a document by what ``work`` makes of it, in one transaction."""

        def write(session: Session) -> Change:
            state = _locked(session)
            held = _held(session, document_id)
            change = work(held)
            if change.document == held and not change.events:
                return change
            state.revision += 1
            _store(session, document_id, held, change.document)
            self._note(session, state.revision, document_id, change.events, by)
            return change

        with _told(), time_limit(CHANGE_SECONDS):
            return self._database.write(write)

    def history(self, document_id: str) -> Sequence[Past]:
        """What was done to a document, oldest first."""

        def read(session: Session) -> list[Past]:
            row = CollectionEventRow
            ordered = select(row).where(row.document == document_id).order_by(row.revision, row.number)
            return [
                Past(Event(e.what, e.target, from_text(e.detail)), e.document, e.at, e.by, e.revision)
                for e in session.scalars(ordered)
            ]

        with _told():
            return self._database.read(read)

    def imported(self, digests: Sequence[str]) -> frozenset[str]:
        """Which of these files were imported already."""
        with _told():
            return self._database.read(lambda session: _imported(session, digests))

    def take_over(self, files: Mapping[str, str], documents: Sequence[AddedDocument], by: str) -> Sequence[str]:
        """Imports documents once, in one transaction."""

        def write(session: Session) -> list[str]:
            state = _locked(session)
            fresh = files.keys() - _imported(session, list(files))
            if not fresh:
                return []
            state.revision += 1
            taken = []
            for number, arriving in enumerate(documents):
                held = _held(session, arriving.id)
                stored = merged(held, arriving)
                if stored != held:
                    _store(session, arriving.id, held, stored)
                    self._note(session, state.revision, arriving.id, [Event("imported")], by, number)
                    taken.append(arriving.id)
            session.add_all(CollectionImportRow(digest=d, name=files[d], at=self._clock()) for d in fresh)
            return taken

        with _told(), time_limit(CHANGE_SECONDS):
            return self._database.write(write)

    def close(self) -> None:
        """Lets go of every connection."""
        self._database.close()

    def _note(
        self, session: Session, revision: int, document: str, events: Iterable[Event], by: str, first: int = 0
    ) -> None:
        now = self._clock()
        session.add_all(
            CollectionEventRow(
                revision=revision,
                number=number,
                document=document,
                what=event.what,
                target=event.target,
                detail=as_text(event.detail),
                at=now,
                by=by,
            )
            for number, event in enumerate(events, start=first)
        )


@contextmanager
def _told() -> Iterator[None]:
    """Raises ``CollectionError`` for whatever the store raises."""
    try:
        yield
    except StoreError as error:
        raise CollectionError(str(error)) from error


def _revision(session: Session) -> int:
    return session.scalar(select(CollectionStateRow.revision).where(CollectionStateRow.id == _STATE)) or 0


def _locked(session: Session) -> CollectionStateRow:
    """The row of the revision, locked until the transaction ends; of two that make it, one runs again."""
    state = session.get(CollectionStateRow, _STATE, with_for_update=True)
    if state is None:
        state = CollectionStateRow(id=_STATE, revision=0)
        session.add(state)
        session.flush()
    return state


def _imported(session: Session, digests: Sequence[str]) -> frozenset[str]:
    found = select(CollectionImportRow.digest).where(CollectionImportRow.digest.in_(digests))
    return frozenset(session.scalars(found))


def _held(session: Session, document_id: str) -> AddedDocument | None:
    row = session.get(_DOCUMENT, document_id)
    if row is None:
        return None
    rows = session.execute(_SELECTED.where(_ROW.document == document_id).order_by(_ROW.key)).all()
    return _document(document_id, row.body, rows)


def _document(document_id: str, body: str | None, rows: Sequence[Row[str, str, int, str]]) -> AddedDocument:
    kinds = {kind: tuple(Entry(r.key, from_text(r.body)) for r in rows if r.kind == kind) for kind in _KINDS}
    return AddedDocument(document_id, None if body is None else from_text(body), **kinds)


def _store(session: Session, document_id: str, held: AddedDocument | None, wanted: AddedDocument | None) -> None:
    """Writes what differs."""
    if wanted is None:
        for table in (_ROW, _DOCUMENT):
            session.execute(delete(table).where(table.document == document_id), execution_options=_PLAIN)
        return
    body = None if wanted.text is None else as_text(wanted.text)
    row = session.get(_DOCUMENT, document_id)
    if row is None:
        session.add(CollectionDocumentRow(document=document_id, body=body))
    else:
        row.body = body
    session.flush()
    for kind in _KINDS:
        before = {entry.key: entry.fields for entry in getattr(held, kind, ())}
        after = {entry.key: entry.fields for entry in getattr(wanted, kind)}
        _entries(session, document_id, kind, before, after)


def _entries(
    session: Session, document_id: str, kind: str, before: Mapping[int, Any], after: Mapping[int, Any]
) -> None:
    changed = [key for key, fields in before.items() if key not in after or after[key] != fields]
    for first in range(0, len(changed), _AT_ONCE):
        keys = changed[first : first + _AT_ONCE]
        of_these = _ROW.document == document_id, _ROW.kind == kind, _ROW.key.in_(keys)
        session.execute(delete(_ROW).where(*of_these), execution_options=_PLAIN)
    written = [
        {"document": document_id, "kind": kind, "key": key, "body": as_text(fields)}
        for key, fields in after.items()
        if before.get(key) != fields
    ]
    if written:
        session.execute(insert(_ROW), written)
