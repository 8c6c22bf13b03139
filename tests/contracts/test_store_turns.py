"""What every keeper of turns must do, in one process or shared by several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.conversation import CARRY_SECONDS, Conversations, Turn
from bot.meaning.query import Claim, Query
from bot.redaction import COVER
from bot.store_ports import Store, Turns
from tests.fakes_chat import COMPARISON, TARGET
from tests.fakes_store import AN, BINH, KINDS, Clock, store_of
from tests.fakes_turns import turns as any_turns

QUESTION = Query("chỉ tiêu hài lòng năm 2025", "vi", indicators=("satisfaction",), years=(2025,))
TURN = Turn(QUESTION, TARGET.citations, ("một", "hai"))
OTHER = Turn(replace(QUESTION, years=(2024,)), COMPARISON.citations)


@pytest.fixture(params=["one process", *KINDS])
def turns(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Turns]:
    if request.param == "one process":
        yield Conversations(clock)
    else:
        for store in store_of(request.param, tmp_path, clock):
            yield store.turns


def test_a_conversation_gets_its_own_last_turn(turns: Turns) -> None:
    assert turns.last("a") is None
    turns.keep("a", TURN)
    turns.keep("b", OTHER)
    assert turns.last("a") == TURN
    assert turns.last("b") == OTHER
    turns.keep("a", OTHER)
    assert turns.last("a") == OTHER
    turns.forget("a")
    turns.forget("never heard of")
    assert turns.last("a") is None
    assert turns.last("b") == OTHER


def test_half_an_hour_of_silence_and_it_is_forgotten(turns: Turns, clock: Clock) -> None:
    turns.keep("a", TURN)
    clock.now += CARRY_SECONDS
    assert turns.last("a") == TURN
    turns.keep("a", OTHER)
    clock.now += CARRY_SECONDS + 1
    assert turns.last("a") is None
    turns.keep("a", TURN)
    assert turns.last("a") == TURN


@pytest.mark.parametrize("name", ["", "a b", "group:-100/7", "é\0", "\ud800", "'; DROP TABLE turns; --", "x" * 5000])
def test_a_conversation_may_have_any_name(turns: Turns, name: str) -> None:
    turns.keep(name, TURN)
    assert turns.last(name) == TURN
    assert turns.last(name + "x") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(turn=any_turns())
def test_any_turn_comes_back_identical(store: Store, turn: Turn) -> None:
    store.turns.keep("a", turn)
    found = store.turns.last("a")
    assert found is not None
    for each in fields(Query):
        assert getattr(found.query, each.name) == getattr(turn.query, each.name)
    assert found == turn


def test_a_thousand_conversations_cross_nothing(turns: Turns) -> None:
    names = [f"chat {n}" for n in range(1000)]
    for round_ in (0, 1):
        for n, name in enumerate(names):
            turns.keep(name, replace(TURN, query=replace(QUESTION, counted=n * 2 + round_)))
    for n, name in enumerate(names):
        found = turns.last(name)
        assert found is not None
        assert found.query.counted == n * 2 + 1


def test_personal_data_are_covered_wherever_a_question_holds_a_piece_of_them(store: Store) -> None:
    said = "số tôi 0912 345 678 hỏi chỉ tiêu 95% năm 2025"
    claims = (Claim(Decimal(345), None, None, "345"), Claim(Decimal(95), "%", None, "95%"))
    query = replace(QUESTION, text=said, claims=claims, expanded=("0912", "345", "tôi"))
    store.turns.keep("a", Turn(query, choices=(said,)))
    found = store.turns.last("a")
    assert found is not None
    assert found.query.text == f"số tôi {COVER} hỏi chỉ tiêu 95% năm 2025"
    assert found.query.claims == claims[1:]
    assert found.query.expanded == (COVER, COVER, "tôi")
    assert found.query.years == (2025,)
    assert found.choices == (f"số tôi {COVER} hỏi chỉ tiêu 95% năm 2025",)


def test_a_person_is_forgotten_and_nobody_else(store: Store, clock: Clock) -> None:
    shared = store.answers.keep(TARGET, "a", "telegram", AN)
    store.turns.keep("a", TURN, AN)
    store.turns.keep("b", OTHER, BINH)
    removed = store.upkeep.forget(AN)
    assert (removed.answers, removed.turns) == (1, 1)
    assert store.turns.last("a") is None
    assert store.turns.last("b") == OTHER
    assert store.answers.get(shared) is None
    assert store.upkeep.forget(AN).answers == 0, "and is nobody's"


def test_expired_turns_are_deleted_however_long_answers_are_kept(store: Store, clock: Clock) -> None:
    store.turns.keep("a", TURN)
    clock.now += CARRY_SECONDS - 1
    store.turns.keep("b", OTHER)
    clock.now += 2
    assert store.upkeep.prune(older_than=0).turns == 1
    assert store.turns.last("b") == OTHER
