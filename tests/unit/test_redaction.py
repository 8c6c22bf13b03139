"""Personal data are covered before anything is kept; no figure and no document number ever is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from bot.redaction import COVER, redacted, secrets_in
from tests.fakes_knowledge import keyword_knowledge

LIBRARY = Path(knowledge.__file__).parent / "library"
WORDS = st.sampled_from(["", "của tôi là ", "số: ", "năm 2025, ", "(", "Kế hoạch 136/KH-UBND, ", "liên hệ:"])
AFTER = st.sampled_from(
    ["", ".", ", xin hỏi chỉ tiêu 95%", " năm 2025", ")", " người dân", " đồng chí A", "; 30.000 hồ sơ"]
)


def grouped(digits: str, shape: Iterable[int], gap: str) -> str:
    pieces, at = [], 0
    for length in shape:
        pieces.append(digits[at : at + length])
        at += length
    return gap.join(pieces)


def tail(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def luhn_completed(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


@st.composite
def phones(draw: st.DrawFn) -> str:
    national = draw(st.sampled_from("35789")) + draw(tail(8))
    gap = draw(st.sampled_from(["", " ", ".", "-", "\u00a0"]))
    body = grouped(national, draw(st.sampled_from([(3, 3, 3), (3, 2, 2, 2), (2, 3, 4), (2, 7), (9,)])), gap)
    return draw(st.sampled_from(["0", "+84", "84", "+84 ", "+84-", "(+84) ", "+84 (0) "])) + body


@st.composite
def landlines(draw: st.DrawFn) -> str:
    digits = draw(tail(8))
    gap = draw(st.sampled_from(["", " ", ".", "-"]))
    return draw(st.sampled_from(["024 ", "(024) ", "024.", "(024)", "+84 24 "])) + grouped(digits, (4, 4), gap)


@st.composite
def citizens(draw: st.DrawFn) -> str:
    digits = "0" + draw(tail(11))
    shape = draw(st.sampled_from([(12,), (3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 1, 2, 6)]))
    return grouped(digits, shape, draw(st.sampled_from([" ", "-", "."])))


@st.composite
def old_cards(draw: st.DrawFn) -> str:
    digits = draw(tail(9))
    return draw(st.sampled_from([digits, grouped(digits, (3, 3, 3), "-"), grouped("0" + digits[1:], (3, 3, 3), ".")]))


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    digits = luhn_completed(draw(st.sampled_from(["4", "51", "9704", "35", "62"])) + draw(tail(14)))[:16]
    digits = luhn_completed(digits[:15])
    return grouped(digits, draw(st.sampled_from([(16,), (4, 4, 4, 4), (4, 12)])), draw(st.sampled_from([" ", "-"])))


@st.composite
def tax_codes(draw: st.DrawFn) -> str:
    return draw(tail(10)) + draw(st.sampled_from(["", "-001", " - 002", "003"]))


EMAILS = st.from_regex(r"[a-z][a-z0-9._]{0,12}[a-z0-9]@[a-z]{2,8}\.(com|vn|gov\.vn)", fullmatch=True)
PERSONAL = st.one_of(phones(), landlines(), citizens(), old_cards(), bank_cards(), tax_codes(), EMAILS)


@given(WORDS, PERSONAL, AFTER)
def test_what_is_somebodys_is_covered_and_the_rest_stays(before: str, personal: str, after: str) -> None:
    covered = redacted(before + personal + after)
    assert COVER in covered
    left = covered.removeprefix(before)
    assert left.endswith(after)
    left = left.removesuffix(after)
    assert not re.search(r"\d", left.removeprefix("+84").removeprefix("(+84)")), left
    assert personal not in covered


@given(st.lists(PERSONAL, min_size=2, max_size=4))
def test_several_in_one_text_are_all_covered(personal: list[str]) -> None:
    covered = redacted("; ".join(personal))
    assert not any(each in covered for each in personal)


@given(st.text())
def test_any_text_is_read_and_covering_twice_changes_nothing(text: str) -> None:
    once = redacted(text)
    assert redacted(once) == once
    assert all(a.end <= b.start for a, b in zip(secrets_in(text), secrets_in(text)[1:], strict=False))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Tôi là A, CCCD 001099012345, hỏi PAPI 2025", "Tôi là A, CCCD [***], hỏi PAPI 2025"),
        ("cmnd số 123.456.789", "cmnd số [***]"),
        ("sđt 0912345678 2 người", "sđt [***] 2 người"),
        ("năm 2025 0912 345 678", "năm 2025 [***]"),
        ("gọi 0912345678.", "gọi [***]."),
        ("CCCD 001099012345 đồng chí Nam", "CCCD [***] đồng chí Nam"),
        ("https://zalo.me/0912345678", "https://zalo.me/[***]"),
        ("MST 0101234567-001, thư a.b@c.gov.vn", "MST [***], thư [***]"),
        ("thẻ 4111 1111 1111 1111 hết hạn 12/2027", "thẻ [***] hết hạn 12/2027"),
        ("card 4111  1111  1111  1111 expires 12/2027", "card [***] expires 12/2027"),
        ("cmnd cua toi la 123.456.789", "cmnd cua toi la [***]"),
        ("ma so thue cua cong ty la 8101 234 567", "ma so thue cua cong ty la [***]"),
        ("mã số thuế của doanh nghiệp: 3101.234.567", "mã số thuế của doanh nghiệp: [***]"),
        ("my ID card number is 123.456.789, tax code 3101 234 567", "my ID card number is [***], tax code [***]"),
        ("cccd 001\u200b085\u200b012\u200b345", "cccd [***]"),
        ("0912_345_678", "[***]"),
        ("+1 415 555 2671 hoặc +66812345678", "+[***] hoặc +[***]"),
        ("a.b(at)gmail.com, c.d @ hanoi.gov.vn", "[***], [***]"),
        ("CMND 123456789 hồ sơ bị trả", "CMND [***] hồ sơ bị trả"),
    ],
)
def test_as_people_write(said: str, kept: str) -> None:
    assert redacted(said) == kept


@pytest.mark.parametrize(
    "text",
    [
        "136/KH-UBND",
        "61/2018/NĐ-CP và 107/2021/NĐ-CP ngày 06/12/2021",
        "1.038 thủ tục, 30.000 hồ sơ, 1.234.567.890 đồng, 84.912.345.678 đồng",
        "123456789 đồng và 1000000000000 VND và 100 000 000 000 đồng",
        "PAPI 2021 2022 2023 2024 2025",
        "cấp căn cước 2023 2024 2025; định danh 2021-2022-2023",
        "123456789 lượt, 1234567890 giao dich va 987654321 ho so",
        "tăng +12.345.678.901 đồng, +1.234.567.890 hồ sơ",
        "giai đoạn 2021-2025 100000 hồ sơ; 2021-2025 2026-2030",
        "ngày 03.06.2021 25 hồ sơ, 08-03-2024 30.000 hồ sơ, 2021-06-01",
        "từ 05.2021-05.2025 và 01-06-2021 2022",
        "0.95 0.856 0.90 0.8234",
        "thủ tục 1.001612.000.00.00.H26",
        "https://ttpvhcc.hanoi.gov.vn/thu-tuc-2850250811093843496.htm",
        "đạt 93,16%; 85,5/100 điểm; 46.0415 điểm; thứ 3/63",
    ],
)
def test_figures_years_and_document_numbers_stay(text: str) -> None:
    assert redacted(text) == text


@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=4), st.sampled_from(".,"))
def test_an_amount_in_thousands_stays(head: int, groups: list[int], gap: str) -> None:
    amount = gap.join([str(head), *(f"{group:03d}" for group in groups)])
    for text in (amount, f"{amount} đồng", f"tổng {amount} hồ sơ năm 2025"):
        assert redacted(text) == text


@given(st.integers(1, 99_999), st.integers(1990, 2035), st.sampled_from(["KH-UBND", "NĐ-CP", "QĐ-TTg", "NQ/TU"]))
def test_a_document_number_stays(number: int, year: int, issuer: str) -> None:
    for text in (f"{number}/{issuer}", f"{number}/{year}/{issuer}", f"số {number} năm {year}, {year}-{year + 5}"):
        assert redacted(text) == text


ASKED = LIBRARY / "answers"  # holds what people ask, telephone numbers and all
TOLD = sorted(p for p in LIBRARY.rglob("*.*") if p.suffix != ".npz" and ASKED not in p.parents)


@pytest.mark.parametrize("path", TOLD, ids=lambda p: p.name)
def test_the_bundled_library_passes_through(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [text[secret.start - 20 : secret.end + 20] for secret in secrets_in(text)] == []


def test_every_curated_answer_passes_through() -> None:
    entries = keyword_knowledge().faq.by_id.values()
    lines = [text for entry in entries for line in entry.answer for text in (line.text.vi, line.text.en)]
    assert [line for line in lines if redacted(line) != line] == []


def test_every_figure_and_number_of_the_register_passes_through() -> None:
    held = keyword_knowledge()
    texts = [*(document.number or "" for document in held.documents.values())]
    texts += [str(target.value) for target in held.register.all_targets] + [r.value for r in held.register.all_results]
    assert len(texts) > 150
    assert redacted("; ".join(texts)) == "; ".join(texts)
    assert redacted(" ".join(texts)) == " ".join(texts)
