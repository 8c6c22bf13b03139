"""What conversations carry over, in the store and beside it: a store that fails makes nobody lose the thread."""

from __future__ import annotations

import threading

from bot.conversation import Conversations, Turn
from bot.receiving.standing import Standing
from bot.store_errors import ForgottenError
from bot.store_ports import PersonalTurns

_UNKNOWN = object()


class CarriedTurns:
    """Turns of a store, with this process's own memory where the store fails; implements ``PersonalTurns``.

    The store decides as long as it works, so that any process may answer the next question. What it could not
    be given is newer than what it has: such a conversation is read from memory until it is written again.
    """

    def __init__(self, stored: PersonalTurns, memory: Conversations, standing: Standing) -> None:
        self._stored = stored
        self._memory = memory
        self._standing = standing
        self._lock = threading.Lock()
        self._ahead: set[str] = set()  # conversations of which the store has an older turn than memory

    def last(self, conversation: str) -> Turn | None:
        """The turn before; from memory when the store cannot tell."""
        held = self._memory.last(conversation)
        with self._lock:
            if held is None:
                self._ahead.discard(conversation)
            elif conversation in self._ahead:
                return held
        found: object = self._standing.attempt(
            "read a turn", lambda: self._stored.last(conversation), _UNKNOWN, reading=True
        )
        return found if found is None or isinstance(found, Turn) else held

    def keep(self, conversation: str, turn: Turn, person: str | None = None) -> None:
        """Remembers a turn in both; in memory alone when the store fails, in neither when the person is forgotten."""

        def write() -> bool:
            self._stored.keep(conversation, turn, person)
            return True

        self._memory.keep(conversation, turn, person)
        try:
            written = self._standing.attempt("keep a turn", write, False)
        except ForgottenError:
            self._memory.forget(conversation)
            written = True
        with self._lock:
            (self._ahead.discard if written else self._ahead.add)(conversation)

    def forget(self, conversation: str) -> None:
        """Drops it from both; ``StoreError`` when the store still has it."""
        self._memory.forget(conversation)
        with self._lock:
            self._ahead.discard(conversation)
        self._stored.forget(conversation)

    def forget_person(self, person: str) -> None:
        """Drops a person's turns from memory; the store's upkeep drops its own."""
        self._memory.forget_person(person)
