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
    """Asks the store, does without it when it fails, and remembers how it stands. Safe to call from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rest_until = 0.0
        self._trouble: str | None = None

    @property
    def trouble(self) -> str | None:
        """What the store said when it last failed; None since it last worked."""
        with self._lock:
            return self._trouble

    def attempt(self, what: str, work: Callable[[], T], otherwise: T) -> T:
        """What the store does, or ``otherwise`` when it fails or failed a moment ago; ``what`` names it in the log."""
        with self._lock:
            if self._clock() < self._rest_until:
                return otherwise
        try:
            done = work()
        except StoreError as error:
            self._failed(error)
            log.warning("store failed", doing=what, error=str(error))
            return otherwise
        with self._lock:
            self._trouble = None
        return done

    def _failed(self, error: StoreError) -> None:
        with self._lock:
            self._trouble = str(error)
            if isinstance(error, StoreBusyError):
                self._rest_until = self._clock() + REST_SECONDS
