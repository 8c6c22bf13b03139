"""What was done and what was planned: a plan is never told as its own outcome."""

from __future__ import annotations

import pytest

from bot.messages import Status
from bot.understanding.aspects import outcome_asked
from tests.fakes_knowledge import ask


@pytest.mark.parametrize(
    "question",
    [
        "Hà Nội đã trả đúng hạn 100% hồ sơ rồi phải không?",
        "Hà Nội đã vượt 85% hài lòng năm 2023 phải không?",
        "Cấp huyện đã số hóa được 20% kết quả TTHC năm 2021, đúng không?",
        "các huyện có làm xong 20% số hóa hồi 2021 không?",
        "Hà Nội đã tích hợp 60% dịch vụ công mức 3, 4 lên Cổng quốc gia đúng không?",
        "Hanoi has already integrated 60% of its services into the national portal, right?",
        "Did the districts reach the 20 percent digitisation target of 2021?",
        "Kế hoạch 136: cột mốc hài lòng 2023 thành công hay thất bại?",
        "Năm 2022 Hà Nội có trả 100% hồ sơ đúng hạn như kế hoạch 136 không?",
    ],
)
def test_an_outcome_is_answered_by_a_result_or_refused(question: str) -> None:
    reply = ask(question)
    assert reply.status in {Status.ANSWERED_RESULT, Status.UNANSWERED_NOT_IN_DOCUMENTS}
    assert not reply.text.startswith(("Đúng", "Yes"))
    if reply.status is Status.ANSWERED_RESULT:
        assert any(fact.kind == "result" for fact in reply.facts)


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch 136 đã đặt mục tiêu hài lòng 95% năm 2025 phải không?",
        "What share of still-valid results under city authority had to be digitised in 2021?",
        "hồ sơ đã giải quyết thành công phải số hóa bao nhiêu phần trăm?",
        "20% thủ tục được đơn giản hóa là tính cộng thêm hay gộp cả phần trước đây đã cắt?",
    ],
)
def test_what_was_set_is_answered_by_the_target(question: str) -> None:
    reply = ask(question)
    assert reply.status is Status.ANSWERED_TARGET
    assert {fact.kind for fact in reply.facts} == {"target"}


def test_the_gap_to_a_target_is_told_with_its_arithmetic() -> None:
    reply = ask("Chỉ tiêu hài lòng 2023: kết quả còn thiếu mấy điểm phần trăm so với 85%?")
    assert "85 − 83,57 = 1,43" in reply.text
    assert "giả định SIPAS" in reply.text


def test_the_yardstick_asked_by_name_is_held_against_the_named_plans_target() -> None:
    reply = ask("Năm 2023 chỉ số SIPAS đã đủ mức kế hoạch 136 đề ra cho năm 2023 chưa?")
    assert {fact.target for fact in reply.facts} == {"kh-136-2021/2", "sipas/2023/percent"}


def test_a_rounded_score_is_confirmed_and_another_is_corrected() -> None:
    assert ask("PAPI 2024 đã đạt 43,77 điểm đúng không?").text.startswith("Đúng")
    assert ask("PAPI 2024 đạt 43,87 điểm đúng không?").status is Status.ANSWERED_CORRECTION


@pytest.mark.parametrize(
    ("text", "own", "asked", "outcome"),
    [
        ("đã số hóa 20%", (), (), True),
        ("đã đặt mục tiêu 20%", (), (), False),
        ("đã được giao 20%", (), (), False),
        ("hồ sơ đã giải quyết", (2,), (), False),
        ("đạt 95% rồi phải không", (), ("premise",), True),
        ("số hóa được 30% đúng không", (), ("premise",), True),
        ("số hóa được 30% của ai", (), (), False),
        ("đã quá hạn chưa", (), ("passed",), False),
    ],
)
def test_the_words_of_an_outcome(text: str, own: tuple[int, ...], asked: tuple[str, ...], outcome: bool) -> None:
    assert outcome_asked(text, text.split(), own, asked) is outcome


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Cấp huyện 20% năm 2021, cộng thêm 20% thì năm 2022 cấp huyện phải là 40% đúng không?", "điểm phần trăm"),
        ("vậy năm 2022 cấp xã phải số hóa 35% đúng không?", "điểm phần trăm"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_with_the_reason(question: str, words: str) -> None:
    reply = ask(question)
    assert reply.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert words in reply.text
    assert "năm 2022" in reply.text


def test_a_wrong_rise_is_corrected() -> None:
    reply = ask("Đến năm 2022 số hóa phải tăng tối thiểu 30% so với 2021, đúng chứ?")
    assert reply.status is Status.ANSWERED_CORRECTION
    assert "20%" in reply.text


def test_a_wrong_count_of_targets_is_put_right() -> None:
    reply = ask("Kế hoạch 136 có 15 chỉ tiêu đúng không?")
    assert reply.status is Status.ANSWERED_CORRECTION
    assert reply.text.startswith("Không phải 15: có 19 chỉ tiêu")
    assert len(reply.facts) == 19
    assert ask("Nghị quyết 76 gồm 9 chỉ tiêu à?").status is Status.ANSWERED_LIST


def test_a_figure_of_another_year_is_put_right_whatever_the_documents_period() -> None:
    reply = ask("Mục tiêu tốp 30 môi trường kinh doanh của NQ 76 là cho năm 2025 đúng không?")
    assert reply.status is Status.ANSWERED_CORRECTION
    assert "2030" in reply.text
