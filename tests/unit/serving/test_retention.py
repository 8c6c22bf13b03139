"""The job that deletes in time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.serving.retention import Retention
from bot.store.opening import open_store
from bot.store_errors import StoreBusyError
from bot.store_ports import Removed
from tests.fakes_chat import COMPARISON, TARGET
from tests.fakes_store import PEOPLE, Clock

pytestmark = pytest.mark.anyio
DAY = 86_400.0


async def test_answers_are_kept_for_as_many_days_as_told(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, PEOPLE, clock=clock)
    retention = Retention(store.upkeep, 30, clock)
    old = store.answers.keep(TARGET, "a", "web")
    clock.now += 20 * DAY
    young = store.answers.keep(COMPARISON, "a", "web")
    assert retention.once().answers == 0
    clock.now += 10 * DAY + 1
    assert retention.once().answers == 1
    assert store.answers.get(old) is None
    assert store.answers.get(young) == COMPARISON
    store.close()


async def test_a_store_that_is_busy_is_tried_again_later() -> None:
    tries: list[float] = []
    stop = asyncio.Event()

    class Upkeep:
        def forget(self, person: str) -> Removed:
            raise AssertionError(person)

        def clock_seen(self) -> str | None:
            return None

        def keep_clock(self, text: str) -> None:
            raise AssertionError(text)

        def prune(self, older_than: float) -> Removed:
            tries.append(older_than)
            if len(tries) == 3:
                stop.set()
            raise StoreBusyError("locked")

    await asyncio.wait_for(Retention(Upkeep(), 1, Clock()).run(stop, every=0.01), 10)
    assert len(tries) == 3
