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

from bot.channels.telegram.api import FloodedError, TelegramFailure, UnavailableError, UncertainError
from bot.channels.telegram.intents import Owed

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
    """Told of calls that may not be made twice."""

    async def __call__(self) -> None:
        """The call is made now; what this raises keeps it from being made."""
        ...

    async def stayed(self) -> None:
        """The call certainly was not done."""
        ...

    async def arrived(self, left: Owed) -> None:
        """The call certainly was done, and this is left of the answer: no messages where it was the last."""
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
            except TelegramFailure as failure:
                in_doubt = isinstance(failure, UncertainError)
                if leaving is not None and not in_doubt:
                    await leaving.stayed()
                if isinstance(failure, FloodedError):
                    wait = failure.wait_seconds + self._patience.spare
                    self._hold(chat, wait)  # whoever comes next waits for it as well, patient or not
                elif isinstance(failure, UnavailableError) or (in_doubt and repeatable):
                    failures += 1
                    wait = self._drawn(failures)
                    self._hold(chat, wait)
                else:
                    raise
                waited += wait
                if waited > self._patience.most_waiting:
                    raise

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
