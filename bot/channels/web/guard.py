"""What stands before every request: body cap, origin and host checks, security headers, the catch-all."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.problems import INTERNAL, Problem

BODY_LIMIT = 16 * 1024
BODY_SECONDS = 10.0

_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_LOG = logging.getLogger(__name__)
_TOO_LARGE = Problem(
    413, "body_too_large", f"The body is over the limit of {BODY_LIMIT} bytes (16 KB).", "Send a shorter question."
)
_TOO_SLOW = Problem(408, "body_too_slow", f"The body did not arrive within {BODY_SECONDS:.0f} s.", "Send it again.")
_WRONG_HOST = Problem(
    421, "wrong_host", "This server does not answer under that host name.", "Use the address the operator published."
)
_FOREIGN = Problem(
    403, "foreign_origin", "Pages of other sites may not post here.", "Open the page of this server itself."
)
_NOT_JSON = Problem(
    415, "not_json", "The body must be declared as JSON.", "Send the header Content-Type: application/json."
)


class Guard:
    """Outermost middleware: nothing passes unchecked, nothing leaves without the headers, no trace is shown."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] = ()) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        try:
            await self._pass(scope, receive, guarded)
        except Exception:  # the only catch-all of this channel
            _LOG.exception("unhandled error at %s %s", scope["method"], scope["path"])
            if started:
                raise
            await INTERNAL.response()(scope, receive, guarded)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = self._refusal(scope["method"], Headers(scope=scope))
        if problem is None and scope["method"] == "POST":
            body = await _read(receive, Headers(scope=scope))
            if isinstance(body, bytes):
                receive = _replay(body, receive)
            else:
                problem = body
        await (problem.response() if problem else self._app)(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> Problem | None:
        host = headers.get("host", "").lower()
        if self._hosts and _name(f"//{host}") not in self._hosts:
            return _WRONG_HOST
        if method != "POST":
            return None
        if not self._own_page(headers, host):
            return _FOREIGN
        declared = headers.get("content-type", "").partition(";")[0].strip().lower()
        return None if declared == "application/json" else _NOT_JSON

    def _own_page(self, headers: Headers, host: str) -> bool:
        """Whether a browser says our own page posts; programs send neither header and pass."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        return origin.lower().partition("://")[2] == host or _name(origin) in self._hosts


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


async def _read(receive: Receive, headers: Headers) -> bytes | Problem:
    """The whole body, or why it is refused; never holds more than the limit."""
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length[:12]) > BODY_LIMIT:
        return _TOO_LARGE
    body = bytearray()
    with anyio.move_on_after(BODY_SECONDS):
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > BODY_LIMIT:
                return _TOO_LARGE
            if not message.get("more_body", False):
                return bytes(body)
    return _TOO_SLOW


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive that hands the read body over once, then listens for the client leaving."""
    delivered = False

    async def replayed() -> Message:
        nonlocal delivered
        if delivered:
            return await receive()
        delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
