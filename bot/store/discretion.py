"""Replies and turns without what is somebody's: what the store writes instead of what was said. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields, replace
from enum import Enum
from typing import Any

from bot.conversation import Turn
from bot.meaning.query import Query
from bot.messages import Reply, Status
from bot.redaction import COVER, redacted, secrets_in

LONGEST_REASON = 500
UNSAID = frozenset(  # how questions are answered of which no word is kept
    (
        Status.UNANSWERED_OUT_OF_SCOPE,
        Status.REFUSED_ABUSE,
        Status.REFUSED_EMPTY,
        Status.REFUSED_TOO_LONG,
        Status.REFUSED_RATE_LIMITED,
        Status.SMALLTALK,
        Status.ERROR_INTERNAL,
    )
)

_WORDS = frozenset(("text", "caption", "query", "question"))  # where channels put what a person wrote
_PIECES = re.compile(r"\w+")


def discreet_reply(reply: Reply) -> Reply:
    """The reply with personal data covered in all that may repeat a person's words; else as it is.

    What is none of our field may be about anybody: of such a question nothing is kept but how it was answered.
    """
    if reply.status in UNSAID:
        return replace(reply, question="", interpretation=None, suggestions=tuple(map(redacted, reply.suggestions)))
    return replace(
        reply,
        question=redacted(reply.question),
        text=redacted(reply.text),
        interpretation=None if reply.interpretation is None else redacted(reply.interpretation),
        suggestions=tuple(map(redacted, reply.suggestions)),
    )


def discreet_turn(turn: Turn) -> Turn:
    """The turn with personal data covered wherever its questions hold a piece of them."""
    return replace(
        turn,
        query=_discreet(turn.query),
        choices=tuple(map(redacted, turn.choices)),
    )


def discreet_reason(reason: str | None) -> str | None:
    """What a person wrote of an answer, cut, covered, without control characters; None when nothing is left."""
    plain = "".join(c if c.isprintable() else " " for c in reason or "").strip()
    return redacted(plain)[:LONGEST_REASON] or None


def discreet_payload(payload: str) -> str:
    """An update as JSON with personal data covered in the words a person wrote; what is no JSON is covered whole.

    Ids and dates stay, digits though they are: a reply has to find its way by them.
    """
    try:
        return json.dumps(_without_secrets(json.loads(payload)), ensure_ascii=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return redacted(payload)


def _without_secrets(value: Any, words: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _without_secrets(each, key in _WORDS) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_secrets(each, words) for each in value]
    return redacted(value) if words and isinstance(value, str) else value


def _discreet(query: Query) -> Query:
    text = query.text
    secret = {piece for s in secrets_in(text) for piece in _PIECES.findall(text[s.start : s.end])}

    def cover(words: str) -> str:
        covered = redacted(words)
        return _PIECES.sub(lambda m: COVER if m[0] in secret else m[0], covered) if secret else covered

    figures = tuple(c for c in query.claims if redacted(c.text) == c.text and not secret & {*_PIECES.findall(c.text)})
    changed = {f.name: _covered(getattr(query, f.name), cover) for f in fields(query) if f.name != "claims"}
    return replace(query, claims=figures, **changed) if secret else query


def _covered(value: Any, cover: Callable[[str], str]) -> Any:
    """The value with its free words covered; what is not words stays."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return cover(value)
    if isinstance(value, tuple):
        return tuple(_covered(each, cover) for each in value)
    return value
