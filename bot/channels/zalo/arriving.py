"""How updates come to a door: posted by Zalo once it knows our address, or asked for again and again."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from bot.channels.zalo.door import ZaloDoor, rested
from bot.channels.zalo.incoming import Received
from bot.channels.zalo.official_account import OfficialAccount
from bot.channels.zalo.platform import POLL_SECONDS, PlatformClient
from bot.channels.zalo.polling import Polling
from bot.store_errors import StoreError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Posted:
    """The Bot Platform posts to an address, which it is told at the start."""

    client: PlatformClient
    url: str
    secret: str

    async def run(self, door: ZaloDoor, stop: asyncio.Event) -> None:
        """Tells Zalo the address, then waits. ``ZaloError`` when that fails: the caller tries again."""
        await _introduced(self.client, door)
        await self.client.set_webhook(self.url, self.secret)
        door.reached()
        await stop.wait()


@dataclass(frozen=True)
class Polled:
    """The Bot Platform is asked again and again: for development."""

    client: PlatformClient
    wait_seconds: int = POLL_SECONDS
    pause_seconds: float = 2.0

    async def run(self, door: ZaloDoor, stop: asyncio.Event) -> None:
        """Asks until told to stop."""
        await _introduced(self.client, door)
        await self.client.delete_webhook()
        door.reached()

        async def receive(received: Received) -> None:
            while True:
                try:
                    return await door.take(received)
                except StoreError as error:  # Zalo hands an update out once: it is held here until it is stored
                    _LOG.error("an update waits for the store: %s", error)
                    if await rested(stop, self.pause_seconds):
                        raise

        await Polling(self.client, receive, self.wait_seconds).run(stop)


@dataclass(frozen=True)
class Signed:
    """An Official Account posts to the address its owner wrote down at Zalo."""

    account: OfficialAccount

    async def run(self, door: ZaloDoor, stop: asyncio.Event) -> None:
        """Waits; then for a renewal of tokens under way, which would be lost with the process."""
        door.reached()
        await stop.wait()
        await self.account.finish()


async def _introduced(client: PlatformClient, door: ZaloDoor) -> None:
    account = await client.me()
    door.channel.call(account.name)
    _LOG.info("answering on Zalo as %s", account.name)
