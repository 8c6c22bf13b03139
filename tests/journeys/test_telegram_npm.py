"""The unmodified bot against a Bot API server that others wrote (npm telegram-test-api), by polling and by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from tests.fakes_chat import TARGET
from tests.fakes_knowledge import assistant
from tests.fakes_npm_server import NpmServer, npm_server
from tests.fakes_telegram_door import Door, open_door, until
from tests.telegram_updates import NHOM, edits, reacts, says, searches

ASKED = "Đến năm 2025 mức độ hài lòng phải đạt bao nhiêu?"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Act = Callable[[NpmServer, Door], Coroutine[Any, Any, None]]
both = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
ME = 1


def play(act: Act, webhook: bool) -> None:
    async def played() -> None:
        with npm_server() as server:
            async with open_door(server.base_url, webhook=webhook, chat=assistant().chat) as door:
                await act(server, door)

    asyncio.run(played())


async def shown(server: NpmServer, count: int, chat: int = ME) -> list[dict[str, Any]]:
    found: list[list[dict[str, Any]]] = [[]]

    async def look() -> bool:
        found[0] = await asyncio.to_thread(server.shown, chat)
        return len(found[0]) >= count

    async with asyncio.timeout(20):
        while not await look():
            await asyncio.sleep(0.02)
    return found[0]


async def called(server: NpmServer, method: str, count: int = 1) -> list[dict[str, Any]]:
    async with asyncio.timeout(20):
        while len(made := await asyncio.to_thread(server.calls, method)) < count:
            await asyncio.sleep(0.02)
    return made


def data(message: dict[str, Any], label: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return str(next(each["callback_data"] for row in rows for each in row if label in each["text"]))


async def do(action: Callable[..., None], *arguments: Any) -> None:
    await asyncio.to_thread(action, *arguments)


@both
def test_questions_follow_ups_commands_and_deep_links_are_answered(webhook: bool) -> None:
    async def act(server: NpmServer, door: Door) -> None:
        await do(server.say, ASKED)
        (first,) = await shown(server, 1)
        assert "<b>Tối thiểu 95%</b>" in first["text"]
        assert "<blockquote expandable>" in first["text"]
        await do(server.say, "thế còn năm 2023?")
        assert "85%" in (await shown(server, 2))[1]["text"]
        for name in ("start", "help", "chitieu", "han", "vanban", "faq", "nguon", "ketqua", "xoadulieu", "ngonngu"):
            await do(server.say, f"/{name}")
        await do(server.say, "/start d_kh-136-2021")
        told = await shown(server, 13)
        assert "136/KH-UBND" in told[12]["text"]
        assert len(told) == 13

    play(act, webhook)


@both
def test_buttons_edits_and_reactions_do_what_they_say(webhook: bool) -> None:
    async def act(server: NpmServer, door: Door) -> None:
        asked = says("chào bạn", ME, number=501)
        await do(server.deliver, asked)
        await shown(server, 1)
        await do(server.deliver, edits(asked, ASKED))
        (edited,) = await called(server, "editMessageText")
        assert "<b>Tối thiểu 95%</b>" in edited["text"]
        (answer,) = await shown(server, 1)
        assert answer["text"] == edited["text"]
        number = answer["number"]
        await do(server.press, data(answer, "Xem nguồn"), number)
        assert "Đoạn" in (await shown(server, 2))[1]["text"]
        await do(server.press, data(answer, "Diễn biến"), number)
        await called(server, "sendPhoto")
        await do(server.press, data(answer, "Hữu ích"), number)
        await until(lambda: door.watch.opinions == [("telegram", True)])
        await called(server, "answerCallbackQuery", 3)
        await do(server.deliver, reacts("👎", number, ME))
        await until(lambda: door.watch.opinions == [("telegram", True), ("telegram", False)])

    play(act, webhook)


@both
def test_groups_inline_queries_malformed_and_repeated_updates(webhook: bool) -> None:
    async def act(server: NpmServer, door: Door) -> None:
        malformed = {"update_id": 70, "message": {"text": 7, "chat": None}}
        await do(server.deliver, malformed, says(ASKED, NHOM, 5), searches("papi"))
        (inline,) = await called(server, "answerInlineQuery")
        assert inline["results"]
        named = (await door.channel._api.me()).username  # the server names the bot itself
        mention = says(f"@{named} {ASKED}", NHOM, 5)
        await do(server.deliver, mention, mention, mention)
        (answer,) = await shown(server, 1, NHOM)
        assert "95%" in answer["text"]
        await do(server.say, "/help")
        await shown(server, 1)
        await until(lambda: door.channel._turns.waiting == 0)
        assert len(await shown(server, 1, NHOM)) == 1

    play(act, webhook)


@both
def test_a_storm_of_429_is_waited_out_by_its_chat_alone(webhook: bool) -> None:
    async def act(server: NpmServer, door: Door) -> None:
        await do(server.flood, "sendMessage", ME, 2)
        await do(server.say, ASKED)
        await do(server.say, "/help")
        await do(server.say, ASKED, 2)
        await shown(server, 1, 2)
        assert await shown(server, 0) == []
        first, second = await shown(server, 2)
        assert "95%" in first["text"]
        assert "/chitieu" in second["text"]

    play(act, webhook)


def test_a_webhook_call_without_the_servers_secret_is_refused() -> None:
    async def act(server: NpmServer, door: Door) -> None:
        async with httpx.AsyncClient() as client:
            for headers in ({}, {SECRET_HEADER: "sai"}):
                posted = await client.post(door.hook, json=says(TARGET.question, ME), headers=headers)
                assert posted.status_code == 403
        await do(server.say, "/help")
        assert len(await shown(server, 1)) == 1

    play(act, webhook=True)
