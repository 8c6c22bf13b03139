"""How likely a question is about each subject of one kind: a logistic model over the features of likeness. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.learning.heads import Floats
from knowledge.learning.likeness import FEATURES, Asked, Likeness

EXAMPLES_SHOWN = 12  # nearest training utterances looked at


@dataclass(frozen=True, slots=True)
class Ranked:
    """A subject with the probability that the question is about it."""

    subject: str
    probability: float


@dataclass(frozen=True)
class Ranking:
    """The subjects of one kind, ranked; ``full`` weighs the features with a vector, ``words`` those without."""

    likeness: Likeness
    full: Floats  # (features + 1,), the bias last
    words: Floats

    def of(
        self, asked: Asked, head: Mapping[str, float], examples: Mapping[str, float], most: int = 8
    ) -> tuple[Ranked, ...]:
        """The likeliest subjects, best first."""
        features = self.likeness.features(asked, head, examples)
        weights = self.words if asked.vector is None else self.full
        odds = features @ weights[: len(FEATURES)] + weights[-1]
        best = np.argsort(-odds, kind="stable")[:most]
        return tuple(Ranked(self.likeness.subjects[i], float(1 / (1 + np.exp(-odds[i])))) for i in best)


def is_clause(subject: str) -> bool:
    """Whether an id is of a clause ("document#locator")."""
    return "#" in subject


class Nearest:
    """The training utterances by their vectors, with the subjects they are about."""

    def __init__(self, vectors: Floats, subjects: Sequence[Sequence[str]]) -> None:
        self.vectors = vectors
        self.subjects = tuple(tuple(each) for each in subjects)

    def of(self, vector: Floats | None, without: Floats | None = None) -> dict[str, float]:
        """Of each subject near the question: the likeness of its nearest utterance.

        ``without``: a mask of utterances to pass over, one number each, 0 to keep.
        """
        if vector is None or not len(self.vectors):
            return {}
        scores = self.vectors @ vector
        if without is not None:
            scores = scores - without
        found: dict[str, float] = {}
        for row in np.argsort(-scores, kind="stable")[:EXAMPLES_SHOWN]:
            for subject in self.subjects[row]:
                found.setdefault(subject, float(scores[row]))
        return found
