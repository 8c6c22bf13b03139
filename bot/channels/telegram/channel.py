"""The Telegram channel: reaches Telegram, takes updates by webhook or polling, and answers them until told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.telegram.api import FloodedError, TelegramApi, TelegramFailure, TokenRefusedError
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.incoming import Me
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.introducing import introduce
from bot.channels.telegram.notes import MemoryNotes, Notes
from bot.channels.telegram.pacing import Pacing, Patience
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.pictures import Pictures
from bot.channels.telegram.polling import POLL_SECONDS, Polling
from bot.channels.telegram.turns import Turns
from bot.channels.telegram.waiting import BackOff, rest
from bot.channels.telegram.webhook import NotReadyError, WebhookAddress
from bot.ports import Press
from bot.reception_ports import Inbox, Reception
from bot.store_errors import StoreError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Habits:
    """How long the channel waits for what; seconds."""

    drain: float = 8.0  # for answers in flight when told to stop
    resume: float = 30.0  # between looks at what other processes left behind
    poll: int = POLL_SECONDS
    patience: Patience = field(default_factory=Patience)
    back_off: Callable[[], BackOff] = BackOff


class TelegramChannel:
    """The channel; ``run`` may be called again after it ended or failed. Also a ``bot.ports.Readiness``."""

    def __init__(
        self,
        api: TelegramApi,
        reception: Reception,
        inbox: Inbox,
        pages: Pages,
        press: Press,
        *,
        webhook: WebhookAddress | None = None,
        notes: Notes | None = None,
        habits: Habits | None = None,
    ) -> None:
        """Without ``webhook`` it polls; ``api`` stays the caller's to close, after ``run`` has ended."""
        self._api = api
        self._inbox = inbox
        self._webhook = webhook
        self._habits = habits or Habits()
        pacing = Pacing(self._habits.patience)
        pictures = Pictures(press, pages.desk.today)
        delivery = Delivery(api, pacing, pictures)
        self._errands = Errands(api, reception, pages, pacing, delivery, notes or MemoryNotes())
        self._turns = Turns()
        self._intake: Intake | None = None
        self._reached = False

    def degraded(self) -> tuple[str, ...]:
        """ "telegram" while Telegram cannot be reached."""
        return () if self._reached else ("telegram",)

    async def take(self, update: object) -> None:
        """Takes an update a webhook brought; NotReadyError before ``run`` has reached Telegram and after it ended."""
        if self._intake is None:
            raise NotReadyError("the channel is not running")
        await self._intake.take(update)

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until told to stop, then finishes what is in flight within a bound.

        A Telegram that cannot be reached is waited for. Raises TokenRefusedError, which no waiting mends.
        """
        me = await self._arrive(stop)
        if me is None:
            return
        _LOG.info("answering on Telegram as @%s", me.username)
        intake = self._intake = Intake(me, self._inbox, self._errands, self._turns)
        beside = [
            asyncio.create_task(introduce(self._api, stop, self._habits.back_off())),
            asyncio.create_task(self._resume(intake, stop)),
        ]
        try:
            await self._receive(intake, stop)
        finally:
            self._intake = None
            self._reached = False
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            if not await self._turns.drain(self._habits.drain):
                _LOG.warning("not every answer was finished; those that had not begun to leave are answered later")

    async def _arrive(self, stop: asyncio.Event) -> Me | None:
        """The bot's account, with updates on their way to us; None when told to stop before that."""
        back_off = self._habits.back_off()
        while not stop.is_set():
            try:
                me = await self._api.me()
                if self._webhook:
                    await self._api.set_webhook(self._webhook.url, self._webhook.secret)
                else:
                    await self._api.delete_webhook()
            except TokenRefusedError:
                raise
            except TelegramFailure as error:
                _LOG.warning("Telegram is not reached yet: %s", error)
                await rest(stop, error.wait_seconds if isinstance(error, FloodedError) else back_off.next())
            else:
                self._reached = True
                return me
        return None

    async def _receive(self, intake: Intake, stop: asyncio.Event) -> None:
        if self._webhook:
            await stop.wait()
            return
        polling = Polling(self._api, intake.take, self._note, self._habits.back_off(), self._habits.poll)
        await polling.run(stop)

    async def _resume(self, intake: Intake, stop: asyncio.Event) -> None:
        while True:
            try:
                await intake.resume()
            except StoreError as error:
                _LOG.warning("what was left behind is looked at later: %s", error)
            if await rest(stop, self._habits.resume):
                return

    def _note(self, reached: bool) -> None:
        self._reached = reached
