"""The parts of a question: which words tell a story and which ask. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from knowledge.vocabulary import Reading

NARRATIVE = 6  # a part this long that names nothing we know tells a story
_BREAK = re.compile(r"[.?!;:,\n…]")


def segments(reading: Reading) -> list[range]:
    """Token ranges between punctuation marks, in order."""
    cuts = [0]
    tokens = reading.tokens
    for place in range(1, len(tokens)):
        between = reading.original[tokens[place - 1].end : tokens[place].start]
        if _BREAK.search(between):
            cuts.append(place)
    cuts.append(len(tokens))
    return [range(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def narrative(parts: Sequence[range], telling: Collection[int]) -> set[int]:
    """Tokens of long parts that hold no telling token (cue, document, ask); none when every part is so."""
    stories = [part for part in parts if len(part) >= NARRATIVE and not any(i in telling for i in part)]
    if len(stories) == len(parts):
        return set()
    return {i for part in stories for i in part}


def blocking(unexplained: Collection[int], forms: Sequence[str], raws: Sequence[str]) -> tuple[str, ...]:
    """Unexplained words that may change what is asked: two or more together, a name, or a number with letters.

    A single unknown word is taken for a manner of speaking.
    """
    shouting = all(raw.upper() == raw for raw in raws)
    blocked: list[int] = []
    run: list[int] = []
    for place in range(len(forms) + 1):
        if place in unexplained:
            run.append(place)
            continue
        named = [i for i in run if _is_name(raws[i], i, shouting)]
        blocked += run if len(run) > 1 or named else []
        run = []
    return tuple(forms[i] for i in blocked)


def _is_name(raw: str, place: int, shouting: bool) -> bool:
    return any(c.isdigit() for c in raw) or (place > 0 and raw[:1].isupper() and not shouting)
