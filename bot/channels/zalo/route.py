"""The address Zalo posts to: judged before anything is believed, stored before 200 is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from bot.channels.zalo.door import ZaloDoor
from bot.channels.zalo.incoming import BODY_LIMIT
from bot.channels.zalo.webhook import Verdict
from bot.store_errors import StoreError

_BODY_SECONDS = 10.0
_LOG = logging.getLogger(__name__)
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class ZaloRoute:
    """An ASGI application of one address."""

    def __init__(self, door: ZaloDoor, header: str, judge: Callable[[str | None, bytes], Verdict]) -> None:
        """``judge`` gives the verdict on the value of ``header`` and the raw body."""
        self._door = door
        self._header = header.lower().encode()
        self._judge = judge

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Serves one call."""
        if scope["method"] != "POST":
            return await _answered(send, 405)
        if not self._door.open:
            return await _answered(send, 503)  # Zalo posts it again
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await _read(receive)
        except TimeoutError:
            return await _answered(send, 408)
        if body is None:
            return await _answered(send, 413)
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == self._header]
        verdict = self._judge(given[0] if len(given) == 1 else None, body)
        if verdict.received is not None and verdict.status == 200:
            try:
                await self._door.take(verdict.received)
            except StoreError as error:
                _LOG.error("an update was not stored, Zalo is to post it again: %s", error)
                return await _answered(send, 503)
        return await _answered(send, verdict.status)


async def _read(receive: _Receive) -> bytes | None:
    """The raw body; None when it is over the limit, of which no more is held."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > BODY_LIMIT:
            return None
        if not message.get("more_body"):
            return body


async def _answered(send: _Send, status: int) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    if status == 405:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})
