"""When a part that failed is tried again: at once, then after 1, 2, 4 ... 20 seconds, give or take a quarter. Pure."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

JITTER = 0.25  # a share of the wait, so that many processes do not come back in step


class BackOff:
    """Counts failures since the last success; not locked, its owner is."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
        first: float = 1.0,
        most: float = 20.0,
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._first = first  # seconds
        self._most = most
        self._failures = 0
        self._due = clock()

    @property
    def remaining(self) -> float:
        """Seconds until the next try; 0 when it is due."""
        return max(0.0, self._due - self._clock())

    def failed(self) -> None:
        """A try failed: the next waits twice as long as the one before."""
        wait = min(self._most, self._first * 2.0 ** min(self._failures, 16))
        self._failures += 1
        self._due = self._clock() + wait * (1 - JITTER + 2 * JITTER * self._chance())

    def succeeded(self) -> None:
        """All is well: what fails next is tried again at once."""
        self._failures = 0
        self._due = self._clock()
