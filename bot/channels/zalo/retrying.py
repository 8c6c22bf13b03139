"""Repeating a call that failed: only where it cannot do a thing twice, and with growing waits between."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from bot.channels.zalo.sending import BusyError, UnavailableError, UncertainError

Result = TypeVar("Result")


class Repeat(Enum):
    """After which failures a call may be made again."""

    NEVER = "never"
    WHEN_NOT_DONE = "when not done"  # a message: only when it certainly was not sent
    ALWAYS = "always"  # a question, or a setting: twice does no harm


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an answer and how often to try; seconds."""

    seconds: float = 15.0  # for a whole call
    connect_seconds: float = 5.0
    attempts: int = 3
    first_pause: float = 0.5  # doubled after each try, give or take half
    most_pause: float = 30.0  # a longer wait asked for is left to the caller


class Retrying:
    """Makes calls again as patience allows; ``pause`` and ``chance`` are given by tests."""

    def __init__(
        self,
        patience: Patience | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.patience = patience or Patience()
        self._pause = pause
        self._chance = chance

    async def __call__(self, call: Callable[[], Awaitable[Result]], repeat: Repeat) -> Result:
        """The result of the call; the last error when every try failed or repeating is not safe."""
        for tried in range(1, self.patience.attempts):
            try:
                return await call()
            except (BusyError, UnavailableError) as error:
                wait = self._wait(tried, error)
                if repeat is Repeat.NEVER or wait is None:
                    raise
            except UncertainError:
                wait = self._drawn(tried)
                if repeat is not Repeat.ALWAYS:
                    raise
            await self._pause(wait)
        return await call()

    def _wait(self, tried: int, error: BusyError | UnavailableError) -> float | None:
        """Seconds before the next try; None when Zalo asks for more than we wait for."""
        asked = error.wait_seconds if isinstance(error, BusyError) else None
        if asked is not None and asked > self.patience.most_pause:
            return None
        return max(self._drawn(tried), asked or 0.0)

    def _drawn(self, tried: int) -> float:
        pause = self.patience.first_pause * 2.0 ** (tried - 1)
        return min(pause * (0.5 + self._chance()), self.patience.most_pause)
