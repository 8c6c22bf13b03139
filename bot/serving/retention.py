"""Deletes in time what is kept only for a time: the job of a serving process, and of ``plan136 prune``."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict

import structlog

from bot.store_ports import Removed, StoreError, Upkeep

EVERY_SECONDS = 3600.0
_DAY = 86_400.0

log = structlog.get_logger(__name__)


class Retention:
    """Prunes a store as old as its days say; several processes may do so beside each other."""

    def __init__(self, upkeep: Upkeep, days: int, clock: Callable[[], float] = time.time) -> None:
        """``days`` that answers with their opinions are kept; the rest expires by itself."""
        self._upkeep = upkeep
        self._days = days
        self._clock = clock

    def once(self) -> Removed:
        """Deletes what is too old; ``StoreError`` when that fails."""
        return self._upkeep.prune(self._clock() - self._days * _DAY)

    async def run(self, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
        """Prunes at once and then every so often, until told to stop."""
        while not stop.is_set():
            try:
                removed = await asyncio.to_thread(self.once)
            except StoreError as error:
                log.warning("nothing was pruned", error=str(error))
            else:
                log.info("pruned", **{kind: count for kind, count in asdict(removed).items() if count})
            ending = asyncio.ensure_future(stop.wait())
            await asyncio.wait([ending], timeout=every)
            ending.cancel()
