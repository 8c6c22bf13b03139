"""The database: opened with what each kind needs, read and written in whole transactions that end in time."""

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
from bot.store_errors import StoreBusyError, StoreError
from bot.time_limit import seconds_left, time_limit

SQLITE_FILE = "plan136.sqlite3"
WAIT_SECONDS = 5.0  # of a call for which nobody set a limit
POOL_SECONDS = 1.0  # for a connection, when all are in use
ATTEMPTS = 4
_WRITES = "plan136_writes"

T = TypeVar("T")


class Database:
    """Reading and writing; safe to call from several threads, and from several processes on one database.

    A call ends within the ``time_limit`` around it, or within ``wait_seconds`` where there is none.
    """

    def __init__(
        self, engine: Engine, wait_seconds: float = WAIT_SECONDS, before: Callable[[], None] = lambda: None
    ) -> None:
        """``before`` is called before each use; it raises ``StoreError`` while the database is not ready for use."""
        self.engine = engine
        self._writing = engine.execution_options(**{_WRITES: True})
        self._wait_seconds = wait_seconds
        self._before = before

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database, by its absolute path; None for a server's."""
        return Path(str(self.engine.url.database)).absolute() if self.engine.dialect.name == "sqlite" else None

    def read(self, work: Callable[[Session], T]) -> T:
        """What ``work`` finds, all of it as of one moment on SQLite; ``StoreError`` when the database fails."""
        with time_limit(seconds_left(self._wait_seconds)):
            self._before()
            with explained_failures(), Session(self.engine) as session:
                return work(session)

    def write(self, work: Callable[[Session], T]) -> T:
        """Runs ``work`` in one transaction: all of it is kept, or nothing; ``StoreError`` when the database fails.

        ``work`` runs again when another process got in between, so it must look before it writes.
        """
        with time_limit(seconds_left(self._wait_seconds)):
            self._before()
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


def engine_of(url: str | None, home: Path) -> Engine:
    """The database a URL names, or a SQLite file under ``home``; nothing is opened yet.

    ``StoreError`` for a URL that cannot be used.
    """
    address = _address(url, home)
    try:
        return _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
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


def _server(address: URL) -> Engine:
    from bot.store import server_connection  # noqa: PLC0415 - psycopg, which a SQLite file does not need

    milliseconds = int(server_connection.UNLIMITED_SECONDS * 1000)
    kept = {
        "statement_timeout": milliseconds,
        "lock_timeout": int(WAIT_SECONDS * 1000),
        "idle_in_transaction_session_timeout": milliseconds,
    }
    engine = create_engine(
        address,
        pool_pre_ping=True,
        pool_timeout=POOL_SECONDS,
        connect_args={
            "connect_timeout": server_connection.CONNECT_SECONDS,
            "options": " ".join(f"-c {name}={value}" for name, value in kept.items()),
            "tcp_user_timeout": int(WAIT_SECONDS * 1000),  # milliseconds; for a machine that is gone
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    )

    def bounded(_dialect: Any, _record: Any, arguments: Any, parameters: Any) -> Any:
        return server_connection.connect(*arguments, **parameters)

    event.listen(engine, "do_connect", bounded)
    return engine


def _sqlite(address: URL) -> Engine:
    engine = create_engine(address, connect_args={"timeout": POOL_SECONDS}, pool_timeout=POOL_SECONDS)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def make_private(path: Path) -> None:
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
    """A write takes its turn at once: one that first reads and then finds itself behind could never catch up.

    It waits for another process's as long as its own time limit allows.
    """
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(seconds_left(WAIT_SECONDS) * 1000)}")
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
