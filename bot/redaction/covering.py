"""Personal data out of a text before it is logged or stored: what is a person's is covered, figures of documents stay.

Kinds are in ``numbers`` (found by their digits) and in ``said`` (found by their shape or by the words before them).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.redaction.numbers import numbers_in
from bot.redaction.reading import reading_of
from bot.redaction.said import said_in

COVER = "[***]"  # the same in both languages, and no digit in it


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """Characters ``start`` to ``end`` (exclusive) of a text that are somebody's."""

    start: int
    end: int


def redacted(text: str) -> str:
    """The text with every piece of personal data covered; the very text when there is none."""
    pieces, last = [], 0
    for secret in secrets_in(text):
        pieces += [text[last : secret.start], COVER]
        last = secret.end
    return "".join(pieces) + text[last:] if pieces else text


def secrets_in(text: str) -> tuple[Secret, ...]:
    """Where personal data stand, in order, none overlapping another."""
    read = reading_of(text)
    found = [*numbers_in(read.text), *said_in(read.text)]
    return _merged(Secret(*read.place(*span)) for span in found)


def _merged(found: Iterable[Secret]) -> tuple[Secret, ...]:
    merged: list[Secret] = []
    for secret in sorted(found):
        if merged and secret.start < merged[-1].end:
            merged[-1] = Secret(merged[-1].start, max(merged[-1].end, secret.end))
        else:
            merged.append(secret)
    return tuple(merged)
