"""Whose turn it is: jobs of one chat run in the order they came, those of different chats beside each other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Job = Callable[[], Awaitable[None]]


class Turns:
    """Queues by key, each with a task while it holds jobs; a job looks after its own failures."""

    def __init__(self) -> None:
        self._queues: dict[Hashable, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """Jobs that run or wait."""
        return self._waiting

    def of(self, key: Hashable) -> int:
        """Jobs of a key that wait for the one that runs."""
        return len(self._queues.get(key, ()))

    def put(self, key: Hashable, job: Job) -> None:
        """Runs the job after those of the same key."""
        self._waiting += 1
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(job)
            return
        self._queues[key] = deque([job])
        task = asyncio.create_task(self._work(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> bool:
        """Waits until every job has run, at most so long; what still runs or waits then is cancelled."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        left = set(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return not left

    async def _work(self, key: Hashable) -> None:
        queue = self._queues[key]
        try:
            while queue:
                job = queue.popleft()
                try:
                    await job()
                finally:
                    self._waiting -= 1
        finally:
            self._waiting -= len(queue)
            del self._queues[key]
