"""An index that takes over from another once it is ready: after a change of the collection, until vectors are made."""

from __future__ import annotations

import threading
from typing import Protocol

from knowledge.ports import Scored


class DenseIndex(Protocol):
    """A ``ports.PassageIndex`` that loads in the background."""

    @property
    def ready(self) -> bool:
        """Whether searches are answered in full."""
        ...

    @property
    def degraded(self) -> str | None:
        """What is wrong, in one word or two; None when nothing is."""
        ...

    @property
    def failure(self) -> Exception | None:
        """Why loading or the last search failed; None when it did not."""
        ...

    def start(self) -> None:
        """Begin loading in the background; does nothing when it has begun."""
        ...

    def check(self) -> str | None:
        """``degraded`` after trying what a search needs, within its deadline."""
        ...

    def close(self) -> None:
        """Ends what goes on in the background; it is not asked again."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until loading ended; whether the index is ready."""
        ...

    def search(self, question: str, limit: int) -> list[Scored]:
        """The best passages; none while loading or when the index fails."""
        ...


class SucceedingIndex:
    """Implements ``DenseIndex``: the index before answers until ``after`` is ready, and is let go then.

    Passages that are gone are left out by whoever searches; new ones are found by their words meanwhile.
    """

    def __init__(self, before: DenseIndex, after: DenseIndex) -> None:
        self._before: DenseIndex | None = before.now if isinstance(before, SucceedingIndex) else before
        self._after = after

    @property
    def now(self) -> DenseIndex:
        """The one that answers."""
        before = self._before
        if before is None or self._after.ready or not before.ready:
            if before is not None and self._after.ready:
                self._before = None
                threading.Thread(target=before.close, daemon=True).start()  # nobody who asks waits for its end
            return self._after
        return before

    @property
    def ready(self) -> bool:
        """Whether the index after, or until then the one before, answers in full."""
        return self.now.ready

    @property
    def degraded(self) -> str | None:
        """What is wrong with the one that answers; a failure of the index after is told at once."""
        return self._after.degraded if self._after.failure else self.now.degraded

    @property
    def failure(self) -> Exception | None:
        """Why the index after could not be loaded or asked."""
        return self._after.failure

    def start(self) -> None:
        """Begin loading the index after."""
        self._after.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the index after."""
        return self._after.wait(timeout)

    def check(self) -> str | None:
        """What is wrong with the one that answers, tried; a failure of the index after is told at once."""
        return self._after.degraded if self._after.failure else self.now.check()

    def close(self) -> None:
        """Closes both."""
        if self._before is not None:
            self._before.close()
        self._after.close()

    def search(self, question: str, limit: int) -> list[Scored]:
        """The best passages of the one that answers."""
        return self.now.search(question, limit)
