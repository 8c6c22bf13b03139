"""Choosing targets by filters: exact, complete, in order; due to the day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from knowledge.register.register import Register
from knowledge.register.selection import Due, Selection, due, select
from knowledge.register.values import DeadlineKind, Level
from tests.fakes_knowledge import register

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def held() -> Register:
    return register()


def test_no_filter_chooses_every_target_in_order(held: Register) -> None:
    assert select(held, Selection(), TODAY) == held.all_targets


def test_filters_add_up_and_values_of_one_are_alternatives(held: Register) -> None:
    one = select(held, Selection(years=(2021,), levels=(Level.COMMUNE,)), TODAY)
    assert [t.id for t in one] == ["kh-136-2021/12"]
    two = select(held, Selection(years=(2021,), levels=(Level.COMMUNE, Level.DISTRICT)), TODAY)
    assert [t.id for t in two] == ["kh-136-2021/11", "kh-136-2021/12"]


@pytest.mark.parametrize(
    ("selection", "agrees"),
    [
        (Selection(documents=("nq-76-2021",)), lambda t, _: t.place.document == "nq-76-2021"),
        (Selection(areas=("digitisation",)), lambda t, r: r.indicator(t.indicator).area == "digitisation"),
        (Selection(indicators=("papi", "sipas")), lambda t, _: t.indicator in {"papi", "sipas"}),
        (Selection(levels=(Level.COMMUNE,)), lambda t, _: t.level is Level.COMMUNE),
        (Selection(values=(Decimal(95), Decimal(30))), lambda t, _: t.number in {Decimal(95), Decimal(30)}),
        (Selection(due=Due.BEFORE), lambda t, _: t.deadline.last_day is not None and t.deadline.last_day < TODAY),
    ],
)
def test_a_filter_takes_all_that_agree_and_nothing_else(selection, agrees, held: Register) -> None:  # type: ignore[no-untyped-def]
    wanted = [t.id for t in held.all_targets if agrees(t, held)]
    assert wanted and [t.id for t in select(held, selection, TODAY)] == wanted


def test_a_value_is_a_number_however_it_is_written(held: Register) -> None:
    whole, decimal = (select(held, Selection(values=(Decimal(v),)), TODAY) for v in ("95", "95.0"))
    assert whole and whole == decimal


def test_a_year_takes_what_names_it_or_covers_it(held: Register) -> None:
    chosen = select(held, Selection(documents=("kh-136-2021",), years=(2023,)), TODAY)
    kinds = {t.deadline.kind for t in chosen}
    assert DeadlineKind.PERIOD in kinds and DeadlineKind.YEARLY in kinds
    assert {t.deadline.year for t in chosen if t.deadline.kind is DeadlineKind.BY} == {2023}


def test_the_last_day_itself_is_not_past(held: Register) -> None:
    target = next(t for t in held.all_targets if t.deadline.year == 2025)
    last = date(2025, 12, 31)
    assert [due(target, day) for day in (last - timedelta(1), last, last + timedelta(1))] == [
        Due.AFTER,
        Due.AFTER,
        Due.BEFORE,
    ]


def test_before_and_after_share_out_every_dated_target(held: Register) -> None:
    before, after = (select(held, Selection(due=each), TODAY) for each in Due)
    dated = [t for t in held.all_targets if t.deadline.last_day]
    assert len(before) + len(after) == len(dated) and not set(before) & set(after)
