"""Channels that fail, come back and leave: none takes another with it."""

from __future__ import annotations

import asyncio

import pytest

from bot.serving.supervisor import Part, Supervisor

pytestmark = pytest.mark.anyio
AT_ONCE = (0.01, 0.02)


class Channel:
    """Fails as often as told, then runs until it is told to stop."""

    def __init__(self, name: str, failures: int = 0, finishing: float = 0.0) -> None:
        self.name = name
        self.failures = failures
        self.finishing = finishing
        self.starts = 0
        self.finished = False
        self.up = asyncio.Event()
        self.trouble: tuple[str, ...] = ()

    async def run(self, stop: asyncio.Event) -> None:
        self.starts += 1
        if self.starts <= self.failures:
            raise ConnectionError("bot 123:secret refused")
        self.up.set()
        await stop.wait()
        await asyncio.sleep(self.finishing)
        self.finished = True

    @property
    def part(self) -> Part:
        return Part(self.name, self.run, lambda: self.trouble)


async def test_a_channel_that_fails_is_started_again_and_the_others_go_on() -> None:
    sound, limping = Channel("web"), Channel("telegram", failures=3)
    told: list[str] = []
    supervisor, stop = Supervisor([sound.part, limping.part], told.append, AT_ONCE), asyncio.Event()
    running = asyncio.create_task(supervisor.run(stop, 5))
    await asyncio.wait_for(limping.up.wait(), 10)
    assert (sound.starts, limping.starts) == (1, 4)
    assert told == ["telegram"] * 3
    assert supervisor.degraded() == ()
    stop.set()
    assert await running
    assert sound.finished and limping.finished


async def test_a_channel_that_is_down_is_named_until_it_is_back() -> None:
    sound, broken = Channel("web"), Channel("zalo", failures=10**6)
    supervisor, stop = Supervisor([sound.part, broken.part], pauses=(30, 30)), asyncio.Event()
    running = asyncio.create_task(supervisor.run(stop, 5))
    await asyncio.wait_for(sound.up.wait(), 10)
    await asyncio.sleep(0.05)
    assert supervisor.degraded() == ("zalo",)
    assert supervisor.down == {"zalo": "ConnectionError"}
    sound.trouble = ("web",)
    assert supervisor.degraded() == ("zalo", "web"), "what a channel itself knows not to work counts too"
    stop.set()
    assert await asyncio.wait_for(running, 5), "nobody waits for a pause"


async def test_a_channel_that_ends_by_itself_is_started_again() -> None:
    starts = []

    async def leaves(stop: asyncio.Event) -> None:
        starts.append(1)
        if len(starts) == 3:
            stop.set()

    supervisor = Supervisor([Part("odd", leaves)], pauses=AT_ONCE)
    assert await asyncio.wait_for(supervisor.run(asyncio.Event(), 5), 10)
    assert len(starts) == 3


async def test_what_is_in_flight_has_so_long_and_no_longer() -> None:
    quick, stuck = Channel("web", finishing=0.1), Channel("zalo", finishing=600)
    supervisor, stop = Supervisor([quick.part, stuck.part]), asyncio.Event()
    running = asyncio.create_task(supervisor.run(stop, 0.5))
    await asyncio.wait_for(stuck.up.wait(), 10)
    stop.set()
    assert not await asyncio.wait_for(running, 10)
    assert quick.finished and not stuck.finished
