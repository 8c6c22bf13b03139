"""Telegram HTML read the way its documentation describes it, offline: refuses what the Bot API refuses.

Written from the "HTML style" section of the Bot API's documentation: which tags there are, which attributes each
may have, how they nest, which entities are read; lengths are UTF-16 code units of the text after parsing.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

TEXT_LIMIT, CAPTION_LIMIT, ENTITY_LIMIT = 4096, 1024, 100
_SAME = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s", "tg-spoiler": "spoiler", "span": "spoiler"}
_PLAIN = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre", "code"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s+[a-zA-Z-]+(?:=(?:\"[^\"<>]*\"|'[^'<>]*'))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class RefusedError(ValueError):
    """What Telegram would not parse, and where."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An entity of a parsed text; places count in characters."""

    kind: str
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as a person reads it, with its entities."""

    text: str
    entities: tuple[Marked, ...]

    @property
    def units(self) -> int:
        """UTF-16 code units, as limits are counted."""
        return len(self.text.encode("utf-16-le")) // 2


def parse(html: str) -> Parsed:
    """The text and entities of Telegram HTML; RefusedError where the documentation does not allow it."""
    text: list[str] = []
    read: list[Marked] = []
    opened: list[tuple[str, str, int, str]] = []  # tag, kind, where, url
    length = position = 0
    while position < len(html):
        character = html[position]
        if character == "<":
            tag = _TAG.match(html, position)
            if tag is None:
                raise RefusedError(f"{html[position : position + 20]!r} at {position} is no tag")
            position = tag.end()
            closing, name = bool(tag[1]), tag[2].lower()
            if closing:
                read.append(_closed(opened, name, tag[3], length))
            else:
                _open(opened, name, tag[3], length)
            continue
        if character == "&":
            entity = _ENTITY.match(html, position)
            if entity is None:
                raise RefusedError(f"{html[position : position + 12]!r} at {position} is no entity")
            position = entity.end()
            character = _NAMED[entity[1]] if entity[1] else chr(int(entity[2]) if entity[2] else int(entity[3], 16))
        elif character == ">":
            raise RefusedError(f"'>' at {position} is not escaped")
        else:
            position += 1
        text.append(character)
        length += 1
    if opened:
        raise RefusedError(f"<{opened[-1][0]}> is not closed")
    return Parsed("".join(text), tuple(m for m in read if m.end > m.start))


def check(html: str, limit: int = TEXT_LIMIT) -> Parsed:
    """The parsed text; also refuses an empty one, one over the limit and more entities than a message keeps."""
    parsed = parse(html)
    if not parsed.text.strip():
        raise RefusedError("message text is empty")
    if parsed.units > limit:
        raise RefusedError(f"message is too long: {parsed.units} units, {limit} allowed")
    if len(parsed.entities) > ENTITY_LIMIT:
        raise RefusedError(f"{len(parsed.entities)} entities, {ENTITY_LIMIT} kept")
    return parsed


def _open(opened: list[tuple[str, str, int, str]], name: str, written: str, at: int) -> None:
    attributes = {found[1].lower(): found[2] or found[3] or "" for found in _ATTRIBUTE.finditer(written)}
    outer = [kind for _, kind, _, _ in opened]
    if any(kind in ("code", "pre") for kind in outer) and (name, outer[-1]) != ("code", "pre"):
        raise RefusedError(f"<{name}> inside code")
    if name in ("a", "blockquote") and name in outer:
        raise RefusedError(f"<{name}> cannot be nested")
    if not _may_have(name, attributes, outer):
        raise RefusedError(f"<{name}{written}> is not supported")
    opened.append((name, _SAME.get(name, name), at, _unescaped(attributes.get("href", ""))))


def _may_have(name: str, attributes: dict[str, str], outer: list[str]) -> bool:
    match name:
        case "a":
            return set(attributes) == {"href"} and bool(attributes["href"])
        case "blockquote":
            return attributes in ({}, {"expandable": ""})
        case "span":
            return attributes == {"class": "tg-spoiler"}
        case "code" if attributes:
            named = attributes.get("class", "").startswith("language-")
            return named and len(attributes) == 1 and outer[-1:] == ["pre"]
        case _:
            return name in _PLAIN and not attributes


def _closed(opened: list[tuple[str, str, int, str]], name: str, written: str, at: int) -> Marked:
    if written.strip() or not opened or opened[-1][0] != name:
        expected = opened[-1][0] if opened else "nothing"
        raise RefusedError(f"unmatched </{name}>, expected {expected}")
    _, kind, start, url = opened.pop()
    return Marked(kind, start, at, url)


def _unescaped(text: str) -> str:
    if re.search(r"&(?!(?:lt|gt|amp|quot|#x?[0-9a-fA-F]+);)", text):
        raise RefusedError(f"{text!r} is not escaped")
    return _ENTITY.sub(lambda m: _NAMED[m[1]] if m[1] else chr(int(m[2]) if m[2] else int(m[3], 16)), text)


def has_real_parser() -> bool:
    """Whether Telegram's own library is installed here."""
    return importlib.util.find_spec("tdjson") is not None


def parse_for_real(html: str) -> str:
    """The text Telegram's own parser reads; RefusedError with its words where it refuses."""
    return real(html).text


@dataclass(frozen=True, slots=True)
class Real:
    """What Telegram's own parser reads, places counted in UTF-16 units."""

    text: str
    entities: tuple[tuple[str, int, int], ...]

    @property
    def units(self) -> int:
        """UTF-16 code units."""
        return len(self.text.encode("utf-16-le")) // 2

    def part(self, start: int, length: int) -> str:
        """The characters an entity covers."""
        return self.text.encode("utf-16-le")[start * 2 : (start + length) * 2].decode("utf-16-le")


def real(html: str) -> Real:
    """A text and its entities as Telegram's own parser reads them; RefusedError with its words where it refuses."""
    asked = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answered = json.loads(_library().td_execute(json.dumps(asked).encode()))
    if answered["@type"] != "formattedText":
        raise RefusedError(str(answered.get("message")))
    entities = tuple((each["type"]["@type"], each["offset"], each["length"]) for each in answered["entities"])
    return Real(str(answered["text"]), entities)


@lru_cache(maxsize=1)
def _library() -> Any:
    library: Any = importlib.import_module("tdjson")
    library.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 1}).encode())
    return library
