"""Stand-ins for the seams of the knowledge package: small, deterministic, honest about the ports."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence

from knowledge.documents import Passage, passage_id
from knowledge.ports import Scored
from knowledge.vietnamese import syllables

DIMENSION = 64


class FakeEncoder:
    """Counts of hashed syllables, scaled to length one: texts that share words are near."""

    def __init__(self, identity: str = "fake 1") -> None:
        self.identity_given = identity
        self.encoded: list[str] = []
        self.loads = 0

    @property
    def identity(self) -> str:
        return self.identity_given

    def load(self) -> None:
        self.loads += 1

    def close(self) -> None:
        """Nothing to end."""

    def encode_query(self, text: str) -> list[float]:
        return _hashed(text)

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        self.encoded.extend(texts)
        return [_hashed(text) for text in texts]


class InMemoryIndex:
    """A ``ports.PassageIndex`` that scores a passage by the share of the question's syllables it has."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._words = {passage.id: set(syllables(passage.searchable)) for passage in passages}

    def search(self, question: str, limit: int) -> list[Scored]:
        asked = set(syllables(question))
        if not asked:
            return []
        scored = [Scored(key, len(asked & words) / len(asked)) for key, words in self._words.items()]
        found = [item for item in scored if item.score > 0]
        return sorted(found, key=lambda item: (-item.score, item.passage))[: max(limit, 0)]


class ListedIndex:
    """A ``ports.PassageIndex`` that always finds the same list."""

    def __init__(self, *scored: Scored) -> None:
        self._scored = list(scored)
        self.questions: list[str] = []

    def search(self, question: str, limit: int) -> list[Scored]:
        self.questions.append(question)
        return self._scored[:limit]


def passage(text: str, document: str = "d1", headings: tuple[str, ...] = ()) -> Passage:
    """A passage with nothing but what an index reads."""
    return Passage(passage_id(document, headings, text), document, headings, "1", text)


def _hashed(text: str) -> list[float]:
    counts = [0.0] * DIMENSION
    for word in syllables(text):
        counts[hashlib.sha256(word.encode()).digest()[0] % DIMENSION] += 1.0
    length = math.sqrt(sum(value * value for value in counts)) or 1.0
    return [value / length for value in counts]
