"""What a channel remembers between updates, in the store: lost with it, never in the way of an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from bot.receiving.standing import Standing
from bot.store_errors import ForgottenError
from bot.store_ports import Jottings


class StoredMemory:
    """Implements ``bot.reception_ports.Memory``; a store that fails remembers nothing."""

    def __init__(self, notes: Jottings, people: Callable[[str, str], str], standing: Standing) -> None:
        """``people`` gives the key of a user of a channel."""
        self._notes = notes
        self._people = people
        self._standing = standing

    async def recall(self, channel: str, name: str) -> str | None:
        """What was remembered under this name."""
        return await asyncio.to_thread(
            self._standing.attempt, "recall a note", lambda: self._notes.find(f"{channel}:{name}"), None, reading=True
        )

    async def remember(self, channel: str, name: str, text: str, user: str | None = None) -> None:
        """Remembers a text in place of the one before; not what is said to somebody who was forgotten meanwhile."""
        person = None if user is None else self._people(channel, user)
        with suppress(ForgottenError):
            await asyncio.to_thread(
                self._standing.attempt, "keep a note", lambda: self._notes.keep(f"{channel}:{name}", text, person), None
            )
