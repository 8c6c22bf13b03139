"""Updates of channels that were taken up; implements ``bot.store_ports.SeenUpdates``."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.tables import SeenRow
from bot.store.updates import key_of


class SqlSeenUpdates:
    """Updates in a database; that a key is unique decides who is first."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def first_time(self, channel: str, update_id: str | int) -> bool:
        """Whether this update is new: exactly one of all who ask hears True."""
        key = key_of(channel, update_id)

        def write(session: Session) -> bool:
            if session.get(SeenRow, key) is not None:
                return False  # the other process of a clash comes here when it tries again
            session.add(SeenRow(update=key, seen_at=self._clock()))
            return True

        return self._database.write(write)

    def release(self, channel: str, update_id: str | int) -> None:
        """Lets the update be taken up again."""
        key = key_of(channel, update_id)
        self._database.write(lambda session: session.execute(delete(SeenRow).where(SeenRow.update == key)))
