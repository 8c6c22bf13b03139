"""Fields of an update as a stranger sent it: of the kind they must be, or a neutral value; never an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]
_UNIT = 2  # bytes of a UTF-16 code unit


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked part of a text, in UTF-16 units as Telegram counts, with its characters."""

    kind: str
    start: int
    end: int
    text: str
    user: int  # of a text_mention


def inner(fields: Fields, name: str) -> Fields:
    """An object inside; empty when it is none."""
    found = fields.get(name)
    return found if isinstance(found, Mapping) else {}


def many(fields: Fields, name: str) -> Sequence[Fields]:
    """A list of objects inside; those that are none are left out."""
    found = fields.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def whole(fields: Fields, name: str) -> int:
    """A whole number; 0 when it is none."""
    found = fields.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def text(fields: Fields, name: str) -> str:
    """A text; "" when it is none."""
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def entities(fields: Fields, name: str, said: str) -> tuple[Entity, ...]:
    """The entities of a text that lie within it."""
    coded = said.encode("utf-16-le", "surrogatepass")
    found = []
    for each in many(fields, name):
        start, end = whole(each, "offset"), whole(each, "offset") + whole(each, "length")
        if 0 <= start < end <= len(coded) // _UNIT:
            held = between(said, start, end)
            found.append(Entity(text(each, "type"), start, end, held, whole(inner(each, "user"), "id")))
    return tuple(found)


def between(said: str, start: int, end: int | None = None) -> str:
    """The characters between two places counted in UTF-16 units."""
    coded = said.encode("utf-16-le", "surrogatepass")
    return coded[start * _UNIT : None if end is None else end * _UNIT].decode("utf-16-le", "replace")
