"""A database made ready before its first use, however long it was away: tried again by whoever asks for it next."""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.store_errors import StoreBusyError, StoreError
from bot.time_limit import seconds_left


class Preparation:
    """Runs ``work`` until it has succeeded once, in a thread of its own and never twice at a time.

    Bringing tables up to date may take longer than a question can wait: it goes on behind the question's back.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._under_way: _Attempt | None = None
        self._done = False

    def wait(self) -> None:
        """Returns when it is done; ``StoreError`` when it failed, or is not done within the time limit."""
        if self._done:
            return
        with self._lock:
            if self._done:
                return
            attempt = self._under_way
            if attempt is None:
                attempt = self._under_way = _Attempt()
                threading.Thread(target=self._run, args=(attempt,), name="opening the store", daemon=True).start()
        if not attempt.ended.wait(seconds_left(0.0)):
            raise StoreBusyError("the database is still being opened; try again")
        if attempt.error is not None:
            raise type(attempt.error)(str(attempt.error)) from attempt.error

    def _run(self, attempt: _Attempt) -> None:
        try:
            self._work()
        except StoreError as error:
            attempt.error = error
        except Exception as error:  # whoever waits is told; the next one tries again
            attempt.error = StoreError(f"the database cannot be opened ({type(error).__name__}: {error})")
        with self._lock:
            self._done, self._under_way = attempt.error is None, None
        attempt.ended.set()


class _Attempt:
    """One try, which several may wait for."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.error: StoreError | None = None
