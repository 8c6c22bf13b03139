"""Lists an operator writes in a setting: what is right is read, what is wrong is named, and a key never is."""

import pytest
from pydantic import ValidationError

from bot import operator_lists
from bot.channels.web.access import KeyRing
from bot.commands.failures import explained
from bot.commands.web_access import access_of
from bot.settings import BotSettings

KEY = "k" * 11 + "Q7w8E9r0T1y2U3i4O5"


def test_origins_are_read_with_commas_or_spaces_in_small_letters() -> None:
    found = operator_lists.origins("https://Phuong.example.vn/, http://127.0.0.1:8080")
    assert found == ("https://phuong.example.vn", "http://127.0.0.1:8080")
    assert operator_lists.origins("") == ()


@pytest.mark.parametrize(
    "text",
    ["*", "phuong.example.vn", "https://*.example.vn", "https://a.vn/path", "https://a.vn; script-src *", "null"],
)
def test_what_is_no_origin_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no origin"):
        operator_lists.origins(text)


def test_keys_are_read_by_name() -> None:
    assert operator_lists.keys(f"so-noi-vu:{KEY} bao:{KEY}x") == {"so-noi-vu": KEY, "bao": f"{KEY}x"}


@pytest.mark.parametrize("text", [KEY, f":{KEY}", "bao:short-but-secret", f"bao:{KEY} bao:{KEY}", f"hai tên:{KEY}x"])
def test_a_wrong_key_is_told_without_the_key(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        BotSettings(_env_file=None, api_keys=text)  # type: ignore[call-arg]
    message = explained(caught.value).message
    assert message.startswith("setting API_KEYS=***")
    assert KEY not in message
    assert "short-but-secret" not in message


def test_the_settings_open_the_web_door_as_they_say() -> None:
    access = access_of(
        BotSettings(
            _env_file=None,
            public_hosts="Hoi.example.vn",
            frame_origins="https://phuong.example.vn",
            api_origins="https://so.example.vn",
            api_keys=f"bao:{KEY}",
        )  # type: ignore[call-arg]
    )
    assert (access.hosts, access.frames, access.origins) == (
        ("hoi.example.vn",),
        ("https://phuong.example.vn",),
        ("https://so.example.vn",),
    )
    assert access.keys.owner(KEY) == "bao"
    assert access.keys.owner(f"{KEY} ") is None


def test_a_key_ring_holds_no_key() -> None:
    ring = KeyRing({"bao": KEY})
    assert KEY not in repr(vars(ring))
    assert not KeyRing()
