"""Whether the store does what an answer needs: tried by doing it, and by reading what is there for damage."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.failing import explained_failures
from bot.store.tables import AnswerRow
from bot.store_errors import StoreDamagedError
from bot.time_limit import seconds_left

_TRIAL = "." * 32_768  # about as long as an answer
EVERY_SECONDS = 4.0
SMALL_BYTES = 64 * 1024 * 1024  # read through in a tenth of a second


class Examination:
    """Tries what an answer needs each time, and reads a small SQLite file through every few seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sound_until = 0.0  # on the monotonic clock

    def check(self) -> None:
        """Returns when all is well; ``StoreError`` else."""
        try_an_answer(self._database)
        file = self._database.file
        if file is not None and time.monotonic() >= self._sound_until:
            read_through(file, SMALL_BYTES)
            self._sound_until = time.monotonic() + EVERY_SECONDS


class _UndoneError(Exception):
    """Ends a transaction so that nothing of it is kept."""


def try_an_answer(database: Database) -> None:
    """Writes a row of an answer's size, reads it and the newest answer, and undoes it; ``StoreError`` if it fails."""
    share_id = f"probe-{secrets.token_hex(8)}"
    row = {"share_id": share_id, "channel": "probe", "status": "probe", "kept_at": 0.0, "body": _TRIAL}

    def work(session: Session) -> None:
        session.add(AnswerRow(**row))
        session.flush()
        session.expire_all()
        newest = select(AnswerRow.body).where(AnswerRow.kept_at > 0).order_by(AnswerRow.kept_at.desc()).limit(1)
        session.execute(newest).first()
        if session.scalar(select(AnswerRow.body).where(AnswerRow.share_id == share_id)) != _TRIAL:
            raise StoreDamagedError("what is written is read as something else; see to the disk of the database")
        raise _UndoneError

    try:
        database.write(work)
    except _UndoneError:
        return


def read_through(file: Path, most_bytes: int | None = None) -> None:
    """Reads every page of a SQLite file; ``StoreDamagedError`` when one is damaged.

    A file of more than ``most_bytes`` is left unread. Stops unjudged when the time limit passes.
    """
    with explained_failures(), closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as connection:
        if most_bytes is not None and file.stat().st_size > most_bytes:
            return
        connection.execute(f"PRAGMA busy_timeout={int(seconds_left(1.0) * 1000)}")
        with _ended_in_time(connection):
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
            if found != ["ok"]:
                said = "; ".join(line.replace("\n", " ") for line in found)[:200]
                raise StoreDamagedError(
                    f"the database is damaged ({said}); put a copy in its place, or move it away to begin anew"
                )


@contextmanager
def _ended_in_time(connection: sqlite3.Connection) -> Iterator[None]:
    """Interrupts what runs inside when the time limit passes; that is then no error."""
    connection.set_progress_handler(lambda: seconds_left(1.0) <= 0, 10_000)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
