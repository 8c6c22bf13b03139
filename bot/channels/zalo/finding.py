"""Things found by a few words of their names, as a person types them after a command; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from knowledge.vietnamese import has_marks, matching_form, nfc, strip_marks

_WORD = re.compile(r"\w+")
_Thing = TypeVar("_Thing")


def naming(asked: str, things: Iterable[_Thing], names: Callable[[_Thing], Sequence[str]]) -> list[_Thing]:
    """The things with a name that says the words in a row, or else with one that holds them all.

    Those whose first name does come before the others. Case does not count, nor where a mark stands (hoá, hóa);
    marks count only where they were typed.
    """
    form = str if has_marks(asked) else strip_marks
    wanted = _words(form(asked))
    if not wanted:
        return []
    held = [(thing, [_words(form(name)) for name in names(thing)]) for thing in things]
    return _first_named(held, lambda name: f" {' '.join(wanted)} " in f" {' '.join(name)} ") or _first_named(
        held, lambda name: set(wanted) <= set(name)
    )


def _first_named(held: Sequence[tuple[_Thing, list[list[str]]]], says: Callable[[list[str]], bool]) -> list[_Thing]:
    """The things one of whose names says it, first those whose first name does."""
    found = [(thing, says(names[0])) for thing, names in held if any(map(says, names))]
    return [thing for thing, _ in sorted(found, key=lambda each: not each[1])]


def _words(text: str) -> list[str]:
    return [matching_form(word) for word in _WORD.findall(nfc(text))]
