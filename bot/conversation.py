"""What a conversation carries from one turn to the next, and for how long."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.meaning.query import Query
from knowledge.documents import Citation

CARRY_SECONDS = 30 * 60.0
MOST_CONVERSATIONS = 20_000


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn before: its query, what it cited and what it offered."""

    query: Query
    citations: tuple[Citation, ...] = ()
    choices: tuple[str, ...] = ()  # offered readings, when the reply asked back


class Conversations:
    """Last turns by conversation, in memory; each is forgotten after half an hour of silence."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, tuple[float, Turn]] = OrderedDict()
        self._whose: dict[str, str] = {}  # conversations of people who are known

    def last(self, conversation: str) -> Turn | None:
        """The turn before in this conversation; None when there is none or it is too old."""
        with self._lock:
            held = self._turns.get(conversation)
            if held is None:
                return None
            if self._clock() - held[0] > CARRY_SECONDS:
                self._drop(conversation)
                return None
            return held[1]

    def keep(self, conversation: str, turn: Turn, person: str | None = None) -> None:
        """Remembers a turn, as this person's; the conversation silent for longest makes room."""
        with self._lock:
            self._drop(conversation)
            self._turns[conversation] = (self._clock(), turn)
            if person is not None:
                self._whose[conversation] = person
            while len(self._turns) > MOST_CONVERSATIONS:
                self._drop(next(iter(self._turns)))

    def forget(self, conversation: str) -> None:
        """Drops what is carried over."""
        with self._lock:
            self._drop(conversation)

    def forget_person(self, person: str) -> None:
        """Drops what is carried over in any conversation of a person."""
        with self._lock:
            for conversation in [each for each, whose in self._whose.items() if whose == person]:
                self._drop(conversation)

    def _drop(self, conversation: str) -> None:
        self._turns.pop(conversation, None)
        self._whose.pop(conversation, None)
