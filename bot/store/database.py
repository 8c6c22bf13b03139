"""The database: opened with what each kind needs, read and written in whole transactions."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.failing import RepeatableError, explained_failures
from bot.store_ports import StoreBusyError, StoreError

SQLITE_FILE = "plan136.sqlite3"
WAIT_SECONDS = 5.0
ATTEMPTS = 4
_WRITES = "plan136_writes"

T = TypeVar("T")


class Database:
    """Reading and writing; safe to call from several threads, and from several processes on one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{_WRITES: True})

    def read(self, work: Callable[[Session], T]) -> T:
        """What ``work`` finds, all of it as of one moment on SQLite; ``StoreError`` when the database fails."""
        with explained_failures(), Session(self.engine) as session:
            return work(session)

    def write(self, work: Callable[[Session], T]) -> T:
        """Runs ``work`` in one transaction: all of it is kept, or nothing; ``StoreError`` when the database fails.

        ``work`` runs again when another process got in between, so it must look before it writes.
        """
        for _ in range(ATTEMPTS):
            again, failures, session = (
                contextlib.suppress(RepeatableError),
                explained_failures(),
                Session(self._writing),
            )
            with again, failures, session, session.begin():
                return work(session)
        raise StoreBusyError("other processes keep changing the same thing; try again")

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()


def open_database(url: str | None, home: Path, wait_seconds: float = WAIT_SECONDS) -> Database:
    """The database a URL names, or a SQLite file under ``home``; its tables are ``migrating``'s business.

    ``wait_seconds`` is how long a write waits for another process's. ``StoreError`` for a URL that cannot be used.
    """
    address = _address(url, home)
    try:
        if address.get_backend_name() == "sqlite":
            return Database(_sqlite(address, wait_seconds))
        return Database(_server(address, wait_seconds))
    except ModuleNotFoundError as error:
        raise StoreError(f"DATABASE_URL needs the package {error.name!r}; install it beside this program") from error
    except NoSuchModuleError as error:
        raise StoreError("DATABASE_URL names a driver that is not known; use postgresql+psycopg://") from error


def _address(url: str | None, home: Path) -> URL:
    if not url:
        return URL.create("sqlite", database=str(home / SQLITE_FILE))
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "DATABASE_URL is no address of a database; write postgresql://user:password@host/name"
        ) from None
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"DATABASE_URL begins with {address.drivername!r}; use postgresql:// or sqlite:///")
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise StoreError("DATABASE_URL names a database in memory, which several threads cannot share; name a file")
    return address


def _server(address: URL, wait_seconds: float) -> Engine:
    milliseconds = int(wait_seconds * 1000)
    return create_engine(
        address,
        pool_pre_ping=True,
        pool_timeout=wait_seconds,
        connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={milliseconds}"},
    )


def _sqlite(address: URL, wait_seconds: float) -> Engine:
    _make_private(Path(str(address.database)))
    engine = create_engine(address, connect_args={"timeout": wait_seconds}, pool_timeout=max(wait_seconds, 1))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """Makes the file if it is not there, for its owner alone; SQLite gives its companions the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}); check the folder and its rights") from error


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Readers beside a writer, keys that hold, and transactions begun by us instead of by the driver.

    With the write-ahead log, NORMAL loses nothing when a process dies; when the power does, at most the last moment.
    """
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # zeros over what is deleted
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode=WAL")  # stays with the file


def _begin(connection: Connection) -> None:
    """A write takes its turn at once: one that first reads and then finds itself behind could never catch up."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
