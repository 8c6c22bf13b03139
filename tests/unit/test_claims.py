"""Figures a person states, with unit and comparator."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.meaning.claims import FigureGrammar
from bot.meaning.query import Claim
from knowledge.vietnamese import syllables
from tests.fakes_knowledge import keyword_knowledge, language

GRAMMAR = FigureGrammar(language().figures, keyword_knowledge().home.units)


def stated(text: str, *taken: int, english: bool = False) -> list[tuple[str, str | None, str | None]]:
    return [(str(c.value), c.unit, c.comparator) for c in GRAMMAR.claims(syllables(text), taken, english)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chỉ tiêu là 95%", [("95", "%", None)]),
        ("chỉ tiêu là 95 %", [("95", "%", None)]),
        ("chỉ tiêu là 95 phần trăm", [("95", "%", None)]),
        ("đạt 86,50%", [("86.50", "%", None)]),
        ("đạt 86.50%", [("86.50", "%", None)]),
        ("trên 85%", [("85", "%", ">")]),
        ("hơn 85%", [("85", "%", ">")]),
        ("vượt 85%", [("85", "%", ">")]),
        ("lớn hơn 85%", [("85", "%", ">")]),
        ("tối thiểu 95%", [("95", "%", ">=")]),
        ("ít nhất 95%", [("95", "%", ">=")]),
        ("từ 95% trở lên", [("95", "%", ">=")]),
        ("đúng 95%", [("95", "%", None)]),
        ("tăng 5 bậc", [("5", "bậc", None)]),
        ("tăng tối thiểu 5 bậc", [("5", "bậc", ">=")]),
        ("được 43,9603 điểm", [("43.9603", "điểm", None)]),
        ("đứng hạng 29", [("29", "hạng", None)]),
        ("xếp thứ 9", [("9", "hạng", None)]),
        ("trong tốp 10", [("10", "hạng", None)]),
        ("ở nhóm 2", [("2", "nhóm", None)]),
        ("là 95 đúng không", [("95", None, None)]),  # bare, before a word that closes
        ("là 95", [("95", None, None)]),
        ("92,75 hay 92,57?", [("92.75", None, None), ("92.57", None, None)]),
        ("tăng 20% năm 2022, 30% sau đó", [("20", "%", None), ("30", "%", None)]),
    ],
)
def test_a_stated_figure_is_a_claim(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "năm 2025",  # a year
        "2025",
        "giai đoạn 5 năm",
        "mức độ 4",  # a level of service
        "cấp 3",
        "trên thang 80",  # a scale
        "tháng 7",
        "quý 2",
        "điều 12",
        "mục 3",
        "20 thủ tục",  # counts things
        "ngày 01/06/2021",
        "136/KH-UBND",
        "không có số",
    ],
)
def test_a_number_that_names_or_counts_is_no_claim(text: str) -> None:
    assert stated(text) == []


def test_tokens_that_are_spoken_for_are_passed_over() -> None:
    text = "kế hoạch 136 là 95"
    assert stated(text, 2) == [("95", None, None)]
    assert stated(text, 2, 4) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is it 95%", [("95", "%", None)]),
        ("is it over 85%", [("85", "%", ">")]),
        ("is it more than 85 percent", [("85", "%", ">")]),
        ("at least 95 percent", [("95", "%", ">=")]),
        ("a minimum of 95%", [("95", "%", ">=")]),
        ("rise 5 places", [("5", "bậc", None)]),
        ("43.90 points", [("43.90", "điểm", None)]),
        ("ranked 29", [("29", "hạng", None)]),
        ("group 2", [("2", "nhóm", None)]),
        ("level 4", []),
        ("is it 95 or 90", [("95", None, None), ("90", None, None)]),
    ],
)
def test_english_claims(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert stated(text, english=True) == expected


def test_thousands_are_read_in_the_questions_own_style() -> None:
    assert stated("là 1.272%") == [("1272", "%", None)]
    assert stated("is 1,272%", english=True) == [("1272", "%", None)]
    assert stated("is 1.272%", english=True) == [("1.272", "%", None)]


def test_a_claim_keeps_the_words_it_was_read_from() -> None:
    assert GRAMMAR.claims(syllables("tối thiểu 86,50% đúng không"), (), False) == (
        Claim(Decimal("86.50"), "%", ">=", "86,50%", "percent"),
    )
