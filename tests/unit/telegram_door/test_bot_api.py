"""The client: every failure as what it means for a retry, nothing of a stranger believed, no token shown."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channels.telegram import bot_api_shapes
from bot.channels.telegram.api import (
    Body,
    FloodedError,
    MovedError,
    Place,
    RefusedError,
    TelegramFailure,
    TokenRefusedError,
    UnavailableError,
    UncertainError,
    UnchangedError,
    UnparsedError,
)
from bot.channels.telegram.bot_api import BotApi
from bot.channels.telegram.message import Copy, Inline, Link, Press
from bot.channels.telegram.webhook import WebhookAddress
from tests.fakes_bot_api import TOKEN, Fault, bot_api_server
from tests.telegram_updates import AN, says

HERE = Place(AN)
SECRET = TOKEN.split(":")[1]


def error(status: int, description: str, **parameters: Any) -> Fault:
    told = {"ok": False, "error_code": status, "description": description, "parameters": parameters or None}
    return Fault(status, raw=json.dumps(told).encode())


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(429, retry_after=3), FloodedError),
        (error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009), MovedError),
        (error(400, "Bad Request: can't parse entities: Unsupported start tag"), UnparsedError),
        (error(400, "Bad Request: message is not modified: it is the same"), UnchangedError),
        (error(400, "Bad Request: chat not found"), RefusedError),
        (error(403, "Forbidden: bot was blocked by the user"), RefusedError),
        (error(409, "Conflict: terminated by other getUpdates request"), RefusedError),
        (error(401, f"Unauthorized {TOKEN}"), TokenRefusedError),
        (error(404, f"Not Found /bot{TOKEN}"), TokenRefusedError),
        (error(500, f"Internal Server Error {SECRET}"), UnavailableError),
        (error(502, "Bad Gateway"), UnavailableError),
        (Fault(502, raw=b"<html>Bad Gateway</html>"), UncertainError),
        (Fault(504, raw=b""), UncertainError),
        (Fault(200, raw=b'{"ok": tr'), UncertainError),
        (Fault(200, raw=b'{"ok": true, "result": {"message_id": "x"}}'), UncertainError),
        (Fault(200, raw=b'{"ok": true, "result": []}'), UncertainError),
        (Fault(200, hang=True), UncertainError),
    ],
    ids=str,
)
def test_a_failure_says_what_it_means_for_a_retry_and_not_the_token(
    fault: Fault, kind: type[TelegramFailure], caplog: Any
) -> None:
    async def act(base_url: str) -> None:
        api = BotApi(TOKEN, base_url, seconds=0.5)
        with pytest.raises(TelegramFailure) as failed:
            await api.send_text(HERE, Body("chào", html=True))
        await api.close()
        assert type(failed.value) is kind
        assert SECRET not in str(failed.value)
        assert SECRET not in caplog.text

    with bot_api_server() as server:
        server.faults.append(fault)
        asyncio.run(act(server.base_url))


def test_a_telegram_nobody_listens_at_is_unavailable() -> None:
    async def act() -> None:
        api = BotApi(TOKEN, "http://127.0.0.1:9", seconds=0.5)
        with pytest.raises(UnavailableError) as failed:
            await api.send_text(HERE, Body("chào", html=True))
        await api.close()
        assert SECRET not in str(failed.value)

    asyncio.run(act())


def test_a_malformed_update_spoils_no_batch() -> None:
    async def act(base_url: str) -> None:
        api = BotApi(TOKEN, base_url)
        found = await api.updates(0, 0)
        await api.close()
        assert len(found) == 3

    with bot_api_server() as server:
        server.arrive({"update_id": 1, "message": {"date": "hôm qua"}}, {"update_id": 2, "message": None}, says("ba"))
        asyncio.run(act(server.base_url))


def test_every_kind_of_button_is_one_telegram_takes() -> None:
    rows = (
        (Press("bấm", "x"), Copy("chép", "trích dẫn")),
        (Link("mở", "https://t.me/kh136_bot?start=a"), Inline("gửi", "papi 2025")),
    )

    async def act(base_url: str) -> None:
        api = BotApi(TOKEN, base_url)
        await api.send_text(HERE, Body("chào", html=False, buttons=rows), reply_to=7)
        await api.send_photo(Place(AN, thread=4), b"\x89PNG", Body("<b>ảnh</b>", html=True, buttons=rows))
        await api.close()

    with bot_api_server() as server:
        asyncio.run(act(server.base_url))
        text, photo = server.shown
        assert text.labels == photo.labels == ["bấm", "chép", "mở", "gửi"]
        assert (text.under, int(photo.thread or 0), photo.text) == (7, 4, "ảnh")
        assert server.called("sendMessage")[0].body["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize("token", ["", "abc", "123:", ":abc", "12 3:abc", "123:a bc", "１２３:abc"])
def test_what_is_no_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValueError, match="TELEGRAM_BOT_TOKEN is no token") as refused:
        BotApi(token)
    assert not token or token not in str(refused.value)


def test_settings_that_cannot_work_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="TELEGRAM_API_URL='ftp://x'"):
        BotApi(TOKEN, "ftp://x")
    with pytest.raises(ValueError, match="TELEGRAM_WEBHOOK_SECRET"):
        WebhookAddress("https://a.vn/telegram", "ngắn")
    with pytest.raises(ValueError, match=r"TELEGRAM_WEBHOOK_URL='http://a\.vn/telegram'"):
        WebhookAddress("http://a.vn/telegram", "x" * 16)
    assert "x" * 16 not in repr(WebhookAddress("https://a.vn/telegram", "x" * 16))
    assert TOKEN not in repr(BotApi(TOKEN))


async def _trickle() -> None:
    await asyncio.sleep(30)


def test_a_server_that_never_ends_its_answer_is_given_up_on() -> None:
    with pytest.raises(UncertainError, match="no answer within"):
        asyncio.run(bot_api_shapes.called("sendMessage", _trickle(), longest=0.05))
