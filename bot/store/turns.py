"""What conversations carry over, shared by several processes; implements ``bot.store_ports.PersonalTurns``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.conversation import CARRY_SECONDS, Turn
from bot.store.database import Database
from bot.store.discretion import discreet_turn
from bot.store.editions import Editions
from bot.store.forgettings import refuse_if_forgotten
from bot.store.people import People, checked_person
from bot.store.shapes import Edition, FindDocument, ShapeError, as_text, decoded, encoded, from_text
from bot.store.tables import TurnEdition, TurnRow

SHAPE = 1  # raise it when a field keeps its name and type but means something else


class SqlTurns:
    """Last turns by conversation in a database."""

    def __init__(self, database: Database, editions: Editions, people: People, clock: Callable[[], float]) -> None:
        self._database = database
        self._editions = editions
        self._people = people
        self._clock = clock

    def last(self, conversation: str) -> Turn | None:
        """The turn before, unless it is too old, of a clock since set back, or written by another version."""
        key = self._people.conversation(conversation)

        def read(session: Session) -> Turn | None:
            row = session.get(TurnRow, key)
            if row is None or abs(self._clock() - row.kept_at) > CARRY_SECONDS:
                return None
            return turn_from(row.body, lambda digest: self._editions.find(session, digest))

        return self._database.read(read)

    def keep(self, conversation: str, turn: Turn, person: str | None = None) -> None:
        """Remembers a turn in place of the one before."""
        key = self._people.conversation(conversation)
        whose = None if person is None else checked_person(person)
        body, aside = text_of(discreet_turn(turn))

        def write(session: Session) -> None:
            refuse_if_forgotten(session)
            self._editions.hold(session, aside.values())
            row = session.get(TurnRow, key, with_for_update=True)
            if row is None:
                session.add(TurnRow(conversation=key, person=whose, kept_at=self._clock(), body=body))
            else:
                row.person, row.kept_at, row.body = whose, self._clock(), body
            session.flush()
            session.execute(delete(TurnEdition).where(TurnEdition.conversation == key))
            session.add_all(TurnEdition(conversation=key, digest=digest) for digest in aside)

        self._database.write(write)

    def forget(self, conversation: str) -> None:
        """Drops what the conversation carries over."""
        key = self._people.conversation(conversation)
        self._database.write(lambda session: session.execute(delete(TurnRow).where(TurnRow.conversation == key)))


def text_of(turn: Turn) -> tuple[str, dict[str, Edition]]:
    """A turn as text, and the documents put aside from it by their digests."""
    aside: dict[str, Edition] = {}
    return as_text({"shape": SHAPE, "turn": encoded(turn, aside)}), aside


def turn_from(text: str, find: FindDocument) -> Turn | None:
    """The turn again; None for a text of another version, or none of ours."""
    try:
        data: Any = from_text(text)
        if not isinstance(data, dict) or data.get("shape") != SHAPE:
            return None
        turn: Turn = decoded(Turn, data.get("turn"), find)
    except ShapeError:
        return None
    return turn
