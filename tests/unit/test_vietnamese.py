import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import vietnamese as vn


def test_marks_are_stripped_whatever_the_composition() -> None:
    assert vn.strip_marks("Đến năm 2025, hài lòng") == "Den nam 2025, hai long"
    assert vn.strip_marks(unicodedata.normalize("NFD", "thủ tục hành chính")) == "thu tuc hanh chinh"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("năm ２０２５ đạt ９５％", "năm 2025 đạt 95%"),
        ("１３６／ＫＨ－ＵＢＮＤ", "136/KH-UBND"),
        ("NÐ-CP, Ðến", "NĐ-CP, Đến"),  # eth
        ("đến\u00a0năm\u2009 2025", "đến năm  2025"),
        (unicodedata.normalize("NFD", "đạt"), "đạt"),
    ],
)
def test_what_looks_alike_is_read_alike(typed: str, plain: str) -> None:
    assert vn.nfc(typed) == plain


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("tỷ", "tỉ"), ("KỸ", "kĩ"), ("hoá", "hóa"), ("Lý", "lí")]
)
def test_spellings_that_differ_only_in_tone_placement_match(one: str, other: str) -> None:
    assert vn.matching_form(one) == vn.matching_form(other)


@pytest.mark.parametrize(("one", "other"), [("năm", "nam"), ("xã", "xa"), ("quý", "quí"), ("hạn", "hàn"), ("đo", "do")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert vn.matching_form(one) != vn.matching_form(other)


def test_numbers_dates_and_document_numbers_are_whole_tokens() -> None:
    text = "Kế hoạch 136/KH-UBND ngày 01/06/2021 đạt 86,50%, 3.311.866 hồ sơ"
    forms = [t.form for t in vn.tokens(text)]
    assert "136/kh-ubnd" in forms
    assert "01/06/2021" in forms
    assert "86,50%" in forms
    assert "3.311.866" in forms


@given(st.text(max_size=80))
def test_tokens_are_places_in_the_text(text: str) -> None:
    for token in vn.tokens(text):
        assert text[token.start : token.end] == token.text


@given(st.text(alphabet="aăâeêioôơuưyđnhtgc ̣́̀̉̃", max_size=40))
def test_matching_form_is_stable(text: str) -> None:
    for form in vn.syllables(text):
        assert vn.matching_form(form) == form


@pytest.mark.parametrize(
    ("written", "english", "value"),
    [
        ("86,50", False, "86.50"),
        ("3.311.866", False, "3311866"),
        ("1,272", True, "1272"),
        ("1.272", False, "1272"),
        ("5", False, "5"),
    ],
)
def test_number_values(written: str, english: bool, value: str) -> None:
    assert vn.number_value(written, english) == Decimal(value)


def test_years_are_not_taken_from_dates_or_document_numbers() -> None:
    assert vn.years("Nghị định 61/2018/NĐ-CP ngày 23/04/2018, đến năm 2025") == [2025]
    assert vn.years("giai đoạn 2021-2025") == [2021, 2025]


def test_impossible_dates_are_left_out() -> None:
    assert vn.dates("ngày 31/02/2021 và 1-6-2021") == [date(2021, 6, 1)]


def test_document_numbers_are_canonical() -> None:
    assert vn.document_numbers("136/kh-ubnd và 61/2018/nd-cp, 468/QĐ-TTg") == [
        "136/KH-UBND",
        "61/2018/NĐ-CP",
        "468/QĐ-TTG",
    ]


@pytest.mark.parametrize(("written", "value"), [("iv", 4), ("IX", 9), ("xii", 12), ("k", None), ("", None)])
def test_roman_numerals(written: str, value: int | None) -> None:
    assert vn.roman_value(written) == value
