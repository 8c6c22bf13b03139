"""A running Zalo channel: what is posted to it or asked for, while the store and Zalo come and go."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.channels.zalo import official_webhook, webhook
from bot.channels.zalo.arriving import Polled, Signed
from bot.channels.zalo.channel import OFFICIAL, PLATFORM, ZaloChannel
from bot.channels.zalo.door import Arrivals, ZaloDoor
from bot.channels.zalo.official_account import OfficialAccount
from bot.channels.zalo.official_tokens import TokenFile
from bot.channels.zalo.platform import PlatformClient
from bot.channels.zalo.retrying import Patience, Retrying
from bot.channels.zalo.route import ZaloRoute
from bot.receiving.inbox import StoredInbox
from bot.store.database import SQLITE_FILE
from bot.store.opening import SqlStore, open_store
from tests.fakes_chat import TARGET
from tests.fakes_reception import UNLIMITED
from tests.fakes_store import PEOPLE
from tests.fakes_zalo import SECRET, STAMP, TOKEN, ZaloEmulator, exchanging, update, zalo_emulator
from tests.fakes_zalo_channel import channel_of

pytestmark = pytest.mark.anyio
KEY = "khoa-cua-oa"


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    held = open_store(tmp_path, PEOPLE, rates=UNLIMITED, wait_seconds=0.05)
    yield held
    held.close()


@asynccontextmanager
async def open_door(channel: ZaloChannel, inbox: StoredInbox, arrivals: Arrivals) -> AsyncIterator[ZaloDoor]:
    """A door that runs, and finishes at the end what it has begun."""
    door, stop = ZaloDoor(channel, inbox, arrivals, resume_seconds=0.1), asyncio.Event()
    running = asyncio.create_task(door.run(stop))
    while door.degraded():
        await asyncio.sleep(0.01)
        assert not running.done(), running.result()
    yield door
    stop.set()
    await asyncio.wait_for(running, 20)


async def until(true: Any) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


async def posted(route: ZaloRoute, body: bytes, **headers: str) -> int:
    """The status of a POST."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await route({"type": "http", "method": "POST", "path": "/", "headers": given}, receive, send)
    return int(sent[0]["status"])


def signed(text: str, message_id: str, app: str = "app-1") -> tuple[bytes, str]:
    """A call of an Official Account's webhook, and its signature."""
    told = {
        "app_id": app,
        "event_name": "user_send_text",
        "sender": {"id": "u-1"},
        "recipient": {"id": "oa-1"},
        "message": {"msg_id": message_id, "text": text},
        "timestamp": str(STAMP),
    }
    body = json.dumps(told).encode()
    return body, f"mac={official_webhook.signature('app-1', body, str(STAMP), KEY)}"


async def test_an_official_account_answers_what_is_signed_and_once(
    zalo: ZaloEmulator, store: SqlStore, tmp_path: Path
) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person)
    async with exchanging() as exchange:
        tokens = TokenFile(tmp_path / "zalo" / "official_account.json", "refresh-0")
        account = OfficialAccount(
            exchange, tokens, "app-1", "app-secret", api_url=zalo.base_url, oauth_url=zalo.base_url
        )
        channel = channel_of(account, store, inbox=inbox, name=OFFICIAL)
        async with open_door(channel, inbox, Signed(account)) as door:
            route = ZaloRoute(door, official_webhook.SIGNATURE_HEADER, partial(official_webhook.judged, "app-1", KEY))
            body, mac = signed(TARGET.question, "m1")
            assert await posted(route, body, x_zevent_signature="mac=" + "0" * 64) == 403
            assert await posted(route, body) == 403
            assert [await posted(route, body, x_zevent_signature=mac) for _ in range(3)] == [200] * 3
            await until(lambda: zalo.texts())
        assert await posted(route, *signed("sau", "m2")[:1], x_zevent_signature=signed("sau", "m2")[1]) == 503
    assert [to for to, _ in zalo.sent] == ["u-1"]
    assert zalo.texts()[0].startswith("Tối thiểu 95%")


async def test_a_poll_brings_nothing_twice_and_waits_for_a_store_that_is_locked(
    zalo: ZaloEmulator, store: SqlStore, tmp_path: Path
) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person)
    async with exchanging() as exchange:
        client = PlatformClient(exchange, TOKEN, zalo.base_url, Retrying(Patience(seconds=20)))
        channel = channel_of(client, store, inbox=inbox, name=PLATFORM)
        with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
            async with open_door(channel, inbox, Polled(client, 1, pause_seconds=0.05)):
                other.execute("BEGIN IMMEDIATE")
                zalo.waiting += [update(TARGET.question, "m1"), update(TARGET.question, "m1")]
                await until(lambda: len(zalo.waiting) == 1)
                await asyncio.sleep(0.5)
                assert zalo.texts() == []
                other.execute("ROLLBACK")
                await until(lambda: zalo.texts())
                await until(lambda: not zalo.waiting)
    assert len(zalo.texts()) == 1


async def test_on_a_full_disk_zalo_is_told_to_come_again_and_the_answer_leaves_once_there_is_room(
    zalo: ZaloEmulator, store: SqlStore, tmp_path: Path
) -> None:
    def no_more_pages(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite makes it what the file has already

    inbox = StoredInbox(store.updates, PEOPLE.person)
    async with exchanging() as exchange:
        client = PlatformClient(exchange, TOKEN, zalo.base_url, Retrying(Patience(seconds=20)))
        channel = channel_of(client, store, inbox=inbox)
        async with open_door(channel, inbox, Polled(client, 1)) as door:
            route = ZaloRoute(door, webhook.SECRET_HEADER, partial(webhook.judged, SECRET))
            told = [json.dumps(update(text, m)).encode() for text, m in ((TARGET.question, "m1"), ("x" * 15_000, "m2"))]
            event.listen(store.database.engine, "checkout", no_more_pages)
            for _ in range(3):
                assert await posted(route, told[1], x_bot_api_secret_token=SECRET) == 503
            event.remove(store.database.engine, "checkout", no_more_pages)
            store.database.engine.dispose()  # its connections keep what they were told
            for body in told * 2:
                assert await posted(route, body, x_bot_api_secret_token=SECRET) == 200
            await until(lambda: len(zalo.texts()) == 2)
    assert len(zalo.texts()) == 2
