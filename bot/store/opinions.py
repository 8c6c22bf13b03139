"""Opinions on answers; implements ``bot.store_ports.Feedback``."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.discretion import discreet_reason
from bot.store.forgettings import refuse_if_forgotten
from bot.store.people import checked_person
from bot.store.tables import AnswerRow, FeedbackRow
from bot.store_ports import Opinion, Tally


class SqlFeedback:
    """Opinions in a database: one row of each person and answer."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def give(self, share_id: str, person: str, opinion: Opinion) -> bool:
        """Notes an opinion in place of the person's earlier one; False when there is no such answer."""
        whose, reason = checked_person(person), discreet_reason(opinion.reason)

        def write(session: Session) -> bool:
            refuse_if_forgotten(session)
            if session.get(AnswerRow, share_id) is None:
                return False
            row = session.get(FeedbackRow, (share_id, whose), with_for_update=True)
            if row is None:
                row = FeedbackRow(share_id=share_id, person=whose)
                session.add(row)
            row.useful, row.reason, row.given_at = opinion.useful, reason, self._clock()
            return True

        return _speakable(share_id) and self._database.write(write)

    def withdraw(self, share_id: str, person: str, useful: bool) -> bool:
        """Deletes the person's opinion if it says this; False when there is none such."""
        key = (share_id, checked_person(person))

        def write(session: Session) -> bool:
            row = session.get(FeedbackRow, key, with_for_update=True)
            if row is None or row.useful is not useful:
                return False
            session.delete(row)
            return True

        return _speakable(share_id) and self._database.write(write)

    def given(self, share_id: str, person: str) -> Opinion | None:
        """What this person thinks of the answer."""
        key = (share_id, checked_person(person))

        def read(session: Session) -> Opinion | None:
            row = session.get(FeedbackRow, key)
            return None if row is None else Opinion(row.useful, row.reason)

        return self._database.read(read) if _speakable(share_id) else None

    def tally(self, share_id: str) -> Tally:
        """How many think which."""
        counts = (
            select(FeedbackRow.useful, func.count())
            .where(FeedbackRow.share_id == share_id)
            .group_by(FeedbackRow.useful)
        )
        if not _speakable(share_id):
            return Tally()
        found = self._database.read(lambda session: {row[0]: row[1] for row in session.execute(counts)})
        return Tally(found.get(True, 0), found.get(False, 0))


def _speakable(share_id: str) -> bool:
    """Whether a database could hold it at all: an address may be asked for with anything in it."""
    return share_id.isascii() and "\0" not in share_id
