"""Calls that are given up on after a while: made on a few threads of their own, so that few can be stuck."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class GaveUpError(TimeoutError):
    """A call did not end in time; its thread goes on until it does."""


class BoundedCalls:
    """Makes calls with a deadline, on at most ``most`` daemon threads that are kept and used again.

    A call that hangs keeps its thread. When all threads hang, further calls wait for one until their own deadline.
    """

    def __init__(self, name: str, most: int = 8) -> None:
        self._name = name
        self._most = most
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._threads = 0

    def call(self, work: Callable[[], T], seconds: float) -> T:
        """What ``work`` returns or raises; GaveUpError when that takes longer than ``seconds``."""
        job: Future[T] = Future()
        self._jobs.put((job, work))
        self._have_thread()
        try:
            return job.result(seconds)
        except TimeoutError:
            if job.done() and not job.cancelled():
                raise  # the work itself raised it
            job.cancel()  # when no thread has begun it, none will
            raise GaveUpError(f"{self._name} did not answer within {seconds:g} s") from None

    def close(self) -> None:
        """End the threads that wait for a call; no call may be made after it."""
        with self._lock:
            for _ in range(self._threads):
                self._jobs.put(None)

    def _have_thread(self) -> None:
        if self._idle.acquire(blocking=False):
            return
        with self._lock:
            if self._threads < self._most:
                self._threads += 1
                threading.Thread(target=self._serve, name=f"{self._name}-{self._threads}", daemon=True).start()

    def _serve(self) -> None:
        while (given := self._jobs.get()) is not None:
            job, work = given
            if job.set_running_or_notify_cancel():
                _run(job, work)
            del given, job, work  # nothing of a call is kept until the next one
            self._idle.release()


def _run(job: Future[Any], work: Callable[[], Any]) -> None:
    try:
        job.set_result(work())
    except Exception as error:
        job.set_exception(error)
    except BaseException as error:  # a panic in native code is no Exception, and must not end a caller's thread
        job.set_exception(RuntimeError(f"{type(error).__name__}: {error}"))
