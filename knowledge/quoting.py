"""The quote contract: a quote is in its source exactly, or under the rules published here, or it is dropped.

Folding rules, applied to both sides and to nothing else:
1. Unicode NFC;
2. every run of white space, the non-breaking space included, equals one space;
3. hyphens, en and em dashes and the minus sign are one character;
4. straight and curly quotation marks are one character, double and single apart.
Letters, marks, digits, punctuation and case must agree: a paraphrase is never accepted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

EXACT = "exact"
NORMALISED = "normalised"

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_DOUBLE_QUOTES = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u00ab\u00bb"), '"')
_SINGLE_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u2032"), "'")
_FOLDED_CHARACTERS = {**_DASHES, **_DOUBLE_QUOTES, **_SINGLE_QUOTES}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands in its source, in the source's own characters, and how it matched."""

    start: int
    end: int
    match: str


def locate(quote: str, source: str) -> Place | None:
    """The first place of ``quote`` in ``source``; None when it is not there, or is blank."""
    if not quote.strip():
        return None
    at = source.find(quote)
    while at >= 0 and _parts_a_letter(source, at + len(quote)):
        at = source.find(quote, at + 1)
    if at >= 0:
        return Place(at, at + len(quote), EXACT)
    folded, origins = _folded(source)
    needle = _folded(quote.strip())[0]
    at = folded.find(needle)
    if at < 0:
        return None
    return Place(origins[at], origins[at + len(needle)], NORMALISED)


def _parts_a_letter(text: str, at: int) -> bool:
    """Whether a cut here would leave a letter without the mark that follows it in decomposed text."""
    return at < len(text) and unicodedata.combining(text[at]) > 0


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters (and its end) the offset in ``text``."""
    characters: list[str] = []
    origins: list[int] = []
    for match in re.finditer(r"\s+|\S[\u0300-\u036f]*", text):
        piece = match.group()
        folded = " " if piece.isspace() else unicodedata.normalize("NFC", piece).translate(_FOLDED_CHARACTERS)
        characters.extend(folded)
        origins.extend([match.start()] * len(folded))
    return "".join(characters), [*origins, len(text)]
