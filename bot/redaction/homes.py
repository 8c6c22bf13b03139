"""Where somebody lives: an address after the words that introduce it, and any number of a house in an alley. Pure.

A ward or a street alone is left: a question may be about it. It takes a number to find somebody's door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.redaction.words import SPACE, any_of, lead

_NUMBER = r"\d+[a-z]?\d*(?:[/.-]\d*[a-z]?\d+[a-z]?){0,4}(?![\w%])"
_MOST_NAMED = 4  # words of a street's name
_GAP = rf"(?:{SPACE}*[,\-]{SPACE}*|{SPACE}+)"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    part, stop, after = any_of("home.parts"), any_of("name.stop"), any_of("home.after")
    word = rf"(?!{part}|{stop})[^\W\d_]+"
    named = rf"{word}(?:{SPACE}+{word}){{0,{_MOST_NAMED - 1}}}"
    number = rf"(?!(?:19|20)\d\d(?!\d)){_NUMBER}"
    parts = rf"(?:{part}{SPACE}*)"
    before = rf"(?:{part}(?:{SPACE}+{named})?{_GAP})*?"
    piece = rf"{parts}+(?:{number}|{named})|{named}{SPACE}+{after}"
    rest = rf"(?:{SPACE}+{named})?(?:{_GAP}(?:{piece}))*"
    introduced = rf"{lead('home')}(?P<value>{before}{parts}*{number}{rest})"
    alley = rf"(?P<value>(?:{parts}?{number}{_GAP})?{any_of('home.alleys')}{SPACE}*{number}{rest})"
    return re.compile(introduced, re.IGNORECASE), re.compile(alley, re.IGNORECASE)


def homes_in(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses of homes stand."""
    for pattern in _patterns():
        for found in pattern.finditer(text):
            yield found.span("value")
