"""Settings that cannot work stop the start with one line that names the setting and not the secret."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.assembly import FrontDesk
from bot.commands import doors
from bot.commands.failures import BadInputError
from bot.settings import BotSettings
from tests.fakes_bot_api import TOKEN
from tests.fakes_knowledge import keyword_knowledge

SECRET = "mot_bi_mat_du_dai-136"
URL = "https://bot.example.org/webhooks/telegram"


def opened(**settings: Any) -> list[doors.Door]:
    async def act() -> list[doors.Door]:
        held = BotSettings(_env_file=None, **settings)  # type: ignore[call-arg]
        assistant = SimpleNamespace(knowledge=keyword_knowledge())
        desk = SimpleNamespace(reception=None, inbox=None, memory=None, assistant=assistant)
        async with AsyncExitStack() as stack:
            names = doors.chosen(held, ["telegram"])
            return await doors.opened(names, held, Path("nowhere"), cast(FrontDesk, desk), stack)

    return asyncio.run(act())


def test_a_token_alone_polls_and_a_webhook_answers_at_its_own_path() -> None:
    (polling,) = opened(telegram_bot_token=TOKEN)
    assert (polling.part.name, polling.routes) == ("telegram", {})
    assert polling.part.degraded() == ("telegram",)
    (posted,) = opened(telegram_bot_token=TOKEN, telegram_webhook_url=URL, telegram_webhook_secret=SECRET)
    assert list(posted.routes) == ["/webhooks/telegram"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "TELEGRAM_BOT_TOKEN is not set"),
        ({"telegram_bot_token": "không phải"}, "TELEGRAM_BOT_TOKEN is no token"),
        ({"telegram_bot_token": TOKEN, "telegram_api_url": "x"}, "TELEGRAM_API_URL='x' is no web address"),
        ({"telegram_bot_token": TOKEN, "telegram_webhook_url": URL}, "TELEGRAM_WEBHOOK_SECRET is not"),
        (
            {"telegram_bot_token": TOKEN, "telegram_webhook_url": URL, "telegram_webhook_secret": "ngan"},
            "TELEGRAM_WEBHOOK_SECRET must have 16 to 256",
        ),
        (
            {
                "telegram_bot_token": TOKEN,
                "telegram_webhook_url": "https://bot.example.org",
                "telegram_webhook_secret": SECRET,
            },
            "has no path of its own",
        ),
        (
            {
                "telegram_bot_token": TOKEN,
                "telegram_webhook_url": "http://bot.example.org/t",
                "telegram_webhook_secret": SECRET,
            },
            "is no HTTPS address",
        ),
    ],
)
def test_what_cannot_work_is_named_with_its_remedy(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInputError, match=told) as refused:
        opened(**settings)
    for secret in (TOKEN, SECRET, "không phải"):
        assert secret not in str(refused.value)
