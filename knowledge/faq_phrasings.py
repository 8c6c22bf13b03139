"""Which common question is worded most like a text: shared words and pairs of words, rare ones weighing more. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from knowledge.faq import FaqEntry, folded
from knowledge.vietnamese import syllables

LIGHT = 0.2  # of its weight, what a word without content of its own counts for
PAIR = 0.5  # of its weight, what two neighbours count for: their order tells who rose and who fell

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A phrasing of an entry, with the share (0 to 1) of the two texts' weight that both carry."""

    entry: FaqEntry
    phrasing: str
    share: float
    beyond: frozenset[str]  # telling words of the text that the phrasing lacks


class Phrasings:
    """Every phrasing of the entries, with the words and pairs of words it is made of."""

    def __init__(self, entries: Iterable[FaqEntry], light: Iterable[str] = ()) -> None:
        """``light``: words of no content of their own, which count for little and part no neighbours."""
        self._light = frozenset(form for word in light if len(forms := syllables(word)) == 1 for form in forms)
        held = [(entry, said, self._grams(said)) for entry in entries for said in entry.phrasings()]
        self._count = len(held)
        self._holding = Counter(gram for _, _, grams in held for gram in grams)
        self._weights = {gram: self._weighed(gram) for gram in self._holding}
        self._held = [(entry, said, grams, self._weight(grams)) for entry, said, grams in held]
        self._same = {folded(said): entry for entry, said, _ in held}

    def same(self, text: str) -> FaqEntry | None:
        """The entry one of whose phrasings is this text, but for case, marks and punctuation."""
        return self._same.get(folded(text))

    def nearest(self, text: str, limit: int) -> list[Near]:
        """The entries worded most like a text (marks count), each by its nearest phrasing, best first."""
        asked = self._grams(text)
        whole = self._weight(asked)
        best: dict[str, Near] = {}
        for entry, said, grams, weight in self._held:
            both = asked & grams
            if not both:
                continue
            common = self._weight(both)
            share = common / (whole + weight - common)
            if entry.id not in best or share > best[entry.id].share:
                beyond = frozenset(g[0] for g in asked - grams if len(g) == 1) - self._light
                best[entry.id] = Near(entry, said, share, beyond)
        return sorted(best.values(), key=lambda near: (-near.share, near.entry.id))[:limit]

    def _grams(self, text: str) -> frozenset[Gram]:
        words = syllables(text)
        telling = [word for word in words if word not in self._light]
        return frozenset([*((word,) for word in words), *pairwise(telling)])

    def _weight(self, grams: Iterable[Gram]) -> float:
        """The grams' weight together; one that no phrasing has weighs as much as the rarest."""
        return math.fsum(self._weights.get(gram) or self._weighed(gram) for gram in grams)

    def _weighed(self, gram: Gram) -> float:
        """Inverse frequency among the phrasings: "chi tieu" weighs little, a word of one question much."""
        part = PAIR if len(gram) > 1 else LIGHT if gram[0] in self._light else 1.0
        return part * math.log(1 + (self._count + 0.5) / (self._holding[gram] + 0.5))
