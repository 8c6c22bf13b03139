"""When the next call to a chat may be made: each chat waits for itself alone, all together keep under one rate."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.channels.telegram.api import FloodedError, UnavailableError, UncertainError

_LOG = logging.getLogger(__name__)
_MOST_CHATS = 10_000
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How fast to call, and how long to go on trying; seconds."""

    between_calls: float = 1 / 28  # to all chats together; Telegram takes about 30 a second
    first_pause: float = 0.5  # after a call that never arrived; doubled after each more
    most_pause: float = 30.0
    most_waiting: float = 1800.0  # in sum, for one call
    spare: float = 0.1  # added to what Telegram asks for, whose clock is not ours


class Leaving(Protocol):
    """Told of a call that may not be made twice."""

    async def __call__(self) -> None:
        """The call is made now; what this raises keeps it from being made."""
        ...

    def stayed(self) -> None:
        """The call certainly was not done."""
        ...


class Pacing:
    """Makes calls when they may be made; a call that certainly was not done is made again."""

    def __init__(
        self,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._patience = patience or Patience()
        self._clock = clock
        self._pause = pause
        self._held: OrderedDict[int, float] = OrderedDict()  # chat -> when it may be called again
        self._next = 0.0

    async def __call__(
        self,
        chat: int,
        call: Callable[[], Awaitable[Result]],
        leaving: Leaving | None = None,
        repeatable: bool = False,
        counted: bool = True,
    ) -> Result:
        """The result of a call to a chat, its last failure when patience is at an end.

        ``leaving`` is told each time the way is clear, just before the call. A ``repeatable`` call does no harm when
        it is done twice, and is made again in doubt as well; one that is not ``counted`` leaves the common rate to
        messages.
        """
        waited, failures = 0.0, 0
        while True:
            await self._clear(chat, counted)
            if leaving is not None:
                await leaving()
            try:
                return await call()
            except FloodedError as error:
                if leaving is not None:
                    leaving.stayed()
                wait = error.wait_seconds + self._patience.spare
                if waited + wait > self._patience.most_waiting:
                    raise
            except (UnavailableError, UncertainError) as failure:
                failures += 1
                wait = self._drawn(failures)
                in_doubt = isinstance(failure, UncertainError) and not repeatable
                if leaving is not None and not isinstance(failure, UncertainError):
                    leaving.stayed()
                if in_doubt or waited + wait > self._patience.most_waiting:
                    raise
            waited += wait
            self._hold(chat, wait)

    def hold(self, chat: int, seconds: float) -> None:
        """The chat is not called for so long: Telegram said so in answer to something else."""
        self._hold(chat, seconds + self._patience.spare)

    async def _clear(self, chat: int, counted: bool) -> None:
        """Returns when the chat may be called and the common rate leaves room."""
        while (left := self._held.get(chat, 0.0) - self._clock()) > 0:
            await self._pause(left)
        self._held.pop(chat, None)
        if not counted:
            return
        turn = max(self._next, self._clock())
        self._next = turn + self._patience.between_calls
        if turn > self._clock():
            await self._pause(turn - self._clock())

    def _hold(self, chat: int, seconds: float) -> None:
        until = self._clock() + seconds
        self._held[chat] = max(self._held.get(chat, 0.0), until)
        self._held.move_to_end(chat)
        while len(self._held) > _MOST_CHATS:
            self._held.popitem(last=False)

    def _drawn(self, failures: int) -> float:
        pause = self._patience.first_pause * 2.0 ** min(failures - 1, 10)
        return min(pause, self._patience.most_pause) * (0.75 + random.random() / 2)
