"""A question as word grams, with what changes from question to question masked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MASKS = (
    (re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}"), "<date>"),
    (re.compile(r"\d+(?:/\d+)?[-/][^\W\d_].*"), "<number>"),  # a document's number: 136/kh-ubnd
    (re.compile(r"(?:19|20)\d{2}"), "<year>"),
    (re.compile(r"\d[\d.,]*%"), "<percent>"),
    (re.compile(r"\d[\d.,]*"), "<digits>"),
)
LONGEST = 3  # words in a gram
_EDGE = "^"


def masked(form: str) -> str:
    """A word, or the kind of number it is: heads must not learn single years or figures."""
    return next((name for pattern, name in _MASKS if pattern.fullmatch(form)), form)


def grams(forms: Sequence[str]) -> tuple[str, ...]:
    """The word 1- to 3-grams of matching forms, each once, in order of first use, the edges marked."""
    words = [_EDGE, *(masked(form) for form in forms), _EDGE]
    found = (" ".join(words[at : at + size]) for size in range(1, LONGEST + 1) for at in range(len(words) - size + 1))
    return tuple(dict.fromkeys(gram for gram in found if gram != _EDGE))


def vocabulary(texts: Iterable[Sequence[str]], at_least: int) -> dict[str, int]:
    """The column of each gram that ``at_least`` texts have, in sorted order."""
    counts: dict[str, int] = {}
    for text in texts:
        for gram in text:
            counts[gram] = counts.get(gram, 0) + 1
    return {gram: column for column, gram in enumerate(sorted(g for g, n in counts.items() if n >= at_least))}
