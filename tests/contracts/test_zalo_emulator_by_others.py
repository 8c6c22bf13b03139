"""The emulator of Zalo driven by clients others wrote, unmodified: if it drifts from what they believe, this fails.

The clients are python-zalo-bot, which sends forms, and pyzalo, which sends JSON. They are witnesses for the tests
alone; where one is not installed its tests are skipped. What they believe is no proof about Zalo either.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.zalo.platform import PlatformClient
from tests.fakes_zalo import (
    BROKEN,
    SECRET,
    STAMP,
    TOKEN,
    ZaloEmulator,
    exchanging,
    update,
    zalo_emulator,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    zalo_bot = pytest.importorskip("zalo_bot", reason="python-zalo-bot is not installed")
    errors = pytest.importorskip("zalo_bot.error")


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


def driven(zalo: ZaloEmulator, act: Callable[[Any], Awaitable[Any]], token: str = TOKEN) -> Any:
    """What their bot makes of what it is answered."""

    async def played() -> Any:
        async with zalo_bot.Bot(token, base_url=zalo.base_url) as bot:
            return await act(bot)

    return asyncio.run(played())


def test_their_bot_starts_and_knows_who_it_is(zalo: ZaloEmulator) -> None:
    assert driven(zalo, lambda bot: bot.get_me()).id == "7421"
    assert zalo.called("getMe") == 2, "once by itself at its start"


def test_their_bot_does_not_start_with_a_wrong_token(zalo: ZaloEmulator) -> None:
    with pytest.raises(errors.InvalidToken):
        driven(zalo, lambda bot: bot.get_me(), token="1:wrong")


@pytest.mark.parametrize("group", [False, True])
def test_their_bot_reads_an_update_as_we_do(zalo: ZaloEmulator, group: bool) -> None:
    zalo.waiting.append(update("Chỉ tiêu hài lòng?", "m7", chat="c-9", person="u-9", group=group))
    message = driven(zalo, lambda bot: bot.get_update(timeout=1)).message
    assert (message.message_id, message.text, message.chat.id) == ("m7", "Chỉ tiêu hài lòng?", "c-9")
    assert (message.from_user.id, message.from_user.display_name) == ("u-9", "Người Hỏi")
    assert message.date.astimezone(UTC) == datetime.fromtimestamp(STAMP / 1000, UTC)


def test_an_empty_poll_is_408_to_their_bot_too(zalo: ZaloEmulator) -> None:
    with pytest.raises(errors.NetworkError, match="408"):
        driven(zalo, lambda bot: bot.get_update(timeout=0))


def test_their_bot_sends_shows_that_it_types_and_is_told_the_message(zalo: ZaloEmulator) -> None:
    async def act(bot: Any) -> Any:
        await bot.send_chat_action("c-1", "typing")
        return await bot.send_message("c-1", "Tối thiểu 95%")

    assert driven(zalo, act).message_id == "s1"
    assert zalo.sent == [("c-1", "Tối thiểu 95%")]


def test_their_bot_is_refused_what_is_too_long_and_hears_of_a_broken_server(zalo: ZaloEmulator) -> None:
    with pytest.raises(errors.BadRequest):
        driven(zalo, lambda bot: bot.send_message("c-1", "x" * 2001))
    zalo.fail("sendMessage", BROKEN)
    with pytest.raises(errors.NetworkError, match="500"):
        driven(zalo, lambda bot: bot.send_message("c-1", "một"))
    assert zalo.sent == []


def test_their_bot_sets_asks_for_and_takes_away_a_webhook(zalo: ZaloEmulator) -> None:
    async def act(bot: Any) -> None:
        with pytest.raises(errors.InvalidToken):  # what it takes a 404 for
            await bot._get_webhook_info_async()
        assert await bot._set_webhook_async("https://example.org/zalo", SECRET)
        with pytest.raises(errors.BadRequest):
            await bot.get_update(timeout=0)
        assert await bot._delete_webhook_async()

    driven(zalo, act)


@pytest.fixture
def other(zalo: ZaloEmulator) -> Iterator[Any]:
    """The second client, whose answers are the decoded JSON itself."""
    pyzalo = pytest.importorskip("pyzalo.main", reason="pyzalo is not installed")
    client = pyzalo.PyZALO(TOKEN, base_url=zalo.base_url)
    yield client
    client.session.close()


def test_the_second_client_knows_who_it_is_and_reads_an_update(zalo: ZaloEmulator, other: Any) -> None:
    assert other.getMe()["result"]["id"] == "7421"
    zalo.waiting.append(update("Chỉ tiêu hài lòng?", "m7", chat="c-9", person="u-9", group=False))
    message = other.getUpdates(timeout=1)["result"]["message"]
    assert (message["message_id"], message["text"], message["chat"]["id"]) == ("m7", "Chỉ tiêu hài lòng?", "c-9")
    assert other.getUpdates(timeout=0)["error_code"] == 408, "an empty poll"


def test_the_second_client_sends_and_is_refused_what_is_too_long(zalo: ZaloEmulator, other: Any) -> None:
    assert other.sendMessage("c-1", "Tối thiểu 95%")["result"]["message_id"] == "s1"
    assert other.sendChatAction("c-1")["ok"]
    assert not other.sendMessage("c-1", "x" * 2001)["ok"]
    assert zalo.sent == [("c-1", "Tối thiểu 95%")]


def test_the_second_client_sets_asks_for_and_takes_away_a_webhook(zalo: ZaloEmulator, other: Any) -> None:
    assert other.getWebhookInfo()["error_code"] == 404
    assert other.setWebhook("https://example.org/zalo", SECRET)["ok"]
    assert not other.getUpdates(timeout=0)["ok"], "a webhook ends polling"
    assert other.deleteWebhook()["ok"]


def test_our_client_and_theirs_leave_the_same_calls(zalo: ZaloEmulator) -> None:

    async def ours() -> None:
        async with exchanging() as exchange:
            client = PlatformClient(exchange, TOKEN, zalo.base_url)
            await client.send_text("c-1", "Trên 85%")
            await client.show_typing("c-1")

    asyncio.run(ours())
    from_us = [(each.method, each.path) for each in zalo.calls]
    bodies = [each.body for each in zalo.calls]
    zalo.calls.clear()

    async def theirs(bot: Any) -> None:
        zalo.calls.clear()  # its getMe
        await bot.send_message("c-1", "Trên 85%")
        await bot.send_chat_action("c-1", "typing")

    driven(zalo, theirs)
    assert [(each.method, each.path) for each in zalo.calls] == from_us
    assert [each.body for each in zalo.calls] == bodies
