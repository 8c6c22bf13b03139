"""What a database says went wrong, as an error with a remedy; never with its address, which may hold a password."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.store_errors import StoreAwayError, StoreBusyError, StoreDamagedError, StoreError, StoreFullError

_AWAY = "the database server cannot be reached or does not answer; check that it runs and DATABASE_URL names it"

# First by SQLite's primary result code, then by the class or code of SQLSTATE that PostgreSQL gives.
_SQLITE: dict[int, tuple[type[StoreError], str]] = {
    5: (StoreBusyError, "the database is locked by another process; try again, and end what holds it if this goes on"),
    6: (StoreBusyError, "the database is locked; try again"),
    8: (StoreError, "the database may not be written; give the user of this process the right to write it"),
    10: (StoreFullError, "the disk refused to write or read the database; free some room or see to the disk"),
    11: (StoreDamagedError, "the database is damaged; put a copy in its place, or move it away to begin anew"),
    13: (StoreFullError, "there is no room left for the database; free some room on its disk"),
    14: (StoreError, "the database cannot be opened; check that its folder exists and may be written"),
    26: (StoreDamagedError, "the file is no database; name another, or move it away to begin anew"),
}
_POSTGRES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("53100", StoreFullError, "the disk of the database server is full; free some room there"),
    ("53", StoreBusyError, "the database server has no connection or memory to spare; try again"),
    ("40", StoreBusyError, "two processes changed the same thing at once; try again"),
    ("55P03", StoreBusyError, "the database is locked by another process; try again"),
    ("08", StoreAwayError, _AWAY),
    ("57014", StoreBusyError, "the database took too long; try again, and see what keeps it busy if this goes on"),
    ("57", StoreAwayError, "the database server is stopping or starting; try again"),
    ("28", StoreError, "the database server refuses the user or password of DATABASE_URL; correct them"),
    ("3D", StoreError, "the database that DATABASE_URL names does not exist; create it"),
    ("XX001", StoreDamagedError, "the database is damaged; restore a backup of it on the server"),
    ("XX002", StoreDamagedError, "an index of the database is damaged; REINDEX it on the server"),
    ("42501", StoreError, "the user of DATABASE_URL may not do this; grant it the rights on its schema"),
)


class RepeatableError(Exception):
    """Another process got in between; the same work may succeed when done again."""


@contextmanager
def explained_failures() -> Iterator[None]:
    """Raises ``StoreError`` for whatever the database raises, and ``RepeatableError`` for a clash of two processes."""
    try:
        yield
    except IntegrityError as error:
        raise RepeatableError from error
    except PoolTimeoutError as error:
        raise StoreBusyError("every connection to the database is in use; try again") from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state in ("40001", "40P01"):
            raise RepeatableError from error
        raise _explained(error.orig, state) from error
    except sqlite3.Error as error:  # while a connection was being prepared
        raise _explained(error, None) from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database failed ({type(error).__name__}); 'plan136 doctor' may tell more") from error


def _explained(error: BaseException | None, state: str | None) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _SQLITE:
        kind, message = _SQLITE[code & 0xFF]
        return kind(message)
    for prefix, kind, message in _POSTGRES:
        if state is not None and state.startswith(prefix):
            return kind(message)
    if state is None and code is None:  # the driver never got an answer
        return StoreAwayError(_AWAY)
    name = getattr(error, "sqlite_errorname", state)
    return StoreError(f"the database refused ({name}); 'plan136 doctor' may tell more")
