"""People forgotten and old things deleted; implements ``bot.store_ports.Upkeep``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import CursorResult, Delete, Update, and_, delete, false, func, not_, or_, select, tuple_, update
from sqlalchemy.orm import Session

from bot.conversation import CARRY_SECONDS
from bot.store.database import Database
from bot.store.editions import Editions
from bot.store.erasing import empty_log
from bot.store.forgettings import drop_old_marks, note_forgetting
from bot.store.notes import NOTE_SECONDS
from bot.store.people import People, checked_person
from bot.store.tables import AnswerRow, FeedbackRow, LimitRow, NoteRow, TurnRow, UpdateRow
from bot.store.updates import DONE, FINISHED
from bot.store_errors import StoreBusyError
from bot.store_ports import Removed
from bot.time_limit import time_limit

REMEMBERED_SECONDS = 7 * 24 * 3600.0  # no channel sends an update again after longer
PRUNING_SECONDS = 60.0
_CLOCK = "retention-clock"  # the key of a note that belongs to no channel: theirs are keyed hashes
STALE_SECONDS = 24 * 3600.0  # nobody waits for an answer any more


class SqlUpkeep:
    """Forgetting and retention in a database, each in one transaction."""

    def __init__(self, database: Database, editions: Editions, people: People, clock: Callable[[], float]) -> None:
        self._database = database
        self._editions = editions
        self._people = people
        self._clock = clock

    def forget(self, *people: str, conversations: Collection[str] = (), shared: bool = False) -> Removed:
        """Deletes what is these people's and these conversations'; afterwards SQLite's files hold nothing of it."""
        keys = [checked_person(person) for person in people]
        talks = [self._people.conversation(each) for each in conversations]

        def write(session: Session) -> Removed:
            note_forgetting(session, [*keys, *talks], self._clock())
            theirs = or_(AnswerRow.person.in_(keys), AnswerRow.conversation.in_(talks))
            stays = false() if shared else AnswerRow.shared_at.is_not(None)
            left = session.execute(select(AnswerRow.share_id, AnswerRow.person).where(theirs, stays)).all()
            judged = or_(
                FeedbackRow.person.in_(keys),
                tuple_(FeedbackRow.share_id, FeedbackRow.person).in_([(row[0], row[1]) for row in left if row[1]]),
            )
            return Removed(
                feedback=_count(session, delete(FeedbackRow).where(judged)),
                answers=_count(session, delete(AnswerRow).where(theirs, not_(stays))),
                shared=len(left),
                turns=_count(
                    session, delete(TurnRow).where(or_(TurnRow.person.in_(keys), TurnRow.conversation.in_(talks)))
                ),
                limits=_count(session, delete(LimitRow).where(LimitRow.person.in_(keys))),
                updates=_count(session, update(UpdateRow).where(UpdateRow.person.in_(keys)).values(**FINISHED)),
                notes=_count(session, delete(NoteRow).where(NoteRow.person.in_(keys))),
                documents=self._editions.drop_unused(session),
            )

        removed = self._database.write(write)
        if not empty_log(self._database):
            raise StoreBusyError(
                "what was deleted may still be read in the database's log, which another process holds open; try again"
            )
        return removed

    def prune(self, older_than: float) -> Removed:
        """Deletes answers with their opinions from before a time; turns, updates and buckets as they expire."""
        now = self._clock()

        def write(session: Session) -> Removed:
            old = select(AnswerRow.share_id).where(AnswerRow.kept_at < older_than)
            opinions = session.scalar(select(func.count()).where(FeedbackRow.share_id.in_(old))) or 0
            silent = or_(TurnRow.kept_at < older_than, TurnRow.kept_at < now - CARRY_SECONDS)
            gone = or_(UpdateRow.taken_at < older_than, UpdateRow.taken_at < now - REMEMBERED_SECONDS)
            old_note = or_(NoteRow.kept_at < older_than, NoteRow.kept_at < now - NOTE_SECONDS)
            faded = and_(old_note, NoteRow.note != _CLOCK)
            stale = UpdateRow.taken_at < now - STALE_SECONDS, UpdateRow.state != DONE
            _count(session, update(UpdateRow).where(*stale).values(**FINISHED))
            drop_old_marks(session, now)
            return Removed(
                feedback=opinions,
                answers=_count(session, delete(AnswerRow).where(AnswerRow.kept_at < older_than)),
                turns=_count(session, delete(TurnRow).where(silent)),
                updates=_count(session, delete(UpdateRow).where(gone)),
                limits=_count(session, delete(LimitRow).where(LimitRow.full_at < now)),
                notes=_count(session, delete(NoteRow).where(faded)),
                documents=self._editions.drop_unused(session),
            )

        with time_limit(PRUNING_SECONDS):
            removed = self._database.write(write)
        empty_log(self._database, wait_seconds=0)  # in vain while somebody reads; the next time it is not
        return removed

    def clock_seen(self) -> str | None:
        """The note of the clock, whatever its age."""
        return self._database.read(lambda session: session.scalar(select(NoteRow.body).where(NoteRow.note == _CLOCK)))

    def keep_clock(self, text: str) -> None:
        """Keeps the note in place of the one before."""
        now = self._clock()
        self._database.write(lambda session: session.merge(NoteRow(note=_CLOCK, person=None, kept_at=now, body=text)))


def _count(session: Session, statement: Delete | Update) -> int:
    """Runs it; gives how many rows it changed."""
    done: Any = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount
