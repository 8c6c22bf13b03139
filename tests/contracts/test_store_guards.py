"""What every guard against doing things twice or too often must do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.opening import SqlStore
from bot.store_ports import Allowance, Opinion, Rates, Store
from tests.fakes_chat import TARGET
from tests.fakes_store import AN, BINH, KINDS, PEOPLE, Clock, emptied, opened, store_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(kind: str, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    yield from store_of(kind, tmp_path, clock)


def test_a_person_may_ask_a_few_at_once_and_then_at_a_steady_rate(store: Store, clock: Clock) -> None:
    now = clock.now  # 6 a minute, 3 at once
    assert [store.limits.allow(AN, "web", now).allowed for _ in range(4)] == [True, True, True, False]
    assert store.limits.allow(AN, "web", now) == Allowance(False, 10)
    assert store.limits.allow(AN, "web", now + 3.5) == Allowance(False, 7)
    assert store.limits.allow(AN, "web", now + 10) == Allowance(True)
    assert store.limits.allow(AN, "web", now + 10) == Allowance(False, 10)
    assert [store.limits.allow(AN, "web", now + 500).allowed for _ in range(4)] == [True, True, True, False]


def test_one_person_never_uses_up_what_is_anothers(store: Store, clock: Clock) -> None:
    for _ in range(6):
        store.limits.allow(AN, "web", clock.now)
    assert store.limits.allow(BINH, "web", clock.now) == Allowance(True)


def test_a_channel_as_a_whole_has_a_limit_of_its_own(store: Store, clock: Clock) -> None:
    people = [PEOPLE.person("web", n) for n in range(13)]  # 12 a minute for all
    heard = [store.limits.allow(person, "web", clock.now) for person in people]
    assert [a.allowed for a in heard] == [True] * 12 + [False]
    assert heard[-1].wait_seconds == 5
    assert store.limits.allow(people[-1], "telegram", clock.now) == Allowance(True)
    again = [store.limits.allow(people[-1], "telegram", clock.now).allowed for _ in range(3)]
    assert again == [True, True, False], "a question refused for the channel's sake was not counted as the person's"


def test_the_wait_that_is_told_is_enough(store: Store, clock: Clock) -> None:
    for _ in range(3):
        store.limits.allow(AN, "web", clock.now + 0.3)
    told = store.limits.allow(AN, "web", clock.now + 0.7)
    assert not told.allowed
    assert store.limits.allow(AN, "web", clock.now + 0.7 + told.wait_seconds) == Allowance(True)


def test_a_clock_set_back_makes_nobody_wait_for_it(store: Store, clock: Clock) -> None:
    for _ in range(3):
        store.limits.allow(AN, "web", clock.now)
    assert store.limits.allow(AN, "web", clock.now - 86400).wait_seconds <= 10


def test_no_rate_is_no_limit(kind: str, tmp_path: Path, clock: Clock) -> None:
    emptied(kind)
    free = opened(kind, tmp_path / "free", clock, Rates(0, 1, 0))
    assert all(free.limits.allow(AN, "web", clock.now).allowed for _ in range(50))
    free.close()


def test_of_many_threads_no_more_are_let_through_than_may(store: Store, clock: Clock) -> None:
    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(lambda _: store.limits.allow(AN, "web", clock.now).allowed, range(24)))
    assert heard.count(True) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(pauses=st.lists(st.floats(0, 30), min_size=5, max_size=20), person=st.integers(0, 10**9))
def test_in_any_minute_no_more_than_the_rate_and_the_burst(store: Store, pauses: list[float], person: int) -> None:
    who, now, let = PEOPLE.person("prop", person * 1000 + len(pauses)), 1_900_000_000.0, []
    store.upkeep.forget(who)
    for pause in pauses:
        now += pause
        if store.limits.allow(who, f"channel {person} {len(pauses)} {sum(pauses)}", now).allowed:
            let.append(now)
    assert all(sum(begin <= t < begin + 60 for t in let) <= 6 + 3 for begin in let)


def test_forgetting_a_person_deletes_opinions_and_limits(store: Store, clock: Clock) -> None:
    shared = store.answers.keep(TARGET, "a", "telegram", BINH)
    for person in (AN, BINH):
        store.feedback.give(shared, person, Opinion(True, "rõ"))
        for _ in range(3):
            store.limits.allow(person, "web", clock.now)
    removed = store.upkeep.forget(AN)
    assert (removed.feedback, removed.limits) == (1, 1)
    assert store.feedback.given(shared, AN) is None
    assert store.feedback.given(shared, BINH) == Opinion(True, "rõ")
    assert store.limits.allow(AN, "web", clock.now).allowed
    assert not store.limits.allow(BINH, "web", clock.now).allowed


def test_full_buckets_are_deleted(store: Store, clock: Clock) -> None:
    store.limits.allow(AN, "web", clock.now)
    clock.now += 86400
    assert store.upkeep.prune(older_than=0).limits == 2


def test_the_store_takes_no_id_of_a_channel_for_a_person(store: Store, clock: Clock) -> None:
    if not isinstance(store, SqlStore):
        pytest.skip("memory leaves nothing behind")
    shared = store.answers.keep(TARGET, "a", "telegram", AN)
    for write in (
        lambda: store.answers.keep(TARGET, "a", "telegram", "12345"),
        lambda: store.feedback.give(shared, "12345", Opinion(True)),
        lambda: store.limits.allow("12345", "telegram", clock.now),
        lambda: store.upkeep.forget("12345"),
    ):
        with pytest.raises(ValueError, match=r"People\.person"):
            write()


def test_a_store_says_that_it_can_be_read_and_closes_twice(store: Store) -> None:
    store.check()
    store.close()
    store.close()
