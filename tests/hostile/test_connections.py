"""Whoever holds connections open, sends endlessly or takes nothing keeps nobody else out and costs bounded memory."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import client_address
from bot.commands.serving import listen
from bot.serving.connections import ConnectionLimits, Connections
from bot.serving.http_door import HttpDoor
from bot.serving.repeated_lines import OFTEN, PERIOD_SECONDS, RepeatedLines
from tests.bench.server import served

pytestmark = pytest.mark.anyio
PATIENCE = 20.0  # seconds that tell "gives up" from "hangs for ever"
SHORT = ConnectionLimits(
    most=60, most_per_address=60, head_seconds=1.0, body_seconds=1.0, send_seconds=1.5, request_bytes=256 * 1024
)
ORDINARY = b"GET /ordinary HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Application:
    """Answers with what it was asked; ``/large`` with several MB, ``/slow`` when it is let go."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.let_go = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.scopes.append(scope)
        body = b""
        if scope["path"] == "/read":
            while True:
                message = await receive()
                body += message.get("body", b"")
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    break
        if scope["path"] == "/slow":
            await self.let_go.wait()
        answer = b"x" * 8_000_000 if scope["path"] == "/large" else b"served " + scope["path"].encode()
        length = (b"content-length", str(len(answer)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [length]})
        await send({"type": "http.response.body", "body": answer})


class Door:
    """A door on loopback in this loop."""

    def __init__(self, port: int, application: Application) -> None:
        self.port = port
        self.application = application
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self, source: str = "127.0.0.1") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(source, 0))
        self._writers.append(writer)
        return reader, writer

    async def send(self, data: bytes, source: str = "127.0.0.1") -> bytes:
        """What comes back until the server closes, for a request whose connection is not kept."""
        reader, writer = await self.connect(source)
        writer.write(data)
        async with asyncio.timeout(PATIENCE):
            try:
                return await reader.read(-1)
            except ConnectionError:
                return b""

    async def ordinary(self, source: str = "127.0.0.1") -> bytes:
        """The answer to an ordinary request."""
        reader, writer = await self.connect(source)
        writer.write(ORDINARY)
        async with asyncio.timeout(PATIENCE):
            found = await reader.readuntil(b"served /ordinary")
        writer.close()
        return found

    def close(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def open_door(limits: ConnectionLimits = SHORT, proxies: Sequence[str] = ()) -> AsyncIterator[Door]:
    application, stop = Application(), asyncio.Event()
    listening = listen("127.0.0.1", 0)
    door = HttpDoor(listening, application, 1, limits, proxies)
    running = asyncio.create_task(door.run(stop))
    opened = Door(listening.getsockname()[1], application)
    try:
        yield opened
    finally:
        application.let_go.set()
        opened.close()
        stop.set()
        async with asyncio.timeout(PATIENCE):
            await running
        listening.close()


def memory() -> float:
    gc.collect()
    return psutil.Process().memory_info().rss / 1_000_000


# silence


async def test_silent_connections_over_the_limit_give_way_to_whoever_asks() -> None:
    async with open_door() as door:
        before = memory()
        for _ in range(300):
            await door.connect()
            if _ % 50 == 0:
                assert b"200 OK" in await door.ordinary()
        assert b"200 OK" in await door.ordinary()
        assert memory() - before < 60


async def test_a_storm_of_connections_does_not_push_out_one_that_asks() -> None:
    async with open_door(ConnectionLimits(most=200, most_per_address=200)) as door:
        storm = asyncio.gather(*(door.connect() for _ in range(800)), return_exceptions=True)
        answers = [await door.ordinary() for _ in range(5)]
        await storm
        assert all(b"200 OK" in each for each in answers)


async def test_a_silent_connection_is_closed_without_a_word() -> None:
    async with open_door() as door:
        assert await door.send(b"") == b""


async def test_connections_that_are_being_answered_are_never_dropped_for_new_ones() -> None:
    async with open_door(ConnectionLimits(most=4, most_per_address=4)) as door:
        held = [await door.connect() for _ in range(4)]
        for _, writer in held:
            writer.write(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        async with asyncio.timeout(PATIENCE):
            while len(door.application.scopes) < 4:
                await asyncio.sleep(0.01)
        refused = await door.send(b"")
        assert refused.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 5" in refused
        door.application.let_go.set()
        for reader, _ in held:
            async with asyncio.timeout(PATIENCE):
                assert b"served /slow" in await reader.readuntil(b"served /slow")


async def test_one_address_cannot_take_the_room_of_others_and_a_proxy_may() -> None:
    limits = ConnectionLimits(most=50, most_per_address=5)
    busy = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for proxies, served_all in (((), False), (("127.0.0.2",), True)):
        async with open_door(limits, proxies) as door:
            for _ in range(10):
                _, writer = await door.connect("127.0.0.2")
                writer.write(busy)
            await asyncio.sleep(0.3)
            assert (len(door.application.scopes) == 10) is served_all
            assert b"200 OK" in await door.ordinary("127.0.0.3")


@pytest.mark.long
@pytest.mark.real
async def test_a_thousand_silent_connections_leave_a_real_server_answering() -> None:
    with served() as server:
        process = psutil.Process(server.process.pid)
        asked = "Mức độ hài lòng của người dân đến năm 2025 phải đạt bao nhiêu?"
        assert server.ask(asked)["status"] == "answered_target"
        while (await asyncio.to_thread(server.request, "GET", "/readyz"))["status"] != "ready":
            await asyncio.sleep(0.5)
        before = process.memory_info().rss
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(1000)]
        for _ in range(5):
            assert (await asyncio.to_thread(server.ask, asked))["status"] == "answered_target"
        assert process.memory_info().rss - before < 80_000_000
        for each in held:
            each.close()


# heads


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Endless: ",
        b"GET /",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",  # trailers
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;",  # a chunk's extension
    ],
)
async def test_an_endless_head_is_refused_at_its_limit(start: bytes) -> None:
    async with open_door() as door:
        reader, writer = await door.connect()
        before = memory()
        writer.write(start)
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for n in range(400):
                    writer.write(b"X-%d: %s\r\n" % (n, b"a" * 1000) if start.endswith(b"\r\n") else b"a" * 1000)
                    await writer.drain()
                    await asyncio.sleep(0)
                    if reader.at_eof():
                        break
                await reader.read(-1)
        assert reader.at_eof() or reader.exception()
        assert memory() - before < 40
        assert b"200 OK" in await door.ordinary()


async def test_a_head_over_the_limit_in_one_piece_is_told_so() -> None:
    async with open_door() as door:
        head = b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 900) for n in range(60))
        answer = await door.send(head + b"\r\n")
        assert not answer or answer.startswith(b"HTTP/1.1 431")  # none when the connection was reset behind it
        assert not door.application.scopes


async def test_a_head_that_drips_is_given_up() -> None:
    async with open_door() as door:
        reader, writer = await door.connect()
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE):
                for letter in b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 1000:
                    writer.write(bytes([letter]))
                    await asyncio.sleep(0.05)
                    if reader.at_eof() or reader._buffer:  # type: ignore[attr-defined]
                        break
            assert (await reader.read(-1)).startswith(b"HTTP/1.1 408")


async def test_a_trailer_does_not_pass_for_a_header() -> None:
    async with open_door() as door:
        request = (
            b"POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            b"3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\n\r\n"
        )
        assert b"served /read" in await door.send(request)
        assert b"authorization" not in dict(door.application.scopes[0]["headers"])


# bodies


@pytest.mark.parametrize("path", [b"/read", b"/ordinary"])
async def test_a_body_that_drips_is_given_up_and_others_are_served(path: bytes) -> None:
    async with open_door() as door:
        head = b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
        dripping = [await door.connect() for _ in range(80)]
        for _, writer in dripping:
            writer.write(head)
        assert b"200 OK" in await door.ordinary()
        async with asyncio.timeout(PATIENCE):
            for reader, writer in dripping:
                with contextlib.suppress(ConnectionError):
                    while not reader.at_eof():
                        writer.write(b"a")
                        with contextlib.suppress(TimeoutError):
                            await asyncio.wait_for(reader.read(1000), 0.05)


async def test_an_endless_body_ends() -> None:
    async with open_door() as door:
        before = memory()
        reader, writer = await door.connect()
        writer.write(b"POST /ordinary HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE):
                while not reader.at_eof():
                    writer.write(b"1000\r\n" + b"a" * 4096 + b"\r\n")
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(100), 0.001)
        assert memory() - before < 40


# what is not taken


async def test_answers_that_are_not_taken_are_given_up_and_their_memory_is_bounded() -> None:
    limits = ConnectionLimits(most=60, most_per_address=60, send_seconds=1.5, unsent_bytes=30_000_000)
    async with open_door(limits) as door:
        before = memory()
        held = [await door.connect() for _ in range(12)]
        for reader, writer in held:
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert reader
        await asyncio.sleep(1.2)
        assert memory() - before < 80
        assert b"200 OK" in await door.ordinary()
        await asyncio.sleep(2.0)
        assert b"200 OK" in await door.ordinary()


async def test_a_large_answer_is_taken_whole() -> None:
    async with open_door() as door:
        answer = await door.send(b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert len(answer) > 8_000_000


# pipelines and garbage


async def test_a_few_requests_behind_one_another_are_answered_in_order() -> None:
    async with open_door() as door:
        several = b"".join(b"GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % n for n in range(5))
        answer = await door.send(several + b"GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        found = [answer.index(b"served /%d" % n) for n in range(5)]
        assert found == sorted(found)
        assert b"served /last" in answer


async def test_ten_thousand_requests_in_a_pipeline_are_not_held() -> None:
    async with open_door() as door:
        before = memory()
        await door.send(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n" * 10_000)
        assert len(door.application.scopes) <= 1
        assert memory() - before < 40
        assert b"200 OK" in await door.ordinary()


@settings(max_examples=10)
@given(sent=st.lists(st.tuples(st.sampled_from([b"", ORDINARY]), st.binary(min_size=1, max_size=400)), max_size=20))
def test_garbage_is_answered_or_closed_and_others_are_served(sent: list[tuple[bytes, bytes]]) -> None:
    async def all_of_it() -> None:
        async with open_door() as door:
            for before, garbage in sent:
                reader, writer = await door.connect()
                writer.write(before + garbage)
                writer.write_eof()
                with contextlib.suppress(ConnectionError):
                    async with asyncio.timeout(PATIENCE):
                        await reader.read(-1)
            assert b"200 OK" in await door.ordinary()

    asyncio.run(all_of_it())


async def test_a_target_with_a_host_of_its_own_replaces_the_host_header() -> None:
    async with open_door() as door:
        await door.send(b"GET http://real.example/a?b=c HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n")
        scope = door.application.scopes[0]
        assert (scope["path"], scope["query_string"]) == ("/a", b"b=c")
        assert [value for name, value in scope["headers"] if name == b"host"] == [b"real.example"]


# addresses


async def test_only_the_named_proxy_tells_an_address_and_only_its_own_entry_is_believed() -> None:
    forged = (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.1, 203.0.113.9\r\nConnection: close\r\n\r\n"
    )
    for proxies, seen in ((("127.0.0.9",), "127.0.0.1"), (("127.0.0.1",), "203.0.113.9"), ((), "127.0.0.1")):
        async with open_door(proxies=proxies) as door:
            await door.send(forged)
            assert door.application.scopes[0]["client"][0] == seen


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("x" * 500, "x" * 64),
    ],
)
def test_addresses_are_counted_as_one_subscriber_has_them(address: str, counted: str) -> None:
    assert client_address.counted(address) == counted


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**64 - 1))
def test_every_address_of_a_subscriber_is_counted_as_one(base: int, other: int) -> None:
    both = [str(_ipv6(base)), str(_ipv6(base >> 64 << 64 | other))]
    if not any(":ffff:" in each for each in both):
        assert len({client_address.counted(each) for each in both}) == 1


def _ipv6(number: int) -> str:
    return socket.inet_ntop(socket.AF_INET6, number.to_bytes(16))


# the count


class Counted:
    """A connection that remembers whether it was dropped."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.dropped = False

    def check(self, _now: float) -> int:
        return 0

    def drop(self) -> None:
        self.dropped = True


@given(st.lists(st.tuples(st.sampled_from(["come", "work", "wait", "leave"]), st.integers(0, 30), st.integers(0, 3))))
def test_the_count_agrees_with_what_is_held_whatever_happens(acts: list[tuple[str, int, int]]) -> None:
    held = Connections(ConnectionLimits(most=6, most_per_address=3))
    inside: list[Counted] = []
    for act, which, address in acts:
        if act == "come":
            one = Counted(f"10.0.0.{address}")
            if held.admit(one):
                inside.append(one)
        elif inside:
            one = inside[which % len(inside)]
            {"work": held.works, "wait": held.waits, "leave": held.left}[act](one)
            if act == "leave":
                inside.remove(one)
        inside = [each for each in inside if not each.dropped]
        assert len(held) == len(inside) <= 6
        assert all(sum(each.address == f"10.0.0.{n}" for each in inside) <= 3 for n in range(4))


# the log


def test_a_flood_of_one_error_is_a_few_lines_and_then_a_count() -> None:
    now = [0.0]
    kept = RepeatedLines(lambda: now[0])

    def line(text: str, number: int = 7, level: int = logging.ERROR) -> logging.LogRecord:
        return logging.LogRecord("asyncio", level, "a.py", number, text, (), None)

    assert sum(kept.filter(line("socket.accept() out of system resource")) for _ in range(5000)) == OFTEN
    assert kept.filter(line("another"))
    assert all(kept.filter(line("told", level=logging.INFO)) for _ in range(50))
    now[0] = PERIOD_SECONDS
    again = line("socket.accept() out of system resource")
    assert kept.filter(again)
    assert again.getMessage().endswith("(4995 more such lines were left out)")
