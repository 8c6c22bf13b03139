"""Text made ready for an encoder: normalised, without what no model reads, bounded in length. Pure.

Every text passes here before native code sees it. An engine may reserve room for a text by its bytes and write past it
when a normaliser makes 18 characters of one (U+FDFA does); after NFKC no character becomes longer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container

QUESTION_CHARACTERS = 1000  # more than QUESTION_TOKENS tokens of any real text
QUESTION_TOKENS = 128  # about a hundred Vietnamese syllables; the time of an encoding grows with its tokens
PASSAGE_CHARACTERS = 8000  # longer than any window of ``windows.py``: only the whole of a very long passage is cut
PASSAGE_TOKENS = 2040  # four inputs of a model that reads 510 tokens at a time
_MOST_MARKS = 4  # combining marks on one letter; Vietnamese needs two, Thai and Hebrew at most four
_UNREAD = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # control, format, unassigned, private use, surrogates
_MARKS = frozenset({"Mn", "Me"})


def encodable(text: str, most: int, alphabet: Container[str] | None = None) -> str:
    """The text in NFKC with single spaces, at most ``most`` characters: its two ends when it is longer.

    Control, format, private and unassigned characters and lone surrogates are left out, marks beyond the fourth on one
    letter as well, and what is not in the ``alphabet`` of the model when one is given.
    """
    plain = unicodedata.normalize("NFKC", "".join(_read(ends(text, most))))
    kept = plain if alphabet is None else "".join(char for char in plain if char == " " or char in alphabet)
    return ends(" ".join(kept.split()), most)


def ends(text: str, most: int) -> str:
    """The text, or its first and last ``most // 2`` characters when it is longer, cut between words if there are any.

    A long question tells a story first and asks at its end; a long passage says at its head what it is about.
    """
    if len(text) <= most:
        return text
    half = most // 2
    head, tail = text[:half], text[len(text) - half + 1 :]
    cut_head, cut_tail = re.match(r".*(?=\s)", head, re.DOTALL), re.search(r"(?<=\s)\S", tail)
    head = cut_head.group() if cut_head and 2 * len(cut_head.group()) > half else head
    tail = tail[cut_tail.start() :] if cut_tail and 2 * cut_tail.start() < half else tail
    return f"{head} {tail}"


def within_tokens(text: str, most: int, count: Callable[[str], int]) -> str:
    """The text, or its two ends, so short that ``count`` finds at most ``most`` tokens in it."""
    while (counted := count(text)) > most and len(text) > 1:
        text = ends(text, max(1, min(len(text) - 1, len(text) * most // counted)))
    return text


def _read(text: str) -> list[str]:
    """The characters a model may read; every kind of space is a plain one."""
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if char.isspace():
            kept.append(" ")
        elif category in _MARKS:
            marks += 1
            if marks <= _MOST_MARKS:
                kept.append(char)
            continue
        elif category not in _UNREAD:
            kept.append(char)
        marks = 0
    return kept
