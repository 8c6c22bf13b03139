"""Documents as answers cited them: written once for all answers, read once for all readers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from bot.store.shapes import Edition, ShapeError, digest_of, document_from
from bot.store.tables import AnswerEdition, EditionRow, TurnEdition
from knowledge.documents import Document

MOST_IN_MEMORY = 256


class Editions:
    """The documents put aside; what was read stays in memory, for under its digest nothing can change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: OrderedDict[str, Document] = OrderedDict()

    def hold(self, session: Session, editions: Iterable[Edition]) -> None:
        """Writes those that are not there."""
        wanted = {edition.digest: edition for edition in editions}
        if not wanted:
            return
        there = set(session.scalars(select(EditionRow.digest).where(EditionRow.digest.in_(wanted))))
        session.add_all(EditionRow(digest=e.digest, body=e.body) for e in wanted.values() if e.digest not in there)
        session.flush()

    def find(self, session: Session, digest: str) -> Document:
        """The document of a digest; ``ShapeError`` when it is missing, damaged or of another version."""
        with self._lock:
            if digest in self._read:
                self._read.move_to_end(digest)
                return self._read[digest]
        row = session.get(EditionRow, digest)
        if row is None or digest_of(row.body) != digest:
            raise ShapeError(f"edition {digest[:12]} is missing or damaged")
        document = document_from(row.body)
        with self._lock:
            self._read[digest] = document
            while len(self._read) > MOST_IN_MEMORY:
                self._read.popitem(last=False)
        return document

    def drop_unused(self, session: Session) -> int:
        """Deletes what no answer and no turn cites any more; gives how many."""
        cited = exists().where(AnswerEdition.digest == EditionRow.digest)
        carried = exists().where(TurnEdition.digest == EditionRow.digest)
        unused = session.scalars(select(EditionRow.digest).where(~cited, ~carried)).all()
        for digest in unused:
            session.execute(delete(EditionRow).where(EditionRow.digest == digest))
        return len(unused)
