"""Results and targets over time and side by side, by hand-made queries: arithmetic shown, nothing reckoned in doubt."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import Status
from knowledge.register.values import Level
from tests.fakes_knowledge import HOME_DOCUMENT
from tests.fakes_telling import cited, figures, reply

NQ_76 = "nq-76-2021"
RANK: dict[str, Any] = {"measures": frozenset({"rank"})}
DONE: dict[str, Any] = {"modality": "done", "years": (2023, 2024)}


@pytest.mark.parametrize(
    ("slots", "values", "words"),
    [
        ({"indicators": ("sipas",), **DONE}, {"11", "21", "86.50", "83.57"}, ["2,93", "10 bậc"]),
        ({"indicators": ("papi",), **RANK, **DONE}, {"29", "15"}, ["Giảm 14 bậc"]),
        ({"indicators": ("papi",), **RANK, "modality": "done", "years": (2024,)}, {"29", "15"}, ["Giảm 14 bậc"]),
        ({"indicators": ("par_index",), **RANK, **DONE}, {"3"}, ["Không đổi"]),
    ],
)
def test_a_change_says_which_way_and_by_how_much(slots: dict[str, Any], values: set[str], words: list[str]) -> None:
    told = reply("change", **slots)
    assert told.status is Status.ANSWERED_COMPARISON
    assert set(figures(told)) == values
    assert [word for word in words if word not in told.text] == []


def test_no_change_is_reckoned_where_sources_disagree() -> None:
    told = reply("change", indicators=("par_index",), measures=frozenset({"percent"}), **DONE)
    assert set(figures(told)) == {"91.43", "92.75"}
    assert "1,32" not in told.text and "92,57%" in told.text


def test_the_change_that_is_required_is_the_target() -> None:
    told = reply("change", indicators=("papi",), modality="set")
    assert (told.status, figures(told)) == (Status.ANSWERED_TARGET, ["5"])


def test_a_trend_tells_every_year_once() -> None:
    told = reply("trend", indicators=("papi",), **RANK)
    assert told.status is Status.ANSWERED_RESULT
    years = [fact.deadline for fact in told.facts]
    assert sorted(years) == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert all(year in told.text for year in years if year)


@pytest.mark.parametrize(
    ("mark", "measure", "value", "year"),
    [("highest", "score", "44.447", "2021"), ("lowest", "rank", "53", "2019"), ("highest", "rank", "9", "2021")],
)
def test_the_best_and_the_worst_year(mark: str, measure: str, value: str, year: str) -> None:
    told = reply("extreme", indicators=("papi",), measures=frozenset({measure}), marks=frozenset({mark}))
    assert [(fact.value, fact.deadline) for fact in told.facts] == [(value, year)]
    assert "từ năm 2019 đến năm 2024" in told.text


@pytest.mark.parametrize(
    ("slots", "values", "words"),
    [
        (
            {"indicators": ("portal_integration",), "documents": (HOME_DOCUMENT, NQ_76)},
            ["60", "80"],
            "80 − 60 = 20 điểm phần trăm",
        ),
        ({"indicators": ("satisfaction",), "years": (2023, 2025), "modality": "set"}, ["85", "95"], "95 − 85 = 10"),
        (
            {"indicators": ("results_digitised",), "years": (2021,), "levels": (Level.DISTRICT, Level.COMMUNE),
             "modality": "set"},
            ["20", "15"],
            "20 − 15 = 5",
        ),
        ({"indicators": ("sipas",), "years": (2024,), "nationwide": True}, ["86.50", "83.94"], "cả nước"),
    ],
)  # fmt: skip
def test_two_are_set_side_by_side(slots: dict[str, Any], values: list[str], words: str) -> None:
    told = reply("compare", **slots)
    assert told.status is Status.ANSWERED_COMPARISON
    assert figures(told) == values
    assert words in told.text


def test_a_document_without_the_target_is_named_and_not_compared() -> None:
    told = reply("compare", indicators=("satisfaction",), documents=(HOME_DOCUMENT, NQ_76))
    assert cited(told) == {HOME_DOCUMENT}
    assert "Nghị quyết 76/NQ-CP" in told.text.splitlines()[-1]
