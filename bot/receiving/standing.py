"""Whether the store can be counted on just now: what fails is told, and a busy store is not asked again at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.store_ports import StoreBusyError, StoreError

REST_SECONDS = 5.0  # a busy store makes one question wait for it, not every one

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Standing:
    """Asks the store, does without it when it fails, and remembers how it stands. Safe to call from several threads.

    Whether reading works says nothing of writing: a locked or full database can still be read.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rest_until = 0.0
        self._troubles: dict[str, str] = {}  # by "read" and "write"

    @property
    def trouble(self) -> str | None:
        """What the store said when it last failed; None since it last worked."""
        with self._lock:
            return next(iter(self._troubles.values()), None)

    def attempt(self, what: str, work: Callable[[], T], otherwise: T, *, reading: bool = False) -> T:
        """What the store does, or ``otherwise`` when it fails or failed a moment ago; ``what`` names it in the log."""
        kind = "read" if reading else "write"
        with self._lock:
            if self._clock() < self._rest_until:
                return otherwise
        try:
            done = work()
        except StoreError as error:
            known = self._failed(kind, error)
            (log.debug if known else log.warning)("store failed", doing=what, error=str(error))
            return otherwise
        with self._lock:
            recovered = self._troubles.pop(kind, None)
        if recovered:
            log.info("store works again", doing=what)
        return done

    def _failed(self, kind: str, error: StoreError) -> bool:
        """Whether this very trouble was told already: a full disk needs no line for every question."""
        with self._lock:
            known = self._troubles.get(kind) == str(error)
            self._troubles[kind] = str(error)
            if isinstance(error, StoreBusyError):
                self._rest_until = self._clock() + REST_SECONDS
        return known
