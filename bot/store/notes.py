"""Short notes a channel keeps between updates; implements ``bot.store_ports.Jottings``."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.forgettings import refuse_if_forgotten
from bot.store.people import People, checked_person
from bot.store.tables import NoteRow

NOTE_SECONDS = 30 * 24 * 3600.0


class SqlJottings:
    """Notes in a database, under a keyed hash of what a channel calls them."""

    def __init__(self, database: Database, people: People, clock: Callable[[], float]) -> None:
        self._database = database
        self._people = people
        self._clock = clock

    def find(self, name: str) -> str | None:
        """The note, unless it is too old."""
        key = self._people.note(name)

        def read(session: Session) -> str | None:
            row = session.get(NoteRow, key)
            return None if row is None or self._clock() - row.kept_at > NOTE_SECONDS else row.body

        return self._database.read(read)

    def keep(self, name: str, text: str, person: str | None = None) -> None:
        """Keeps a note in place of the one before."""
        key, whose = self._people.note(name), None if person is None else checked_person(person)

        def write(session: Session) -> None:
            refuse_if_forgotten(session)
            row = session.get(NoteRow, key, with_for_update=True)
            if row is None:
                session.add(NoteRow(note=key, person=whose, kept_at=self._clock(), body=text))
            else:
                row.person, row.kept_at, row.body = whose, self._clock(), text

        self._database.write(write)
