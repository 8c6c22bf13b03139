"""Known questions found by a fitted map: by words, by vector, each kind apart, the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.learning.fitting_matches import fit_matcher
from knowledge.learning.matching import grams_of
from knowledge.learning.packing import put_vectors, put_weights, vectors_of, weights_of
from knowledge.vietnamese import syllables
from tests.fakes_matcher import CLAUSE, OTHER_CLAUSE, made_matcher, vector_of, worded


def test_grams_are_words_and_pairs_each_once_with_their_figures() -> None:
    assert grams_of(("năm", "2025", "năm")) == ("năm", "2025", "năm 2025", "2025 năm")


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("lúc nào trăng mọc", "question", "moon"),
        ("nước cao mấy mét vậy", "question", "tide"),
        ("papi chấm gì", "clause", CLAUSE),
    ],
)
@pytest.mark.parametrize("with_vector", [True, False])
def test_a_question_in_other_words_is_found(text: str, kind: str, name: str, with_vector: bool) -> None:
    found = made_matcher().of(syllables(text), vector_of(name) if with_vector else None)
    assert found[kind][0].subject == name
    assert found[kind][0].probability >= found[kind][1].probability


def test_curated_answers_and_clauses_are_ranked_apart() -> None:
    found = made_matcher().of(syllables("trăng mọc khi nào"), vector_of("moon"))
    assert {r.subject for r in found["question"]} == {"moon", "tide"}
    assert {r.subject for r in found["clause"]} == {CLAUSE, OTHER_CLAUSE}


def test_a_text_of_which_nothing_is_known_lies_nowhere() -> None:
    assert not made_matcher().mapped.place(("zzz",), None).any()


def test_what_is_fitted_is_the_same_each_time() -> None:
    again, unseen = fit_matcher(worded())
    assert np.array_equal(again.mapped.grams, made_matcher().mapped.grams)
    assert np.array_equal(again.own, made_matcher().own)
    assert set(unseen(0)) == {"question", "clause"}


def test_weights_and_vectors_come_back_nearly_as_they_were() -> None:
    chance = np.random.default_rng(0)
    rows = chance.normal(0.05, 0.02, (40, 64)).astype(np.float32)
    arrays: dict[str, np.ndarray] = {}
    put_weights(arrays, "weights", rows)
    put_vectors(arrays, "vectors", rows)
    assert arrays["weights"].dtype == np.int8 and arrays["vectors"].nbytes == rows.size // 2
    assert np.abs(weights_of(arrays, "weights") - rows).max() < 0.001
    assert np.abs(vectors_of(arrays, "vectors") - rows).mean() < 0.003


def test_small_weights_become_nothing() -> None:
    arrays: dict[str, np.ndarray] = {}
    put_weights(arrays, "weights", np.array([[1.0, 0.01, -0.007]], dtype=np.float32), least=1)
    assert np.flatnonzero(weights_of(arrays, "weights")[0]).tolist() == [0]
