"""Telling Telegram what the bot is: commands per scope and language, the profile's descriptions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.channels.telegram.api import FloodedError, RefusedError, TelegramApi, TelegramFailure, TokenRefusedError
from bot.channels.telegram.command_lists import about, command_list
from bot.channels.telegram.waiting import BackOff, rest

_LOG = logging.getLogger(__name__)
_SAID_IN = ((None, "vi"), ("vi", "vi"), ("en", "en"))  # for a client's language; None is any other
_MOST_TRIES = 8


async def introduce(api: TelegramApi, stop: asyncio.Event, back_off: BackOff) -> None:
    """Sets commands and descriptions; what cannot be set is logged, and the bot answers all the same."""
    for client, language in _SAID_IN:
        for group in (False, True):
            commands = command_list(language, group)
            await _tried(lambda: api.set_commands(group, client, commands), stop, back_off)  # noqa: B023 -- awaited here
        said = about(language)
        await _tried(lambda: api.set_about(client, said), stop, back_off)  # noqa: B023


async def _tried(call: Callable[[], Awaitable[None]], stop: asyncio.Event, back_off: BackOff) -> None:
    for _ in range(_MOST_TRIES):
        if stop.is_set():
            return
        try:
            await call()
        except (RefusedError, TokenRefusedError) as error:  # 404 where a server lacks the method, too
            _LOG.warning("not introduced: %s", error)
            return
        except TelegramFailure as error:
            _LOG.info("introduced later: %s", error)
            await rest(stop, error.wait_seconds if isinstance(error, FloodedError) else back_off.next())
        else:
            back_off.succeeded()
            return
