"""When a question is about: years asked, baselines, periods, relative years."""

from __future__ import annotations

import pytest

from bot.meaning.times import TimeGrammar, Times
from knowledge.vietnamese import syllables
from tests.fakes_knowledge import language

THIS_YEAR = 2026
GRAMMAR = TimeGrammar(language().times)


def told(text: str, names: str = "", issued: int | None = None, aimed: bool = False) -> Times:
    """The times of a text in which the words ``names`` are a document's name."""
    forms = syllables(text)
    own = syllables(names)
    places = [i for i in range(len(forms)) if own and forms[i : i + len(own)] == own]
    covered = {i for start in places for i in range(start, start + len(own))}
    return GRAMMAR.times(text, forms, covered, {issued} if issued else set(), THIS_YEAR, aimed)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("hài lòng năm 2025 là bao nhiêu", (2025,)),
        ("hài lòng 2025", (2025,)),
        ("satisfaction in 2023", (2023,)),
        ("năm 2025 và năm 2023", (2023, 2025)),
        ("năm 2023, 2023 và 2023", (2023,)),
        ("tháng 7/2025", (2025,)),
        ("không có năm nào", ()),
        ("mức 2025 người dân", (2025,)),
        ("136/KH-UBND", ()),
        ("nghị định 42/2022/NĐ-CP", ()),  # the year of a number
        ("ngày 01/06/2021", ()),  # the year of a day
        ("năm 25", (2025,)),
        ("year 24", (2024,)),
        ("năm 2k25", (2025,)),
        ("năm 25%", ()),  # a figure, no year
        ("năm 25 phần trăm", ()),
        ("năm 99", ()),  # no year of ours
        ("5 năm", ()),
        ("năm 1999", (1999,)),
    ],
)
def test_years_asked(text: str, years: tuple[int, ...]) -> None:
    assert told(text).years == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("hài lòng năm nay", (2026,)),
        ("hài lòng năm ngoái", (2025,)),
        ("hài lòng năm tới", (2027,)),
        ("hài lòng năm sau", (2027,)),
        ("satisfaction last year", (2025,)),
        ("satisfaction this year", (2026,)),
        ("satisfaction next year", (2027,)),
    ],
)
def test_years_counted_from_today(text: str, years: tuple[int, ...]) -> None:
    found = told(text)
    assert found.years == years


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("năm sau đó thì sao", 1),
        ("năm kế tiếp", 1),
        ("năm liền sau đó", 1),
        ("a year later", 1),
        ("the following year", 1),
        ("năm trước đó", -1),
        ("năm liền kề trước", -1),
        ("the previous year", -1),
        ("the year before", -1),
        ("năm 2023", 0),
    ],
)
def test_years_counted_from_the_turn_before(text: str, shift: int) -> None:
    found = told(text)
    assert found.shift == shift
    assert THIS_YEAR + 1 not in found.years and THIS_YEAR - 1 not in found.years  # not from today


@pytest.mark.parametrize(
    ("text", "period", "years"),
    [
        ("giai đoạn 2021-2025", (2021, 2025), ()),  # the plan's own: every target is of it
        ("giai đoạn 2021–2025", (2021, 2025), ()),
        ("từ 2021 đến năm 2025", (2021, 2025), ()),
        ("from 2021 to 2025", (2021, 2025), ()),
        ("giai đoạn 2019-2020", (2019, 2020), (2019, 2020)),
        ("từ 2022 tới 2024", (2022, 2024), (2022, 2023, 2024)),
        ("giai đoạn 2026-2030", (2026, 2030), ()),  # too long to be a list of years
        ("2021-2022 và 2023-2024", None, ()),
    ],
)
def test_a_range_is_a_period(text: str, period: tuple[int, int] | None, years: tuple[int, ...]) -> None:
    found = told(text)
    assert (found.period, found.years) == (period, years)


@pytest.mark.parametrize(
    ("text", "aimed", "years", "measured"),
    [
        ("năm 2022 phải tăng bao nhiêu so với năm 2021", False, (2022,), True),
        ("increase from 2021 by 2022", False, (2022,), True),
        ("mức của 2022 so với 2021", True, (2022,), True),  # a target is spoken of
        ("sipas năm 2024 so với năm 2023", False, (2023, 2024), False),  # two results side by side
        ("tăng bao nhiêu năm 2022", False, (2022,), False),
    ],
)
def test_a_rise_is_measured_from_a_year(text: str, aimed: bool, years: tuple[int, ...], measured: bool) -> None:
    found = told(text, aimed=aimed)
    assert (found.years, found.base is not None) == (years, measured)


def test_after_a_year_keeps_what_falls_later() -> None:
    found = told("sau năm 2022 mỗi năm tăng bao nhiêu")
    assert (found.after, found.years) == (2022, ())
    assert told("after 2022").after == 2022
    assert told("năm 2022").after is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("nghị định 118 năm 2025 quy định gì", ()),  # tells which decree
        ("nghị định 118 2025 quy định gì", ()),
        ("nghị định 118 đặt mức nào cho năm 2025", (2025,)),  # tells when
        ("nghị định 118 năm 2024", (2024,)),  # not its year
    ],
)
def test_a_year_that_completes_a_documents_name_is_not_asked_about(text: str, years: tuple[int, ...]) -> None:
    assert told(text, names="nghị định 118", issued=2025).years == years


def test_a_named_day_is_told_from_a_year() -> None:
    assert told("đến ngày 10/12/2024 xếp thứ mấy").dated
    assert told("đến ngày 1.7.2025").dated
    assert not told("đến tháng 12/2024").dated
    assert not told("năm 2024").dated


def test_the_tokens_that_carry_years_are_told() -> None:
    text = "năm 2025 và năm 23"
    assert told(text).tokens == {1, 4}
    assert syllables(text)[4] == "23"


@pytest.mark.parametrize(
    "text",
    ["PAR INDEX 5 năm qua", "PAPI 3 năm gần đây", "mấy năm vừa qua", "hai năm gần nhất", "the last three years"],
)
def test_several_years_up_to_now(text: str) -> None:
    assert told(text).back


@pytest.mark.parametrize("text", ["năm qua", "năm gần nhất", "5 năm 2021-2025", "năm 2025 qua rồi", "last year"])
def test_one_year_is_not_several(text: str) -> None:
    assert not told(text).back
