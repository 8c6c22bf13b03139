"""What every store must do with work that was begun before its person was forgotten: nothing it writes is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from bot.conversation import Turn
from bot.meaning.query import Query
from bot.store.forgettings import MARKED_SECONDS
from bot.store.updates import LEASE_SECONDS
from bot.store_errors import ForgottenError
from bot.store_ports import Opinion, Store
from bot.work_begun import Begun, work_begun
from tests.fakes_chat import TARGET
from tests.fakes_store import AN, BINH, SHARED_KINDS, Clock, store_of

SAID = json.dumps({"text": "hỏi"})
TURN = Turn(Query("hỏi", "vi"))


def begun(store: Store, person: str = AN, conversation: str = "chat 1") -> Begun:
    return store.forgettings.begun(store.forgettings.keys(person, conversation))


def writes(store: Store, person: str = AN) -> list[Callable[[], object]]:
    shared = store.answers.keep(TARGET, "chat of another", "telegram", BINH)
    return [
        lambda: store.answers.keep(TARGET, "chat 1", "telegram", person),
        lambda: store.turns.keep("chat 1", TURN, person),
        lambda: store.notes.keep("note", "1", person),
        lambda: store.feedback.give(shared, person, Opinion(False, "vì thế")),
    ]


@pytest.mark.parametrize("forgotten", ["person", "conversation"])
def test_work_begun_before_a_forgetting_writes_nothing(store: Store, forgotten: str) -> None:
    each_write = writes(store)
    with work_begun(begun(store)):
        if forgotten == "person":
            store.upkeep.forget(AN)
        else:
            store.upkeep.forget(conversations=["chat 1"])
        for write in each_write:
            with pytest.raises(ForgottenError):
                write()
    assert store.answers.latest("chat 1") is None
    assert store.turns.last("chat 1") is None
    assert store.notes.find("note") is None
    with work_begun(begun(store)):
        for write in each_write:
            write()


def test_work_for_others_goes_on(store: Store) -> None:
    each_write = writes(store, BINH)
    with work_begun(begun(store, BINH, "chat 2")):
        store.upkeep.forget(AN, conversations=["chat 1"])
        for write in each_write:
            write()


def test_a_second_forgetting_is_told_from_the_first_and_marks_go_after_a_while(store: Store, clock: Clock) -> None:
    store.upkeep.forget(AN)
    first = begun(store)
    store.upkeep.forget(AN)
    assert begun(store) != first
    with work_begun(first), pytest.raises(ForgottenError):
        store.notes.keep("note", "1", AN)
    clock.now += MARKED_SECONDS + 1
    store.upkeep.prune(older_than=0)
    assert set(begun(store).values()) == {None}


@pytest.mark.parametrize("state", ["taken", "sending", "waiting to be sent", "left behind"])
def test_an_update_of_somebody_forgotten_is_done_and_nobody_answers_it(store: Store, clock: Clock, state: str) -> None:
    updates = store.updates
    assert updates.take("zalo", "7", SAID, "a", AN)
    assert updates.take("zalo", "8", SAID, "a", BINH)
    if state in ("sending", "waiting to be sent"):
        assert updates.sending("zalo", "7", "a", SAID)
    if state == "waiting to be sent":
        assert updates.put_back("zalo", "7", SAID, "a", keep=True)
    if state == "left behind":
        updates.release("a")
    assert store.upkeep.forget(AN).updates == 1
    assert updates.begin("zalo", "7", "a") is None
    assert not updates.sending("zalo", "7", "a")
    assert not updates.put_back("zalo", "7", SAID, "a", keep=True)
    assert not updates.take("zalo", "7", SAID, "a", AN), "it was taken already"
    clock.now += LEASE_SECONDS + 1
    assert [each.update_id for each in updates.unfinished("zalo", "b")] == ["8"]
    assert store.upkeep.forget(AN).updates == 0


def test_an_update_that_is_nobodys_is_left_to_be_answered(store: Store) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    store.upkeep.forget(AN)
    assert store.updates.begin("zalo", "7", "a") == {}
    assert store.updates.begin("zalo", "7", "b") is None
    assert store.updates.sending("zalo", "7", "a")


def test_an_update_begins_with_what_was_known_of_its_person(store: Store) -> None:
    store.upkeep.forget(AN)
    store.updates.take("zalo", "7", SAID, "a", AN)
    known = store.updates.begin("zalo", "7", "a")
    assert known is not None and known == {AN: begun(store)[AN]}
    with work_begun(known):
        store.notes.keep("note", "1", AN)
        store.upkeep.forget(AN)
        with pytest.raises(ForgottenError):
            store.notes.keep("note", "1", AN)


@pytest.mark.parametrize("kind", SHARED_KINDS)
def test_of_a_forgetting_and_the_writes_beside_it_no_word_is_left(kind: str, tmp_path: Path) -> None:
    for store in store_of(kind, tmp_path, Clock()):
        for round_ in range(10):
            gate = threading.Barrier(5)

            def write(n: int, gate: threading.Barrier = gate, store: Store = store) -> None:
                with work_begun(begun(store, AN, f"chat {n}")):
                    gate.wait(timeout=30)
                    with suppress(ForgottenError):
                        store.answers.keep(TARGET, f"chat {n}", "telegram", AN)
                        store.turns.keep(f"chat {n}", TURN, AN)

            with ThreadPoolExecutor(4) as pool:
                writing = [pool.submit(write, n) for n in range(4)]
                gate.wait(timeout=30)
                store.upkeep.forget(AN)
                for each in writing:
                    each.result(timeout=60)
            left = [n for n in range(4) if store.answers.latest(f"chat {n}") or store.turns.last(f"chat {n}")]
            assert left == [], f"round {round_}"
