"""A question cut into pieces: words to be read, and atoms (numbers, dates, document numbers) that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.vietnamese import strip_marks, tokens

_DOTTED = re.compile(r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+(?![\w.])")
_MIXED = re.compile(r"(?<![\w/.-])[^\W\d_]+(?:\d[^\W\d_]*)+(?![\w/-])")
_STOP = re.compile(r"[.!?;:…()\[\]\"“”]+(?=\s|$)|[\[(\"“]|\n")
_YEAR = re.compile(r"(?:19|20)\d{2}")


class Piece(NamedTuple):
    """A part of the question with its place."""

    raw: str
    form: str
    start: int
    end: int
    opens: bool  # a new sentence begins with it
    is_word: bool  # letters to be read, not a number, date or document number: these begin with a digit
    is_marked: bool  # the person typed a Vietnamese mark in it


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text in NFC, in order. "m.n" and "d9e6n1" are one piece each."""
    whole = {m.start(): m for m in _MIXED.finditer(text)} | {m.start(): m for m in _DOTTED.finditer(text)}
    found: list[Piece] = []
    done = 0
    for token in tokens(text):
        if token.start < done:
            continue
        special = whole.get(token.start)
        raw, end = (special.group(), special.end()) if special else (token.text, token.end)
        form = raw.lower().replace(".", "") if special else token.form
        between = text[done : token.start]
        opens = not found or (between != " " and bool(_STOP.search(between)))  # most pieces have a mere space between
        found.append(Piece(raw, form, token.start, end, opens, form[:1].isalpha(), strip_marks(raw) != raw))
        done = end
    return tuple(found)


def symbol(form: str) -> str:
    """What the syllable model sees: a class for numbers, years, percentages, dates and document numbers."""
    if form[:1].isalpha():
        return form
    if form.endswith("%"):
        return "#%"
    if _YEAR.fullmatch(form):
        return "#year"
    if form.isdecimal() or form.replace(",", "").replace(".", "").isdecimal():
        return "#number"
    return "#date" if form.count("/") == 2 and form.replace("/", "").isdecimal() else "#document"


def sentences(text: str) -> Iterator[list[Piece]]:
    """The pieces of a text, one list for each sentence."""
    sentence: list[Piece] = []
    for piece in pieces(text):
        if piece.opens and sentence:
            yield sentence
            sentence = []
        sentence.append(piece)
    if sentence:
        yield sentence
