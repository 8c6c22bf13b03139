"""The sign that an answer is on its way, shown while it is worked on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.channels.telegram.api import FloodedError, Place, TelegramApi, TelegramFailure
from bot.channels.telegram.pacing import Pacing

_SECONDS = 4.0  # Telegram shows it for five

Clear = Callable[[], Awaitable[object]]


@asynccontextmanager
async def typing_sign(api: TelegramApi, pacing: Pacing, to: Place) -> AsyncIterator[Clear]:
    """Shows the sign until the block ends; the value waits until the first sign was taken or refused for good.

    That first sign also tries the way: a chat Telegram asks to wait for, or a Telegram that cannot be reached, is
    then waited for before an answer is marked as leaving, and so before a kill could lose it.
    """
    tried = asyncio.Event()
    showing = asyncio.create_task(_show(api, pacing, to, tried))
    try:
        yield tried.wait
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)


async def _show(api: TelegramApi, pacing: Pacing, to: Place, tried: asyncio.Event) -> None:
    try:
        await pacing(to.chat, lambda: api.show_typing(to))
    except TelegramFailure:
        return  # a nicety: an answer without it is an answer
    finally:
        tried.set()
    while True:
        await asyncio.sleep(_SECONDS)
        try:
            await api.show_typing(to)
        except FloodedError as error:
            pacing.hold(to.chat, error.wait_seconds)
            return
        except TelegramFailure:
            return
