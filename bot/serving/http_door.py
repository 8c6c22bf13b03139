"""The HTTP door of the process: the one file that runs uvicorn, which leaves signals to us."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


class _Server(uvicorn.Server):
    """uvicorn raises a signal it took once more when it has stopped, which would end us before we have finished."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Takes no signal."""
        yield


class HttpDoor:
    """Serves an ASGI application on a socket; ``run`` may be called again after it failed."""

    def __init__(self, listening: socket.socket, app: Any, grace: int) -> None:
        """``grace``: seconds that requests in flight have to finish; the socket is closed when it is told to stop."""
        self._listening = listening
        self._app = app
        self._grace = grace

    async def run(self, stop: asyncio.Event) -> None:
        """Serves until told to stop, then lets requests in flight finish."""
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=self._grace,
        )
        server = _Server(config)
        mine = self._listening.dup()  # the server closes what it is given
        serving = asyncio.create_task(server.serve(sockets=[mine]))
        ending = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([serving, ending], return_when=asyncio.FIRST_COMPLETED)
            server.should_exit = True
            if stop.is_set():
                self._listening.close()  # or whoever comes now would wait for an answer until we are gone
            await serving
        finally:
            ending.cancel()
            mine.close()
