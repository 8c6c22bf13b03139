"""The benchmark's own arithmetic and reading, and one run on the sample."""

import math
from pathlib import Path

import pytest

from tests.bench.vire import SAMPLE, Case, as_passage, measure, read_cases, run, sampled


def test_figures_of_a_known_ranking() -> None:
    cases = [Case("q1", "a"), Case("q2", "a"), Case("q3", "a"), Case("q4", "a")]
    ranked = {"q1": ["a", "b"], "q2": ["b", "c", "a"], "q3": ["b"], "q4": ["b"] * 10 + ["a"]}
    figures = measure(cases, lambda question: ranked[question])
    assert figures.p1 == 0.25
    assert figures.r10 == 0.5
    assert figures.mrr10 == pytest.approx((1 + 1 / 3) / 4)
    assert figures.ndcg10 == pytest.approx((1 + 1 / math.log2(4)) / 4)


def test_a_byte_order_mark_and_extra_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\ufeffcontext,question,answer\n"Điều 1\n\nNội dung",Hỏi gì?,x\n', encoding="utf-8")
    assert read_cases(path) == [Case("Hỏi gì?", "Điều 1\n\nNội dung")]


@pytest.mark.parametrize(("text", "named"), [("question\na\n", "context"), ("context,question\n", "no row")])
def test_a_wrong_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=named):
        read_cases(path)


def test_the_first_line_becomes_the_heading() -> None:
    assert as_passage("Điều 1. Tên\n\nNội dung.").headings == ("Điều 1. Tên",)
    assert as_passage("Chỉ một dòng.").headings == ()


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    cases = [Case(str(n), "a") for n in range(50)]
    assert sampled(cases, 5, 1) == sampled(cases, 5, 1) != sampled(cases, 5, 2)
    assert sampled(cases, None, 1) == cases


def test_the_sample_is_what_it_says() -> None:
    cases = read_cases(SAMPLE)
    assert len(cases) >= 40
    assert len({case.context for case in cases}) >= 30


@pytest.mark.real
def test_a_run_prints_four_systems_with_four_figures() -> None:
    lines: list[str] = []
    results = run(SAMPLE, 20, 0, lines.append)
    rows = [line.split() for line in lines if not line.startswith("#")]
    assert [row[0] for row in rows] == ["ours", "ours-keywords", "ours-dense", "langchain-chroma"]
    for row in rows:
        assert [float(value) for value in row[1:5]] == [
            pytest.approx(100 * value, abs=0.005) for value in vars_of(results[row[0]])
        ]
    assert results["ours"].ndcg10 >= 0.9


def vars_of(figures: object) -> list[float]:
    return [getattr(figures, name) for name in ("p1", "r10", "mrr10", "ndcg10")]
