"""An index that is loaded in the background, given up on when it is slow, and loaded again after a failure.

Importing torch and opening Chroma take seconds; keywords and the register answer meanwhile. A failure is kept and
reported by name, never raised at a person who asked. After one, searches find nothing, without a call, until an attempt
to recover has searched successfully; attempts are made one at a time, with back-off, for as long as the process runs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar, runtime_checkable

from knowledge.index.back_off import BackOff
from knowledge.index.bounded_calls import BoundedCalls
from knowledge.ports import EncoderBusyError, PassageIndex, Scored

SEARCH_SECONDS = 1.5  # a whole search, the encoding of the question with it
WATCH_SECONDS = 30.0  # between checks of an index that works
BUSY_SECONDS = 1.0  # how long answers are marked after a question that got no turn at the encoder

T = TypeVar("T")
log = logging.getLogger(__name__)


@runtime_checkable
class Checkable(Protocol):
    """An index that can be tried and closed."""

    def check(self) -> None:
        """Do what a search needs; raises whatever is wrong."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class WarmingIndex:
    """A ``ports.PassageIndex`` that is made by ``load``, in the background or at the first search.

    Started: until it is ready, a search finds nothing; it is checked every half minute. Not started: the first search
    loads in place, and a later one recovers. ``degraded`` names the trouble for replies and ``/readyz``.
    """

    def __init__(
        self,
        name: str,
        load: Callable[[], PassageIndex],
        seconds: float = SEARCH_SECONDS,
        back_off: BackOff | None = None,
    ) -> None:
        self._name = name
        self._load = load
        self._seconds = seconds
        self._back_off = back_off or BackOff()
        self._calls = BoundedCalls(name)
        self._index: PassageIndex | None = None
        self._thread: threading.Thread | None = None
        self._state_lock = threading.Lock()
        self._load_lock = threading.Lock()
        self._tried = threading.Event()
        self._wake = threading.Event()
        self._closed = False
        self._busy_until = 0.0
        self.failure: Exception | None = None

    def start(self) -> None:
        """Begin loading in the background; does nothing when it has begun."""
        with self._state_lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name=f"warm-{self._name}", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the background thread, waiting a little for what it is doing, and close the index."""
        self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(2 * self._seconds)
        with self._state_lock:
            index, self._index = self._index, None
        if index is not None:
            self._discard(index)
        self._calls.close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the first attempt to load ended; whether the index is ready."""
        if self._thread is None:
            self._try()
        self._tried.wait(timeout)
        return self.ready

    @property
    def ready(self) -> bool:
        """Whether searches are answered in full."""
        return self._index is not None and self.failure is None

    @property
    def degraded(self) -> str | None:
        """None when all is well; the name while loading; the name and the error after a failure."""
        failure = self.failure
        if failure is not None:
            return f"{self._name}: {type(failure).__name__}"
        if self.ready and time.monotonic() < self._busy_until:
            return f"{self._name}: busy"
        return None if self.ready or self._thread is None else self._name

    def check(self) -> str | None:
        """``degraded`` after trying what a search needs, with its deadline; not tried while it is in trouble."""
        index = self._index
        if isinstance(index, Checkable) and self.failure is None:
            self._bounded(index, index.check)
        return self.degraded

    def search(self, question: str, limit: int) -> list[Scored]:
        """The best passages; none while loading, after a failure, or when there are none in time."""
        if self._thread is None:
            self._try()
        index = self._index
        if index is None or self.failure is not None:
            return []
        return self._bounded(index, lambda: index.search(question, limit)) or []

    def _bounded(self, index: PassageIndex, work: Callable[[], T]) -> T | None:
        """What ``work`` returns in time; otherwise None, and the failure is kept."""
        try:
            return self._calls.call(work, self._seconds)
        except EncoderBusyError:
            self._busy_until = time.monotonic() + BUSY_SECONDS
            return None
        except Exception as error:
            with self._state_lock:
                if index is self._index and self.failure is None:
                    self._note(error)
            self._wake.set()
            return None

    def _keep(self) -> None:
        """Load, watch and recover until closed."""
        while not self._closed:
            self._try()
            healthy = self.ready
            woken = self._wake.wait(WATCH_SECONDS if healthy else self._back_off.remaining)
            self._wake.clear()
            if healthy and not woken:
                self.check()

    def _try(self) -> None:
        """One attempt to load or to recover, if one is needed and due."""
        with self._load_lock:
            if self.ready or self._back_off.remaining:
                return
            try:
                index = self._recovered()
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # a panic in native code is no Exception
                self._back_off.failed()
                self._note(error if isinstance(error, Exception) else RuntimeError(str(error)))
            else:
                self._back_off.succeeded()
                with self._state_lock:
                    if self.failure is not None:
                        log.info("the %s index works again", self._name)
                    self._index, self.failure = index, None
            finally:
                self._tried.set()

    def _recovered(self) -> PassageIndex:
        """The index there is, if it works again; else a newly loaded one that was tried."""
        index = self._index
        if index is not None:
            try:
                if isinstance(index, Checkable):
                    self._calls.call(index.check, self._seconds)
                return index
            except Exception:
                self._index = None
                self._discard(index)
        index = self._load()
        if isinstance(index, Checkable):
            index.check()
        return index

    def _discard(self, index: PassageIndex) -> None:
        if isinstance(index, Checkable):
            try:
                self._calls.call(index.close, self._seconds)
            except Exception as error:
                log.debug("the failed %s index cannot be closed: %s", self._name, error)

    def _note(self, error: Exception) -> None:
        """Keep a failure; the same one again is no new line of the log."""
        known = self.failure
        self.failure = error
        if known is None or (type(known), str(known)) != (type(error), str(error)):
            log.warning("the %s index fails and is tried again: %r", self._name, error)
