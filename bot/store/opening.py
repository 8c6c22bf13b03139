"""The store opened: its database brought up to date, its parts put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.store.answers import SqlAnswers
from bot.store.database import WAIT_SECONDS, Database, open_database
from bot.store.editions import Editions
from bot.store.erasing import scrub_once
from bot.store.limits import SqlLimits
from bot.store.migrating import migrate
from bot.store.notes import SqlJottings
from bot.store.opinions import SqlFeedback
from bot.store.people import People
from bot.store.secrecy import check_secret
from bot.store.tables import UpdateRow
from bot.store.turns import SqlTurns
from bot.store.updates import LEASE_SECONDS, SqlUpdates
from bot.store.upkeep import SqlUpkeep
from bot.store_ports import Rates


@dataclass(frozen=True)
class SqlStore:
    """Everything kept, in one database; implements ``bot.store_ports.Store``."""

    database: Database
    answers: SqlAnswers
    turns: SqlTurns
    feedback: SqlFeedback
    updates: SqlUpdates
    limits: SqlLimits
    notes: SqlJottings
    upkeep: SqlUpkeep

    def check(self) -> None:
        """Reads a row, if there is one; ``StoreError`` when that cannot be done."""
        self.database.read(lambda session: session.execute(select(UpdateRow.update).limit(1)).first())

    def close(self) -> None:
        """Lets go of every connection."""
        self.database.close()


def open_store(
    home: Path,
    people: People,
    *,
    url: str | None = None,
    rates: Rates | None = None,
    clock: Callable[[], float] = time.time,
    wait_seconds: float = WAIT_SECONDS,
    lease_seconds: float = LEASE_SECONDS,
) -> SqlStore:
    """The store of a database URL, or of a SQLite file under ``home``, made when it is not there.

    ``clock`` gives seconds since 1970, which all processes must share; ``wait_seconds`` is how long a write waits for
    another process, ``lease_seconds`` how long an update is left to a process that is not heard of. ``StoreError``
    when the database cannot be used.
    """
    database = open_database(url, home, wait_seconds)
    try:
        migrate(database)
        check_secret(database, people)
        scrub_once(database)
    except BaseException:
        database.close()
        raise
    editions = Editions()
    return SqlStore(
        database,
        SqlAnswers(database, editions, people, clock),
        SqlTurns(database, editions, people, clock),
        SqlFeedback(database, clock),
        SqlUpdates(database, clock, lease_seconds),
        SqlLimits(database, rates or Rates()),
        SqlJottings(database, people, clock),
        SqlUpkeep(database, editions, people, clock),
    )
