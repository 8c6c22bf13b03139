"""Linear heads over a question's grams and vector: probabilities for each label of a closed list. Pure, numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
VECTOR_SCALE = 2.0  # how much the vector weighs beside the grams, both of unit length


@dataclass(frozen=True)
class Weights:
    """One row a label: weights of the grams, of the vector (absent where words alone decide), and a bias."""

    grams: Floats  # (labels, grams)
    bias: Floats  # (labels,)
    vector: Floats | None = None  # (labels, dimensions)

    def logits(self, columns: Sequence[int], value: float, vector: Floats | None) -> Floats:
        """The log odds of each label; ``value``: the weight of each gram that is there."""
        scores = self.bias + value * self.grams[:, list(columns)].sum(axis=1, dtype=np.float32)
        if self.vector is not None and vector is not None:
            scores = scores + self.vector @ (VECTOR_SCALE * vector)
        return np.asarray(scores, dtype=np.float32)


@dataclass(frozen=True)
class Head:
    """A closed list of labels, each with its own probability; with and without a vector of the question."""

    labels: tuple[str, ...]
    full: Weights
    words: Weights | None  # fitted on grams alone: serves until the encoder is warm

    def probabilities(self, columns: Sequence[int], vector: Floats | None) -> dict[str, float]:
        """The probability of each label, each for itself."""
        value = 1.0 / max(1.0, len(columns)) ** 0.5
        weights = self.words if vector is None else self.full
        if weights is None:
            return {}
        odds = weights.logits(columns, value, vector)
        shares = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
        return dict(zip(self.labels, map(float, shares), strict=True))


@dataclass(frozen=True)
class Heads:
    """All heads over one vocabulary of grams."""

    columns: Mapping[str, int]
    heads: Mapping[str, Head]

    def read(self, grams: Sequence[str], vector: Floats | None) -> dict[str, dict[str, float]]:
        """The probabilities of each head's labels for a question."""
        known = [self.columns[gram] for gram in grams if gram in self.columns]
        return {name: head.probabilities(known, vector) for name, head in self.heads.items()}
