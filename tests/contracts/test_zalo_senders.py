"""What every ``Sender`` must do, whichever of Zalo's two ways it sends, against the emulator."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from bot.channels.zalo.exchange import Exchange
from bot.channels.zalo.official_account import OfficialAccount
from bot.channels.zalo.official_tokens import TokenFile, TokenPair
from bot.channels.zalo.platform import PlatformClient
from bot.channels.zalo.retrying import Patience, Retrying
from bot.channels.zalo.sending import (
    BusyError,
    CallRefusedError,
    Sender,
    UnavailableError,
    UncertainError,
    ZaloError,
)
from tests.fakes_zalo import (
    BROKEN,
    BUSY,
    BUSY_FOR_A_SECOND,
    DROPPED,
    GARBLED,
    GATEWAY,
    GATEWAY_AFTER_SENDING,
    HANGING,
    TOKEN,
    Fault,
    ZaloEmulator,
    exchanging,
    zalo_emulator,
)

Result = TypeVar("Result")
SEND = {"platform": "sendMessage", "official account": "cs"}


class World:
    """An emulator and a sender that talks to it; pauses are noted, not slept."""

    def __init__(self, zalo: ZaloEmulator, kind: str, folder: Path) -> None:
        self.zalo = zalo
        self.kind = kind
        self.folder = folder
        self.paused: list[float] = []
        self.address = zalo.base_url
        self.seconds = 20.0  # for a call

    @property
    def method(self) -> str:
        return SEND[self.kind]

    def sender(self, exchange: Exchange) -> Sender:
        async def pause(seconds: float) -> None:
            self.paused.append(seconds)

        retrying = Retrying(Patience(seconds=self.seconds), pause, lambda: 0.5)
        if self.kind == "platform":
            return PlatformClient(exchange, TOKEN, self.address, retrying)
        tokens = TokenFile(self.folder / "tokens.json", "refresh-0")
        with tokens.only_me():
            tokens.replace(TokenPair("access-0", "refresh-0", 9e12))
        return OfficialAccount(
            exchange, tokens, "app-1", "app-secret", api_url=self.address, oauth_url=self.address, retrying=retrying
        )

    def run(self, act: Callable[[Sender], Awaitable[Result]]) -> Result:
        async def acted() -> Result:
            async with exchanging() as exchange:
                return await act(self.sender(exchange))

        return asyncio.run(acted())


@pytest.fixture(params=SEND)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with zalo_emulator() as zalo:
        yield World(zalo, request.param, tmp_path)


def test_a_text_arrives_as_it_is_and_gives_its_id(world: World) -> None:
    text = "Tối thiểu 95% [1].\n“đến năm 2025” 😀 & <b>"
    assert world.run(lambda sender: sender.send_text("u-1", text)).message_id
    assert world.zalo.sent == [("u-1", text)]


def test_a_photo_arrives_with_and_without_words(world: World) -> None:
    async def both(sender: Sender) -> None:
        await sender.send_photo("u-1", "https://example.org/a.png", "Chỉ tiêu")
        await sender.send_photo("u-1", "https://example.org/b.png")

    world.run(both)
    assert world.zalo.photos == [
        ("u-1", "https://example.org/a.png", "Chỉ tiêu"),
        ("u-1", "https://example.org/b.png", ""),
    ]


def test_typing_is_shown_or_quietly_left_out(world: World) -> None:
    world.run(lambda sender: sender.show_typing("u-1"))
    assert world.zalo.sent == []


@pytest.mark.parametrize("text", ["", "x" * 2001, "😀" * 1001])
def test_a_text_zalo_would_refuse_is_refused_before_it_goes_out(world: World, text: str) -> None:
    with pytest.raises(CallRefusedError, match="2000"):
        world.run(lambda sender: sender.send_text("u-1", text))
    assert world.zalo.calls == []


def test_a_busy_zalo_is_asked_again_later_and_the_text_arrives_once(world: World) -> None:
    world.zalo.fail(world.method, BUSY, BUSY_FOR_A_SECOND)
    world.run(lambda sender: sender.send_text("u-1", "một"))
    assert world.zalo.texts() == ["một"]
    assert world.paused == [0.5, 1.0], "the second wait is as long as Zalo asked"


def test_a_zalo_that_stays_busy_is_left_alone_after_three_tries(world: World) -> None:
    world.zalo.fail(world.method, *[BUSY] * 9)
    with pytest.raises(BusyError):
        world.run(lambda sender: sender.send_text("u-1", "một"))
    assert world.zalo.called(world.method) == 3 and world.zalo.sent == []


def test_a_long_wait_is_left_to_the_caller(world: World) -> None:
    world.zalo.fail(world.method, Fault(429, headers=(("retry-after", "600"),)))
    with pytest.raises(BusyError) as busy:
        world.run(lambda sender: sender.send_text("u-1", "một"))
    assert busy.value.wait_seconds == 600 and world.paused == []


@pytest.mark.parametrize("fault", [GATEWAY_AFTER_SENDING, GARBLED, HANGING, DROPPED], ids=str)
def test_a_text_whose_answer_is_lost_is_not_sent_twice(world: World, fault: Fault) -> None:
    world.seconds = 1.5 if fault.hang else world.seconds
    world.zalo.fail(world.method, fault)
    with pytest.raises(UncertainError):
        world.run(lambda sender: sender.send_text("u-1", "một"))
    assert world.zalo.texts() == ["một"] and world.zalo.called(world.method) == 1


def test_a_gateway_that_may_have_passed_it_on_is_not_asked_again(world: World) -> None:
    world.zalo.fail(world.method, GATEWAY)
    with pytest.raises(UncertainError, match="502"):
        world.run(lambda sender: sender.send_text("u-1", "một"))
    assert world.zalo.called(world.method) == 1


def test_a_refusal_is_final(world: World) -> None:
    told = b'{"ok":false,"error_code":400,"description":"chat not found","error":-230,"message":"out of window"}'
    world.zalo.fail(world.method, Fault(400, told))
    with pytest.raises(CallRefusedError):
        world.run(lambda sender: sender.send_text("u-1", "một"))
    assert world.zalo.called(world.method) == 1


def test_a_zalo_that_is_not_there_is_tried_again_since_nothing_went_out(world: World) -> None:
    world.address = "http://127.0.0.1:1"
    with pytest.raises(UnavailableError, match="not reached"):
        world.run(lambda sender: sender.send_text("u-1", "một"))
    assert len(world.paused) == 2


@pytest.mark.parametrize("fault", [BUSY, BROKEN, GATEWAY, GARBLED, HANGING, DROPPED, Fault(401), Fault(400)], ids=str)
def test_no_log_no_error_and_no_name_of_an_object_holds_a_secret(
    world: World, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")  # a test before may have quietened it
    world.seconds = 1.5 if fault.hang else world.seconds
    world.zalo.fail(world.method, *[fault] * 3)
    shown: list[str] = []

    async def act(sender: Sender) -> None:
        shown.extend((repr(sender), str(sender)))
        try:
            await sender.send_text("u-1", "một")
        except ZaloError as error:
            shown.extend((repr(error), *traceback.format_exception(error)))
        world.zalo.faults.clear()
        if not fault.hang:
            await sender.send_text("u-1", "hai")

    world.run(act)
    ours = [record for record in caplog.records if not record.name.startswith("uvicorn")]  # the emulator's own
    shown += [record.getMessage() for record in ours]
    assert fault.hang or any("HTTP Request" in line for line in shown), "the HTTP library's own log was listened to"
    for secret in (TOKEN, TOKEN.partition(":")[2], "access-0", "refresh-0", "app-secret"):
        assert secret not in "\n".join(shown)


def test_an_echoed_address_is_redacted() -> None:
    with zalo_emulator("other:token") as zalo:
        world = World(zalo, "platform", Path())
        with pytest.raises(ZaloError) as refused:
            world.run(lambda sender: sender.send_text("u-1", "một"))
        assert "Unauthorized" in str(refused.value) and "***" in str(refused.value)
        assert TOKEN not in str(refused.value) and TOKEN.partition(":")[2] not in str(refused.value)
