"""Nothing deleted stays in SQLite's files: free space is overwritten, the write-ahead log emptied.

``PRAGMA secure_delete`` (``database.py``) writes zeros over what is deleted; the log still holds the pages as they were
until it is emptied. On PostgreSQL deleted rows go with the server's own VACUUM.
"""

from __future__ import annotations

import time

from sqlalchemy.orm import Session

from bot.store.database import WAIT_SECONDS, Database
from bot.store.failing import explained_failures
from bot.store.tables import MarkRow
from bot.store_errors import StoreBusyError
from bot.time_limit import seconds_left

SCRUBBED = "scrubbed"
_PAUSE_SECONDS = 0.05


def empty_log(database: Database, wait_seconds: float | None = None) -> bool:
    """Moves the write-ahead log into the file and cuts it to nothing; False when somebody reads on for too long."""
    until = time.monotonic() + (seconds_left(WAIT_SECONDS) if wait_seconds is None else wait_seconds)
    while _pragma(database, "PRAGMA wal_checkpoint(TRUNCATE)") != 0:
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


def scrub_once(database: Database) -> None:
    """Rewrites a file of earlier versions, whose free pages hold deleted rows; tried at the next start if busy now."""
    if database.read(lambda session: session.get(MarkRow, SCRUBBED)) is not None:
        return
    try:
        _pragma(database, "VACUUM")
    except StoreBusyError:
        return
    if empty_log(database):
        database.write(_marked)


def _marked(session: Session) -> None:
    if session.get(MarkRow, SCRUBBED) is None:
        session.add(MarkRow(name=SCRUBBED, value="1"))


def _pragma(database: Database, statement: str) -> int:
    """Runs it outside any transaction; the first value it gives, 0 when there is none or this is no SQLite."""
    if database.engine.dialect.name != "sqlite":
        return 0
    with explained_failures():
        connection = database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            row = cursor.execute(statement).fetchone()
            cursor.close()
        finally:
            connection.close()
    return int(row[0]) if row else 0
