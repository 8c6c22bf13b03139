"""Whatever the text: candidates stand in it, and their figures are the ones that stand there."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from knowledge.extracting import extract
from knowledge.vietnamese import number_value, quantities
from tests.fakes_knowledge import register

_WORDS = (
    *("tối thiểu", "ít nhất", "trên", "dưới", "không quá", "từ", "trở lên", "đạt", "tăng", "giảm", "phấn đấu"),
    *("đến năm 2025", "năm 2026", "giai đoạn 2021-2025", "hằng năm", "trước ngày 30/6/2026", "so với năm 2020"),
    *("cấp tỉnh", "cấp huyện", "cấp xã", "tương ứng", "lần lượt", "trừ hồ sơ mật",
      "riêng", "trong đó", "và", "đối với"),
    *("80%", "30%, 20%, 15%", "5 bậc", "80% - 90%", "99,85%", "1.200 hồ sơ", "top 10", "nhóm 5 tỉnh dẫn đầu", "%/năm"),
    *("tỷ lệ hồ sơ", "mức độ hài lòng", "được số hóa", "phải", "đã", "Sở Nội vụ chủ trì"),
    *(",", ";", ".", ":", "(", ")", "\n", "- "),
)  # fmt: skip
_CLAUSES = st.lists(st.sampled_from(_WORDS), max_size=24).map(" ".join)


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text: str) -> None:
    for candidate in extract(text):
        assert 0 <= candidate.span[0] <= candidate.figure[0] < candidate.figure[1] <= candidate.span[1] <= len(text)


@given(_CLAUSES)
def test_a_candidate_stands_in_its_text_and_its_value_in_its_figure(text: str) -> None:
    for candidate in extract(text):
        assert 0 <= candidate.span[0] <= candidate.figure[0] < candidate.figure[1] <= candidate.span[1] <= len(text)
        shown = text[slice(*candidate.figure)]
        values = {quantity.value for quantity in quantities(shown.replace("%", " ").replace("-", " "))}
        assert Decimal(candidate.value) in values
        assert candidate.upper is None or Decimal(candidate.upper) in values
        assert candidate.deadline_year is None or str(candidate.deadline_year) in text
        assert candidate.exception is None or candidate.exception in " ".join(text.split())


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_a_percentage_comes_back_as_it_was_written(value: Decimal) -> None:
    written = f"{value}".replace(".", ",")
    (only,) = extract(f"Phấn đấu tỷ lệ hồ sơ trực tuyến đạt tối thiểu {written}% vào năm 2030.")
    assert Decimal(only.value) == value == number_value(written)


def test_the_targets_of_our_library_are_found_again() -> None:
    known = register()
    numbered = [t for t in known.all_targets if t.value is not None]
    found = 0
    for target in numbered:
        read = extract(known.cite(target.place).quote + ".")
        agreed = [c for c in read if Decimal(c.value) == target.number and c.unit == target.unit]
        found += any(c.comparator == target.comparator and c.average == target.average for c in agreed)
    assert found / len(numbered) >= 0.97
