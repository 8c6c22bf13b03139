"""The running channel: takes what arrives, answers beside that, and looks after what was left behind."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.incoming import Received
from bot.channels.zalo.payloads import Unsent
from bot.reception_ports import Inbox
from bot.store_errors import StoreError

_LOG = logging.getLogger(__name__)
RESUME_SECONDS = 30.0


class Arrivals(Protocol):
    """How updates come: asked for, or posted to us."""

    async def run(self, door: ZaloDoor, stop: asyncio.Event) -> None:
        """Lets updates come until told to stop."""
        ...


class ZaloDoor:
    """A channel that runs; ``run`` may be called again after it failed."""

    def __init__(
        self, channel: ZaloChannel, inbox: Inbox, arrivals: Arrivals, resume_seconds: float = RESUME_SECONDS
    ) -> None:
        self.name = channel.name
        self.channel = channel
        self._inbox = inbox
        self._arrivals = arrivals
        self._resume_seconds = resume_seconds
        self._answering: set[asyncio.Task[None]] = set()
        self._open = False
        self._reached = False

    def reached(self) -> None:
        """Told by what lets updates come, once Zalo has answered."""
        self._reached = True

    def degraded(self) -> tuple[str, ...]:
        """The channel's name until Zalo was reached."""
        return () if self._reached else (self.name,)

    @property
    def open(self) -> bool:
        """Whether updates are taken now."""
        return self._open

    async def take(self, received: Received) -> None:
        """Takes an update and returns; it is answered beside. ``StoreError`` when it could not be stored."""
        taken = await self.channel.take(received)
        if taken is not None:
            self._answer(taken)

    async def run(self, stop: asyncio.Event) -> None:
        """Serves until told to stop, then finishes what is being answered; the caller bounds how long."""
        self._open = True
        resuming = asyncio.create_task(self._resume(stop))
        try:
            await self._arrivals.run(self, stop)
        finally:
            self._open = self._reached = False
            resuming.cancel()
            await asyncio.gather(resuming, return_exceptions=True)
        while self._answering:
            await asyncio.wait(self._answering)

    def _answer(self, taken: Unsent) -> None:
        task = asyncio.create_task(self._answered(taken))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, taken: Unsent) -> None:
        try:
            await self.channel.answer(taken)
        except StoreError as error:
            _LOG.error("an answer waits for the store: %s", error)
        except Exception:
            _LOG.exception("a message was not answered")

    async def _resume(self, stop: asyncio.Event) -> None:
        """Answers what other processes left behind, at the start and every so often."""
        while not stop.is_set():
            for waiting in await self._inbox.unfinished(self.name):
                taken = await self.channel.resumed(waiting)
                if taken is not None:
                    self._answer(taken)
            await rested(stop, self._resume_seconds)


async def rested(stop: asyncio.Event, seconds: float) -> bool:
    """Waits so long, or until told to stop; whether it was."""
    ending = asyncio.ensure_future(stop.wait())
    await asyncio.wait([ending], timeout=seconds)
    ending.cancel()
    return stop.is_set()
