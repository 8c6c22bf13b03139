"""Asking Telegram for updates again and again, for a machine no webhook can reach."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.channels.telegram.api import FloodedError, TelegramApi, TelegramFailure, TokenRefusedError
from bot.channels.telegram.intake import OverfullError
from bot.channels.telegram.update_fields import whole
from bot.channels.telegram.waiting import BackOff, rest
from bot.store_errors import StoreError

_LOG = logging.getLogger(__name__)
POLL_SECONDS = 25
_LEAST_BETWEEN = 0.2  # after an empty answer that came at once, as a server that cannot wait gives it


class Polling:
    """Hands on what arrives, in order; an update is told to have arrived only after it was handed on."""

    def __init__(
        self,
        api: TelegramApi,
        take: Callable[[object], Awaitable[None]],
        reached: Callable[[bool], None],
        back_off: BackOff | None = None,
        seconds: int = POLL_SECONDS,
    ) -> None:
        """``reached`` hears after each poll whether Telegram answers."""
        self._api = api
        self._take = take
        self._reached = reached
        self._back_off = back_off or BackOff()
        self._seconds = seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Polls until told to stop. Raises TokenRefusedError; any other failure is waited out."""
        offset = 0
        while not stop.is_set():
            poll = asyncio.ensure_future(self._poll(offset, stop))
            stopping = asyncio.ensure_future(stop.wait())
            try:  # an open poll may be cut off: what was not confirmed is delivered again
                await asyncio.wait((poll, stopping), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in (poll, stopping):
                    each.cancel()
                await asyncio.gather(poll, stopping, return_exceptions=True)
            if not poll.cancelled():
                offset = poll.result()

    async def _poll(self, offset: int, stop: asyncio.Event) -> int:
        """One poll; the offset of the next, behind the last update that was handed on."""
        began = time.monotonic()
        try:
            arrived = await self._api.updates(offset, self._seconds)
        except TokenRefusedError:
            raise
        except TelegramFailure as error:
            self._reached(False)
            _LOG.warning("poll failed: %s", error)
            wait = error.wait_seconds if isinstance(error, FloodedError) else self._back_off.next()
            await rest(stop, wait)
            return offset
        self._reached(True)
        for update in arrived:
            try:
                await self._take(update)
            except (OverfullError, StoreError) as error:
                _LOG.error("an update is to be delivered again: %s", error)
                await rest(stop, self._back_off.next())
                return offset
            number = whole(update, "update_id") if isinstance(update, dict) else 0
            offset = max(offset, number + 1 if number > 0 else 0)
        self._back_off.succeeded()
        if not arrived and time.monotonic() - began < _LEAST_BETWEEN:
            await rest(stop, _LEAST_BETWEEN)
        return offset
