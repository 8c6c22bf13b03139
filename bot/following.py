"""Views that follow a value that changes while a process runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

Source = TypeVar("Source")
View = TypeVar("View")


def following(source: Callable[[], Source], view: Callable[[Source], View]) -> View:
    """An object whose methods are those of ``view`` over what ``source`` gives at each call; safe between threads.

    The view is made once for each source. A call that has begun ends on the source it began with.
    """
    return cast(View, _Following(source, view))


class _Following(Generic[Source, View]):
    def __init__(self, source: Callable[[], Source], view: Callable[[Source], View]) -> None:
        self._source = source
        self._view = view
        self._made: tuple[Source, View] | None = None

    def __getattr__(self, name: str) -> Any:
        source, made = self._source(), self._made
        if made is None or made[0] is not source:
            made = self._made = (source, self._view(source))
        return getattr(made[1], name)
