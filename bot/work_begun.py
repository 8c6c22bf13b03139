"""What was known of forgettings when the work at hand began; told by whoever begins it, asked by the store.

A question or an update may still be answered while its person is being forgotten. What the work writes after that is
not kept: the store compares what it knows with what was known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Begun = Mapping[str, str | None]  # the keys of whom the work is for, each with the mark of its last forgetting

_begun: ContextVar[Begun | None] = ContextVar("begun", default=None)


@contextmanager
def work_begun(known: Begun) -> Iterator[None]:
    """What runs inside was begun when this was known."""
    token = _begun.set(known)
    try:
        yield
    finally:
        _begun.reset(token)


def known_then() -> Begun | None:
    """What was known when the work at hand began; None for work that is for nobody."""
    return _begun.get()
