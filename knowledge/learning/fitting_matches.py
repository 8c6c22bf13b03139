"""Fits the map of known questions with PyTorch, and what its likenesses are worth on authors it never saw."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from knowledge.learning.heads import Floats
from knowledge.learning.matching import FEATURES, WORDS, Mapped, Matcher, grams_of
from knowledge.learning.ranking import Ranked, is_clause

DIMENSIONS = 192
AT_LEAST = 3  # texts that must have a gram before it counts
ROUNDS = 12
BATCH = 256
RATE = 3e-3
SHARP = 16.0  # how much likenesses, -1 to 1, are spread before they are compared
LEFT_OUT = 0.3  # of the grams of a text, each time it is seen
BLIND = 0.15  # of the texts, each time without their vector: so that words alone can serve
FOLDS = 3
PROCESSES = 2  # fits at a time, each on one core: the same sums in the same order each time
WEIGHED = 5000  # texts, about, that the weights are fitted on
BLIND_EVERY = 6  # one text in so many is weighed by its words alone
CANDIDATES = 8  # of each kind that are looked at beside the right one
KINDS = ("question", "clause")
CURATED = "answers"  # who words the questions of curated answers, as an author

Matches = Mapping[str, tuple[Ranked, ...]]


@dataclass(frozen=True, slots=True)
class Worded:
    """A text that asks a known question."""

    forms: tuple[str, ...]
    vector: Floats
    name: str  # the question
    author: str


def fit_matcher(worded: Sequence[Worded]) -> tuple[Matcher, Callable[[int], Matches]]:
    """The matcher of all the texts, and what is found for the nth of them by one that never saw its author."""
    folds = [_fold(each) for each in worded]
    seen = [[e for e, own in zip(worded, folds, strict=True) if own != fold] for fold in range(FOLDS)]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        *parts, whole = pool.map(_matcher, [*seen, worded])
    weights = _weights(worded, [parts[fold] for fold in folds])
    judges = [replace(part, weights=weights) for part in parts]

    def unseen(number: int) -> Matches:
        return judges[folds[number]].of(worded[number].forms, worded[number].vector)

    return replace(whole, weights=weights), unseen


def _fold(each: Worded) -> int:
    """Authors are the unit; who wrote an answer worded it too, so that those wordings are spread one by one."""
    told = " ".join(each.forms) if each.author == CURATED else each.author
    return hashlib.sha256(told.encode()).digest()[0] % FOLDS


def _weights(worded: Sequence[Worded], matchers: Sequence[Matcher]) -> dict[str, Floats]:
    """``matchers``: of each text one that never saw its author."""
    tables: dict[str, list[Floats]] = {kind: [] for kind in KINDS}
    right: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    known = {id(m): ({name: n for n, name in enumerate(m.names)}, {k: m.rows(k) for k in KINDS}) for m in matchers}
    step = max(1, len(worded) // WEIGHED)
    for n, (each, matcher) in enumerate(list(zip(worded, matchers, strict=True))[::step]):
        places, rows = known[id(matcher)]
        if each.name not in places:
            continue
        kind = "clause" if is_clause(each.name) else "question"
        full = n % BLIND_EVERY > 0
        table = matcher.features(matcher.mapped.place(each.forms, each.vector if full else None), full)
        order = np.argsort(-(table[rows[kind], 0] + table[rows[kind], 2]), kind="stable")[:CANDIDATES]
        for candidate in sorted({*rows[kind][order].tolist(), places[each.name]}):
            tables[kind].append(table[candidate])
            right[kind].append(candidate == places[each.name])
    return {kind: _fit(np.array(tables[kind]), np.array(right[kind])) for kind in KINDS if any(right[kind])}


def _fit(table: Floats, right: np.ndarray) -> Floats:
    assert table.shape[1] == len(FEATURES)
    model = LogisticRegression(C=10.0, max_iter=1000).fit(table, right)
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


def _matcher(worded: Sequence[Worded]) -> Matcher:
    """The matcher of some texts; its likenesses are not weighed yet."""
    names = tuple(sorted({each.name for each in worded}))
    place = {name: n for n, name in enumerate(names)}
    owners = np.array([place[each.name] for each in worded])
    mapped, own = _mapped(worded, owners, len(names))
    near = np.array([mapped.place(each.forms, each.vector) for each in worded], dtype=np.float32)
    return Matcher(mapped, names, own, near, owners, {})


def _mapped(worded: Sequence[Worded], owners: np.ndarray, names: int) -> tuple[Mapped, Floats]:
    """The map and the place of each name, fitted so that a text lies nearest to the place of its own name."""
    texts = [grams_of(each.forms) for each in worded]
    counted = Counter(gram for text in texts for gram in text)
    columns = {gram: n for n, gram in enumerate(sorted(g for g, count in counted.items() if count >= AT_LEAST))}
    bags = [[columns[gram] for gram in text if gram in columns] for text in texts]
    vectors = np.array([each.vector for each in worded], dtype=np.float32)
    middle = vectors.mean(axis=0)
    away = vectors - middle
    inputs = torch.from_numpy(away / np.linalg.norm(away, axis=1, keepdims=True))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    chance = torch.Generator().manual_seed(0)
    grams = _parameter(max(1, len(columns)), 0.02, chance)
    projection = _parameter(inputs.shape[1], 0.05, chance)
    own = _parameter(names, 0.05, chance)
    optimiser = torch.optim.Adam([grams, projection, own], lr=RATE)
    wanted = torch.from_numpy(owners)
    for _ in range(ROUNDS):
        for rows in torch.split(torch.randperm(len(worded), generator=chance), BATCH):
            placed = _placed(rows, bags, inputs, grams, projection, chance)
            likeness = placed @ torch.nn.functional.normalize(own).T
            loss = torch.nn.functional.cross_entropy(SHARP * likeness, wanted[rows])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    torch.set_num_threads(threads)
    mapped = Mapped(columns, _array(grams), _array(projection), middle.astype(np.float32))
    return mapped, _array(torch.nn.functional.normalize(own))


def _placed(
    rows: torch.Tensor,
    bags: Sequence[Sequence[int]],
    inputs: torch.Tensor,
    grams: torch.Tensor,
    projection: torch.Tensor,
    chance: torch.Generator,
) -> torch.Tensor:
    """Where texts lie, as ``Mapped.place`` says it, some of their grams and some vectors left out by chance."""
    held = [bags[row] for row in rows.tolist()]
    lengths = torch.tensor([len(bag) for bag in held])
    flat = torch.tensor([column for bag in held for column in bag], dtype=torch.long)
    offsets = torch.cat([torch.zeros(1, dtype=torch.long), lengths.cumsum(0)[:-1]])
    weights = torch.repeat_interleave(WORDS / lengths.clamp(min=1).sqrt(), lengths)
    weights = weights * (torch.rand(len(flat), generator=chance) > LEFT_OUT)
    words = torch.nn.functional.embedding_bag(flat, grams, offsets, mode="sum", per_sample_weights=weights)
    seen = (torch.rand(len(rows), 1, generator=chance) > BLIND).float()
    return torch.nn.functional.normalize(words + seen * (inputs[rows] @ projection))


def _parameter(rows: int, spread: float, chance: torch.Generator) -> torch.Tensor:
    return (torch.randn(rows, DIMENSIONS, generator=chance) * spread).requires_grad_()


def _array(tensor: torch.Tensor) -> Floats:
    return np.asarray(tensor.detach().numpy(), dtype=np.float32)
