"""Whom a request counts to: the program of a key, else a browser's own id and the network address it comes from."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

from bot import client_address
from bot.channels.web.problems import Problem
from bot.reception_ports import Pace
from prompts import api_words

CHANNEL = "web"


class TooFastError(Exception):
    """The request came too soon."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Counting:
    """Counts requests that cost or are kept; ``TooFastError`` for one that comes too soon."""

    def __init__(self, pace: Pace | None = None) -> None:
        """Without a ``pace`` nothing is limited."""
        self._pace = pace

    async def question(self, request: Request) -> None:
        """A question: to its address; the reception counts it to the person, or to the program."""
        if not request.state.key:
            await self._wait(address_of(request), None)

    async def reading(self, request: Request) -> None:
        """An answer opened, a list, a file or a picture made: to the program, else to the address."""
        key = request.state.key
        await (self._wait(None, f"key:{key}") if key else self._wait(address_of(request), None))

    async def writing(self, request: Request, visitor: str | None) -> None:
        """An opinion or forgetting: to the program, else to the address and the browser, as a question is."""
        key = request.state.key
        await (self._wait(None, f"key:{key}") if key else self._wait(address_of(request), person_of(request, visitor)))

    async def _wait(self, address: str | None, user: str | None) -> None:
        seconds = await self._pace.wait(CHANNEL, address, user) if self._pace else 0
        if seconds:
            raise TooFastError(seconds)


def person_of(request: Request, visitor: str | None) -> str:
    """Who asks: a browser by its own id, else its network address; behind a key nobody else's."""
    key = request.state.key
    if key:
        return f"key:{key}:visitor:{visitor}" if visitor else f"key:{key}"
    return f"visitor:{visitor}" if visitor else f"address:{address_of(request)}"


def conversation_of(request: Request, conversation: str) -> str:
    """The conversation's name: one of a program is its own, whatever id another one sends."""
    key = request.state.key
    return f"{CHANNEL}:key:{key}:{conversation}" if key else f"{CHANNEL}:{conversation}"


def address_of(request: Request) -> str:
    """The network address of the caller, as the server or its trusted proxy saw it; IPv6 by its /64."""
    return client_address.counted(request.client.host) if request.client else "unknown"


async def too_fast(_: Request, error: Exception) -> JSONResponse:
    """The answer to a request that came too soon, in both languages."""
    assert isinstance(error, TooFastError)
    words, seconds = api_words()["errors"], str(error.seconds)
    message = f"Too many requests came from here. · {words['too_fast']}"
    remedy = f"Try again in {seconds} s. · {words['try_again'].format(seconds=seconds)}"
    return Problem(429, "too_many_questions", message, remedy, {"Retry-After": seconds}).response()
