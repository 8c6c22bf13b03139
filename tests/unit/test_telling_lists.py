"""Lists and counts by hand-made queries: complete, counted, each row one target."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bot.meaning.query import Claim
from bot.messages import Status
from bot.telling.lists import SHOWN
from knowledge.register.selection import Due, due
from knowledge.register.values import Target
from tests.fakes_knowledge import HOME_DOCUMENT, TODAY, register
from tests.fakes_telling import cited, facts, figures, ids, query, reply, told

PLAN: dict[str, Any] = {"documents": (HOME_DOCUMENT,)}
OF_PLAN = register().targets(documents=[HOME_DOCUMENT])


def share(value: str, comparator: str | None = None) -> tuple[Claim, ...]:
    return (Claim(Decimal(value), "%", comparator, f"{value}%"),)


def marked(*names: str) -> dict[str, Any]:
    return {"marks": frozenset(names)}


@pytest.mark.parametrize(
    ("slots", "fits"),
    [
        ({"claims": share("100")}, lambda t: t.number == 100),
        ({"claims": share("90", ">")}, lambda t: (t.number or 0) > 90),
        ({"claims": share("50", "<")}, lambda t: t.number is not None and t.number < 50 and t.unit.startswith("%")),
        ({"claims": share("80"), **marked("upward")}, lambda t: (t.number or 0) >= 80),
        (marked("aim"), lambda t: t.aim),
        (marked("over"), lambda t: t.comparator == ">"),
        (marked("exception"), lambda t: t.exception is not None),
        ({"areas": ("institutions",)}, lambda t: t in register().targets(areas=["institutions"])),
    ],
)  # fmt: skip
def test_a_list_holds_every_target_that_fits_and_counts_them(
    slots: dict[str, Any], fits: Callable[[Target], bool]
) -> None:
    listed = reply("list", **PLAN, **slots)
    expected = {t.id for t in OF_PLAN if fits(t)}
    assert listed.status is Status.ANSWERED_LIST
    assert expected and ids(listed) == expected
    assert f"{len(expected)} chỉ tiêu" in listed.text.splitlines()[0]
    assert reply("count", **PLAN, **slots).text.startswith(f"Có {len(expected)} chỉ tiêu")


def test_a_long_list_shows_some_and_counts_all() -> None:
    listed = reply("list", **PLAN)
    assert len(listed.facts) == SHOWN < len(OF_PLAN)
    assert f"{len(OF_PLAN)} chỉ tiêu" in listed.text.splitlines()[0]
    assert f"{len(OF_PLAN) - SHOWN} " in listed.text.splitlines()[SHOWN + 1]


def test_a_count_alone_states_no_figure_and_offers_the_list() -> None:
    counted = reply("count", **PLAN)
    assert f"{len(OF_PLAN)} chỉ tiêu" in counted.text
    assert counted.facts == () and cited(counted) == {HOME_DOCUMENT} and counted.suggestions


def test_a_wrong_count_is_put_right() -> None:
    corrected = reply("check", "count", counted=25, **PLAN)
    assert corrected.status is Status.ANSWERED_CORRECTION
    assert "25" in corrected.text.splitlines()[0] and str(len(OF_PLAN)) in corrected.text.splitlines()[0]
    assert reply("check", "count", counted=len(OF_PLAN), **PLAN).status is Status.ANSWERED_LIST


def test_targets_to_come_are_those_of_every_document_in_the_order_of_their_deadlines() -> None:
    found = told("list", **marked("to_come"))
    expected = [t for t in register().all_targets if due(t, TODAY) is Due.AFTER]
    assert found.statements[0].counts == len(expected)
    days = [s.figure.deadline.last_day for s in found.statements if isinstance(s.figure, Target)]
    assert days == sorted(day for day in days if day is not None)


def test_passed_targets_are_the_plans() -> None:
    assert told("list", **marked("passed")).statements[0].counts == len(OF_PLAN)


def test_when_nothing_is_to_come_the_last_deadline_is_told() -> None:
    listed = reply("list", **PLAN, **marked("to_come"))
    assert listed.status is Status.ANSWERED_LIST
    assert "Không còn" in listed.text and "2025" in listed.text


@pytest.mark.parametrize(("slots", "fits"), [({"years": (2030,)}, (2030, 2030)), ({"after": 2026}, (2027, 9999))])
def test_a_year_names_deadlines_and_after_a_year_means_later_ones(slots: dict[str, Any], fits: tuple[int, int]) -> None:
    rows = [s.figure for s in told("list", **slots).statements if isinstance(s.figure, Target)]
    assert rows
    assert all(fits[0] <= (t.deadline.year or t.deadline.start or 0) <= fits[1] for t in rows)


def test_rows_of_several_documents_name_their_document() -> None:
    listed = reply("list", years=(2030,))
    assert len(cited(listed)) > 1
    assert any("(Nghị quyết 76/NQ-CP)" in row for row in listed.text.splitlines())


@pytest.mark.parametrize(
    ("slots", "values"),
    [
        ({"areas": ("online_services",), **marked("highest")}, ["100", "100"]),
        ({**PLAN, **marked("lowest")}, ["15"]),
    ],
)
def test_the_highest_or_lowest_share_is_told_with_every_target_that_states_it(
    slots: dict[str, Any], values: list[str]
) -> None:
    listed = reply("extreme", **slots)
    assert figures(listed) == values
    assert f"{values[0]}%" in listed.text.splitlines()[0]


@pytest.mark.parametrize("slots", [{"areas": ("public_finance",), **PLAN}, {"claims": share("77"), **PLAN}])
def test_nothing_that_fits_is_told_as_missing_with_what_can_be_listed(slots: dict[str, Any]) -> None:
    listed = reply("list", **slots)
    assert listed.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert listed.facts == () and listed.suggestions


def test_what_was_done_is_counted_by_its_results() -> None:
    counted = reply("count", indicators=("full_process_services",), modality="done")
    assert counted.facts and {fact.kind for fact in counted.facts} == {"result"}


def test_a_list_in_english_counts_one_as_one() -> None:
    listed = reply("list", language="en", **PLAN, **marked("exception"))
    assert "1 target " in listed.text


def test_every_list_of_an_area_is_complete() -> None:
    for area in facts().register.areas:
        rows = register().targets(documents=[HOME_DOCUMENT], areas=[area.id])
        found = told("list", areas=(area.id,), **PLAN)
        assert (found.statements[0].counts if found.answers else 0) == len(rows), query("list", areas=(area.id,))
