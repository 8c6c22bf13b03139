"""The store opened: its database brought up to date, its parts put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.store.answers import SqlAnswers
from bot.store.database import WAIT_SECONDS, Database, engine_of, make_private
from bot.store.editions import Editions
from bot.store.erasing import scrub_once
from bot.store.examining import Examination, read_through
from bot.store.forgettings import SqlForgettings
from bot.store.limits import SqlLimits
from bot.store.migrating import migrate
from bot.store.notes import SqlJottings
from bot.store.opinions import SqlFeedback
from bot.store.people import People
from bot.store.preparing import Preparation
from bot.store.secrecy import check_secret
from bot.store.turns import SqlTurns
from bot.store.updates import LEASE_SECONDS, SqlUpdates
from bot.store.upkeep import SqlUpkeep
from bot.store_ports import Rates
from bot.time_limit import seconds_left, time_limit

LOOKING_SECONDS = 3.0  # for finding out whether the tables are up to date
OPEN_SECONDS = 60.0  # for bringing tables up to date, where nobody set a limit


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
    forgettings: SqlForgettings
    upkeep: SqlUpkeep
    preparation: Preparation
    examination: Examination

    def open(self) -> None:
        """Returns when the database is up to date; ``StoreError`` when it cannot be brought there."""
        with time_limit(seconds_left(OPEN_SECONDS)):
            self.preparation.wait()

    def check(self) -> None:
        """Does what an answer needs without keeping it, and reads a small SQLite file for damage."""
        self.examination.check()

    def read_through(self) -> None:
        """Reads every page of a SQLite file, however large, for damage; a server sees to its own."""
        if self.database.file is not None:
            read_through(self.database.file)

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

    As ``store_at``, and opened: ``StoreError`` when the database cannot be used.
    """
    store = store_at(
        home, people, url=url, rates=rates, clock=clock, wait_seconds=wait_seconds, lease_seconds=lease_seconds
    )
    try:
        store.open()
    except BaseException:
        store.close()
        raise
    return store


def store_at(
    home: Path,
    people: People,
    *,
    url: str | None = None,
    rates: Rates | None = None,
    clock: Callable[[], float] = time.time,
    wait_seconds: float = WAIT_SECONDS,
    lease_seconds: float = LEASE_SECONDS,
) -> SqlStore:
    """The store at a place that may be away now: opened at its first use, tried again at every use until then.

    ``clock`` gives seconds since 1970, which all processes must share; ``wait_seconds`` is how long a call may take
    for which nobody set a limit, ``lease_seconds`` how long an update is left to a process that is not heard of.
    ``StoreError`` for a URL that cannot be used.
    """
    engine = engine_of(url, home)

    def prepare() -> None:
        people.settle()
        bare = Database(engine, LOOKING_SECONDS)
        if bare.file is not None:
            make_private(bare.file)
        migrate(bare)
        check_secret(bare, people)
        scrub_once(bare)

    preparation = Preparation(prepare)
    database = Database(engine, wait_seconds, preparation.wait)
    editions = Editions()
    return SqlStore(
        database,
        SqlAnswers(database, editions, people, clock),
        SqlTurns(database, editions, people, clock),
        SqlFeedback(database, clock),
        SqlUpdates(database, clock, lease_seconds),
        SqlLimits(database, rates or Rates()),
        SqlJottings(database, people, clock),
        SqlForgettings(database, people),
        SqlUpkeep(database, editions, people, clock),
        preparation,
        Examination(database),
    )
