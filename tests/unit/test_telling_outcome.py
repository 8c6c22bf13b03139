"""Target against result: the verdict follows the comparator and the year, never the plan alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.messages import Status
from bot.telling.outcome import verdict
from tests.fakes_knowledge import HOME_DOCUMENT, register
from tests.fakes_telling import cited, reply

TARGETS = {target.id: target for target in register().all_targets}
OVER_85, AT_LEAST_95 = TARGETS["kh-136-2021/2"], TARGETS["kh-136-2021/3"]
RESULT = next(r for r in register().all_results if r.id == "sipas/2024/percent")


@pytest.mark.parametrize(
    ("target", "value", "year", "expected"),
    [
        (OVER_85, "85", 2023, "short"),
        (OVER_85, "85.01", 2023, "met"),
        (AT_LEAST_95, "95", 2025, "met"),
        (AT_LEAST_95, "94.99", 2025, "short"),
        (AT_LEAST_95, "96", 2024, "early_met"),
        (AT_LEAST_95, "86.5", 2024, "early_short"),
        (OVER_85, "86", 2024, "late_met"),
        (OVER_85, "84", 2024, "late_short"),
    ],
)
def test_the_verdict_follows_comparator_and_year(target: Any, value: str, year: int, expected: str) -> None:
    assert verdict(target, replace(RESULT, value=value, year=year)) == expected


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ({"comparator": "<="}, {}),
        ({"upper": "97"}, {}),
        ({"measure": "growth"}, {}),
        ({}, {"unit": "điểm"}),
        ({}, {"above": True, "value": "94", "year": 2025}),
    ],
)
def test_what_cannot_be_set_side_by_side_stays_open(target: dict[str, Any], result: dict[str, Any]) -> None:
    assert verdict(replace(AT_LEAST_95, **target), replace(RESULT, **result)) == "open"


def test_a_missed_target_is_told_with_both_figures_their_gap_and_the_assumption() -> None:
    told = reply("outcome", indicators=("satisfaction",), years=(2023,))
    assert told.status is Status.ANSWERED_RESULT
    assert [(fact.kind, fact.value) for fact in told.facts] == [("result", "83.57"), ("target", "85")]
    assert told.text.startswith("Chưa đạt") and "85 − 83,57 = 1,43" in told.text
    assert "giả định" in told.text


def test_without_a_result_of_the_year_nothing_is_concluded() -> None:
    told = reply("outcome", indicators=("satisfaction",), years=(2025,))
    assert told.text.startswith("Chưa đủ căn cứ") and "86,50%" in told.text


def test_a_target_without_any_result_is_not_said_to_be_met() -> None:
    told = reply("outcome", indicators=("results_digitised",), documents=(HOME_DOCUMENT,))
    assert told.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert told.facts == () and "đã đạt" not in told.text.lower()


@pytest.mark.parametrize("slots", [{"documents": (HOME_DOCUMENT,)}, {"indicators": ("papi",)}])
def test_what_the_edition_concludes_itself_is_quoted(slots: dict[str, Any]) -> None:
    told = reply("outcome", **slots)
    assert told.status is Status.ANSWERED_RESULT
    assert cited(told) == {HOME_DOCUMENT} and "4,75" in told.text
