"""The HTTP door of the process: the file that runs uvicorn, which leaves signals to us."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn

from bot import client_address
from bot.serving.connections import ConnectionLimits, Connections
from bot.serving.guarded_connection import GuardedConnection

_SWEEP_SECONDS = 0.5
_ACCEPTED_AT_ONCE = 32  # then what came on open connections is read: a storm of new ones must not push it out unread
_WAITING_CONNECTIONS = 2048  # in the kernel


class _Server(uvicorn.Server):
    """uvicorn raises a signal it took once more when it has stopped, which would end us before we have finished."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Takes no signal."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """asyncio accepts as many at once as the kernel lets wait, unless the kernel is told afterwards."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(_WAITING_CONNECTIONS)


class HttpDoor:
    """Serves an ASGI application on a socket; ``run`` may be called again after it failed."""

    def __init__(
        self,
        listening: socket.socket,
        app: Any,
        grace: int,
        limits: ConnectionLimits | None = None,
        proxies: Collection[str] = (),
    ) -> None:
        """``grace``: seconds that requests in flight have to finish; the socket is closed when it is told to stop.

        ``proxies`` are the addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
        """
        self._listening = listening
        self._app = app
        self._grace = grace
        self._limits = limits or ConnectionLimits()
        self._proxies = [form for each in proxies for form in client_address.both_forms(each)]

    async def run(self, stop: asyncio.Event) -> None:
        """Serves until told to stop, then lets requests in flight finish."""
        held = Connections(self._limits, self._proxies)
        guarded: Any = partial(GuardedConnection, held=held, limits=self._limits)
        config = uvicorn.Config(
            self._app,
            http=guarded,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(self._proxies),
            forwarded_allow_ips=self._proxies,
            backlog=_ACCEPTED_AT_ONCE,
            # counts also what is still worked on for clients that left; dropped connections end one round later
            limit_concurrency=self._limits.most + 2 * _ACCEPTED_AT_ONCE,
            timeout_graceful_shutdown=self._grace,
        )
        server = _Server(config)
        mine = self._listening.dup()  # the server closes what it is given
        serving = asyncio.create_task(server.serve(sockets=[mine]))
        ending = asyncio.create_task(stop.wait())
        sweeping = asyncio.create_task(_swept(held))
        try:
            await asyncio.wait([serving, ending, sweeping], return_when=asyncio.FIRST_COMPLETED)
            server.should_exit = True
            if stop.is_set():
                self._listening.close()  # or whoever comes now would wait for an answer until we are gone
            await serving
        finally:
            ending.cancel()
            sweeping.cancel()
            mine.close()


async def _swept(held: Connections) -> None:
    """Ends overdue connections, for as long as it runs."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        held.sweep(loop.time())
