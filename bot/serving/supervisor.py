"""Keeps the channels up, each by itself: one that fails is started again after a while, the others go on."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

FIRST_PAUSE, MOST_PAUSE = 1.0, 60.0  # seconds before a channel is started again, doubled each time
STEADY_SECONDS = 120.0  # a channel that ran so long begins with the first pause again

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """A channel, or other work that goes on as long as the process."""

    name: str
    run: Callable[[asyncio.Event], Awaitable[None]]  # until told to stop; then finishes what is in flight
    degraded: Callable[[], Sequence[str]] = tuple  # what the part itself knows not to work


class Supervisor:
    """Runs the parts; implements ``bot.ports.Readiness``."""

    def __init__(
        self,
        parts: Sequence[Part],
        failed: Callable[[str], None] = lambda _: None,
        pauses: tuple[float, float] = (FIRST_PAUSE, MOST_PAUSE),
    ) -> None:
        """``failed`` is told the name of a part each time it fails; ``pauses`` are the first and the longest."""
        self._parts = tuple(parts)
        self._failed = failed
        self._pauses = pauses
        self._down: dict[str, str] = {}

    @property
    def down(self) -> dict[str, str]:
        """The parts that failed and wait to be started again, with the kind of failure."""
        return dict(self._down)

    def degraded(self) -> tuple[str, ...]:
        """Names of the parts that are down, and of what the others know not to work."""
        known = [name for part in self._parts if part.name not in self._down for name in part.degraded()]
        return tuple(dict.fromkeys([*self._down, *known]))

    async def run(self, stop: asyncio.Event, grace: float) -> bool:
        """Runs until told to stop, then gives the parts ``grace`` seconds to finish; whether all of them did."""
        running = [asyncio.create_task(self._kept_up(part, stop), name=part.name) for part in self._parts]
        await stop.wait()
        if not running:
            return True
        _, left = await asyncio.wait(running, timeout=grace)
        for task in left:
            log.warning("not finished in time", part=task.get_name())
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return not left

    async def _kept_up(self, part: Part, stop: asyncio.Event) -> None:
        clock = asyncio.get_running_loop().time
        failures = 0
        while not stop.is_set():
            begun = clock()
            self._down.pop(part.name, None)
            try:
                await part.run(stop)
                if stop.is_set():
                    return
                raise RuntimeError("it ended without being told to")
            except Exception as error:  # the others must not fall with it
                failures = 1 if clock() - begun > STEADY_SECONDS else failures + 1
                self._down[part.name] = type(error).__name__
                self._failed(part.name)
                log.exception("a part failed and will be started again", part=part.name, failures=failures)
            await self._pause(failures, stop)

    async def _pause(self, failures: int, stop: asyncio.Event) -> None:
        first, most = self._pauses
        seconds = min(first * 2.0 ** min(failures - 1, 16), most) * (0.75 + random.random() / 2)
        ending = asyncio.ensure_future(stop.wait())
        await asyncio.wait([ending], timeout=seconds)
        ending.cancel()
