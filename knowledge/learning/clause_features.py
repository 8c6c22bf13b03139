"""How likely a clause answers a question: features of the two together, and the logistic model over them. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.documents import Passage
from knowledge.learning.heads import Floats
from knowledge.retrieval.evidence import Hit
from knowledge.vietnamese import dates, quantities, syllables, years

FEATURES = (
    *("first", "place", "fused", "margin", "dense", "keyword", "shared", "shared_back", "named", "named_first"),
    *("year_missing", "figure_asked", "figure_there", "date_asked", "date_there"),
    *("example", "example_margin", "nearest_example"),
)
FIGURES = frozenset(("value", "count", "fee", "budget"))
DATES = frozenset(("issued", "effective", "deadline"))


@dataclass(frozen=True, slots=True)
class Sought:
    """What a clause is sought for."""

    forms: tuple[str, ...]
    acts: frozenset[str]
    documents: frozenset[str]
    years: frozenset[int]
    examples: Mapping[str, float] = field(default_factory=dict)  # likeness of the nearest utterance, by clause


class Rarity:
    """How much each syllable of the library tells: inverse document frequency over passages."""

    def __init__(self, passages: Iterable[Passage], before: Rarity | None = None) -> None:
        """``before``: of other passages; what both share is not read again."""
        self._passages = {passage.id: passage for passage in passages}
        held, known = (before._passages, before.words) if before else ({}, {})
        words = {
            id: known[id] if held.get(id) == passage else frozenset(syllables(passage.searchable))
            for id, passage in self._passages.items()
        }
        self.words: Mapping[str, frozenset[str]] = words
        counts = Counter(word for each in words.values() for word in each)
        self._weight = {word: math.log(1 + len(words) / (1 + n)) for word, n in counts.items()}
        self._unknown = math.log(1 + len(words) / 13)  # a word nobody uses is more often chatter than a topic

    def of(self, word: str) -> float:
        """The weight of a syllable."""
        return self._weight.get(word, self._unknown)

    def total(self, words: Collection[str]) -> float:
        """The weight of several."""
        return sum(map(self.of, words))


def clause_of(passage: Passage) -> str:
    """The id by which utterances name a clause."""
    return f"{passage.document}#{passage.locator}"


def features(sought: Sought, hits: Sequence[Hit], rarity: Rarity) -> Floats:
    """One row a hit, the columns of ``FEATURES``."""
    asked = frozenset(sought.forms)
    out = np.zeros((len(hits), len(FEATURES)), dtype=np.float32)
    likeness = [sought.examples.get(clause_of(hit.passage), 0.0) for hit in hits]
    for n, hit in enumerate(hits):
        words = rarity.words.get(hit.passage.id) or frozenset(syllables(hit.passage.searchable))
        shared = rarity.total(asked & words)
        following = hits[n + 1].score if n + 1 < len(hits) else 0.0
        said = {*years(hit.passage.searchable), *(d.year for d in dates(hit.passage.text))}
        named = hit.passage.document in sought.documents
        others = max((each for m, each in enumerate(likeness) if m != n), default=0.0)
        out[n] = (
            n == 0,
            1 / (1 + n),
            hit.score,
            hit.score - following,
            hit.dense or 0.0,
            min(1.0, (hit.keyword or 0.0) / 30),
            shared / (rarity.total(asked) or 1.0),
            shared / (rarity.total(words) or 1.0),
            named,
            named and n == 0,
            bool(sought.years) and not sought.years & said,
            bool(FIGURES & sought.acts),
            bool(FIGURES & sought.acts) and bool(quantities(hit.passage.text)),
            bool(DATES & sought.acts),
            bool(DATES & sought.acts) and bool(dates(hit.passage.text)),
            likeness[n],
            likeness[n] - others if likeness[n] else 0.0,
            likeness[n] > others,
        )
    return out


def with_beside(hits: Sequence[Hit], passages: Iterable[Passage]) -> tuple[Hit, ...]:
    """The hits, and behind them passages that no index found but the nearest utterances are answered by."""
    found = {hit.passage.id for hit in hits}
    return (*hits, *(Hit(p, 0.0, None, None) for p in passages if p.id not in found))


@dataclass(frozen=True)
class ClauseModel:
    """Weights over the features, the bias last."""

    weights: Floats

    def probabilities(self, table: Floats) -> Floats:
        """How likely each clause answers."""
        return np.asarray(1 / (1 + np.exp(-(table @ self.weights[:-1] + self.weights[-1]))), dtype=np.float32)
