"""However many visitors one address makes up, half of the answering threads and of the places stay to others."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI

from bot.channels.web.access import Access, KeyRing
from bot.channels.web.app import create_app
from bot.messages import Incoming, Reply
from bot.receiving.reception import StoredReception
from bot.receiving.workers import MOST_OF_ONE, TooManyWaitingError, Workers
from tests.fakes_chat import TARGET, FakeChat, FakeLibrary, FakeReadiness
from tests.fakes_reception import reception_of
from tests.fakes_telegram_door import until

pytestmark = pytest.mark.anyio
THREADS = 4
A, B = "a-key-of-one-program-0123456789", "a-key-of-another-program-01234567"
NOISE = "ồn"


class Crowded(FakeChat):
    """Holds noise until let go; tells how much of it is being answered."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.now = 0
        self._lock = threading.Lock()

    def reply_to(self, incoming: Incoming) -> Reply:
        super().reply_to(incoming)
        if incoming.text == NOISE:
            with self._lock:
                self.now += 1
            self.gate.wait(20)
            with self._lock:
                self.now -= 1
        return TARGET


@dataclass
class Stage:
    """A web door whose questions come from whom one says."""

    app: FastAPI
    chat: Crowded
    reception: StoredReception

    async def ask(self, text: str, address: str, key: str = "", path: str = "/api/ask") -> httpx2.Response:
        shown = {"x-api-key": key} if key else {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
        transport = httpx2.ASGITransport(app=self.app, client=(address, 5))
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
            body = {"text": text, "visitor": secrets.token_urlsafe(12)}
            return await client.post(path, json=body, headers=shown, timeout=30)

    async def noise_of(self, *callers: tuple[str, str], path: str = "/api/ask") -> list[asyncio.Task[httpx2.Response]]:
        """Questions that are being answered or wait; each caller is an address and a key."""
        asked = [asyncio.create_task(self.ask(NOISE, address, key, path)) for address, key in callers]
        await until(lambda: self.reception._workers.load == len(asked) and self.chat.now >= 2)
        return asked


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    chat = Crowded()
    reception = reception_of(chat, workers=Workers(THREADS))
    access = Access(keys=KeyRing({"a": A, "b": B}))
    yield Stage(create_app(reception, FakeLibrary(), FakeReadiness(), access=access), chat, reception)
    chat.gate.set()


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/events"])
@pytest.mark.parametrize(
    ("noisy", "quiet"),
    [
        (["203.0.113.9"] * 8, "203.0.113.10"),
        (["::ffff:203.0.113.9", "203.0.113.9"] * 4, "203.0.113.10"),
        ([f"2001:db8:0:1::{n}" for n in range(8)], "2001:db8:0:2::1"),
    ],
    ids=["IPv4", "IPv4 in IPv6", "IPv6 of one subscriber"],
)
async def test_made_up_visitors_of_one_address_leave_threads_to_others(noisy: list[str], quiet: str, path: str) -> None:
    async with stage() as on:
        noise = await on.noise_of(*((address, "") for address in noisy), path=path)
        assert on.chat.now == THREADS // 2
        answered = await on.ask("câu hỏi", quiet, path=path)
        assert answered.status_code == 200
        assert on.chat.now == THREADS // 2, "all noise still waits or is being answered"
        on.chat.gate.set()
        assert {(await each).status_code for each in noise} == {200}, "and is answered in the end"


async def test_made_up_visitors_of_a_program_leave_threads_to_others_from_whatever_address_it_asks() -> None:
    async with stage() as on:
        noise = await on.noise_of(*((f"203.0.113.{n}", A) for n in range(8)))
        assert on.chat.now == THREADS // 2
        assert (await on.ask("câu hỏi", "203.0.113.1", B)).status_code == 200
        on.chat.gate.set()
        await asyncio.gather(*noise)


async def test_the_engine_never_hears_an_address() -> None:
    chat = FakeChat()
    await reception_of(chat).ask(Incoming("câu hỏi", "web:one", "web", "visitor:an", address="203.0.113.9"))
    assert chat.asked[0].address is None


async def test_a_messenger_has_no_address_and_each_chat_its_own_share() -> None:
    chat = Crowded()
    reception = reception_of(chat, workers=Workers(THREADS))
    noise = [
        asyncio.create_task(reception.ask(Incoming(NOISE, f"telegram:{n}", "telegram", str(n)))) for n in range(THREADS)
    ]
    await until(lambda: chat.now == THREADS)
    chat.gate.set()
    await asyncio.gather(*noise)


async def test_one_address_takes_half_of_the_places_at_most() -> None:
    workers, gate = Workers(THREADS, queue=4 * MOST_OF_ONE), threading.Event()
    half = (THREADS + 4 * MOST_OF_ONE) // 2
    noise = [
        asyncio.create_task(workers.run(f"chat {n}", lambda: gate.wait(20), (f"visitor {n}", "address")))
        for n in range(half)
    ]
    await until(lambda: workers.load == half)
    with pytest.raises(TooManyWaitingError) as full:
        await workers.run("chat", lambda: None, ("visitor", "address"))
    assert full.value.of_one
    assert await workers.run("chat", lambda: "answered", ("visitor", "another address")) == "answered"
    gate.set()
    await asyncio.gather(*noise)
    assert await workers.run("chat", lambda: "answered", ("visitor", "address")) == "answered"


async def test_forgetting_has_one_share_whoever_asks() -> None:
    gate, forgetting = threading.Event(), threading.Semaphore(0)
    reception = reception_of(workers=Workers(THREADS))
    upkeep = reception._store.upkeep

    class Waiting:
        """Forgets when nobody reads the database any more."""

        def forget(self, *people: str, **named: object) -> object:
            forgetting.release()
            gate.wait(20)
            return upkeep.forget(*people, **named)  # type: ignore[arg-type]

    reception._store.upkeep = Waiting()  # type: ignore[misc,assignment]
    asked = [asyncio.create_task(reception.forget("web", f"visitor:{n}")) for n in range(8)]
    await until(lambda: reception._workers.load == 8)
    for _ in range(THREADS // 2):
        assert await asyncio.to_thread(forgetting.acquire, timeout=20)
    kept = await reception.ask(Incoming(TARGET.question, "web:one", "web", "visitor:an"))
    assert kept.id is not None
    assert not forgetting.acquire(blocking=False), "no third one is at it"
    gate.set()
    await asyncio.gather(*asked)
