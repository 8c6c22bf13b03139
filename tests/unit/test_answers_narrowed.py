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
    [("Điểm PAPI cao nhất của Hà Nội là bao nhiêu?", "44.447", "2021"), ("Hạng PAPI thấp nhất?", "53", "2019")],
)
def test_the_best_and_the_worst_year(question: str, value: str, year: str) -> None:
    reply = ask(question)
    assert [(f.value, f.deadline) for f in reply.facts] == [(value, year)]
    assert "từ năm 2019 đến năm 2024" in reply.text


def test_a_fee_is_not_answered_with_a_target() -> None:
    assert ask("nộp online được giảm phí không").facts == ()


def test_today_is_no_follow_up() -> None:
    assert ask("hôm nay thứ mấy?", "Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?").facts == ()


@pytest.mark.parametrize(
    ("question", "targets"),
    [
        ("Bao nhiêu thủ tục không phụ thuộc địa giới?", {"boundary_free/2025-11/total", "boundary_free/2025-11/city"}),
        ("Có mấy thủ tục cấp xã thực hiện phi địa giới?", {"boundary_free/2025-11/commune"}),
        ("Hà Nội có bao nhiêu thủ tục toàn trình?", {"full_process_services/2025-01/count",
                                                     "full_process_services/2025-09/count"}),
        ("Tỷ lệ đúng hạn cấp xã năm 2025?", {"on_time/2025-commune/percent", "on_time/2025-commune/dossiers"}),
        ("Quyết định 282 đặt hài lòng giai đoạn 2028-2030 bao nhiêu?", {"qd-282-2026/4", "qd-282-2026/5"}),
    ],
)  # fmt: skip
def test_how_many_is_counted_and_the_narrower_figure_answers_where_it_is_the_only_one(
    question: str, targets: set[str]
) -> None:
    assert {fact.target for fact in ask(question).facts} == targets


def test_what_the_city_asks_of_the_communes_is_the_communes_figure() -> None:
    reply = ask("Năm 2021 thành phố yêu cầu cấp xã số hóa bao nhiêu kết quả?")
    assert {fact.target for fact in reply.facts} == {"kh-136-2021/12"}


def test_a_note_about_another_document_is_told_with_its_place() -> None:
    reply = ask("Kế hoạch 136: cấp huyện phải số hóa bao nhiêu năm 2021?")
    assert "không còn từ ngày 01/07/2025" in reply.text
    assert {"kh-136-2021", "hai-cap-2025"} == {c.document.id for c in reply.citations}


def test_a_list_by_a_word_holds_the_targets_that_say_it() -> None:
    reply = ask("Chỉ tiêu tham nhũng của KH 136")
    assert reply.status is Status.ANSWERED_LIST
    assert {fact.target for fact in reply.facts} == {"kh-136-2021/4", "kh-136-2021/7"}
    assert ask("Chỉ tiêu về người cao tuổi của Kế hoạch 136").status is Status.UNANSWERED_NOT_IN_DOCUMENTS


def test_the_hundred_a_rise_leads_to_is_no_mistake() -> None:
    reply = ask("Đến khi nào Hà Nội phải số hóa xong 100% kết quả thủ tục?")
    assert [fact.target for fact in reply.facts] == ["kh-136-2021/14"]
    assert ask("Mỗi năm Hà Nội phải tăng 5 điểm PAPI phải không?").status is Status.ANSWERED_CORRECTION


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("PAPI 2024 so với 2023 tăng hay giảm?", "giảm so với"),
        ("SIPAS 2024 so với 2023 tăng hay giảm?", "lên hạng so với"),
    ],
)
def test_which_way_a_result_went_is_said(question: str, word: str) -> None:
    assert word in ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "nộp hồ sơ đất đai ở đâu",
        "KH 136 yêu cầu 100% cán bộ dùng chữ ký số đúng không?",
        "Địa phương nào nhất bảng PAR INDEX 2021?",
    ],
)
def test_what_no_document_says_is_not_answered_by_its_neighbour(question: str) -> None:
    reply = ask(question)
    assert reply.status.group == "unanswered"
    assert "người ký" not in reply.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Chỉ tiêu nào 80% trở lên", "10 chỉ tiêu có mức từ 80% trở lên"),
        ("which targets have already expired", "due before 22/11/2026"),
        ("PAPI Hà Nội 5 năm gần nhất", "năm 2021"),
        ("did PAPI rank improve in 2024?", "29 − 15 = 14"),
        ("SIPAS 2024 tăng hay giảm", "86,50 − 83,57"),
    ],
)
def test_what_is_answered_is_what_was_asked(question: str, words: str) -> None:
    assert words in ask(question).text
