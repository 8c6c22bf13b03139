"""Worker threads for the engine: so many at a time, half of them for one at most, each conversation in its order."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")
MOST_OF_ONE = 16  # questions of one conversation that may wait; whoever sends more is sending faster than reading


class TooManyWaitingError(Exception):
    """No more may wait; ``of_one`` says that it is one conversation, person or address which has too many."""

    def __init__(self, of_one: bool) -> None:
        super().__init__("too many questions of one are waiting" if of_one else "too many are waiting")
        self.of_one = of_one


class _Order(asyncio.Lock):
    """The order of one conversation; held by whoever is at work or waits for it."""

    held = 0


class _Share(asyncio.Semaphore):
    """The threads somebody may have; held by whoever is at work or waits for it."""

    held = 0


class Workers:
    """Runs blocking work in threads; used from one event loop."""

    def __init__(self, threads: int = 4, queue: int = 200) -> None:
        """``threads`` pieces of work at a time, ``queue`` more waiting."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answering")
        self._most = threads + queue
        self._most_of_share = max(1, threads // 2)
        self._most_held = max(MOST_OF_ONE, self._most // 2)  # of a share, at work or waiting
        self._shares: WeakValueDictionary[str, _Share] = WeakValueDictionary()
        self._orders: WeakValueDictionary[str, _Order] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()

    @property
    def load(self) -> int:
        """How many pieces of work are being done or wait."""
        return len(self._running)

    async def run(self, conversation: str, work: Callable[[], T], sharers: Sequence[str] = ()) -> T:
        """What ``work`` gives, after all that was handed in before for this conversation.

        Each of the ``sharers`` (a person, a network address) has at most half of the threads at a time and half of the
        places, in however many conversations: others need not wait. The narrower is named first.
        ``TooManyWaitingError`` when there is no room. Work that has begun is finished though the caller is cancelled.
        """
        order = self._orders.setdefault(conversation, _Order())
        shares = [self._shares.setdefault(each, _Share(self._most_of_share)) for each in sharers]
        of_one = order.held >= MOST_OF_ONE or any(share.held >= self._most_held for share in shares)
        if len(self._running) >= self._most or of_one:
            raise TooManyWaitingError(of_one)
        places: tuple[_Order | _Share, ...] = (order, *shares)
        for each in places:
            each.held += 1
        task: asyncio.Task[T] = asyncio.create_task(self._in_turn(places, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def close(self, within: float) -> bool:
        """Waits for what is being done, at most so many seconds; whether all of it was. Nothing may be run after."""
        running = tuple(self._running)
        left: set[asyncio.Task[object]] = set()
        if running:
            _, left = await asyncio.wait(running, timeout=within)
        self._pool.shutdown(wait=not left, cancel_futures=True)
        return not left

    async def _in_turn(self, places: Sequence[_Order | _Share], work: Callable[[], T]) -> T:
        context = contextvars.copy_context()  # so that what is logged in the thread names its request
        try:
            async with AsyncExitStack() as turn:
                for each in places:
                    await turn.enter_async_context(each)
                return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: context.run(work))
        finally:
            for each in places:
                each.held -= 1
