"""What is the same for everybody is made once: pages and lists kept as bytes until the documents or the day change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import anyio
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.caching import unchanged
from bot.channels.web.counting import Counting, TooFastError, too_fast
from bot.channels.web.picture_shelf import TooManyWaitingError
from bot.channels.web.problems import BUSY
from bot.channels.web.shelf import Shelf

MOST_HELD = 2_000
MOST_BYTES = 16 * 1024 * 1024
MOST_WAITING = 64
_ALONE = ("/openapi.json", "/chi-tieu", "/van-ban", "/api/documents", "/api/faq", "/api/indicators")
_COUNTED = ("/api/targets", "/api/targets.csv", "/api/targets.xlsx", "/api/targets.md")  # at each request
_UNDER = ("/chi-tieu/", "/van-ban/", "/api/documents/", "/api/indicators/", "/api/targets/")
_PICTURE = ".png"  # kept on a shelf of their own
_LIST = "/chi-tieu"  # the page that filters make another page of
_CONDITIONS = (b"if-none-match", b"if-modified-since")


@dataclass(frozen=True, slots=True)
class Made:
    """A whole response."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Published:
    """Middleware that answers what is published from memory, and makes what is not held one at a time.

    A page of filters of one's own is counted to its address when it has to be made. The API's lists and tables are
    counted whenever they are asked for: by their routes when made, here when held.
    """

    def __init__(self, app: ASGIApp, edition: Callable[[], Hashable], counting: Counting) -> None:
        """``edition`` is another value once anything published may be another."""
        self._app = app
        self._edition = edition
        self._counting = counting
        self._of: Hashable = None
        self._shelf: Shelf[Made] = Shelf(MOST_HELD, MOST_BYTES)
        self._pen = anyio.CapacityLimiter(1)
        self._making: dict[Hashable, anyio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not is_published(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            made = await self._found(scope, receive)
        except TooFastError as error:
            await (await too_fast(Request(scope), error))(scope, receive, send)
        except TooManyWaitingError:
            await BUSY.response()(scope, receive, send)
        else:
            await _respond(made, scope, receive, send)

    async def _found(self, scope: Scope, receive: Receive) -> Made:
        """The response, held or made now."""
        key, counted = _key(scope), False
        while True:
            edition = self._now()
            held = self._shelf.take(key)
            if held is not None:
                if scope["path"] in _COUNTED:
                    await self._counting.reading(Request(scope))
                return held
            if (another := self._making.get(key)) is not None:
                await another.wait()  # whoever came first makes it for all
                continue
            if _is_own_list(scope) and not counted:
                counted = True
                await self._counting.reading(Request(scope))
                continue
            if len(self._making) > MOST_WAITING:
                raise TooManyWaitingError
            return await self._made(key, edition, scope, receive)

    async def _made(self, key: Hashable, edition: Hashable, scope: Scope, receive: Receive) -> Made:
        self._making[key] = done = anyio.Event()
        try:
            async with self._pen:
                made = await _whole(self._app, scope, receive)
            if made.status == 200 and edition == self._now():  # made before and stored after a change it would stay old
                self._shelf.put(key, made, len(made.body))
            return made
        finally:
            del self._making[key]
            done.set()

    def _now(self) -> Hashable:
        """The edition of now; what is held of another one is let go."""
        edition = self._edition()
        if edition != self._of:
            self._shelf.clear()
            self._of = edition
        return edition


def is_published(path: str) -> bool:
    """Whether what stands at a path is the same for everybody."""
    return path in _ALONE or path in _COUNTED or (path.startswith(_UNDER) and not path.endswith(_PICTURE))


def _key(scope: Scope) -> Hashable:
    """What a response depends on: its address, the host its links name, and whether it may be packed."""
    headers, asked = Headers(scope=scope), QueryParams(scope["query_string"])
    spoken = asked.get("lang") == "en", asked.get("language", "")
    own = scope["query_string"] if scope["path"] in _COUNTED or _is_own_list(scope) else b""
    packed = "gzip" in headers.get("accept-encoding", "")
    return scope["path"], spoken, own, scope["scheme"], headers.get("host"), packed


def _is_own_list(scope: Scope) -> bool:
    """Whether an address is the list with filters."""
    return scope["path"] == _LIST and any(name != "lang" for name in QueryParams(scope["query_string"]))


async def _whole(app: ASGIApp, scope: Scope, receive: Receive) -> Made:
    """The response of an application, whatever the asker holds already."""
    status, headers, body = 500, (), bytearray()

    async def collect(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], tuple(message["headers"])
        else:
            body.extend(message.get("body", b""))

    asked = [(name, value) for name, value in scope["headers"] if name.lower() not in _CONDITIONS]
    await app({**scope, "headers": asked}, receive, collect)
    return Made(status, headers, bytes(body))


async def _respond(made: Made, scope: Scope, receive: Receive, send: Send) -> None:
    named = Headers(raw=list(made.headers))
    if made.status == 200 and unchanged(Headers(scope=scope), named.get("etag", "")):
        kept = {name: value for name, value in named.items() if name in ("cache-control", "etag", "vary")}
        await Response(status_code=304, headers=kept)(scope, receive, send)
        return
    await send({"type": "http.response.start", "status": made.status, "headers": list(made.headers)})
    await send({"type": "http.response.body", "body": made.body})
