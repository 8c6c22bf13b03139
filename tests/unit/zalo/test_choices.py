"""A number stands for an offered question; anything else is a question of its own."""

import pytest

from bot.channels.zalo.choices import chosen

OFFERED = ("Còn năm 2023?", "Nguồn ở đâu?", "Còn cấp xã?")


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
    ],
)
def test_a_number_however_it_is_written_picks_its_question(text: str, number: int) -> None:
    assert chosen(text, OFFERED) == OFFERED[number - 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "4",
        "chọn 9",
        "12",
        "-1",
        "1.5",
        "2025",
        "95%",
        "mục 2",
        "chỉ tiêu 2",
        "1 và 2",
        "năm 2?",
        "hai",
        "²",
        "٢",
    ],
)
def test_anything_else_is_a_question(text: str) -> None:
    assert chosen(text, OFFERED) is None


def test_without_an_offer_a_number_is_a_question() -> None:
    assert chosen("1", ()) is None


def test_a_long_text_is_not_searched_for_a_number() -> None:
    assert chosen("so " * 50_000 + "1", OFFERED) is None
