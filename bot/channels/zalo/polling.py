"""Asking the Bot Platform for updates again and again, for a machine no webhook can reach: development."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from bot.channels.zalo.incoming import Received
from bot.channels.zalo.platform import POLL_SECONDS, PlatformClient
from bot.channels.zalo.sending import TokenRefusedError, ZaloError

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE, _MOST_PAUSE = 1.0, 60.0


class Polling:
    """Hands on what arrives, in order; one per token, since the platform gives each update to one caller only."""

    def __init__(
        self,
        client: PlatformClient,
        receive: Callable[[Received], Awaitable[None]],
        wait_seconds: int = POLL_SECONDS,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``receive`` stores the update and returns; what it does beyond that holds up the next one."""
        self._client = client
        self._receive = receive
        self._wait_seconds = wait_seconds
        self._pause = pause

    async def run(self, stop: asyncio.Event) -> None:
        """Polls until told to stop; returns when the open poll has ended, and what it brought is handed on.

        To be stopped by the event, not cancelled: what the platform gives a call that is cut off is lost.
        Raises TokenRefusedError, which no waiting mends; any other failure is waited out.
        """
        failures = 0
        while not stop.is_set():
            try:
                arrived = await self._client.updates(self._wait_seconds)
            except TokenRefusedError:
                raise
            except ZaloError as error:
                failures += 1
                _LOG.warning("poll failed, %s in a row: %s", failures, error)
                await self._rest(failures, stop)
                continue
            failures = 0
            for received in arrived:
                await self._receive(received)

    async def _rest(self, failures: int, stop: asyncio.Event) -> None:
        """Waits longer after each failure, and not at all once told to stop."""
        seconds = min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 6), _MOST_PAUSE) * (0.5 + random.random() / 2)
        waiting = [asyncio.ensure_future(self._pause(seconds)), asyncio.ensure_future(stop.wait())]
        _, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for each in left:
            each.cancel()
        await asyncio.gather(*left, return_exceptions=True)
