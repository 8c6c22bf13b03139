"""Fits the trained parts: heads on all authors; rankings on what heads say of authors they were not fitted on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.learning.clause_features import ClauseModel, Rarity, Sought, features
from knowledge.learning.examples import Example, labelled
from knowledge.learning.explained import explained
from knowledge.learning.faces import KINDS, Face
from knowledge.learning.features import Features
from knowledge.learning.fitting import Examples, fit
from knowledge.learning.heads import Floats
from knowledge.learning.learned import Learned, odds_of
from knowledge.learning.likeness import FEATURES, Asked, Likeness
from knowledge.learning.matching import Matcher
from knowledge.learning.ranking import Nearest, Ranking
from knowledge.retrieval.evidence import Hit

FOLDS = 3  # groups of authors
RANKED = 3000  # utterances the rankings are fitted on, spread over all authors
CANDIDATES = 12  # subjects of each of these that are looked at beside the right ones
HIDDEN_HEAD = (0, 1, 9, 10)  # columns a subject without training data has not
WITHOUT_VECTOR = (*HIDDEN_HEAD, 2, 3)  # columns a question without a vector has not: heads of subjects need one too
_SUBJECTS = ("subjects",)  # the heads that speak of subjects

Numbered = Callable[[Example], frozenset[str]]
Progress = Callable[[str], None]


def train(
    examples: Sequence[Example],
    matcher: Matcher,
    faces: Sequence[Face],
    vectors: Mapping[str, Floats],
    numbered: Numbered,
    features_of: Features,
    progress: Progress = lambda _: None,
) -> Learned:
    """Heads, rankings and nearest utterances; ``numbered``: the documents an example names by number."""
    given = labelled(examples, vectors)
    progress("heads")
    heads = fit(given, words=[name for name in given.labels if name not in _SUBJECTS])
    nearest = nearest_of(examples, given.vectors)
    progress("rankings")
    unseen = out_of_fold(examples, given)
    chosen = _spread(examples)
    rankings = {}
    for kind in KINDS:
        progress(f"ranking of {kind}s")
        likeness = Likeness([face for face in faces if face.kind == kind], vectors)
        rows = [(i, unseen[i]) for i in chosen]
        rankings[kind] = _ranking(likeness, rows, examples, given, nearest, numbered)
    told = [(e.reading.forms, e.utterance.subjects) for e in examples]
    return Learned(heads, rankings, nearest, matcher, features_of, explained(told, faces))


def nearest_of(examples: Sequence[Example], vectors: Floats) -> Nearest:
    """The utterances that name a subject."""
    kept = [i for i, e in enumerate(examples) if e.utterance.subjects]
    return Nearest(vectors[kept], [examples[i].utterance.subjects for i in kept])


def masks_of(examples: Sequence[Example]) -> dict[str, Floats]:
    """For each author a mask over the rows of ``nearest_of``: 9 for the author's own utterances, else 0."""
    authors = [e.utterance.author for e in examples if e.utterance.subjects]
    return {a: np.array([9.0 if x == a else 0.0 for x in authors], dtype=np.float32) for a in set(authors)}


def folds_of(authors: Sequence[str]) -> list[frozenset[str]]:
    """The authors in groups, each left out once."""
    ordered = sorted(set(authors))
    return [frozenset(ordered[start::FOLDS]) for start in range(FOLDS)]


def out_of_fold(examples: Sequence[Example], given: Examples) -> list[dict[str, float]]:
    """Of each utterance the log odds of its subjects, by heads that never saw its author."""
    found: list[dict[str, float]] = [{} for _ in examples]
    for left_out in folds_of([e.utterance.author for e in examples]):
        inside = [i for i, e in enumerate(examples) if e.utterance.author not in left_out]
        heads = fit(part(given, inside, _SUBJECTS))
        for i, example in enumerate(examples):
            if example.utterance.author in left_out:
                found[i] = odds_of(heads.read(example.grams, given.vectors[i]))
    return found


def part(given: Examples, rows: Sequence[int], heads: Sequence[str] | None = None) -> Examples:
    """Some of the examples, with some of the heads."""
    names = given.labels if heads is None else heads
    return replace(
        given,
        grams=[given.grams[i] for i in rows],
        vectors=given.vectors[list(rows)],
        labels={name: [given.labels[name][i] for i in rows] for name in names},
        weights=given.weights[list(rows)],
    )


def _spread(examples: Sequence[Example]) -> list[int]:
    """Utterances of every author, chosen by the digest of their text; talk and bare follow-ups are left out."""
    usable = [
        i for i, e in enumerate(examples) if not e.utterance.talk and (e.utterance.subjects or not e.utterance.before)
    ]
    return sorted(sorted(usable, key=lambda i: _digest(examples[i].utterance.text))[:RANKED])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _ranking(
    likeness: Likeness,
    rows: Sequence[tuple[int, Mapping[str, float]]],
    examples: Sequence[Example],
    given: Examples,
    nearest: Nearest,
    numbered: Numbered,
) -> Ranking:
    place = {subject: i for i, subject in enumerate(likeness.subjects)}
    masks = masks_of(examples)
    tables: list[Floats] = []
    right: list[bool] = []
    for i, odds in rows:
        example = examples[i]
        gold = {place[s] for s in example.utterance.subjects if s in place}
        asked = Asked(example.reading.forms, given.vectors[i], numbered(example))
        mask = masks.get(example.utterance.author)
        table = likeness.features(asked, odds, nearest.of(asked.vector, mask))
        likely = set(
            np.argsort(-(table[:, 0] + table[:, 2] * 4 + table[:, 4] * 3 + table[:, 6]), kind="stable")[:CANDIDATES]
        )
        for row in sorted(likely | gold):
            tables.append(table[row])
            right.append(row in gold)
    stacked, labels = np.array(tables), np.array(right)
    unseen = stacked.copy()
    unseen[:, HIDDEN_HEAD] = 0.0
    full = _fit(np.vstack([stacked, unseen]), np.concatenate([labels, labels]))
    silent = stacked.copy()
    silent[:, WITHOUT_VECTOR] = 0.0
    return Ranking(likeness, full, _fit(silent, labels))


def _fit(features: Floats, right: np.ndarray) -> Floats:
    assert features.shape[1] == len(FEATURES)
    model = LogisticRegression(C=10.0, max_iter=500).fit(features, right)
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


def train_clauses(asked: Sequence[tuple[Sought, Sequence[Hit], frozenset[str]]], rarity: Rarity) -> ClauseModel:
    """The model of clauses, from questions with what retrieval found for them and the passages that answer."""
    tables, right = [], []
    for sought, hits, answering in asked:
        if hits:
            tables.append(features(sought, hits, rarity))
            right += [hit.passage.id in answering for hit in hits]
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.vstack(tables), np.array(right))
    return ClauseModel(np.append(model.coef_[0], model.intercept_[0]).astype(np.float32))
