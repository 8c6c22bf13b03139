"""Connections to PostgreSQL that give up in time, whatever the server does. The one file that imports psycopg.

``statement_timeout`` is kept by the server and ``tcp_user_timeout`` by its kernel: of a server that is stopped, or
whose disk hangs, the first does nothing and the second sees acknowledged packets. So the deadline is here: psycopg
waits for the socket in ``Connection.wait``, and when the time is over the connection is closed. The server undoes the
transaction when it finds the connection gone. A connection is opened in a thread of its own, because looking up a name
cannot be bounded; a thread that hangs is left behind, and no more than a few may hang.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen

from bot.time_limit import seconds_left

CONNECT_SECONDS = 5  # libpq takes whole seconds, 2 at least
UNLIMITED_SECONDS = 60.0  # of a statement for which nobody set a limit
_MOST_OPENING = 8
_opening = threading.BoundedSemaphore(_MOST_OPENING)


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server has not answered by the time limit."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """What the server answers; OperationalError when the time is over."""
        left = seconds_left(UNLIMITED_SECONDS)
        until = time.monotonic() + left
        try:
            return super().wait(gen, interval, left if timeout is None else min(left, timeout))
        except psycopg.OperationalError:
            if time.monotonic() < until:
                raise
            self.close()  # what the server says later belongs to no statement of ours
            raise psycopg.OperationalError("the server did not answer in time") from None


def connect(*arguments: Any, **parameters: Any) -> BoundedConnection:
    """A connection within the time limit; OperationalError when there is none by then."""
    left = min(seconds_left(float(CONNECT_SECONDS)), float(CONNECT_SECONDS))
    if left <= 0:
        raise psycopg.OperationalError("no time is left to connect")
    if not _opening.acquire(blocking=False):
        raise psycopg.OperationalError("too many attempts to connect are under way")
    opened: Future[BoundedConnection] = Future()

    def work() -> None:
        try:
            opened.set_result(BoundedConnection.connect(*arguments, **parameters))
        except BaseException as error:
            opened.set_exception(error)
        finally:
            _opening.release()

    threading.Thread(target=work, name="connecting", daemon=True).start()
    try:
        return opened.result(left)
    except FutureTimeoutError:
        opened.add_done_callback(_close)
        raise psycopg.OperationalError("no connection in time") from None


def _close(opened: Future[BoundedConnection]) -> None:
    """Lets go of a connection that nobody waits for any more."""
    if opened.exception() is None:
        opened.result().close()
