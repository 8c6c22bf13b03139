"""Worker threads for the engine: so many at a time, few of them for one person, each conversation in its own order."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")
MOST_OF_ONE = 16  # questions of one conversation that may wait; whoever sends more is sending faster than reading


class TooManyWaitingError(Exception):
    """No more may wait; ``of_one`` says that it is this conversation which has too many."""

    def __init__(self, of_one: bool) -> None:
        super().__init__("this conversation has too many questions waiting" if of_one else "too many are waiting")
        self.of_one = of_one


class _Order(asyncio.Lock):
    """The order of one conversation; held by whoever is at work or waits for it."""

    held = 0


class Workers:
    """Runs blocking work in threads; used from one event loop."""

    def __init__(self, threads: int = 4, queue: int = 200) -> None:
        """``threads`` pieces of work at a time, ``queue`` more waiting."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answering")
        self._most = threads + queue
        self._most_of_person = max(1, threads // 2)
        self._shares: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._orders: WeakValueDictionary[str, _Order] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()

    @property
    def load(self) -> int:
        """How many pieces of work are being done or wait."""
        return len(self._running)

    async def run(self, conversation: str, work: Callable[[], T], person: str | None = None) -> T:
        """What ``work`` gives, after all that was handed in before for this conversation.

        A ``person`` has at most half of the threads at a time, in however many conversations: others need not wait.
        ``TooManyWaitingError`` when there is no room. Work that has begun is finished though the caller is cancelled.
        """
        order = self._orders.setdefault(conversation, _Order())
        if len(self._running) >= self._most or order.held >= MOST_OF_ONE:
            raise TooManyWaitingError(order.held >= MOST_OF_ONE)
        task: asyncio.Task[T] = asyncio.create_task(self._in_turn(order, self._share(person), work))
        order.held += 1
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

    def _share(self, person: str | None) -> AbstractAsyncContextManager[None]:
        """The threads a person may have; all of them for work of nobody."""
        if person is None:
            return nullcontext()
        return self._shares.setdefault(person, asyncio.Semaphore(self._most_of_person))

    async def _in_turn(self, order: _Order, share: AbstractAsyncContextManager[None], work: Callable[[], T]) -> T:
        context = contextvars.copy_context()  # so that what is logged in the thread names its request
        try:
            async with order, share:
                return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: context.run(work))
        finally:
            order.held -= 1
