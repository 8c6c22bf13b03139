"""uvicorn's HTTP connection with limits: a deadline and a size for what comes, a deadline for what is sent."""

from __future__ import annotations

import asyncio
import http
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot import client_address
from bot.serving.connections import ConnectionLimits, Connections

_SCHEMES = (b"http://", b"https://")


class _RefusedError(Exception):
    """Raised to the parser, which then reads no further."""


class GuardedConnection(HttpToolsProtocol):
    """One connection; implements ``bot.serving.connections.Held``."""

    def __init__(self, *arguments: Any, held: Connections, limits: ConnectionLimits, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.address = ""
        self._held = held
        self._limits = limits
        self._admitted = False
        self._receiving = self._in_head = False
        self._received = self._head_bytes = 0
        self._deadline: float | None = None
        self._unsent_since: float | None = None
        self._status = http.HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admits the connection, or answers 503 and closes it."""
        peer = transport.get_extra_info("peername")
        self.address = client_address.counted(str(peer[0])) if isinstance(peer, tuple) else "unknown"
        self._admitted = self._held.admit(self)
        if not self._admitted:
            transport.write(_response(http.HTTPStatus.SERVICE_UNAVAILABLE))
            transport.close()
            return
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gives the room back."""
        if self._admitted:
            self._held.left(self)
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads what came, within the limits of a request."""
        if not self._receiving:
            self._expect()
        self._received += len(data)
        super().data_received(data)
        if self.transport.is_closing() or not self._receiving:
            return
        if self._in_head and self._received > self._limits.head_bytes:
            self._turn_away(http.HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._received > self._limits.request_bytes:
            self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        if not self._receiving:
            self._expect()  # right behind another one
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the request's target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; a trailer behind a body is dropped: it must not pass for a header that was checked."""
        self._count(len(name) + len(value) + 4)
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The request is handed on; its body has a deadline."""
        self._in_head = False
        self._deadline = self.loop.time() + self._limits.body_seconds
        if len(self.pipeline) >= self._limits.pipelined:
            self._refuse(http.HTTPStatus.BAD_REQUEST)
        if self.url.lower().startswith(_SCHEMES):
            self._take_authority()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request has arrived."""
        self._receiving, self._received, self._deadline = False, 0, None
        super().on_message_complete()
        self._stands()

    def on_response_complete(self) -> None:
        """The connection waits for the next request."""
        super().on_response_complete()
        self._stands()

    def check(self, now: float) -> int:
        """Ends the connection when it is overdue; gives the bytes its client has not taken yet."""
        unsent = self.transport.get_write_buffer_size()
        self._unsent_since = (self._unsent_since or now) if unsent else None
        if self._unsent_since and now - self._unsent_since > self._limits.send_seconds:
            self.drop()
        elif self._deadline is not None and now > self._deadline and not self.transport.is_closing():
            if self._in_head and self._received:
                self._turn_away(http.HTTPStatus.REQUEST_TIMEOUT)
            else:
                self.transport.close()  # nothing was asked, or its route has answered for it
        return unsent

    def drop(self) -> None:
        """Ends the connection at once, whatever is under way."""
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own text
        """What could not be read is answered with the reason's own status."""
        self._turn_away(self._status)

    def _expect(self) -> None:
        """A request may come now and has a deadline."""
        self._receiving = self._in_head = True
        self._received = self._head_bytes = 0
        self._deadline = self.loop.time() + self._limits.head_seconds
        self._held.waits(self)

    def _stands(self) -> None:
        answered = self.cycle is None or self.cycle.response_complete
        (self._held.waits if answered or self._receiving else self._held.works)(self)

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self._limits.head_bytes:
            self._refuse(http.HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _refuse(self, status: http.HTTPStatus) -> None:
        self._status = status
        raise _RefusedError

    def _take_authority(self) -> None:
        """A target such as http://name/path names the host itself, in place of the Host header (RFC 9112, 3.2.2)."""
        authority = self.url.partition(b"://")[2].partition(b"/")[0].partition(b"?")[0]
        self.headers[:] = [(name, value) for name, value in self.headers if name != b"host"]
        self.headers.append((b"host", authority))

    def _turn_away(self, status: http.HTTPStatus) -> None:
        """Answers and closes; only closes where that would stand in the middle of another answer."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.drop()
            return
        self.transport.write(_response(status))
        self.transport.close()


def _response(status: http.HTTPStatus) -> bytes:
    """A whole plain response that closes the connection."""
    body = f"{status.value} {status.phrase}\n".encode()
    again = "retry-after: 5\r\n" if status is http.HTTPStatus.SERVICE_UNAVAILABLE else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\ncache-control: no-store\r\n{again}connection: close\r\n\r\n"
    )
    return head.encode() + body
