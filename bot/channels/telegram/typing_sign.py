"""The sign that an answer is on its way, shown while it is worked on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from bot.channels.telegram.api import FloodedError, Place, TelegramApi, TelegramFailure
from bot.channels.telegram.pacing import Pacing

_SECONDS = 4.0  # Telegram shows it for five
_FRESH_SECONDS = 1.0  # so long a sign that was taken says that a message would be, too

Clear = Callable[[], Awaitable[None]]


@asynccontextmanager
async def typing_sign(api: TelegramApi, pacing: Pacing, to: Place) -> AsyncIterator[Clear]:
    """Shows the sign until the block ends; the value waits until the way for an answer is clear.

    A sign may be shown twice, a message may not: so the sign tries the way. A chat Telegram asks to wait for, and a
    Telegram that cannot be reached, are waited for before an answer is marked as leaving, and so before a kill or a
    lost connection could cost it.
    """
    sign = _Sign(api, pacing, to)
    showing = asyncio.create_task(sign.keep())
    try:
        yield sign.clear
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)


class _Sign:
    def __init__(self, api: TelegramApi, pacing: Pacing, to: Place) -> None:
        self._api = api
        self._pacing = pacing
        self._to = to
        self._tried = asyncio.Event()
        self._taken = 0.0

    async def keep(self) -> None:
        """Shows the sign again and again; stops at the first trouble after it was shown once."""
        try:
            await self._try()
        finally:
            self._tried.set()
        while True:
            await asyncio.sleep(_SECONDS)
            try:
                await self._api.show_typing(self._to)
            except FloodedError as error:
                self._pacing.hold(self._to.chat, error.wait_seconds)
                return
            except TelegramFailure:
                return
            self._taken = time.monotonic()

    async def clear(self) -> None:
        """Returns when a sign was just taken, or refused for good."""
        await self._tried.wait()
        if time.monotonic() - self._taken > _FRESH_SECONDS:
            await self._try()

    async def _try(self) -> None:
        with suppress(TelegramFailure):  # refused: whoever sends the answer will hear why
            await self._pacing(self._to.chat, lambda: self._api.show_typing(self._to), repeatable=True, counted=False)
            self._taken = time.monotonic()
