"""One HTTP exchange with Zalo: bounded in time, never redirected, its failures told by what they mean for a retry.

A secret that belongs into the address goes out as the request's raw target only: the log of the HTTP library and
its errors name the request's address, which then does not hold it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.zalo.sending import UnavailableError, UncertainError

_MOST_WAIT = 86_400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the JSON object where there was one."""

    status: int
    body: Mapping[str, Any] | None
    wait_seconds: float | None = None  # Retry-After


class Exchange:
    """Posts to Zalo through an HTTP client, which stays the caller's to close."""

    def __init__(self, client: httpx.AsyncClient, connect_seconds: float = 5.0) -> None:
        self._client = client
        self._connect_seconds = connect_seconds

    async def post(
        self,
        method: str,
        url: str,
        *,
        within: float,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        target: str | None = None,
    ) -> Answer:
        """The answer to a POST within that many seconds; ``method`` names the call in errors.

        ``target`` goes out in place of the path of ``url``. UnavailableError when Zalo was never reached,
        UncertainError when the request may have arrived but no answer did.
        """
        request = self._client.build_request(
            "POST",
            url,
            json=json,
            data=form,
            headers=headers,
            timeout=httpx.Timeout(within, connect=self._connect_seconds, pool=self._connect_seconds),
            extensions={"target": target.encode("ascii")} if target else None,
        )
        try:
            async with asyncio.timeout(within + self._connect_seconds):  # a trickle resets the library's own limit
                response = await self._client.send(request, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise UnavailableError(method, f"not reached ({type(error).__name__})") from None
        except (httpx.RequestError, TimeoutError) as error:
            raise UncertainError(method, f"no answer ({type(error).__name__})") from None
        return Answer(response.status_code, _object(response), _asked_wait(response))


@asynccontextmanager
async def open_exchange() -> AsyncIterator[Exchange]:
    """An exchange with a client of its own, closed at the end: after the last reply in flight."""
    async with httpx.AsyncClient() as client:
        yield Exchange(client)


def _object(response: httpx.Response) -> Mapping[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _asked_wait(response: httpx.Response) -> float | None:
    asked = response.headers.get("retry-after", "")
    return min(float(asked), _MOST_WAIT) if asked.isascii() and asked.isdecimal() else None
