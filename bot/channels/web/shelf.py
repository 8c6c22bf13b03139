"""Values kept in memory, bounded in number and in bytes; the longest unused goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """The values used last; safe to call from several threads."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._held: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._size = 0
        self._most, self._most_bytes = most, most_bytes
        self._lock = threading.Lock()

    def take(self, key: Hashable) -> Value | None:
        """The value of ``key``; None when it is not held."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Holds a value of so many bytes."""
        with self._lock:
            _, before = self._held.pop(key, (None, 0))
            self._held[key] = value, size
            self._size += size - before
            while self._held and (len(self._held) > self._most or self._size > self._most_bytes):
                _, (_, gone) = self._held.popitem(last=False)
                self._size -= gone

    def clear(self) -> None:
        """Lets go of everything."""
        with self._lock:
            self._held.clear()
            self._size = 0
