"""The Telegram channel put together as the process does it, against whichever Bot API server it is told of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn

from bot.channels.telegram.bot_api import BotApi
from bot.channels.telegram.channel import Habits, TelegramChannel
from bot.channels.telegram.kept_notes import KeptNotes
from bot.channels.telegram.pacing import Patience
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.waiting import BackOff
from bot.channels.telegram.webhook import TelegramWebhook, WebhookAddress
from bot.commands.serving import listen
from bot.ports import Chat
from bot.receiving.inbox import StoredInbox
from bot.receiving.reception import StoredReception
from bot.receiving.remembering import StoredMemory
from bot.receiving.standing import Standing
from bot.store_ports import Store
from tests.fakes_bot_api import TOKEN
from tests.fakes_chat import FakeChat
from tests.fakes_press import FakePress
from tests.fakes_reception import UNLIMITED, Watching, reception_of
from tests.fakes_store import PEOPLE, Clock, MemoryStore
from tests.fakes_telegram import pages

SECRET = "mot_bi_mat_du_dai-136"
QUICK = Habits(
    drain=2.0,
    resume=0.1,
    poll=1,
    patience=Patience(between_calls=0.0, first_pause=0.02, most_pause=0.1, most_waiting=30.0, spare=0.01),
    back_off=lambda: BackOff(0.02, 0.1),
)


@dataclass
class Door:
    """A running channel."""

    channel: TelegramChannel
    reception: StoredReception
    watch: Watching
    press: FakePress
    store: Store
    stop: asyncio.Event
    task: asyncio.Task[None]
    hook: str = ""

    async def kill(self) -> None:
        """What kill -9 leaves: nothing is finished, nothing told."""
        self.channel._turns.drain = _nothing  # type: ignore[method-assign,assignment]
        tasks = list(self.channel._turns._tasks)
        for each in (self.task, *tasks):
            each.cancel()
        await asyncio.gather(self.task, *tasks, return_exceptions=True)


async def _nothing(seconds: float) -> bool:
    return False


async def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Waits for something to have happened; the bound only keeps a broken test from hanging."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def open_door(
    base_url: str,
    *,
    webhook: bool = False,
    chat: Chat | None = None,
    store: Store | None = None,
    habits: Habits = QUICK,
    shelf: Pages | None = None,
    ready: bool = True,
    call_seconds: float = 5.0,
) -> AsyncIterator[Door]:
    """A channel over a Bot API server; with ``webhook``, behind an HTTP server of its own."""
    kept, watch, press, stop = store or MemoryStore(Clock(), UNLIMITED), Watching(), FakePress(), asyncio.Event()
    reception = reception_of(chat or FakeChat(), kept, watch=watch)
    inbox = StoredInbox(kept.updates, PEOPLE.person, clock=kept.clock if isinstance(kept, MemoryStore) else Clock())
    notes = KeptNotes(StoredMemory(kept.notes, PEOPLE.person, Standing()))
    api = BotApi(TOKEN, base_url, seconds=call_seconds)
    with listen("127.0.0.1", 0) as listening:
        address = None
        if webhook:
            port = listening.getsockname()[1]
            address = WebhookAddress(f"http://127.0.0.1:{port}/telegram", SECRET)
        channel = TelegramChannel(
            api, reception, inbox, shelf or pages(), press, webhook=address, notes=notes, habits=habits
        )
        serving = None
        if address:
            app = TelegramWebhook(address, channel.take)
            config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listening]))
        door = Door(
            channel,
            reception,
            watch,
            press,
            kept,
            stop,
            asyncio.create_task(channel.run(stop)),
            address.url if address else "",
        )
        try:
            if ready:
                await until(lambda: not channel.degraded() or door.task.done())
            yield door
        finally:
            stop.set()
            await asyncio.gather(door.task, return_exceptions=True)
            if serving:
                server.should_exit = True
                await serving
            await api.close()
