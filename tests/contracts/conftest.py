"""A store of every kind, empty, with a clock of its own, for the suites that every store must pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store_ports import Store
from tests.fakes_store import KINDS, Clock, store_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    yield from store_of(request.param, tmp_path, clock)
