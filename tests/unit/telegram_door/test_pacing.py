"""Each chat waits for itself, all together keep under one rate, and only what was certainly not done is done again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.channels.telegram.api import FloodedError, RefusedError, TelegramFailure, UnavailableError, UncertainError
from bot.channels.telegram.intents import Owed
from bot.channels.telegram.pacing import Pacing, Patience
from bot.channels.telegram.turns import Turns

FLOODED, AWAY, DOUBT = FloodedError("x", 7.0), UnavailableError("x", "away"), UncertainError("x", "?")


class Days:
    """A clock that a pause moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def pacing(days: Days, **patience: float) -> Pacing:
    return Pacing(Patience(**{"between_calls": 0.0, "spare": 0.0, **patience}), days, days.pause)


def failing(*failures: TelegramFailure) -> tuple[list[int], object]:
    left, tries = list(failures), [0]

    async def call() -> str:
        tries[0] += 1
        if left:
            raise left.pop(0)
        return "done"

    return tries, call


def test_a_flooded_call_waits_exactly_as_long_as_asked_and_its_chat_with_it() -> None:
    days = Days()
    paced = pacing(days)
    _, call = failing(FLOODED)
    assert asyncio.run(paced(1, call)) == "done"  # type: ignore[arg-type]
    assert days.now == 7.0
    paced.hold(1, 5.0)
    _, quick = failing()
    asyncio.run(paced(2, quick))  # type: ignore[arg-type]
    assert days.now == 7.0, "another chat does not wait"
    asyncio.run(paced(1, quick))  # type: ignore[arg-type]
    assert days.now == 12.0


@pytest.mark.parametrize(
    ("failures", "repeatable", "tries"),
    [
        ((AWAY, AWAY), False, 3),
        ((DOUBT,), True, 2),
        ((FLOODED, AWAY, FLOODED), False, 4),
    ],
)
def test_what_certainly_did_nothing_is_tried_again(
    failures: Sequence[TelegramFailure], repeatable: bool, tries: int
) -> None:
    counted, call = failing(*failures)
    assert asyncio.run(pacing(Days())(1, call, repeatable=repeatable)) == "done"  # type: ignore[arg-type]
    assert counted == [tries]


@pytest.mark.parametrize("failure", [DOUBT, RefusedError("x", "no")])
def test_what_may_have_been_done_or_was_refused_is_not_tried_again(failure: TelegramFailure) -> None:
    counted, call = failing(failure)
    with pytest.raises(type(failure)):
        asyncio.run(pacing(Days())(1, call))  # type: ignore[arg-type]
    assert counted == [1]


def test_patience_ends() -> None:
    days = Days()
    counted, call = failing(*[AWAY] * 1000)
    with pytest.raises(UnavailableError):
        asyncio.run(pacing(days, most_waiting=100.0)(1, call))  # type: ignore[arg-type]
    assert days.now <= 100.0
    assert counted[0] < 30
    days = Days()
    hurried = pacing(days, most_waiting=5.0)
    with pytest.raises(FloodedError):
        asyncio.run(hurried(2, failing(FLOODED)[1]))  # type: ignore[arg-type]
    asyncio.run(hurried(2, failing()[1]))  # type: ignore[arg-type]
    assert days.now == 7.0, "whoever comes next to that chat waits all the same"


def test_all_chats_together_keep_under_the_rate() -> None:
    days = Days()
    paced = pacing(days, between_calls=0.5)

    async def act() -> None:
        for chat in range(5):
            await paced(chat, failing()[1])  # type: ignore[arg-type]

    asyncio.run(act())
    assert days.now == 2.0


def test_what_leaves_is_told_for_every_try_and_what_certainly_stayed_as_well() -> None:
    days = Days()

    class Noted:
        def __init__(self) -> None:
            self.told: list[tuple[str, float]] = []

        async def __call__(self) -> None:
            self.told.append(("leaves", days.now))

        async def stayed(self) -> None:
            self.told.append(("stayed", days.now))

        async def arrived(self, left: Owed) -> None:
            raise AssertionError(left)

    noted = Noted()
    asyncio.run(pacing(days)(1, failing(FLOODED)[1], noted))  # type: ignore[arg-type]
    assert noted.told == [("leaves", 0.0), ("stayed", 0.0), ("leaves", 7.0)]
    doubtful = Noted()
    with pytest.raises(UncertainError):
        asyncio.run(pacing(days)(1, failing(DOUBT)[1], doubtful))  # type: ignore[arg-type]
    assert [what for what, _ in doubtful.told] == ["leaves"]


def test_jobs_of_a_chat_run_in_order_those_of_others_beside_them_and_a_drain_ends() -> None:
    async def act() -> None:
        turns, done, gate = Turns(), [], asyncio.Event()

        async def job(name: str, waits: bool = False) -> None:
            if waits:
                await gate.wait()
            done.append(name)

        turns.put(1, lambda: job("a1", waits=True))
        turns.put(1, lambda: job("a2"))
        turns.put(2, lambda: job("b1"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert (done, turns.waiting) == (["b1"], 2)
        gate.set()
        assert await turns.drain(5.0)
        assert (done, turns.waiting) == (["b1", "a1", "a2"], 0)
        gate.clear()
        turns.put(3, lambda: job("c1", waits=True))
        turns.put(3, lambda: job("c2"))
        assert not await turns.drain(0.01)
        assert (done[3:], turns.waiting) == ([], 0)

    asyncio.run(act())
