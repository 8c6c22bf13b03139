"""Things found by a few words of their names, as a person types them after a command; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from knowledge.vietnamese import has_marks, nfc, strip_marks

_WORD = re.compile(r"\w+")
_Thing = TypeVar("_Thing")


def naming(asked: str, things: Iterable[_Thing], names: Callable[[_Thing], Sequence[str]]) -> list[_Thing]:
    """The things with a name that holds every word asked for, those whose first name does so before the others.

    Case does not count, and marks count only where they were typed.
    """
    form = str if has_marks(asked) else strip_marks
    wanted = _words(form(asked))
    if not wanted:
        return []
    held = [(thing, [wanted <= _words(form(name)) for name in names(thing)]) for thing in things]
    return [thing for thing, said in held if said[0]] + [thing for thing, said in held if any(said) and not said[0]]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(nfc(text).lower()))
