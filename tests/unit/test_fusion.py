from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ports import Scored
from knowledge.retrieval.fusion import Signal, fused, scaled
from knowledge.retrieval.weights import Weights, load_weights

lists = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-5, 5), max_size=8).map(
    lambda d: [Scored(key, value) for key, value in d.items()]
)


def test_scaled_scores_run_from_0_to_1() -> None:
    assert scaled(Signal(1, [Scored("a", 8.0), Scored("b", 6.0), Scored("c", 4.0)])) == {"a": 1.0, "b": 0.5, "c": 0.0}


def test_a_complete_list_is_scaled_from_the_least_the_index_can_give() -> None:
    scored = [Scored("a", 8.0), Scored("b", 6.0)]
    assert scaled(Signal(1, scored, complete=True, floor=0.0)) == {"a": 1.0, "b": 0.75}
    assert scaled(Signal(1, scored, complete=False, floor=0.0)) == {"a": 1.0, "b": 0.0}


def test_equal_scores_are_all_best() -> None:
    assert scaled(Signal(1, [Scored("a", 3.0), Scored("b", 3.0)])) == {"a": 1.0, "b": 1.0}


def test_how_far_apart_scores_are_decides() -> None:
    """What rank fusion cannot see: b is a near second in one list and far ahead in the other."""
    dense = Signal(0.5, [Scored("a", 0.90), Scored("b", 0.89), Scored("c", 0.50)])
    words = Signal(0.5, [Scored("b", 20.0), Scored("a", 5.0), Scored("c", 1.0)])
    assert [s.passage for s in fused([dense, words])] == ["b", "a", "c"]


def test_an_empty_signal_leaves_the_other_as_it_is() -> None:
    words = [Scored("a", 2.0), Scored("b", 1.0)]
    assert fused([Signal(0.7, []), Signal(0.3, words)]) == fused([Signal(1.0, words)])


def test_a_weight_of_nothing_counts_nothing() -> None:
    assert [s.passage for s in fused([Signal(0, [Scored("a", 1.0)]), Signal(1, [Scored("b", 1.0)])])] == ["b"]


@given(lists, lists, st.floats(0.05, 0.95))
def test_fused_scores_are_between_0_and_1_and_fall(one: list[Scored], two: list[Scored], weight: float) -> None:
    result = fused([Signal(weight, one), Signal(1 - weight, two)])
    assert {s.passage for s in result} == {s.passage for s in (*one, *two)}
    assert all(-1e-9 <= s.score <= 1 + 1e-9 for s in result)
    assert result == sorted(result, key=lambda s: (-s.score, s.passage))


@given(lists, st.floats(0.1, 10), st.floats(-3, 3))
def test_the_unit_of_a_score_does_not_matter(one: list[Scored], factor: float, shift: float) -> None:
    moved = [Scored(s.passage, s.score * factor + shift) for s in one]
    for passage, value in scaled(Signal(1, moved)).items():
        if max(s.score for s in one) - min(s.score for s in one) > 1e-3:
            assert value == pytest.approx(scaled(Signal(1, one))[passage], abs=1e-6)


def test_the_checked_in_weights_load() -> None:
    weights = load_weights()
    assert 0 < weights.dense < 1
    assert weights.depth >= 10


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("dense = 0.5\ndepth = 10", "keywords"),
        ("dense = 0.5\nkeywords = 0.5\ndepth = 10\nmagic = 1", "magic"),
        ("dense = -1\nkeywords = 0.5\ndepth = 10", "negative"),
        ("dense = 1\nkeywords = 1\ndepth = 0", "depth"),
    ],
)
def test_a_bad_weights_file_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=named):
        load_weights(path)


def test_weights_both_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="both zero"):
        Weights(0, 0, 10)
