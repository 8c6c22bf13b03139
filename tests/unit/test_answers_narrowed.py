"""Answers to questions narrower than what the documents hold: the wider figure must not stand in for the asked one."""

from __future__ import annotations

import pytest

from bot.messages import Status
from tests.fakes_knowledge import ask


@pytest.mark.parametrize(
    ("question", "forbidden"),
    [
        ("PAPI 2022 của Hà Nội: điểm nội dung thủ tục hành chính công", "43,90"),
        ("Giữa sáu thành phố trực thuộc trung ương, PAPI 2024 Hà Nội đứng thứ mấy?", "29"),
        ("Tháng 3/2025 có mấy đơn vị cấp huyện tỷ lệ trực tuyến chưa tới 30%?", "50%"),
        ("How many full-process procedures did the city report in September 2025?", "20%"),
    ],
)
def test_a_figure_of_the_whole_is_not_given_for_a_part_or_a_month(question: str, forbidden: str) -> None:
    assert forbidden not in ask(question).text


def test_of_two_years_the_one_without_a_target_is_named() -> None:
    reply = ask("So sánh mục tiêu hài lòng năm 2025 và 2030")
    assert [f.value for f in reply.facts] == ["95"]
    assert "cho năm 2030" in reply.text


def test_a_period_without_a_target_is_named_as_a_period() -> None:
    reply = ask("mục tiêu giảm biên chế giai đoạn 2021-2025")
    assert reply.status is Status.UNANSWERED_OUTSIDE_PERIOD
    assert "giai đoạn 2021-2025" in reply.text


def test_who_is_responsible_needs_a_clause_that_names_a_body() -> None:
    assert ask("ai chịu trách nhiệm chủ trì cải cách tài chính công").facts == ()
    assert ask("ai chịu trách nhiệm chủ trì cải cách tài chính công").citations == ()


@pytest.mark.parametrize("question", ["dvc muc do 4 bao nhieu", "dịch vụ công mức độ 4 bao nhiêu phần trăm"])
def test_a_figure_asked_of_a_term_is_a_figure(question: str) -> None:
    assert [f.value for f in ask(question).facts] == ["100"]


def test_a_difference_of_results_shows_its_arithmetic() -> None:
    assert "86,50 − 83,57 = 2,93 điểm phần trăm" in ask("SIPAS 2023 và 2024 chênh bao nhiêu?").text


def test_no_difference_is_reckoned_where_sources_disagree() -> None:
    reply = ask("So sánh PAR INDEX 2023 với 2024")
    assert reply.status is Status.ANSWERED_COMPARISON
    assert "−" not in reply.text


@pytest.mark.parametrize(
    ("question", "value", "year"),
    [("Điểm PAPI cao nhất của Hà Nội là bao nhiêu?", "43.9603", "2023"), ("Hạng PAPI thấp nhất?", "53", "2019")],
)
def test_the_best_and_the_worst_year(question: str, value: str, year: str) -> None:
    reply = ask(question)
    assert [(f.value, f.deadline) for f in reply.facts] == [(value, year)]
    assert "từ năm 2019 đến năm 2024" in reply.text


def test_a_fee_is_not_answered_with_a_target() -> None:
    assert ask("nộp online được giảm phí không").facts == ()


def test_today_is_no_follow_up() -> None:
    assert ask("hôm nay thứ mấy?", "Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?").facts == ()
