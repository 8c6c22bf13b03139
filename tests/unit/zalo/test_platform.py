"""The Bot Platform's client and polling, against the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from bot.channels.zalo.incoming import NoMessage, Received, ZaloMessage
from bot.channels.zalo.platform import Account, PlatformClient
from bot.channels.zalo.polling import Polling
from bot.channels.zalo.retrying import Patience, Retrying
from bot.channels.zalo.sending import CallRefusedError, TokenRefusedError, UncertainError
from tests.fakes_zalo import (
    BROKEN,
    BUSY,
    DROPPED,
    GARBLED,
    GATEWAY,
    HANGING,
    SECRET,
    TOKEN,
    ZaloEmulator,
    exchanging,
    update,
    zalo_emulator,
)

Result = TypeVar("Result")
HOOK = "https://example.org/zalo"


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


async def no_pause(seconds: float) -> None:
    await asyncio.sleep(0)


def run(zalo: ZaloEmulator, act: Callable[[PlatformClient], Awaitable[Result]], token: str = TOKEN) -> Result:
    async def acted() -> Result:
        async with exchanging() as exchange:
            retrying = Retrying(Patience(seconds=2.0), no_pause)
            return await act(PlatformClient(exchange, token, zalo.base_url + "/", retrying))

    return asyncio.run(acted())


def texts(received: list[Received]) -> list[str]:
    return [each.text if isinstance(each, ZaloMessage) else each.reason for each in received]


def test_it_says_who_the_bot_is_after_what_fails_for_a_moment(zalo: ZaloEmulator) -> None:
    zalo.fail("getMe", GATEWAY, HANGING)
    assert run(zalo, lambda client: client.me()) == Account("7421", "bot.kh136", True)
    assert zalo.called("getMe") == 3


def test_a_wrong_token_is_told_at_once(zalo: ZaloEmulator) -> None:
    with pytest.raises(TokenRefusedError):
        run(zalo, lambda client: client.me(), "1:wrong")
    assert len(zalo.calls) == 1


@pytest.mark.parametrize("token", ["", "a b", "a/../b", "1:é", "1:x\n", "1:x?y", "%41"])
def test_what_cannot_be_a_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ValueError, match="ZALO_BOT_TOKEN") as refused:
        run(ZaloEmulator(), lambda client: client.me(), token)
    assert not token or token not in str(refused.value)


@pytest.mark.parametrize("address", ["bot-api.example.org", "ftp://example.org", "https://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="ZALO_API_URL"):
        run(ZaloEmulator(base_url=address.removesuffix("/")), lambda client: client.me())


def test_a_webhook_is_set_told_and_taken_back(zalo: ZaloEmulator) -> None:
    async def act(client: PlatformClient) -> list[str | None]:
        seen = [await client.webhook()]
        await client.set_webhook(HOOK, SECRET)
        seen.append(await client.webhook())
        with pytest.raises(CallRefusedError):
            await client.updates(0)  # a webhook and polling exclude each other
        await client.delete_webhook()
        await client.delete_webhook()
        return [*seen, await client.webhook()]

    zalo.fail("setWebhook", BUSY, BROKEN)
    assert run(zalo, act) == [None, HOOK, None]
    assert zalo.hook is None


def test_an_empty_poll_is_no_error(zalo: ZaloEmulator) -> None:
    assert run(zalo, lambda client: client.updates(0)) == ()


def test_a_poll_is_made_once_whatever_happens_to_it(zalo: ZaloEmulator) -> None:
    zalo.waiting.append(update("một"))
    zalo.fail("getUpdates", DROPPED)
    with pytest.raises(UncertainError):
        run(zalo, lambda client: client.updates(0))
    assert zalo.called("getUpdates") == 1


def polled(zalo: ZaloEmulator, until: int, wait: int = 0) -> list[Received]:
    """What polling hands on until it has handed on that much and is told to stop."""
    got: list[Received] = []

    async def act(client: PlatformClient) -> None:
        stop = asyncio.Event()

        async def receive(received: Received) -> None:
            got.append(received)
            if len(got) >= until:
                stop.set()

        await Polling(client, receive, wait, no_pause).run(stop)

    run(zalo, act)
    return got


def test_polling_hands_on_everything_once_and_in_order(zalo: ZaloEmulator) -> None:
    zalo.waiting += [update(f"câu {n}", f"m{n}") for n in range(20)]
    assert texts(polled(zalo, 20)) == [f"câu {n}" for n in range(20)]
    assert zalo.waiting == []


def test_polling_outlives_busy_broken_garbled_and_dropped_answers(zalo: ZaloEmulator) -> None:
    # what a garbled or dropped answer held is lost: the platform has no offset. Nothing else is.
    zalo.waiting += [update("mất 1"), update("mất 2"), update("còn 1"), update("còn 2")]
    zalo.fail("getUpdates", BUSY, BROKEN, GATEWAY, GARBLED, DROPPED)
    assert texts(polled(zalo, 2)) == ["còn 1", "còn 2"]


def test_polling_passes_over_what_is_no_message(zalo: ZaloEmulator) -> None:
    zalo.waiting += [{"event_name": "message.text.received", "message": 5}, update("chào")]
    got = polled(zalo, 2)
    assert isinstance(got[0], NoMessage) and isinstance(got[1], ZaloMessage)


def test_polling_told_to_stop_lets_the_open_poll_end_so_that_nothing_is_swallowed(zalo: ZaloEmulator) -> None:
    got: list[Received] = []

    async def act(client: PlatformClient) -> None:
        stop = asyncio.Event()

        async def receive(received: Received) -> None:
            got.append(received)

        running = asyncio.create_task(Polling(client, receive, 2, no_pause).run(stop))
        while not zalo.called("getUpdates"):
            await asyncio.sleep(0.01)
        stop.set()  # the poll is open: what arrives now is given to it and to nobody else
        zalo.waiting.append(update("vào phút chót"))
        await running

    run(zalo, act)
    assert texts(got) == ["vào phút chót"]
    assert zalo.called("getUpdates") == 1


def test_polling_with_a_withdrawn_token_ends(zalo: ZaloEmulator) -> None:
    async def receive(received: Received) -> None:
        raise AssertionError

    async def act(client: PlatformClient) -> None:
        await Polling(client, receive, 0, no_pause).run(asyncio.Event())

    with pytest.raises(TokenRefusedError):
        run(zalo, act, "1:wrong")
