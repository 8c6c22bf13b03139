"""Pictures drawn on demand, one at a time, and kept: however many ask, a core is left for the questions."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import anyio
import anyio.to_thread

from bot.channels.web.shelf import Shelf

MOST_PICTURES = 256
MOST_BYTES = 24 * 1024 * 1024
MOST_WAITING = 16


class TooManyWaitingError(RuntimeError):
    """So many wait for what has to be made that another would wait too long."""


class PictureShelf:
    """The pictures drawn last, bounded in number and in bytes."""

    def __init__(self, most: int = MOST_PICTURES, most_bytes: int = MOST_BYTES, waiting: int = MOST_WAITING) -> None:
        self._shelf: Shelf[bytes] = Shelf(most, most_bytes)
        self._waiting = waiting
        self._pen = anyio.CapacityLimiter(1)  # one drawing at a time leaves the other core to the chat

    async def picture(self, key: Hashable, draw: Callable[[], bytes]) -> bytes:
        """The picture of ``key``: held, or drawn now in a thread; TooManyWaitingError when too many wait."""
        found = self._shelf.take(key)
        if found is not None:
            return found
        if self._pen.statistics().tasks_waiting >= self._waiting:
            raise TooManyWaitingError
        return await anyio.to_thread.run_sync(self._drawn, key, draw, limiter=self._pen)

    def _drawn(self, key: Hashable, draw: Callable[[], bytes]) -> bytes:
        found = self._shelf.take(key)  # the one before may have drawn it while this one waited
        if found is None:
            found = draw()
            self._shelf.put(key, found, len(found))
        return found
