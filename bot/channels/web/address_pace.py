"""How often one network address may ask: a person may make up new ids, but not new addresses."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_ADDRESSES = 50_000
_SECONDS = 60.0


class AddressPace:
    """A bucket of ``per_minute`` questions an address, refilled evenly; 0 sets no limit. In memory alone.

    For one event loop, not for threads.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # questions left, and as of when

    def wait(self, address: str) -> int:
        """0 when the address may ask now, and it is counted; else in how many whole seconds it may."""
        if not self._per_minute:
            return 0
        now, most = self._clock(), float(self._per_minute)
        left, since = self._left.pop(address, (most, now))
        left = min(most, left + (now - since) * most / _SECONDS)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) * _SECONDS / most))
