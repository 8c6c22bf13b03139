"""Which utterances say nearly the same: an exact measure over pieces of three characters. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.faq import folded
from knowledge.teaching.utterance import Utterance

SIMILAR = 0.8  # above it, two utterances are near-duplicates
LENGTH = 3  # characters of a shingle

Shingles = frozenset[str]


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two utterances, the earlier first, with the share (0 to 1) of their shingles that both have."""

    first: Utterance
    second: Utterance
    similarity: float


def near_duplicates(utterances: Sequence[Utterance]) -> tuple[NearDuplicate, ...]:
    """All pairs that are too similar, in order of their lines; those that share a ``pair`` contrast and are left out.

    Case, marks and punctuation do not count. Two follow-ups are near-duplicates when the turns before them are, too.
    """
    texts = [shingles(each.text) for each in utterances]
    turns = [shingles(" ".join(each.before)) if each.before else Shingles() for each in utterances]
    found = []
    for i, j in sorted(_alike(texts)):
        first, second = utterances[i], utterances[j]
        contrast = first.pair is not None and first.pair == second.pair
        if not contrast and (turns[i] == turns[j] or similarity(turns[i], turns[j]) > SIMILAR):
            found.append(NearDuplicate(first, second, similarity(texts[i], texts[j])))
    return tuple(found)


def shingles(text: str) -> Shingles:
    """The pieces of a text; a text without a letter or digit is a piece of its own."""
    plain = f" {folded(text)} "
    if not plain.strip():
        return Shingles({text})
    return Shingles(plain[start : start + LENGTH] for start in range(len(plain) - LENGTH + 1))


def similarity(one: Shingles, other: Shingles) -> float:
    """Jaccard's: the share of all their pieces that both have."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _alike(texts: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """The places of every two texts that are too similar, the smaller place first.

    Such texts share more than 0.8 of the pieces of either. So when the pieces of every text stand in one order, the
    rarest first, the first fifths of both have a piece in common: the index holds no other pieces.
    """
    frequency = Counter(piece for text in texts for piece in text)
    index: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(texts)), key=lambda place: len(texts[place])):
        text = texts[place]
        ordered = sorted(text, key=lambda piece: (frequency[piece], piece))
        near: set[int] = set()
        for piece in ordered[: len(text) - math.floor(SIMILAR * len(text))]:
            near.update(index[piece])
            index[piece].append(place)
        for other in near:
            if len(texts[other]) > SIMILAR * len(text) and similarity(text, texts[other]) > SIMILAR:
                yield min(place, other), max(place, other)
