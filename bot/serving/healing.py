"""Finds out whether a store in trouble works again, so that nobody's question has to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.receiving.standing import Standing

EVERY_SECONDS = 3.0


class Healing:
    """Probes the store while it is in trouble, which also opens one that was away at the start."""

    def __init__(self, standing: Standing, check: Callable[[], None]) -> None:
        """``check`` writes and reads what an answer needs; ``StoreError`` when that fails."""
        self._standing = standing
        self._check = check

    async def run(self, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
        """Looks every so often, until told to stop."""
        while not stop.is_set():
            if self._standing.trouble is not None:
                await asyncio.to_thread(self._standing.probe, "look whether the store is back", self._check)
            ending = asyncio.ensure_future(stop.wait())
            await asyncio.wait([ending], timeout=every)
            ending.cancel()
