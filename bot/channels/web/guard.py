"""What stands before every request: body cap, origin, host and key checks, security headers, the catch-all."""

from __future__ import annotations

import logging
from collections.abc import Callable

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import host_header
from bot.channels.web.access import Access, presented_key
from bot.channels.web.cross_origin import allowed_headers, asks_first, permission
from bot.channels.web.health import asked_from_here
from bot.channels.web.plain_paths import as_get, without_last_slash
from bot.channels.web.problems import INTERNAL, Problem
from bot.channels.web.security_headers import security_headers

BODY_LIMIT = 16 * 1024
BODY_SECONDS = 10.0
ASK = "/api/ask"  # and what is under it: what a program needs a key for, when keys are set

_LOG = logging.getLogger(__name__)
_TOO_LARGE = Problem(
    413, "body_too_large", f"The body is over the limit of {BODY_LIMIT} bytes (16 KB).", "Send a shorter question."
)
_TOO_SLOW = Problem(408, "body_too_slow", f"The body did not arrive within {BODY_SECONDS:.0f} s.", "Send it again.")
_WRONG_HOST = Problem(
    421, "wrong_host", "This server does not answer under that host name.", "Use the address the operator published."
)
_BAD_HOST = Problem(
    400, "bad_host", "The request must name one valid host.", "Send one header Host: name or name:port."
)
_FOREIGN = Problem(
    403,
    "foreign_origin",
    "Pages of that site may not call this server.",
    "Open the page of this server itself, or ask its operator to allow your site.",
)
_NOT_JSON = Problem(
    415, "not_json", "The body must be declared as JSON.", "Send the header Content-Type: application/json."
)
_WRONG_KEY = Problem(
    401,
    "wrong_key",
    "No program has this API key.",
    "Send the key you were given: Authorization: Bearer KEY.",
    {"WWW-Authenticate": "Bearer"},
)
_NO_KEY = Problem(
    401,
    "key_needed",
    "Programs need an API key here.",
    "Ask the operator for one and send it: Authorization: Bearer KEY.",
    {"WWW-Authenticate": "Bearer"},
)


class Guard:
    """Outermost middleware: nothing passes unchecked, nothing leaves without the headers, no trace is shown.

    The name of the key a program showed goes on as ``request.state.key``, None without one.
    """

    def __init__(
        self, app: ASGIApp, access: Access | None = None, posts: Callable[[Scope], bool] | None = None
    ) -> None:
        """``posts`` tells whether a route takes a POST; without it every path may."""
        self._app = app
        self._posts = posts or (lambda _: True)
        self._access = access or Access()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, invited = False, self._access.invited(Headers(scope=scope))

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers.update(security_headers(scope["path"], self._access.frames))
                for name, value in allowed_headers(scope["path"], invited).items():
                    headers.add_vary_header(value) if name == "Vary" else headers.update({name: value})
            await send(message)

        try:
            await self._pass(scope, receive, guarded)
        except Exception:  # the only catch-all before an answer has begun
            _LOG.exception("unhandled error at %s %s", scope["method"], scope["path"])
            if started:
                raise
            await INTERNAL.response()(scope, receive, guarded)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if asks_first(scope["method"], headers) and self._access.invited(headers) and self._access.our_host(headers):
            await permission()(scope, receive, send)
            return
        shown = presented_key(headers)
        key = self._access.keys.owner(shown) if shown and self._access.keys else None
        scope.setdefault("state", {})["key"] = key
        posted = scope["method"] == "POST" and self._posts(scope)
        problem = self._unwelcome(scope, headers, wrong_key=bool(shown) and key is None)
        moved = None if problem else without_last_slash(scope)
        if moved:
            await moved(scope, receive, send)
            return
        if problem is None and posted:
            problem = self._refusal(scope["path"], headers)
        if problem is None and posted:
            body = await _read(receive, headers)
            if isinstance(body, bytes):
                receive = _replay(body, receive)
            else:
                problem = body
        if problem is None and scope["method"] == "HEAD":
            await as_get(scope, receive, send, self._app)
            return
        await (problem.response() if problem else self._app)(scope, receive, send)

    def _unwelcome(self, scope: Scope, headers: Headers, *, wrong_key: bool) -> Problem | None:
        """What is wrong with a request of any method."""
        named = headers.getlist("host")
        old = scope.get("http_version") == "1.0" and not named  # HTTP/1.0 knows no Host
        if host_header.host_of(named) is None and not old:
            return _BAD_HOST
        if not self._access.our_host(headers) and not asked_from_here(scope):
            return _WRONG_HOST
        return _WRONG_KEY if self._access.keys and wrong_key else None

    def _refusal(self, path: str, headers: Headers) -> Problem | None:
        """What is wrong with a POST."""
        access = self._access
        if not access.own_page(headers) and access.invited(headers) is None:
            return _FOREIGN
        declared = headers.get("content-type", "").partition(";")[0].strip().lower()
        if declared != "application/json":
            return _NOT_JSON
        from_program = "origin" not in headers  # every browser names the page that posts
        needs_key = bool(access.keys) and path.startswith(ASK) and from_program
        return _NO_KEY if needs_key and not presented_key(headers) else None


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
