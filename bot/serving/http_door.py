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


class _Server(uvicorn.Server):
    """uvicorn raises a signal it took once more when it has stopped, which would end us before we have finished."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Takes no signal."""
        yield


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
            limit_concurrency=self._limits.most + 1,  # counts also what is still worked on for clients that left
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
