"""Waiting that ends when the process is told to stop."""

from __future__ import annotations

import asyncio
import random

_FIRST, _MOST = 1.0, 60.0


async def rest(stop: asyncio.Event, seconds: float) -> bool:
    """Waits so long; True when told to stop meanwhile."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


class BackOff:
    """Longer waits after each failure in a row."""

    def __init__(self, first: float = _FIRST, most: float = _MOST) -> None:
        self._first = first
        self._most = most
        self._failures = 0

    def succeeded(self) -> None:
        """The next wait is the first again."""
        self._failures = 0

    def next(self) -> float:
        """Seconds to wait after one more failure, never quite the same for two processes."""
        self._failures += 1
        return min(self._first * 2.0 ** min(self._failures - 1, 10), self._most) * (0.75 + random.random() / 2)
