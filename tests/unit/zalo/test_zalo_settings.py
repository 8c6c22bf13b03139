"""The settings of Zalo: checked before anything starts, and their secrets kept out of what is printed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.channels.zalo.platform import API_URL
from bot.commands.failures import explained
from bot.settings import BotSettings
from tests.fakes_zalo import TOKEN


def test_the_address_by_default_is_the_platforms() -> None:
    assert BotSettings().zalo_api_url == API_URL


def test_the_token_is_not_in_what_settings_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZALO_BOT_TOKEN", TOKEN)
    settings = BotSettings()
    assert settings.zalo_bot_token and settings.zalo_bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("ZALO_WEBHOOK_URL", "http://example.org", True), ("ZALO_WEBHOOK_SECRET", "x7q9", False)],
)
def test_a_wrong_value_is_named_and_a_secret_one_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, shown: bool
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as error:
        BotSettings()
    message = explained(error.value).message
    assert name in message and (value in message) is shown
