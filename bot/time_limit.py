"""How many seconds the work at hand may still wait for what is outside this process; told by whoever starts it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Gives what runs inside at most so many seconds; a limit around it that ends earlier stays."""
    ends, outer = time.monotonic() + seconds, _until.get()
    token = _until.set(ends if outer is None else min(ends, outer))
    try:
        yield
    finally:
        _until.reset(token)


def seconds_left(otherwise: float) -> float:
    """Seconds until the limit, 0 when it has passed; ``otherwise`` where no limit was set."""
    until = _until.get()
    return otherwise if until is None else max(until - time.monotonic(), 0.0)
