"""A number stands for what was offered; anything else is a question of its own."""

import pytest

from bot.channels.zalo.choices import Offer, number_said, numbers

OFFERED = Offer(("Còn năm 2023?", "/faq reading", "Còn cấp xã?"), more="/faq 2")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        (" 2 ", 2),
        ("3.", 3),
        ("(2)", 2),
        ("2)", 2),
        ("#1", 1),
        ("số 1", 1),
        ("Số 1.", 1),
        ("so 3", 3),
        ("chọn 2", 2),
        ("CHỌN SỐ 2", 2),
        ("cho\u0323n 2", 2),
        ("câu 2 nhé", 2),
        ("trả lời 3", 3),
        ("tra loi: 3", 3),
        ("em chọn 1 ạ", 1),
        ("option 2 please", 2),
        ("1️⃣", 1),
        ("01", 1),
        ("0", 0),
        ("12", 12),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: int) -> None:
    assert number_said(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "-1", "1.5", "136", "2025", "95%", "mục 2", "chỉ tiêu 2", "1 và 2", "năm 2?", "hai", "²", "٢"],
)
def test_anything_else_is_a_question(text: str) -> None:
    assert number_said(text) is None


def test_a_long_text_is_not_searched_for_a_number() -> None:
    assert number_said("so " * 50_000 + "1") is None


def test_a_number_stands_for_what_stood_beside_it_and_for_nothing_beyond() -> None:
    assert [OFFERED.numbered(n) for n in range(5)] == ["/faq 2", *OFFERED.choices, None]
    assert Offer().numbered(0) is None and Offer().numbered(1) is None


def test_few_numbers_are_named_and_many_by_their_ends() -> None:
    assert [numbers("abcdefghijkl"[:n]) for n in (1, 3, 12)] == ["1", "1, 2, 3", "1–12"]
