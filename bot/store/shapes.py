"""Our frozen values as plain JSON values and back, by their declared types. Pure.

A document is the one large value, and the same in many answers: it is put aside under the digest of its content, and
where it stood only the digest is written.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from knowledge.documents import Document

FindDocument = Callable[[str], Document]
_PLAIN = (str, int, bool, float)


class ShapeError(ValueError):
    """What was stored has not the shape these values have now."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as stored: its content as JSON text under the digest of that text."""

    digest: str
    body: str


def as_text(data: Any) -> str:
    """JSON text in ASCII: no database, encoding or lone surrogate can change a character of it."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


@lru_cache(maxsize=256)
def edition_of(document: Document) -> Edition:
    """The document put aside: the same content always has the same digest."""
    body = as_text(_fields(document, {}))
    return Edition(digest_of(body), body)


def digest_of(body: str) -> str:
    """The digest a document's text is stored under."""
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def document_from(body: str) -> Document:
    """The document again; ShapeError when its text is of another version."""
    document: Document = _dataclass(Document, from_text(body), _no_document, lenient=True)
    return document


def from_text(text: str) -> Any:
    """The JSON values of a text; ShapeError when it is not JSON."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise ShapeError("not JSON") from error


def encoded(value: Any, aside: dict[str, Edition]) -> Any:
    """A value as JSON values; the documents in it go to ``aside`` by their digests."""
    match value:
        case Enum():
            return value.value
        case None | str() | bool() | int() | float():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Document():
            edition = edition_of(value)
            aside[edition.digest] = edition
            return edition.digest
        case tuple():
            return [encoded(each, aside) for each in value]
        case frozenset():
            return sorted(encoded(each, aside) for each in value)
        case dict():
            return {key: encoded(each, aside) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value, aside)
    raise TypeError(f"no stored shape for {type(value).__name__}")


def decoded(kind: Any, data: Any, find: FindDocument, *, lenient: bool = False) -> Any:
    """A value of a type from JSON values; ShapeError when they do not fit it.

    ``lenient`` lets a field that was added since have its default, and ignores one that was taken away.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind, data, find, lenient)
    if origin in (tuple, frozenset):
        return _several(kind, data, find, lenient)
    if origin is dict:
        _expect(isinstance(data, dict), kind)
        return {key: decoded(get_args(kind)[1], each, find, lenient=lenient) for key, each in data.items()}
    if kind is Document:
        _expect(isinstance(data, str), kind)
        return find(data)
    if is_dataclass(kind):
        return _dataclass(kind, data, find, lenient=lenient)
    return _single(kind, data)


def _single(kind: Any, data: Any) -> Any:
    if kind in _PLAIN:
        _expect(type(data) is kind or (kind is float and type(data) is int), kind)
        return kind(data)
    _expect(isinstance(data, str), kind)
    try:
        return date.fromisoformat(data) if kind is date else kind(data)
    except (ValueError, InvalidOperation) as error:
        raise ShapeError(f"{data!r} is no {kind}") from error


def _optional(kind: Any, data: Any, find: FindDocument, lenient: bool) -> Any:
    arms = [arm for arm in get_args(kind) if arm is not type(None)]
    if data is None:
        return None
    _expect(len(arms) == 1, kind)
    return decoded(arms[0], data, find, lenient=lenient)


def _several(kind: Any, data: Any, find: FindDocument, lenient: bool) -> Any:
    _expect(isinstance(data, list), kind)
    arms = get_args(kind)
    if get_origin(kind) is frozenset:
        return frozenset(decoded(arms[0], each, find, lenient=lenient) for each in data)
    if arms[-1] is Ellipsis:
        return tuple(decoded(arms[0], each, find, lenient=lenient) for each in data)
    _expect(len(arms) == len(data), kind)
    return tuple(decoded(arm, each, find, lenient=lenient) for arm, each in zip(arms, data, strict=True))


def _dataclass(kind: Any, data: Any, find: FindDocument, *, lenient: bool) -> Any:
    _expect(isinstance(data, dict), kind)
    hints, given = _hints(kind), {}
    for each in fields(kind):
        if each.name in data:
            given[each.name] = decoded(hints[each.name], data[each.name], find, lenient=lenient)
        else:
            _expect(lenient and (each.default is not MISSING or each.default_factory is not MISSING), kind)
    _expect(lenient or len(given) == len(data), kind)
    return kind(**given)


def _fields(value: Any, aside: dict[str, Edition]) -> dict[str, Any]:
    return {each.name: encoded(getattr(value, each.name), aside) for each in fields(value)}


@lru_cache(maxsize=64)
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _expect(fits: bool, kind: Any) -> None:
    if not fits:
        raise ShapeError(f"not a {getattr(kind, '__name__', kind)}")


def _no_document(digest: str) -> Document:
    raise ShapeError(f"a document in a document: {digest}")
