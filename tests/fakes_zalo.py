"""An emulator of Zalo's two APIs on loopback: what our notes say of them, no more, and no proof about Zalo itself.

It records what it is told, can be made to fail in the ways a network fails, and pushes to a webhook as Zalo would.
"""

# ruff: noqa: N802, ARG002 -- methods are named as Zalo names them, and take what it takes
from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx
import uvicorn

from bot.channels.zalo.exchange import Exchange
from bot.commands.serving import listen

TOKEN = "7421:kH136-bot_sEcReTpArT"
SECRET = "mot-bi-mat-du-dai"
STAMP = 1_750_316_131_602  # milliseconds
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """How a call fails. ``done`` says whether it took effect before its answer was lost."""

    status: int = 200
    body: bytes | None = None  # None: the platform's own error body for the status
    done: bool = False
    hang: bool = False
    drop: bool = False  # the connection ends in the middle of the answer
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        how = "hanging" if self.hang else "dropped" if self.drop else str(self.status)
        return f"{how}{' after it was done' * self.done}"


BUSY = Fault(429)
BUSY_FOR_A_SECOND = Fault(429, headers=(("retry-after", "1"),))
BROKEN = Fault(500)
GATEWAY = Fault(502, b"<html>Bad Gateway</html>")
GATEWAY_AFTER_SENDING = Fault(504, b"<html>Gateway Timeout</html>", done=True)
GARBLED = Fault(200, b'{"ok": tru', done=True)
HANGING = Fault(hang=True, done=True)
DROPPED = Fault(drop=True, done=True)


@dataclass(frozen=True)
class Call:
    """A call as it came."""

    method: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str]


def update(
    text: str | None = "Chỉ tiêu hài lòng?",
    message_id: str = "m1",
    *,
    chat: str = "c-1",
    person: str = "u-1",
    group: bool = False,
    event: str = "message.text.received",
    **message: Any,
) -> dict[str, Any]:
    """An update as the platform delivers it."""
    told = {"text": text} if text is not None else {}
    return {
        "event_name": event,
        "message": {
            "message_id": message_id,
            "date": STAMP,
            **told,
            "from": {"id": person, "display_name": "Người Hỏi", "is_bot": False},
            "chat": {"id": chat, "chat_type": "GROUP" if group else "PRIVATE"},
            "message_type": "CHAT_MESSAGE",
            **message,
        },
    }


@dataclass
class ZaloEmulator:
    """The Bot Platform at ``/bot<token>/<method>`` and the Official Account at its own paths."""

    token: str = TOKEN
    base_url: str = ""
    calls: list[Call] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)  # chat, text: what a person would see
    photos: list[tuple[str, str, str]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)  # updates nobody fetched yet
    hook: tuple[str, str] | None = None  # address, secret
    access: str = "access-0"
    refresh: str = "refresh-0"
    spent: list[str] = field(default_factory=list)  # refresh tokens that were used
    account: str = "app-1"
    account_secret: str = "app-secret"
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    held: threading.Event = field(default_factory=threading.Event)

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of the method fail so, one after another."""
        self.faults.setdefault(method, []).extend(faults)

    def texts(self, chat: str | None = None) -> list[str]:
        return [text for to, text in self.sent if chat in (None, to)]

    def called(self, method: str) -> int:
        return sum(call.method == method for call in self.calls)

    async def push(self, payload: object, *, secret: str | None = None, times: int = 1) -> list[int]:
        """Posts an update to the webhook as Zalo would, wrapped and with the secret; the statuses it was answered."""
        assert self.hook, "no webhook is set"
        headers = {"X-Bot-Api-Secret-Token": self.hook[1] if secret is None else secret}
        async with httpx.AsyncClient() as client:
            wrapped = {"ok": True, "result": payload}
            return [(await client.post(self.hook[0], json=wrapped, headers=headers)).status_code for _ in range(times)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = await self._call(scope, receive)
        self.calls.append(call)
        fault = (self.faults.get(call.method) or [None]).pop(0)  # type: ignore[list-item]
        if fault is None:
            await answered(send, *await self._done(call))
            return
        if fault.done:
            await self._done(call)
        if fault.hang:
            await asyncio.to_thread(self.held.wait, 20)
            return
        body = fault.body if fault.body is not None else json.dumps(refused(fault.status)).encode()
        await answered(send, fault.status, body, fault.headers, cut=fault.drop)

    async def _call(self, scope: Scope, receive: Receive) -> Call:
        raw = b""
        while True:
            message = await receive()
            raw += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            body: dict[str, Any] = {key: values[0] for key, values in parse_qs(raw.decode()).items()}
        else:
            body = json.loads(raw or b"{}")
        return Call(scope["path"].rsplit("/", 1)[-1], scope["path"], body, headers)

    async def _done(self, call: Call) -> tuple[int, bytes]:
        if call.path.startswith("/bot"):
            status, told = await self._platform(call)
        else:
            status, told = self._official(call)
        return status, json.dumps(told).encode()

    async def _platform(self, call: Call) -> tuple[int, dict[str, Any]]:
        if call.path != f"/bot{self.token}/{call.method}":
            return 401, refused(401, f"Unauthorized: {call.path}")
        method = getattr(self, f"_{call.method}", None)
        if method is None:
            return 404, refused(404)
        code, result = await method(call.body)
        return (code, refused(code)) if code != 200 else (200, {"ok": True, "result": result})

    async def _getMe(self, body: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"id": "7421", "account_name": "bot.kh136", "account_type": "BASIC", "can_join_groups": True}

    async def _getUpdates(self, body: dict[str, Any]) -> tuple[int, Any]:
        if self.hook:
            return 400, None
        for _ in range(int(body.get("timeout", "30")) * 50 + 1):
            if self.waiting:
                return 200, self.waiting.pop(0)  # handed out and forgotten, whoever listens
            await asyncio.sleep(0.02)
        return 408, None

    async def _sendMessage(self, body: dict[str, Any]) -> tuple[int, Any]:
        text, chat = body.get("text"), body.get("chat_id")
        if not (isinstance(chat, str) and isinstance(text, str) and 1 <= len(text.encode("utf-16-le")) // 2 <= 2000):
            return 400, None
        self.sent.append((chat, text))
        return 200, {"message_id": f"s{len(self.sent)}", "date": STAMP}

    async def _sendPhoto(self, body: dict[str, Any]) -> tuple[int, Any]:
        caption = body.get("caption", "")
        if not str(body.get("photo", "")).startswith("http") or len(caption) > 2000:
            return 400, None
        self.photos.append((body["chat_id"], body["photo"], caption))
        return 200, {"message_id": f"p{len(self.photos)}", "date": STAMP}

    async def _sendChatAction(self, body: dict[str, Any]) -> tuple[int, Any]:
        return (200, {}) if body.get("action") == "typing" else (400, None)

    async def _setWebhook(self, body: dict[str, Any]) -> tuple[int, Any]:
        if not 8 <= len(body.get("secret_token", "")) <= 256:
            return 400, None
        self.hook = (body["url"], body["secret_token"])
        return 200, {"url": body["url"], "updated_at": STAMP}

    async def _getWebhookInfo(self, body: dict[str, Any]) -> tuple[int, Any]:
        return (200, {"url": self.hook[0], "updated_at": STAMP}) if self.hook else (404, None)

    async def _deleteWebhook(self, body: dict[str, Any]) -> tuple[int, Any]:
        was, self.hook = self.hook, None
        return (200, {"url": "", "updated_at": STAMP}) if was else (404, None)

    def _official(self, call: Call) -> tuple[int, dict[str, Any]]:
        if call.path == "/v4/oa/access_token":
            return 200, self._renewed(call)
        if call.headers.get("access_token") != self.access:
            return 200, {"error": -216, "message": "Access token is invalid"}
        person, message = call.body["recipient"]["user_id"], call.body["message"]
        attachment = message.get("attachment")
        if attachment:
            self.photos.append((person, attachment["payload"]["elements"][0]["url"], message.get("text", "")))
        else:
            self.sent.append((person, message["text"]))
        return 200, {"error": 0, "message": "Success", "data": {"message_id": f"o{len(self.sent)}", "user_id": person}}

    def _renewed(self, call: Call) -> dict[str, Any]:
        """A new pair for the refresh token of the last one, which then is spent."""
        given = call.body.get("refresh_token")
        if call.headers.get("secret_key") != self.account_secret or call.body.get("app_id") != self.account:
            return {"error": -14004, "error_name": "Invalid app"}
        if given != self.refresh:
            return {"error": -14014, "error_name": "Invalid refresh token."}
        self.spent.append(given)
        self.access, self.refresh = f"access-{len(self.spent)}", f"refresh-{len(self.spent)}"
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}


def refused(code: int, description: str = "refused") -> dict[str, Any]:
    """The platform's error body."""
    return {"ok": False, "description": "Request timeout" if code == 408 else description, "error_code": code}


async def answered(
    send: Send, status: int, body: bytes, headers: tuple[tuple[str, str], ...] = (), cut: bool = False
) -> None:
    """Answers, or promises more than it sends, which ends the connection."""
    told = [(b"content-type", b"application/json"), (b"content-length", str(len(body) + 9 * cut).encode())]
    told += [(key.encode(), value.encode()) for key, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def on_loopback(app: Any) -> Iterator[str]:
    """Serves an ASGI app in a thread; gives its address."""
    with listen("127.0.0.1", 0) as listening:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@contextmanager
def zalo_emulator(token: str = TOKEN) -> Iterator[ZaloEmulator]:
    """An emulator that listens."""
    emulator = ZaloEmulator(token)
    with on_loopback(emulator) as address:
        emulator.base_url = address
        try:
            yield emulator
        finally:
            emulator.held.set()


@asynccontextmanager
async def exchanging() -> AsyncIterator[Exchange]:
    """An exchange over an HTTP client that is closed at the end."""
    async with httpx.AsyncClient() as client:
        yield Exchange(client)
