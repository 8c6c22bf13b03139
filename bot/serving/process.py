"""The life of a serving process: up until a signal, then the answers in flight within a bound, then away."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass

import structlog

from bot.receiving.inbox import StoredInbox
from bot.receiving.workers import Workers
from bot.serving.supervisor import Supervisor

log = structlog.get_logger(__name__)
_LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Process:
    """What runs, and what must be put in order at the end."""

    supervisor: Supervisor
    workers: Workers
    inbox: StoredInbox
    grace: float  # seconds for answers in flight

    async def run(self) -> bool:
        """Runs until SIGTERM or SIGINT; whether everything in flight was finished. A second signal leaves at once."""
        stop = asyncio.Event()

        def told() -> None:
            if stop.is_set():
                os._exit(1)
            log.info("stopping", seconds=self.grace, questions=self.workers.load)
            stop.set()

        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, told)
        running = asyncio.create_task(self.supervisor.run(stop, self.grace))
        await stop.wait()
        until = time.monotonic() + self.grace
        finished = await running
        ended = await self.workers.close(max(until - time.monotonic(), _LEAST_SECONDS))
        await self.inbox.release()
        log.info("stopped", everything_finished=finished and ended)
        return finished and ended
