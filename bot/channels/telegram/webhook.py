"""Telegram's webhook as an ASGI application of our own: the secret is judged before anything of the body is read.

200 tells Telegram that an update arrived, and is said once it is stored; 503 has it delivered again.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.intake import OverfullError
from bot.store_errors import StoreError

_LOG = logging.getLogger(__name__)
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
BODY_LIMIT = 256 * 1024  # a message of 4,096 characters under another one, all written as \uXXXX, takes 50 KB
BODY_SECONDS = 10.0
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
_STATUS = {200: "ok", 403: "forbidden", 405: "POST only", 408: "too slow", 413: "too large", 503: "again later"}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class NotReadyError(RuntimeError):
    """The channel cannot take updates yet, or no more: they are to be delivered again."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram posts updates to, and the secret it proves itself with."""

    url: str
    secret: str

    def __post_init__(self) -> None:
        if not _SECRET.fullmatch(self.secret):
            raise ValueError(
                "TELEGRAM_WEBHOOK_SECRET must have 16 to 256 characters of A-Z, a-z, 0-9, _ and -; set such a one"
            )
        if not self.url.startswith("https://") and urlsplit(self.url).hostname not in ("127.0.0.1", "localhost"):
            raise ValueError(f"TELEGRAM_WEBHOOK_URL={self.url!r} is no HTTPS address; Telegram posts to no other")

    def __repr__(self) -> str:
        return f"WebhookAddress({self.url})"

    @property
    def path(self) -> str:
        """The path of the address, which the server hands to the webhook."""
        return urlsplit(self.url).path or "/"


class TelegramWebhook:
    """The ASGI application behind the webhook's path; it must stand before whatever else judges requests."""

    def __init__(self, address: WebhookAddress, take: Callable[[object], Awaitable[None]]) -> None:
        """``take`` stores an update and returns; NotReadyError, OverfullError and StoreError when it cannot."""
        self._secret = address.secret.encode()
        self._take = take
        self.path = address.path

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serves one request."""
        status = await self._judged(scope, receive)
        body = _STATUS[status].encode()
        headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
        if status == 405:
            headers.append((b"allow", b"POST"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _judged(self, scope: MutableMapping[str, Any], receive: Receive) -> int:
        if scope.get("method") != "POST":
            return 405
        headers: dict[bytes, bytes] = {name.lower(): value for name, value in scope.get("headers", ())}
        if not hmac.compare_digest(self._secret, headers.get(SECRET_HEADER, b"")):
            return 403
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length[:12]) > BODY_LIMIT:
            return 413
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _read(receive)
        except TimeoutError:
            return 408
        return 413 if body is None else await self._taken(body)

    async def _taken(self, body: bytes) -> int:
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            _LOG.warning("a body with the secret is no JSON")
            return 200  # refused, it would be delivered again and again
        try:
            await self._take(update)
        except (NotReadyError, OverfullError, StoreError) as error:
            _LOG.warning("an update is to be delivered again: %s", error)
            return 503
        return 200


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None for one over the limit, of which no more is held."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            return None
        if not message.get("more_body", False):
            return bytes(body)
