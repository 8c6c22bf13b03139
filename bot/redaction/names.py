"""Names of people after the words that introduce them ("tôi tên là", "my name is"). Pure.

A name alone is left: most names in questions are of officials and of streets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.redaction.words import SPACE, any_of, words

MOST_WORDS = 5
_WORD = r"[^\W\d_]+"


@dataclass(frozen=True, slots=True)
class _Introductions:
    told: re.Pattern[str]
    am: re.Pattern[str]
    surnames: frozenset[str]
    stop: frozenset[str]
    unlike: tuple[list[str], ...]  # the word before, as a list of one


@lru_cache(maxsize=1)
def _introductions() -> _Introductions:
    name = rf"(?P<value>{_WORD}(?:{SPACE}+{_WORD}){{0,{MOST_WORDS - 1}}})"
    return _Introductions(
        re.compile(rf"{any_of('name.told')}{SPACE}*[:=\-]?{SPACE}*{name}", re.IGNORECASE),
        re.compile(rf"{any_of('name.am')}{SPACE}+{name}", re.IGNORECASE),
        frozenset(words("name.surnames")),
        frozenset(words("name.stop")),
        tuple([word] for word in words("name.unlike")),
    )


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where introduced names stand."""
    known = _introductions()
    for pattern, certain in ((known.told, True), (known.am, False)):
        for found in pattern.finditer(text):
            if text[: found.start()].lower().split()[-1:] in known.unlike:
                continue
            length = _length(found["value"], certain)
            if length:
                yield found.start("value"), found.start("value") + length


def _length(said: str, certain: bool) -> int:
    """How many characters of the words are a name; 0 when none are.

    Behind "my name is" one capital or a known surname is enough; behind "I am" it takes a surname and one word more,
    with capitals.
    """
    known = _introductions()
    kept: list[re.Match[str]] = []
    for word in re.finditer(_WORD, said):
        if word[0].lower() in known.stop and not (kept and word[0][0].isupper()):
            break
        kept.append(word)
    if not kept:
        return 0
    capitals = [word for word in kept if word[0][0].isupper()]
    if capitals and kept[0][0][0].isupper():
        kept = kept[: next((n for n, word in enumerate(kept) if not word[0][0].isupper()), len(kept))]
    surname = kept[0][0].lower() in known.surnames
    is_name = surname or bool(capitals) if certain else surname and len(kept) > 1 and kept[0][0][0].isupper()
    return kept[-1].end() if is_name else 0
