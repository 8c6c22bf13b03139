"""The emulator of Zalo beside what our notes say of Zalo, asked by a plain HTTP client: if it drifts, this fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from tests.fakes_zalo import (
    BUSY_FOR_A_SECOND,
    DROPPED,
    GARBLED,
    SECRET,
    TOKEN,
    ZaloEmulator,
    on_loopback,
    update,
    zalo_emulator,
)


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


def post(zalo: ZaloEmulator, method: str, token: str = TOKEN, **body: object) -> httpx.Response:
    with httpx.Client() as client:
        return client.post(f"{zalo.base_url}/bot{token}/{method}", json=body)


def test_it_says_who_the_bot_is(zalo: ZaloEmulator) -> None:
    told = post(zalo, "getMe").json()
    assert told["ok"] is True
    assert {"id", "account_name", "account_type", "can_join_groups"} <= told["result"].keys()


def test_a_wrong_token_is_401_in_the_status_and_in_the_body(zalo: ZaloEmulator) -> None:
    answer = post(zalo, "getMe", token="1:wrong")
    assert answer.status_code == answer.json()["error_code"] == 401 and answer.json()["ok"] is False


def test_an_empty_poll_is_408_in_the_status_and_in_the_body(zalo: ZaloEmulator) -> None:
    answer = post(zalo, "getUpdates", timeout="0")
    assert answer.status_code == 408
    assert answer.json() == {"ok": False, "error_code": 408, "description": "Request timeout"}


def test_a_poll_gives_one_update_and_forgets_it(zalo: ZaloEmulator) -> None:
    zalo.waiting += [update("một", "m1"), update("hai", "m2")]
    first, second = post(zalo, "getUpdates", timeout="0").json(), post(zalo, "getUpdates", timeout="0").json()
    assert first["result"]["message"]["text"] == "một" and second["result"]["message"]["text"] == "hai"
    assert post(zalo, "getUpdates", timeout="0").status_code == 408


def test_without_a_webhook_its_info_is_404_and_with_one_polling_is_refused(zalo: ZaloEmulator) -> None:
    assert post(zalo, "getWebhookInfo").json()["error_code"] == 404
    assert post(zalo, "setWebhook", url="https://example.org/zalo", secret_token="short").status_code == 400
    assert post(zalo, "setWebhook", url="https://example.org/zalo", secret_token=SECRET).json()["result"]["url"]
    assert post(zalo, "getUpdates", timeout="0").status_code == 400
    assert post(zalo, "deleteWebhook").status_code == 200
    assert post(zalo, "getWebhookInfo").status_code == 404


@pytest.mark.parametrize("text", ["", "x" * 2001, "😀" * 1001])
def test_a_text_must_have_1_to_2000_units(zalo: ZaloEmulator, text: str) -> None:
    assert post(zalo, "sendMessage", chat_id="c", text=text).status_code == 400
    assert post(zalo, "sendMessage", chat_id="c", text="x" * 2000).json()["result"]["message_id"]
    assert len(zalo.sent) == 1


def test_faults_come_in_order_and_end(zalo: ZaloEmulator) -> None:
    zalo.fail("sendMessage", BUSY_FOR_A_SECOND, GARBLED)
    busy = post(zalo, "sendMessage", chat_id="c", text="một")
    assert (busy.status_code, busy.headers["retry-after"], zalo.sent) == (429, "1", [])
    assert post(zalo, "sendMessage", chat_id="c", text="hai").text == '{"ok": tru'
    assert post(zalo, "sendMessage", chat_id="c", text="ba").status_code == 200
    assert zalo.texts() == ["hai", "ba"], "a garbled answer is to a message that was sent"


def test_a_dropped_answer_breaks_the_connection_after_the_message_was_sent(zalo: ZaloEmulator) -> None:
    zalo.fail("sendMessage", DROPPED)
    with pytest.raises(httpx.RemoteProtocolError):
        post(zalo, "sendMessage", chat_id="c", text="một")
    assert zalo.texts() == ["một"]


def test_a_refresh_token_works_once(zalo: ZaloEmulator) -> None:
    def renew(token: str) -> dict[str, object]:
        form = {"app_id": "app-1", "grant_type": "refresh_token", "refresh_token": token}
        with httpx.Client(headers={"secret_key": "app-secret"}) as client:
            return dict(client.post(f"{zalo.base_url}/v4/oa/access_token", data=form).json())

    assert renew("refresh-0")["refresh_token"] == "refresh-1"
    assert renew("refresh-0")["error"] == -14014
    assert renew("refresh-1")["access_token"] == "access-2"


def test_an_official_account_refuses_with_status_200(zalo: ZaloEmulator) -> None:
    body = {"recipient": {"user_id": "u"}, "message": {"text": "chào"}}
    with httpx.Client() as client:
        answer = client.post(f"{zalo.base_url}/v3.0/oa/message/cs", json=body, headers={"access_token": "old"})
    assert answer.status_code == 200 and answer.json()["error"] == -216 and not zalo.sent


def test_it_pushes_wrapped_and_with_the_secret() -> None:
    got: list[tuple[str, bytes]] = []

    async def hook(scope: dict[str, object], receive: object, send: object) -> None:
        message = await receive()  # type: ignore[operator]
        headers = dict(scope["headers"])  # type: ignore[call-overload]
        got.append((headers[b"x-bot-api-secret-token"].decode(), message["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    with on_loopback(hook) as address:
        emulator = ZaloEmulator(hook=(f"{address}/zalo", SECRET))
        assert asyncio.run(emulator.push(update("chào"), times=2)) == [200, 200]
    assert [secret for secret, _ in got] == [SECRET, SECRET]
    assert got[0][1].startswith(b'{"ok":true,"result":{"event_name":"message.text.received"')
