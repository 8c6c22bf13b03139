"""A log filter that lets a warning be repeated a few times a minute, and then says how often it was not written."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

OFTEN = 5  # times in a period
PERIOD_SECONDS = 60.0
_MOST_KINDS = 1000


class RepeatedLines(logging.Filter):
    """Counts warnings and errors by the place in the code they come from; whoever floods us must not fill the disk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, int, str], tuple[float, int]] = {}  # since when, how often

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        if record.levelno < logging.WARNING:
            return True
        now, kind = self._clock(), (record.pathname, record.lineno, _event(record))
        since, times = self._seen.pop(kind, (now, 0))
        left_out = 0
        if now - since >= PERIOD_SECONDS:
            since, times, left_out = now, 0, max(0, times - OFTEN)
        self._seen[kind] = since, times + 1
        while len(self._seen) > _MOST_KINDS:
            del self._seen[next(iter(self._seen))]
        if left_out:
            _add(record, f" ({left_out} more such lines were left out)")
        return times < OFTEN


def _event(record: logging.LogRecord) -> str:
    """What happened, without the values that differ: the template of a line, or structlog's event."""
    return str(record.msg["event"] if isinstance(record.msg, dict) and "event" in record.msg else record.msg)[:200]


def _add(record: logging.LogRecord, text: str) -> None:
    if isinstance(record.msg, dict):
        record.msg = {**record.msg, "event": f"{record.msg.get('event')}{text}"}
    else:
        record.msg = f"{record.msg}{text}"
