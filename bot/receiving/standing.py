"""Whether the store can be counted on just now: a circuit breaker before it, and a limit to what a question waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import structlog

from bot.store_errors import StoreAwayError, StoreBusyError, StoreError
from bot.time_limit import time_limit

QUESTION_SECONDS = 1.5  # all that one question waits for the store, whatever it asks of it
CALL_SECONDS = 1.0  # one call that belongs to no question
PROBE_SECONDS = 2.0
REST_SECONDS, MOST_REST_SECONDS = 5.0, 20.0  # before a store that made somebody wait is asked again, doubled each time
_LEAST_SECONDS = 0.05  # with less left of a question's time the store is not asked
_READ, _WRITE = "read", "write"

T = TypeVar("T")
log = structlog.get_logger(__name__)


class _Patience:
    """Seconds a question may still wait for the store."""

    def __init__(self) -> None:
        self.left = QUESTION_SECONDS


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


class _Rest:
    """The rest of one kind of call."""

    def __init__(self) -> None:
        self.until = 0.0
        self.failures = 0  # in a row, of those that made somebody wait
        self.away = False  # the last of them says that no call is worth trying
        self.tried = False  # somebody is finding out whether it works again


class Standing:
    """Asks the store, does without it when it fails, and remembers how it stands. Safe to call from several threads.

    Whether reading works says nothing of writing: a locked or full database can still be read. A store that is
    away rests for both. After a rest one call finds out; the others do without until it has ended.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rests = {_READ: _Rest(), _WRITE: _Rest()}
        self._troubles: dict[str, StoreError] = {}

    @property
    def trouble(self) -> StoreError | None:
        """What the store said when it last failed; None since it last worked."""
        with self._lock:
            return next(iter(self._troubles.values()), None)

    @contextmanager
    def question(self) -> Iterator[None]:
        """All attempts inside together wait ``QUESTION_SECONDS`` at most, in this thread."""
        token = _patience.set(_Patience())
        try:
            yield
        finally:
            _patience.reset(token)

    def attempt(self, what: str, work: Callable[[], T], otherwise: T, *, reading: bool = False) -> T:
        """What the store does, or ``otherwise`` when it fails or rests; ``what`` names it in the log."""
        patience = _patience.get()
        seconds = CALL_SECONDS if patience is None else min(patience.left, CALL_SECONDS)
        if seconds < _LEAST_SECONDS or self._resting(_READ if reading else _WRITE):
            return otherwise
        began = time.monotonic()
        try:
            return self.checked(what, work, seconds, reading=reading)
        except StoreError:
            return otherwise
        finally:
            if patience is not None:
                patience.left -= time.monotonic() - began

    def checked(self, what: str, work: Callable[[], T], seconds: float, *, reading: bool = False) -> T:
        """What the store does within so many seconds; ``StoreError`` when it fails, at once while it is away.

        A store that another process holds is waited for though it rests: for what must not be done without it.
        """
        kind = _READ if reading else _WRITE
        rest = self._rests[kind]
        if rest.away and self._resting(kind):
            raise StoreAwayError("the store cannot be reached and is left alone for some seconds; try again")
        with self._lock:
            finding_out = rest.failures > 0
            rest.tried = rest.tried or finding_out
        try:
            return self._told(what, work, seconds, reading)
        finally:
            if finding_out:
                with self._lock:
                    rest.tried = False

    def probe(self, what: str, work: Callable[[], None]) -> None:
        """Finds out how the store stands though it rests; ``work`` must write and read. Never raises."""
        try:
            self._told(what, work, PROBE_SECONDS, False)
        except StoreError:
            return
        with self._lock:
            self._recovered(_READ)

    def _resting(self, kind: str) -> bool:
        with self._lock:
            rest = self._rests[kind]
            return rest.failures > 0 and (rest.tried or self._clock() < rest.until)

    def _told(self, what: str, work: Callable[[], T], seconds: float, reading: bool) -> T:
        kind = _READ if reading else _WRITE
        try:
            with time_limit(seconds):
                done = work()
        except StoreError as error:
            known = self._failed(kind, error)
            (log.debug if known else log.warning)("store failed", doing=what, error=str(error))
            raise
        with self._lock:
            recovered = self._recovered(kind)
        if recovered:
            log.info("store works again", doing=what)
        return done

    def _recovered(self, kind: str) -> bool:
        self._rests[kind].failures = 0
        return self._troubles.pop(kind, None) is not None

    def _failed(self, kind: str, error: StoreError) -> bool:
        """Whether this very trouble was told already: a full disk needs no line for every question."""
        with self._lock:
            known = str(self._troubles.get(kind)) == str(error)
            self._troubles[kind] = error
            if isinstance(error, StoreBusyError):
                for each in (_READ, _WRITE) if isinstance(error, StoreAwayError) else (kind,):
                    rest = self._rests[each]
                    rest.failures += 1
                    rest.away = isinstance(error, StoreAwayError)
                    pause = min(REST_SECONDS * 2.0 ** min(rest.failures - 1, 8), MOST_REST_SECONDS)
                    rest.until = self._clock() + pause
        return known
