"""Loading in the background: the index answers nothing until it can, and says so.

Importing torch and opening Chroma take seconds; keywords and the register answer meanwhile. What
goes wrong is kept and reported by name, never raised at a person who asked.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from knowledge.ports import PassageIndex, Scored

log = logging.getLogger(__name__)


class WarmingIndex:
    """A ``ports.PassageIndex`` that is made by ``load``, in the background or at the first search.

    Started: until it is ready, a search finds nothing. Not started: the first search loads in
    place. ``degraded`` names the trouble for replies and ``/readyz``.
    """

    def __init__(self, name: str, load: Callable[[], PassageIndex]) -> None:
        self._name = name
        self._load = load
        self._index: PassageIndex | None = None
        self._thread: threading.Thread | None = None
        self._start_lock = threading.Lock()
        self._load_lock = threading.Lock()
        self._done = threading.Event()
        self.failure: Exception | None = None

    def start(self) -> None:
        """Begin loading in the background; does nothing when it has begun."""
        with self._start_lock:
            if self._thread is None and not self._done.is_set():
                self._thread = threading.Thread(target=self._run, name=f"warm-{self._name}", daemon=True)
                self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until loading ended; whether the index is ready."""
        if self._thread is None:
            self._run()
        self._done.wait(timeout)
        return self.ready

    @property
    def ready(self) -> bool:
        """Whether searches are answered in full."""
        return self._index is not None

    @property
    def degraded(self) -> str | None:
        """None when all is well; the name while loading; the name and the error after a failure."""
        if self.failure is not None:
            return f"{self._name}: {type(self.failure).__name__}"
        return None if self.ready or self._thread is None else self._name

    def search(self, question: str, limit: int) -> list[Scored]:
        """The best passages; none while loading or when the index fails."""
        if self._thread is None:
            self._run()
        index = self._index
        if index is None:
            return []
        try:
            found = index.search(question, limit)
        except Exception as error:
            log.exception("search in the %s index failed", self._name)
            self.failure = error
            return []
        self.failure = None
        return found

    def _run(self) -> None:
        with self._load_lock:
            if self._done.is_set():
                return
            try:
                self._index = self._load()
            except Exception as error:
                log.exception("the %s index cannot be loaded", self._name)
                self.failure = error
            finally:
                self._done.set()
