import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.windows import Unit, passage_of, passage_scores, units, windows
from knowledge.ports import Scored
from tests.fakes import passage


def counted(n: int) -> str:
    return " ".join(f"t{i}" for i in range(n))


def test_a_short_text_is_its_own_window() -> None:
    assert windows(counted(90)) == (counted(90),)


def test_windows_overlap_by_size_less_stride() -> None:
    first, second = windows(counted(150))
    assert first.split()[60:] == second.split()[:30]
    assert len(first.split()) == len(second.split()) == 90


@given(st.integers(1, 400), st.integers(2, 60), st.data())
def test_no_syllable_is_lost_and_no_window_is_too_long(n: int, size: int, data: st.DataObject) -> None:
    stride = data.draw(st.integers(1, size))
    cut = windows(counted(n), size, stride)
    assert {word for part in cut for word in part.split()} == set(counted(n).split())
    assert all(0 < len(part.split()) <= size for part in cut)
    assert len(set(cut)) == len(cut)


def test_a_window_is_a_slice_of_the_text() -> None:
    text = "một  hai\nba\u00a0bốn " * 60
    assert all(part in text for part in windows(text))


def test_a_stride_longer_than_the_window_is_refused() -> None:
    with pytest.raises(ValueError, match="skipped"):
        windows("a b", size=2, stride=3)


def test_a_short_passage_is_one_unit_and_carries_its_headings() -> None:
    short = passage("Nội dung.", headings=("Phần I", "Mục 2"))
    assert units(short) == (Unit(short.id, 0, "Phần I\nMục 2\nNội dung."),)


def test_every_window_of_a_long_passage_stands_under_its_headings() -> None:
    long = passage(counted(200), headings=("Điều 7",))
    whole, *parts = units(long)
    assert whole.text == long.searchable
    assert len(parts) == 3
    assert all(part.text.startswith("Điều 7\n") for part in parts)
    assert [passage_of(part.id) for part in parts] == [long.id] * 3


def test_a_long_passage_scores_the_mean_of_its_whole_and_best_window() -> None:
    found = [("a:0", 0.4), ("a:1", 0.9), ("a:2", 0.1), ("b:0", 0.6)]
    assert passage_scores(found, {"a": 3, "b": 1}) == [Scored("a", 0.65), Scored("b", 0.6)]


def test_a_unit_that_was_not_found_counts_as_the_lowest_found() -> None:
    found = [("a:1", 0.9), ("b:0", 0.5)]
    assert passage_scores(found, {"a": 3, "b": 3}) == [Scored("a", 0.7), Scored("b", 0.5)]


def test_equal_scores_come_in_the_order_of_ids() -> None:
    assert [s.passage for s in passage_scores([("b:0", 0.5), ("a:0", 0.5)], {"a": 1, "b": 1})] == ["a", "b"]
