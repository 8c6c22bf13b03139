"""Deletes in time what is kept only for a time: the job of a serving process, and of ``plan136 prune``."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict

import structlog

from bot.serving.clock_watch import judged, seen_clock
from bot.store_errors import StoreError
from bot.store_ports import Removed, Upkeep

EVERY_SECONDS = 3600.0
_DAY = 86_400.0

log = structlog.get_logger(__name__)


class ClockDoubtedError(RuntimeError):
    """The clock is days away from that of the last deletion: nothing is deleted by it yet."""


class Retention:
    """Prunes a store as old as its days say; several processes may do so beside each other."""

    def __init__(
        self, upkeep: Upkeep, days: int, clock: Callable[[], float] = time.time, *, watched: bool = False
    ) -> None:
        """``days`` that answers with their opinions are kept; the rest expires by itself.

        ``watched``: nothing is deleted by a clock that jumped until it has stood for a day.
        """
        self._upkeep = upkeep
        self._days = days
        self._clock = clock
        self._watched = watched

    def once(self) -> Removed:
        """Deletes what is too old; ``StoreError`` when that fails, ``ClockDoubtedError`` when the clock jumped."""
        now = self._clock()
        if self._watched:
            seen = seen_clock(self._upkeep.clock_seen())
            believed, kept = judged(seen, now)
            self._upkeep.keep_clock(kept.as_text())
            if not believed and seen is not None:
                days = (now - seen.believed) / _DAY
                raise ClockDoubtedError(
                    f"the clock is {days:+.0f} days from that of the last deletion; nothing is deleted until it has "
                    "stood for a day: correct it, or run 'plan136 prune --trust-clock' if it is right"
                )
        return self._upkeep.prune(now - self._days * _DAY)

    async def run(self, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
        """Prunes at once and then every so often, until told to stop."""
        while not stop.is_set():
            try:
                removed = await asyncio.to_thread(self.once)
            except (StoreError, ClockDoubtedError) as error:
                log.warning("nothing was pruned", error=str(error))
            else:
                log.info("pruned", **{kind: count for kind, count in asdict(removed).items() if count})
            ending = asyncio.ensure_future(stop.wait())
            await asyncio.wait([ending], timeout=every)
            ending.cancel()
