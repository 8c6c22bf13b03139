"""A text read for personal data: full-width letters made plain, invisible characters left out, places kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as it is read, and for each of its characters where it stands in the text it was read from."""

    text: str
    starts: tuple[int, ...] | None  # None when it was read as it is
    ends: tuple[int, ...] | None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where characters ``start`` to ``end`` (exclusive, not empty) stand in the text that was read."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def reading_of(text: str) -> Reading:
    """The text in compatibility form (NFKC), letter by letter with its marks, so that every place is known."""
    if not _INVISIBLE.intersection(text) and unicodedata.is_normalized("NFKC", text):
        return Reading(text, None, None)
    pieces, starts, ends = [], [], []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if text[at] not in _INVISIBLE:
            plain = unicodedata.normalize("NFKC", text[at:end])
            pieces.append(plain)
            starts += [at] * len(plain)
            ends += [end] * len(plain)
        at = end
    return Reading("".join(pieces), tuple(starts), tuple(ends))
