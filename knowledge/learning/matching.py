"""Finds which known question a text asks: a small trained map puts texts of the same meaning near each other. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.learning.heads import Floats
from knowledge.learning.ranking import Ranked, is_clause

MOST = 8
WORDS = 0.5  # weight of the word grams of a text beside its vector
FEATURES = ("alike", "alike_margin", "near", "near_margin", "words")


def grams_of(forms: Sequence[str]) -> tuple[str, ...]:
    """The words of a text and their pairs, each once, in order; figures stay: they tell one question from another."""
    return tuple(dict.fromkeys((*forms, *(f"{a} {b}" for a, b in itertools.pairwise(forms)))))


@dataclass(frozen=True)
class Mapped:
    """The map: of a gram its row, of a vector its projection; a text is the direction of their sum."""

    columns: Mapping[str, int]
    grams: Floats  # (grams, dimensions)
    projection: Floats  # (vector, dimensions)
    middle: Floats  # the mean of the vectors it was fitted on

    def place(self, forms: Sequence[str], vector: Floats | None) -> Floats:
        """Where a text lies: a vector of length 1, or of zeros when nothing of it is known."""
        rows = [self.columns[gram] for gram in grams_of(forms) if gram in self.columns]
        found = np.zeros(self.grams.shape[1], dtype=np.float32)
        if rows:
            found += WORDS * self.grams[rows].sum(axis=0) / np.sqrt(len(rows))
        if vector is not None:
            away = vector - self.middle
            found += (away / (np.linalg.norm(away) or 1.0)) @ self.projection
        return np.asarray(found / (np.linalg.norm(found) or 1.0), dtype=np.float32)


@dataclass(frozen=True)
class Matcher:
    """The known questions: each with its own place and the places of its wordings.

    A question is a curated answer's id, or a clause ("document#locator") that answers it.
    """

    mapped: Mapped
    names: tuple[str, ...]
    own: Floats  # (names, dimensions)
    near: Floats  # (wordings, dimensions)
    owners: np.ndarray  # of each wording the row of its name
    weights: Mapping[str, Floats]  # "question" and "clause": over the features, the bias last

    def of(self, forms: Sequence[str], vector: Floats | None, most: int = MOST) -> dict[str, tuple[Ranked, ...]]:
        """The likeliest curated answers ("question") and clauses ("clause"), best first."""
        return self.ranked(self.mapped.place(forms, vector), vector is not None, most)

    def ranked(self, place: Floats, full: bool = True, most: int = MOST) -> dict[str, tuple[Ranked, ...]]:
        """The same for the place of a text; ``full``: whether its vector was known."""
        table = self.features(place, full)
        found: dict[str, tuple[Ranked, ...]] = {}
        for kind, weights in self.weights.items():
            rows = self._rows[kind]
            odds = table[rows] @ weights[:-1] + weights[-1]
            best = np.argsort(-odds, kind="stable")[:most]
            found[kind] = tuple(Ranked(self.names[rows[i]], float(1 / (1 + np.exp(-odds[i])))) for i in best)
        return found

    @cached_property
    def _rows(self) -> dict[str, np.ndarray]:
        return {kind: self.rows(kind) for kind in ("question", "clause")}

    def rows(self, kind: str) -> np.ndarray:
        """The rows of the names of one kind."""
        return np.array([n for n, name in enumerate(self.names) if is_clause(name) == (kind == "clause")], dtype=int)

    def features(self, place: Floats, full: bool = True) -> Floats:
        """One row a name, the columns of ``FEATURES``."""
        out = np.zeros((len(self.names), len(FEATURES)), dtype=np.float32)
        near = np.full(len(self.names), -1.0, dtype=np.float32)
        np.maximum.at(near, self.owners, self.near @ place)
        for column, scores in ((0, self.own @ place), (2, near)):
            out[:, column] = scores
            for rows in self._rows.values():
                if len(rows) > 1:
                    first, second = np.partition(scores[rows], -2)[-2:][::-1]
                    out[rows, column + 1] = scores[rows] - np.where(scores[rows] == first, second, first)
        out[:, 4] = float(not full)
        return out
