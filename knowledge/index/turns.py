"""Turns at something that serves one at a time: of those who wait, whoever has least to do goes first.

So a short question waits for at most the one encoding under way, however many long ones are waiting.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.ports import EncoderBusyError


class Turns:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._waiting: list[tuple[int, int]] = []
        self._taken = False

    @contextmanager
    def turn(self, size: int, seconds: float | None = None) -> Iterator[None]:
        """A turn for work of a size; ``EncoderBusyError`` when none came within ``seconds``."""
        ticket = (size, next(self._numbers))
        with self._changed:
            self._waiting.append(ticket)
            came = self._changed.wait_for(lambda: not self._taken and ticket == min(self._waiting), seconds)
            self._waiting.remove(ticket)
            self._taken = self._taken or came
            self._changed.notify_all()  # when no turn came, another may now be the first
        if not came:
            raise EncoderBusyError(f"the encoder had no time for this text within {seconds} seconds")
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
