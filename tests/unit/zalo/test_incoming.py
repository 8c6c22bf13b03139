"""What Zalo delivers: read where it is a message, named where it is not, and never an exception."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo import official_webhook, webhook
from bot.channels.zalo.incoming import BODY_LIMIT, Kind, NoMessage, ZaloMessage, read_body, read_update
from tests.fakes_zalo import SECRET, STAMP, update

KEY, APP = "khoa-bi-mat-cua-oa", "app-1"


def message(payload: object) -> ZaloMessage:
    read = read_update(payload)
    assert isinstance(read, ZaloMessage), read
    return read


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_update_is_read_wrapped_and_flat(wrapped: bool) -> None:
    payload = {"ok": True, "result": update("Chào")} if wrapped else update("Chào")
    assert message(payload) == ZaloMessage("m1", "c-1", "u-1", Kind.TEXT, "Chào", False, STAMP)


def test_stamps_in_seconds_and_older_names_are_read() -> None:
    old = update("Chào", date=STAMP // 1000)
    old["message"]["from"] = {"id": "u-1", "first_name": "Người", "is_bot": False}
    assert message(old).sent_at_ms == STAMP // 1000 * 1000
    assert message(update("Chào", date="hôm qua")).sent_at_ms is None


def test_in_a_group_each_person_has_a_conversation() -> None:
    here, there = message(update(group=True)), message(update(group=True, person="u-2"))
    assert here.in_group and here.conversation != there.conversation and here.chat == there.chat
    assert here.asking("Câu hỏi").conversation == here.conversation


@pytest.mark.parametrize(
    ("event", "kind", "extra", "text"),
    [
        ("message.image.received", Kind.IMAGE, {"photo_url": "https://example.org/a.jpg", "caption": "đây"}, "đây"),
        ("message.sticker.received", Kind.STICKER, {}, ""),
        ("message.voice.received", Kind.VOICE, {}, ""),
        ("message.unsupported.received", Kind.UNSUPPORTED, {}, ""),
        ("message.hologram.received", Kind.UNSUPPORTED, {}, ""),
    ],
)
def test_other_kinds_are_told_apart(event: str, kind: Kind, extra: dict[str, Any], text: str) -> None:
    read = message(update(None, event=event, **extra))
    assert (read.kind, read.text) == (kind, text)


def broken(**changes: Any) -> dict[str, Any]:
    told = update()
    told["message"] |= changes
    return told


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "chữ",
        {},
        {"ok": True, "result": None},
        {"event_name": "message.text.received"},
        {"event_name": ["message.text.received"], "message": {}},
        {"event_name": "user.follow"},
        {"event_name": "message.text.received", "message": "chữ"},
        broken(text=None),
        broken(text=5),
        broken(message_id=12345),
        broken(message_id=""),
        broken(message_id="a b"),
        broken(message_id="x" * 5000),
        broken(chat={"id": {"$gt": ""}}),
        broken(chat="c-1"),
        {"event_name": "message.text.received", "message": broken()["message"] | {"from": {"id": "b", "is_bot": True}}},
    ],
)
def test_what_is_no_message_is_refused_with_a_reason_that_quotes_nothing(payload: object) -> None:
    read = read_update(payload)
    assert isinstance(read, NoMessage) and read.reason
    assert "$gt" not in read.reason and "xxx" not in read.reason


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"{", b"[1]", b"nan", b"[" * 60_000, b'{"a":' * 12_000, b"9" * 6000, b"x" * (BODY_LIMIT + 1)],
)
def test_hostile_bytes_are_refused_without_an_exception(body: bytes) -> None:
    assert isinstance(read_body(body), NoMessage)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["event_name", "message", "text", "message_id", "from", "chat", "date", "caption"]))
def test_any_value_anywhere_is_read_or_refused(value: Any, place: str) -> None:
    payload = update()
    (payload if place in payload else payload["message"])[place] = value
    assert isinstance(read_update(payload), ZaloMessage | NoMessage)


def test_half_a_character_does_not_travel_on() -> None:
    read = read_body(json.dumps(update("a\ud800b")).encode())
    assert isinstance(read, ZaloMessage) and read.text == "ab"


# the webhook's secret

BODY = json.dumps({"ok": True, "result": update("Chào")}).encode()


def test_a_call_with_the_secret_is_believed() -> None:
    verdict = webhook.judged(SECRET, SECRET, BODY)
    assert verdict.status == 200 and isinstance(verdict.received, ZaloMessage)


@pytest.mark.parametrize("header", [None, "", "sai", SECRET[:-1], SECRET + "x", SECRET.upper(), "mật khẩu\udce9"])
def test_a_call_without_it_is_refused_before_anything_is_read(header: str | None) -> None:
    assert webhook.judged(SECRET, header, BODY) == webhook.Verdict(403)
    assert webhook.judged(SECRET, header, b"x" * (BODY_LIMIT + 1)).status == 403


def test_zalo_itself_is_never_asked_to_deliver_again_what_we_cannot_read() -> None:
    verdict = webhook.judged(SECRET, SECRET, b"{")
    assert verdict.status == 200 and isinstance(verdict.received, NoMessage)
    assert webhook.judged(SECRET, SECRET, b" " * (BODY_LIMIT + 1)).status == 413


@pytest.mark.parametrize("secret", ["", "ngan"])
def test_without_a_secret_of_our_own_there_is_no_webhook(secret: str) -> None:
    with pytest.raises(ValueError, match="ZALO_WEBHOOK_SECRET"):
        webhook.judged(secret, secret, BODY)


# the Official Account's signature

EVENT = {
    "app_id": APP,
    "sender": {"id": "u-9"},
    "recipient": {"id": "oa-1"},
    "event_name": "user_send_text",
    "message": {"msg_id": "o-1", "text": "Chỉ tiêu hài lòng?"},
    "timestamp": str(STAMP),
}


def signed(event: Any, **dumped: Any) -> tuple[bytes, str]:
    body = json.dumps(event, **dumped).encode()
    return body, "mac=" + official_webhook.signature(APP, body, str(event["timestamp"]), KEY)


def test_the_signature_is_the_plain_sha256_of_id_body_stamp_and_key() -> None:
    wanted = "cd5964620e541724890057a6c43350667d2d77ac83496f2bae9a319e9e717e66"  # printf 'a{"x":1}5k' | sha256sum
    assert official_webhook.signature("a", b'{"x":1}', "5", "k") == wanted


@pytest.mark.parametrize("spaced", [True, False])
def test_a_signed_event_is_believed_over_the_very_bytes_that_came(spaced: bool) -> None:
    body, header = signed(EVENT, indent=2 if spaced else None, ensure_ascii=not spaced)
    for given_header in (header, header.removeprefix("mac="), header.upper().replace("MAC=", "mac=")):
        verdict = official_webhook.judged(APP, KEY, given_header, body)
        assert verdict.status == 200
        assert verdict.received == ZaloMessage("o-1", "u-9", "u-9", Kind.TEXT, "Chỉ tiêu hài lòng?", False, STAMP)


def test_a_forged_call_is_refused() -> None:
    body, header = signed(EVENT)
    again = json.dumps(json.loads(body), indent=1).encode()
    other_stamp = body.replace(str(STAMP).encode(), str(STAMP + 1).encode())
    for key, given_header, given_body in [
        (KEY, None, body),
        (KEY, "", body),
        (KEY, "mac=", body),
        (KEY, "mac=" + "0" * 64, body),
        (KEY, header[:-1], body),
        (KEY, header, body + b" "),
        (KEY, header, again),
        (KEY, header, other_stamp),
        ("another key", header, body),
        (KEY, header, b"{"),
        (KEY, "mac=é", b'{"timestamp": {"a": 1}}'),
    ]:
        assert official_webhook.judged(APP, key, given_header, given_body) == webhook.Verdict(403)
    assert official_webhook.judged("another app", KEY, header, body).status == 403
    assert official_webhook.judged(APP, KEY, header, b"x" * (BODY_LIMIT + 1)).status == 413


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"event_name": "user_send_image"}, Kind.IMAGE),
        ({"event_name": "user_send_location"}, Kind.UNSUPPORTED),
        ({"event_name": "follow"}, None),
        ({"event_name": "user_seen_message"}, None),
        ({"event_name": 5}, None),
        ({"sender": "u-9"}, None),
        ({"sender": {"id": 9}}, None),
        ({"message": {"msg_id": "o-1", "text": ["a"]}}, None),
    ],
)
def test_signed_events_that_are_no_words_are_told_apart(change: dict[str, Any], kind: Kind | None) -> None:
    body, header = signed(EVENT | change)
    verdict = official_webhook.judged(APP, KEY, header, body)
    assert verdict.status == 200
    read = verdict.received
    assert read.kind is kind if isinstance(read, ZaloMessage) else kind is None


@pytest.mark.parametrize(("app", "key"), [("", KEY), (APP, "")])
def test_without_an_id_and_a_key_there_is_no_webhook(app: str, key: str) -> None:
    with pytest.raises(ValueError, match="ZALO_OA_APP_ID and ZALO_OA_WEBHOOK_SECRET"):
        official_webhook.judged(app, key, "mac=", b"{}")
