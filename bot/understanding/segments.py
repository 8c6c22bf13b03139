"""The parts of a question: which words tell a story and which ask. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from knowledge.vocabulary import Reading

NARRATIVE = 6  # a part this long that names nothing we know tells a story
_INTRODUCTIONS = {("tôi", "là"), ("mình", "là"), ("em", "là"), ("tôi", "tên"), ("em", "tên"), ("i", "am"),
                  ("my", "name"), ("this", "is")}  # fmt: skip
_CONNECTORS = {"về", "với", "của", "tại", "ở", "cho", "ngành", "thuộc", "vực", "đối", "khối",
               "of", "with", "in", "for", "at", "among", "by", "on", "from"}  # fmt: skip
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


def narrative(parts: Sequence[range], forms: Sequence[str], telling: Collection[int]) -> set[int]:
    """Tokens of long parts, or of introductions, that hold no telling token (cue, document, ask); none when all do."""
    long_or_own = (p for p in parts if len(p) >= NARRATIVE or tuple(forms[p.start : p.start + 2]) in _INTRODUCTIONS)
    stories = [part for part in long_or_own if not any(i in telling for i in part)]
    if len(stories) == len(parts):
        return set()
    return {i for part in stories for i in part}


def blocking(
    unexplained: Collection[int], forms: Sequence[str], raws: Sequence[str], cues: Collection[int]
) -> tuple[str, ...]:
    """Unexplained words that may change what is asked.

    Two or more together narrow the question when they follow a connecting word ("hài lòng về bệnh viện
    tư") or the indicator's own words; a name narrows it anywhere. The rest is a manner of speaking.
    """
    shouting = all(raw.upper() == raw for raw in raws)
    blocked: list[int] = []
    run: list[int] = []
    for place in range(len(forms) + 1):
        if place in unexplained:
            run.append(place)
            continue
        if run:
            narrowing = run[0] > 0 and (forms[run[0] - 1] in _CONNECTORS or run[0] - 1 in cues)
            named = any(_is_name(raws[i], i, shouting) for i in run)
            blocked += run if named or (len(run) > 1 and narrowing) else []
        run = []
    return tuple(forms[i] for i in blocked)


def _is_name(raw: str, place: int, shouting: bool) -> bool:
    return any(c.isdigit() for c in raw) or (place > 0 and raw[:1].isupper() and not shouting)
