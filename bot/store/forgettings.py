"""Who was forgotten lately, so that work begun before that writes nothing; implements ``bot.store_ports.Forgettings``.

A forgetting gets a mark, which work compares with the one it found when it began. Clocks are not compared: those of
several machines differ. On PostgreSQL a lock for each key puts the work's transaction before the forgetting or after.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.people import People, checked_person
from bot.store.tables import ForgettingRow
from bot.store_errors import ForgottenError
from bot.work_begun import Begun, known_then

MARKED_SECONDS = 3600.0  # longer than any question or update is worked on
_LOCK_DIGITS = 15  # hexadecimal digits of a key that fit the number a lock has


class SqlForgettings:
    """Marks in a database, a row for each person and conversation."""

    def __init__(self, database: Database, people: People) -> None:
        self._database = database
        self._people = people

    def keys(self, person: str, conversation: str) -> tuple[str, ...]:
        """What a question of theirs is known by here."""
        return (checked_person(person), self._people.conversation(conversation))

    def begun(self, keys: Collection[str]) -> Begun:
        """The last forgetting of each."""
        return {**dict.fromkeys(keys), **self._database.read(lambda session: _marks(session, keys))}


def refuse_if_forgotten(session: Session) -> None:
    """To be called first in a transaction that writes for somebody; ``ForgottenError`` when they were forgotten."""
    begun = known_then()
    if not begun:
        return
    _lock(session, begun, shared=True)
    if any(mark != begun[whose] for whose, mark in _marks(session, begun).items()):
        raise ForgottenError("whom this is for was forgotten meanwhile")


def note_forgetting(session: Session, keys: Collection[str], now: float) -> None:
    """Marks these as forgotten; to be called first in the transaction that deletes what is theirs."""
    _lock(session, keys, shared=False)
    session.execute(delete(ForgettingRow).where(ForgettingRow.whose.in_(keys)))
    session.add_all(ForgettingRow(whose=key, mark=secrets.token_hex(8), at=now) for key in sorted(set(keys)))
    session.flush()


def drop_old_marks(session: Session, now: float) -> None:
    """Deletes the marks no work can have begun before."""
    session.execute(delete(ForgettingRow).where(ForgettingRow.at < now - MARKED_SECONDS))


def _marks(session: Session, keys: Collection[str]) -> dict[str, str]:
    asked = select(ForgettingRow.whose, ForgettingRow.mark).where(ForgettingRow.whose.in_(keys))
    return {row[0]: row[1] for row in session.execute(asked)}


def _lock(session: Session, keys: Collection[str], *, shared: bool) -> None:
    """Holds the keys until the transaction ends; a writer of SQLite has the whole database."""
    if session.connection().dialect.name != "postgresql":
        return
    take = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
    for number in sorted({int(key[:_LOCK_DIGITS], 16) for key in keys}):  # in one order: nobody waits in a circle
        session.execute(select(take(number)))
