"""Which application answers at which address: webhooks and figures at theirs, the web channel at all others."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any

from bot import client_address, host_header
from bot.ports import Readiness, health_status

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_FORWARDED = {b"forwarded", b"via", b"x-real-ip", b"x-client-ip", b"x-cluster-client-ip", b"true-client-ip"}
_FORWARDED_PREFIXES = (b"x-forwarded", b"x-original", b"cf-", b"fastly-")


class Gateway:
    """An ASGI application over several."""

    def __init__(self) -> None:
        self._routes: Mapping[str, App] = {}
        self._otherwise: App | None = None

    def lead(self, routes: Mapping[str, App], otherwise: App) -> None:
        """Tells where requests go: ``routes`` by their exact path, all others to ``otherwise``."""
        self._routes, self._otherwise = dict(routes), otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request on."""
        assert self._otherwise is not None, "told where requests go before the first comes"
        app = self._routes.get(scope["path"], self._otherwise) if scope["type"] == "http" else self._otherwise
        await app(scope, receive, send)


class Figures:
    """``/metrics``: for whoever has the token; without a token for this machine alone."""

    def __init__(self, render: Callable[[], tuple[bytes, str]], token: str | None) -> None:
        """``render`` gives the figures and their media type."""
        self._render = render
        self._token = token

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["method"] not in ("GET", "HEAD"):
            return await answered(send, 405, b"use GET\n", extra=((b"allow", b"GET, HEAD"),))
        if not self._allowed(scope):
            return await answered(send, 403, b"these figures need the header Authorization: Bearer <ADMIN_TOKEN>\n")
        content, media_type = await asyncio.to_thread(self._render)  # a database that is away is waited for
        return await answered(send, 200, content, media_type)

    def _allowed(self, scope: Scope) -> bool:
        headers = scope["headers"]
        if self._token is not None:
            given = [value for name, value in headers if name == b"authorization"]
            wanted = f"Bearer {self._token}".encode()
            return len(given) == 1 and hmac.compare_digest(given[0], wanted)
        if any(name in _FORWARDED or name.startswith(_FORWARDED_PREFIXES) for name, _ in headers):
            return False  # a proxy on this machine asks for somebody else
        named = host_header.host_of([value.decode("latin-1") for name, value in headers if name == b"host"])
        if not host_header.is_this_machine(named):
            return False  # a proxy that adds no header hands on the public name, and so does a browser led astray
        ends = (scope.get("client"), scope.get("server"))
        return all(end is not None and client_address.is_loopback(str(end[0])) for end in ends)


class Health:
    """``/healthz`` and ``/readyz`` where no web channel serves them; any other address is not found."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            return
        match scope["path"]:
            case "/healthz":
                status = 200
                body: dict[str, object] = {"status": "ok"}
            case "/readyz":
                degraded = await asyncio.to_thread(self._readiness.degraded)
                status = health_status(degraded)
                body = {"status": "degraded" if degraded else "ready", "degraded": list(degraded)}
            case _:
                return await answered(send, 404, b"only the channels named by --only are served here\n")
        return await answered(send, status, json.dumps(body).encode(), "application/json")


async def answered(
    send: Send,
    status: int,
    body: bytes,
    media_type: str = "text/plain; charset=utf-8",
    extra: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    """Sends a whole response."""
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
