"""Pictures drawn on demand, one at a time, and kept: however many ask, a core is left for the questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import anyio
import anyio.to_thread

MOST_PICTURES = 256
MOST_BYTES = 24 * 1024 * 1024
MOST_WAITING = 16


class TooManyWaitingError(RuntimeError):
    """So many pictures wait to be drawn that another would wait too long."""


class PictureShelf:
    """The pictures drawn last, bounded in number and in bytes; the longest unused goes first."""

    def __init__(self, most: int = MOST_PICTURES, most_bytes: int = MOST_BYTES, waiting: int = MOST_WAITING) -> None:
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._most, self._most_bytes, self._waiting = most, most_bytes, waiting
        self._lock = threading.Lock()
        self._pen = anyio.CapacityLimiter(1)  # one drawing at a time leaves the other core to the chat

    async def picture(self, key: Hashable, draw: Callable[[], bytes]) -> bytes:
        """The picture of ``key``: held, or drawn now in a thread; TooManyWaitingError when too many wait."""
        found = self._take(key)
        if found is not None:
            return found
        if self._pen.statistics().tasks_waiting >= self._waiting:
            raise TooManyWaitingError
        return await anyio.to_thread.run_sync(self._drawn, key, draw, limiter=self._pen)

    def _drawn(self, key: Hashable, draw: Callable[[], bytes]) -> bytes:
        found = self._take(key)  # the one before may have drawn it while this one waited
        if found is None:
            found = draw()
            self._put(key, found)
        return found

    def _take(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def _put(self, key: Hashable, picture: bytes) -> None:
        with self._lock:
            self._size += len(picture) - len(self._held.pop(key, b""))
            self._held[key] = picture
            while self._held and (len(self._held) > self._most or self._size > self._most_bytes):
                self._size -= len(self._held.popitem(last=False)[1])
