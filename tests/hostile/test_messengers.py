"""A messenger that takes a call and never answers, or never ends its answer, is given up on after the stated time."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram import api as telegram
from bot.channels.telegram.api import Body, Place
from bot.channels.telegram.bot_api import BotApi
from bot.channels.zalo import sending as zalo
from bot.channels.zalo.exchange import Exchange
from bot.channels.zalo.official_account import OfficialAccount
from bot.channels.zalo.official_tokens import TokenFile
from bot.channels.zalo.platform import POLL_SECONDS, PlatformClient
from bot.channels.zalo.retrying import Patience, Retrying
from tests.fakes_bot_api import TOKEN
from tests.hanging_servers import EVERY_SECONDS, dripping_server, silent_server

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
SILENCE = 4 * EVERY_SECONDS  # a drip ends each silence sooner, so that the bound on the whole call alone can end it
WHOLE = 8 * EVERY_SECONDS
HANGING = 60.0  # seconds that tell a call that is given up on from one that is not
HERE = Place(1)
Call = Callable[[str, Path], Awaitable[object]]
GIVEN_UP = (telegram.UncertainError, telegram.UnavailableError, zalo.UncertainError, zalo.UnavailableError)


@pytest.fixture(params=[silent_server, dripping_server])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with request.param() as address:
        yield address


def to_telegram(act: Callable[[BotApi], Awaitable[object]]) -> Call:
    async def called(url: str, _: Path) -> None:
        api = BotApi(TOKEN, url, seconds=SILENCE, longest=WHOLE)
        try:
            await act(api)
        finally:
            await api.close()

    return called


def to_zalo(act: Callable[[PlatformClient], Awaitable[object]]) -> Call:
    async def called(url: str, _: Path) -> None:
        async with httpx.AsyncClient() as client:
            await act(PlatformClient(Exchange(client, SILENCE), TOKEN, url, Retrying(once())))

    return called


def to_official_account(url: str, folder: Path) -> Awaitable[object]:
    async def called() -> None:
        async with httpx.AsyncClient() as client:
            tokens = TokenFile(folder / "tokens.json", "refresh-0")
            account = OfficialAccount(
                Exchange(client, SILENCE), tokens, "1", "secret", api_url=url, oauth_url=url, retrying=Retrying(once())
            )
            await account.send_text("someone", "chào")

    return called()


def once() -> Patience:
    return Patience(seconds=SILENCE, attempts=1)


CALLS: dict[str, Call] = {
    "telegram getMe": to_telegram(lambda api: api.me()),
    "telegram sendMessage": to_telegram(lambda api: api.send_text(HERE, Body("chào", html=False))),
    "telegram sendPhoto": to_telegram(lambda api: api.send_photo(HERE, b"picture", Body("chào", html=False))),
    "telegram getUpdates": to_telegram(lambda api: api.updates(0, 0)),
    "telegram setWebhook": to_telegram(lambda api: api.set_webhook("https://example.org/x", "secret")),
    "zalo getMe": to_zalo(lambda client: client.me()),
    "zalo sendMessage": to_zalo(lambda client: client.send_text("someone", "chào")),
    "zalo sendChatAction": to_zalo(lambda client: client.show_typing("someone")),
    "zalo official account": to_official_account,
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_call_that_is_not_answered_is_given_up_on(call: Call, url: str, tmp_path: Path) -> None:
    async def given_up_on() -> None:
        async with asyncio.timeout(HANGING):
            await call(url, tmp_path)

    with pytest.raises(GIVEN_UP) as failed:
        asyncio.run(given_up_on())
    assert TOKEN not in str(failed.value)


def test_a_message_that_may_have_arrived_is_told_from_one_that_did_not(url: str, tmp_path: Path) -> None:
    for name, kind in (("telegram sendMessage", telegram.UncertainError), ("zalo sendMessage", zalo.UncertainError)):
        with pytest.raises(kind):
            asyncio.run(CALLS[name](url, tmp_path))  # type: ignore[arg-type]


def test_the_stated_times_are_those_of_the_clients() -> None:
    stated = re.search(r"Telegram after (\d+) s of silence and (\d+) s in all, Zalo after (\d+) s in all", OPERATIONS)
    assert stated
    client = inspect.signature(BotApi).parameters
    connecting = inspect.signature(Exchange).parameters["connect_seconds"].default
    times = (client["seconds"].default, client["longest"].default, Patience().seconds + connecting)
    assert tuple(map(float, stated.groups())) == times
    assert times[1] > POLL_SECONDS, "a poll that waits for updates ends by itself"
