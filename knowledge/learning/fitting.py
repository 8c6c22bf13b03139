"""Fits heads with scikit-learn: one logistic regression a label, deterministic. Used by training only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from knowledge.learning.grams import vocabulary
from knowledge.learning.heads import VECTOR_SCALE, Floats, Head, Heads, Weights

AT_LEAST = 3  # utterances that must have a gram before it counts
STRENGTH = 10.0  # inverse of the regularisation
MANY = 60  # labels of a head from which on a quicker, slightly coarser optimiser is used
NEGATIVES = 3000  # utterances without a label that are looked at in such a head; each stands for its share of all
FEWEST = 4  # utterances a label needs to be fitted


@dataclass(frozen=True)
class Examples:
    """Questions as grams and vectors, with the labels of each head: None where a head does not apply."""

    grams: Sequence[Sequence[str]]
    vectors: Floats
    labels: Mapping[str, Sequence[Sequence[str] | None]]
    weights: Floats


def fit(examples: Examples, words: Collection[str] = ()) -> Heads:
    """Heads for every list of labels in the examples; those named in ``words`` can decide by grams alone as well."""
    columns = vocabulary(examples.grams, AT_LEAST)
    alone = rows(examples.grams, columns)
    both = sparse.hstack([alone, sparse.csr_matrix(VECTOR_SCALE * examples.vectors)]).tocsr()
    heads = {
        name: _head(given, alone if name in words else None, both, examples.weights, len(columns))
        for name, given in examples.labels.items()
    }
    return Heads(columns, heads)


def rows(grams: Sequence[Sequence[str]], columns: Mapping[str, int]) -> sparse.csr_matrix:
    """The grams of each text as a row of unit length."""
    found = [[columns[gram] for gram in text if gram in columns] for text in grams]
    lengths = [len(row) for row in found]
    values = np.repeat([1.0 / max(1, n) ** 0.5 for n in lengths], lengths)
    indices = [column for row in found for column in row]
    return sparse.csr_matrix(
        (values, indices, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(grams), len(columns))
    )


def _head(
    given: Sequence[Sequence[str] | None],
    words: sparse.csr_matrix | None,
    both: sparse.csr_matrix,
    weights: Floats,
    grams: int,
) -> Head:
    used = [i for i, labels in enumerate(given) if labels is not None]
    told = [frozenset(labels) for labels in given if labels is not None]
    names = sorted({label for labels in told for label in labels})
    kept = tuple(n for n in names if sum(n in labels for labels in told) >= FEWEST)
    targets = np.array([[name in labels for name in kept] for labels in told], dtype=bool)
    full = _weights(both[used], targets, weights[used], grams)
    alone = None if words is None else _weights(words[used], targets, weights[used], grams)
    return Head(kept, full, alone)


def _weights(inputs: sparse.csr_matrix, targets: np.ndarray, weights: Floats, grams: int) -> Weights:
    with ThreadPoolExecutor(max_workers=2) as pool:  # in order: the outcome does not depend on who is first
        fitted = list(pool.map(lambda column: _one(inputs, column, weights, len(targets.T) >= MANY), targets.T))
    stacked = np.array([row for row, _ in fitted], dtype=np.float32).reshape(len(fitted), inputs.shape[1])
    bias = np.array([b for _, b in fitted], dtype=np.float32)
    vector = stacked[:, grams:] if inputs.shape[1] > grams else None
    return Weights(stacked[:, :grams], bias, vector)


def _one(inputs: sparse.csr_matrix, column: np.ndarray, weights: Floats, quick: bool) -> tuple[np.ndarray, float]:
    if quick:
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0, max_iter=100, tol=0.05)
        step = max(1, int((~column).sum()) // NEGATIVES)
        kept = np.flatnonzero(column | (np.arange(len(column)) % step == 0))
        inputs, weights, column = inputs[kept], np.where(column, 1, step)[kept] * weights[kept], column[kept]
    else:
        model = LogisticRegression(C=STRENGTH, tol=1e-4, max_iter=300)
    model.fit(inputs, column, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])
