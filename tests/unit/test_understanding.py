"""From a question to its slots, for questions with marks, without, and in English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.understanding.question import Question
from bot.understanding.understander import Lexicons, Understander
from knowledge.register.values import Level
from tests.fakes_knowledge import TODAY, keyword_knowledge

PLAN, NQ_76 = "kh-136-2021", "nq-76-2021"
CITY, DISTRICT, COMMUNE = Level.CITY, Level.DISTRICT, Level.COMMUNE
KNOWLEDGE = keyword_knowledge()


def understander(today: date = TODAY) -> Understander:
    entries = KNOWLEDGE.vocabulary.entries
    words = [w for table in (entries.question_words, entries.function_words) for ws in table.values() for w in ws]
    lexicons = Lexicons(KNOWLEDGE.concepts, KNOWLEDGE.glossary.names, words)
    return Understander(KNOWLEDGE.register, KNOWLEDGE.vocabulary, lexicons, lambda: today)


UNDERSTANDER = understander()


def understood(text: str) -> Question:
    return UNDERSTANDER.understand(KNOWLEDGE.vocabulary.read(text))


SLOTS = ("indicators", "years", "levels", "documents", "areas", "unknown_documents", "other_places", "districts")


def check(text: str, expected: dict[str, Any]) -> None:
    """The named slots are as expected; of the others in SLOTS none is filled. ``asks`` must be among those asked."""
    question = understood(text)
    asks = set(expected.pop("asks", ()))
    assert asks <= question.asks, question
    assert "absent" not in expected or set(expected.pop("absent")) <= question.absent, question
    claims = expected.pop("claims", None)
    if claims is not None:
        assert [(c.value, c.unit, c.comparator) for c in question.claims] == [
            (Decimal(value), unit, comparator) for value, unit, comparator in claims
        ]
    wanted = dict.fromkeys(SLOTS, ()) | expected
    assert {name: getattr(question, name) for name in wanted} == wanted


SATISFACTION = {"indicators": ("satisfaction",)}
DIGITISED = {"indicators": ("results_digitised",)}
PORTAL = {"indicators": ("portal_integration",)}
PAPI = {"indicators": ("papi",)}
SIPAS = {"indicators": ("sipas",)}

MARKED: list[tuple[str, dict[str, Any]]] = [
    ("Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?", {**SATISFACTION, "years": (2025,), "asks": ["value"]}),
    ("Mức độ hài lòng của người dân phải đạt bao nhiêu vào năm 2023?", {**SATISFACTION, "years": (2023,)}),
    ("Hài lòng phải đạt 95% vào năm nào?", {**SATISFACTION, "asks": ["deadline"], "claims": [("95", "%", None)]}),
    ("Năm 2023 là trên hay tối thiểu 85% hài lòng?", {**SATISFACTION, "years": (2023,), "asks": ["comparator"]}),
    ("Chỉ tiêu hài lòng năm 2025 là 90% đúng không?", {**SATISFACTION, "years": (2025,), "asks": ["premise"]}),
    ("Hài lòng đã đạt chưa?", {**SATISFACTION, "asks": ["achieved"]}),
    ("Mục tiêu hài lòng xong chưa ạ?", {**SATISFACTION, "asks": ["achieved"]}),
    ("PAPI phải tăng mấy bậc mỗi năm?", {**PAPI, "asks": ["value"]}),
    ("PAPI năm 2024 Hà Nội xếp hạng mấy?", {**PAPI, "years": (2024,)}),
    ("PAPI là gì?", {**PAPI, "asks": ["definition"]}),
    ("SIPAS năm nay của Hà Nội bao nhiêu?", {**SIPAS, "years": (2026,)}),
    ("SIPAS năm ngoái?", {**SIPAS, "years": (2025,)}),
    ("PAR INDEX 2024 được bao nhiêu điểm?", {"indicators": ("par_index",), "years": (2024,)}),
    ("Số hóa kết quả cấp xã năm 2021?", {**DIGITISED, "years": (2021,), "levels": (COMMUNE,)}),
    ("Năm 2021 cấp huyện phải số hóa kết quả bao nhiêu?", {**DIGITISED, "years": (2021,), "levels": (DISTRICT,)}),
    ("Số hóa kết quả ở cấp huyện và cấp xã năm 2021", {**DIGITISED, "years": (2021,), "levels": (DISTRICT, COMMUNE)}),
    ("Số hóa kết quả ở phường năm 2021 bao nhiêu?", {**DIGITISED, "years": (2021,), "levels": (COMMUNE,)}),
    ("Số hóa kết quả có ngoại lệ nào không?", {**DIGITISED, "asks": ["exception"]}),
    ("Năm 2022 số hóa kết quả tăng bao nhiêu so với năm 2021?", {**DIGITISED, "years": (2022,)}),
    ("Kế hoạch 136 tích hợp Cổng Dịch vụ công quốc gia bao nhiêu?", {**PORTAL, "documents": (PLAN,)}),
    (
        "So sánh tích hợp cổng quốc gia của Kế hoạch 136 và Nghị quyết 76",
        {**PORTAL, "documents": (PLAN, NQ_76), "asks": ["compare"]},
    ),
    ("Hồ sơ trả đúng hạn phải đạt bao nhiêu phần trăm?", {"indicators": ("on_time",), "asks": ["value"]}),
    ("Hồ sơ luân chuyển nội bộ điện tử bao nhiêu?", {"indicators": ("internal_circulation",)}),
    ("Người dân thực hiện dịch vụ công trực tuyến đạt bao nhiêu?", {"indicators": ("online_use",)}),
    ("Dịch vụ công mức độ 4 đủ điều kiện đạt bao nhiêu?", {"indicators": ("level4_services",), "claims": []}),
    ("Kế hoạch 136 có những chỉ tiêu nào?", {"documents": (PLAN,), "asks": ["list"]}),
    ("Kế hoạch 136 có bao nhiêu chỉ tiêu?", {"documents": (PLAN,), "asks": ["count"]}),
    ("Những chỉ tiêu nào phải đạt 100%?", {"asks": ["list"], "claims": [("100", "%", None)]}),
    ("Liệt kê chỉ tiêu về cải cách thể chế", {"areas": ("institutions",), "asks": ["list"]}),
    ("Kế hoạch 136 ban hành ngày nào?", {"documents": (PLAN,), "asks": ["issued"]}),
    ("Ai ký Nghị quyết 76?", {"documents": (NQ_76,), "asks": ["signer"]}),
    ("Nghị định 42 có hiệu lực từ ngày nào?", {"documents": ("nd-42-2022",), "asks": ["effective"]}),
    ("Nghị định 999 quy định gì?", {"unknown_documents": ("nghị định 999",)}),
    ("Kế hoạch 136 tốn bao nhiêu kinh phí?", {"documents": (PLAN,), "absent": ["budget"]}),
    ("Số điện thoại đường dây nóng?", {"absent": ["contact"]}),
    ("Hài lòng của Đà Nẵng năm 2025 là bao nhiêu?", {**SATISFACTION, "years": (2025,), "other_places": ("Đà Nẵng",)}),
    ("PAPI của Hải Phòng và Quảng Ninh?", {**PAPI, "other_places": ("Hải Phòng", "Quảng Ninh")}),
    ("Quận Cầu Giấy hài lòng bao nhiêu?", {**SATISFACTION, "districts": ("Cầu Giấy",), "levels": (DISTRICT,)}),
    ("Hà Nội hài lòng bao nhiêu năm 2025?", {**SATISFACTION, "years": (2025,)}),
    ("Hà Nội dẫn đầu PAPI năm 2024 đúng không?", {**PAPI, "years": (2024,), "claims": [("1", "hạng", None)]}),
    ("PAPI tăng 5 điểm mỗi năm đúng không?", {**PAPI, "claims": [("5", "điểm", None)], "asks": ["premise"]}),
    ("Giá vàng hôm nay?", {"absent": ["outside"]}),
    ("Dự đoán PAPI năm 2027?", {**PAPI, "years": (2027,), "absent": ["prediction"]}),
]

UNMARKED: list[tuple[str, dict[str, Any]]] = [
    ("chi tieu hai long den nam 2025 la bao nhieu", {**SATISFACTION, "years": (2025,), "asks": ["value"]}),
    ("ho so dung han phai dat bao nhieu phan tram", {"indicators": ("on_time",), "asks": ["value"]}),
    ("so hoa ket qua cap xa nam 2021", {**DIGITISED, "years": (2021,), "levels": (COMMUNE,)}),
    ("so sanh tich hop cong quoc gia kh136 va nq 76", {**PORTAL, "documents": (PLAN, NQ_76), "asks": ["compare"]}),
    ("papi tang may bac moi nam", {**PAPI, "asks": ["value"]}),
    ("ai ky ke hoach 136", {"documents": (PLAN,), "asks": ["signer"]}),
    ("hai long cua da nang", {**SATISFACTION, "other_places": ("Đà Nẵng",)}),
    ("ke hoach 136 co may chi tieu", {"documents": (PLAN,), "asks": ["count"]}),
    ("tỉ lệ hài lòng 2025 bn", {**SATISFACTION, "years": (2025,), "asks": ["value"]}),
    ("số hoá kq cấp huyện 2021 bn", {**DIGITISED, "years": (2021,), "levels": (DISTRICT,)}),
]

ENGLISH: list[tuple[str, dict[str, Any]]] = [
    ("What is the satisfaction target for 2025?", {**SATISFACTION, "years": (2025,)}),
    ("How many places must PAPI rise each year?", {**PAPI, "asks": ["value"]}),
    (
        "What share of results must communes digitise in 2021?",
        {**DIGITISED, "years": (2021,), "levels": (COMMUNE,)},
    ),
    ("Which targets must reach 100%?", {"asks": ["list"], "claims": [("100", "%", None)]}),
    ("Who signed Plan 136?", {"documents": (PLAN,), "asks": ["signer"]}),
    ("When was Resolution 76 issued?", {"documents": (NQ_76,), "asks": ["issued"]}),
    ("Has the satisfaction target been met?", {**SATISFACTION, "asks": ["achieved"]}),
    ("Is the satisfaction target for 2025 90%?", {**SATISFACTION, "years": (2025,), "claims": [("90", "%", None)]}),
    ("What is the satisfaction target of Da Nang?", {**SATISFACTION, "other_places": ("Đà Nẵng",)}),
    ("Compare portal integration in Plan 136 and Resolution 76", {**PORTAL, "documents": (PLAN, NQ_76)}),
    ("What was Hanoi's SIPAS in 2024?", {**SIPAS, "years": (2024,)}),
    ("What does Decree 777 say?", {"unknown_documents": ("decree 777",)}),
]


@pytest.mark.parametrize(("text", "expected"), MARKED, ids=[t for t, _ in MARKED])
def test_a_question_with_marks(text: str, expected: dict[str, Any]) -> None:
    check(text, dict(expected))
    assert understood(text).language == "vi"


@pytest.mark.parametrize(("text", "expected"), UNMARKED, ids=[t for t, _ in UNMARKED])
def test_a_question_without_marks_is_the_same_question(text: str, expected: dict[str, Any]) -> None:
    check(text, dict(expected))
    assert understood(text).language == "vi" and understood(text).changed


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[t for t, _ in ENGLISH])
def test_an_english_question(text: str, expected: dict[str, Any]) -> None:
    check(text, dict(expected))
    assert understood(text).language == "en"


def test_a_topic_the_register_knows_nothing_of_is_left_unexplained() -> None:
    assert understood("Hài lòng về bệnh viện tư năm 2025 bao nhiêu?").unexplained
    assert not understood("Cho mình hỏi chỉ tiêu hài lòng năm 2025 là bao nhiêu vậy bạn?").unexplained


def test_a_story_before_the_question_asks_nothing() -> None:
    told = understood(
        "Hôm qua tôi ra phường nộp giấy tờ sang tên cho con trai út, chờ mãi không thấy ai gọi. "
        "Kế hoạch 136 yêu cầu bao nhiêu phần trăm hồ sơ trả đúng hạn?"
    )
    assert told.indicators == ("on_time",) and told.documents == (PLAN,) and not told.unexplained


def test_two_readings_of_one_mention_are_tied() -> None:
    assert set(understood("chỉ tiêu hài lòng trực tuyến là bao nhiêu?").tied) == {
        "online_service_satisfaction",
        "satisfaction",
    }
    assert understood("chỉ tiêu hài lòng là bao nhiêu?").tied == ()


def test_the_year_of_today_is_the_clocks() -> None:
    reading = KNOWLEDGE.vocabulary.read("SIPAS năm nay?")
    assert understander(date(2023, 1, 1)).understand(reading).years == (2023,)


def test_a_follow_up_is_about_nothing_of_its_own() -> None:
    for text in ("còn năm 2023?", "thế cấp xã?", "nguồn đâu?", "and 2023?"):
        assert not understood(text).about_something, text
    assert understood("năm sau đó thì sao?").shift == 1
