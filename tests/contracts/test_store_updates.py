"""What every store of updates on their way to a reply must do: each is one owner's at a time, and none is lost."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.redaction import COVER
from bot.store.opening import SqlStore
from bot.store.updates import LEASE_SECONDS, MOST_ATTEMPTS
from bot.store.upkeep import REMEMBERED_SECONDS, STALE_SECONDS
from bot.store_ports import Store
from bot.update_ports import Waiting
from tests.fakes_store import Clock, rows_of

SAID = json.dumps({"chat": "c-1", "text": "hỏi"})


def left(store: Store, owner: str, channel: str = "zalo") -> list[str]:
    return [waiting.update_id for waiting in store.updates.unfinished(channel, owner)]


def test_an_update_is_taken_once_and_stays_taken_after_it_is_done(store: Store) -> None:
    assert store.updates.take("zalo", "7", SAID, "a")
    assert not store.updates.take("zalo", "7", SAID, "b")
    assert store.updates.take("telegram", "7", SAID, "b")
    assert store.updates.sending("zalo", "7", "a")
    store.updates.done("zalo", "7")
    assert not store.updates.take("zalo", "7", SAID, "a")


def test_of_many_threads_one_takes_an_update(store: Store) -> None:
    gate = threading.Barrier(8)

    def take(owner: int) -> bool:
        gate.wait(timeout=30)
        return store.updates.take("zalo", "7", SAID, str(owner))

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [False] * 7 + [True]


def test_what_its_owner_left_is_handed_out_once_its_lease_has_run_out(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    clock.now += 1
    store.updates.take("zalo", "8", SAID, "a")
    assert left(store, "b") == []
    clock.now += LEASE_SECONDS
    found = store.updates.unfinished("zalo", "b")
    assert [each.update_id for each in found] == ["7", "8"] or [each.update_id for each in found] == ["7"]
    assert json.loads(found[0].payload) == json.loads(SAID)
    clock.now += 1
    assert "7" not in left(store, "c"), "it has a new owner"
    assert not store.updates.sending("zalo", "7", "a"), "who was too slow must not send"
    assert store.updates.sending("zalo", "7", "b")


def test_what_may_have_been_sent_is_never_handed_out_again(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    assert store.updates.sending("zalo", "7", "a")
    assert not store.updates.sending("zalo", "7", "a"), "one reply leaves, not two"
    clock.now += 10 * LEASE_SECONDS
    assert left(store, "b") == []


def test_only_the_rest_of_what_was_leaving_is_handed_out_once_its_owner_is_gone(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    assert store.updates.sending("zalo", "7", "a", json.dumps({"rest": [2, 3]}))
    clock.now += LEASE_SECONDS - 1
    assert store.updates.renew("a", [("zalo", "7")]) == 1 and left(store, "b") == [], "the owner lives"
    assert store.updates.sending("zalo", "7", "a", json.dumps({"rest": [3]}))
    clock.now += LEASE_SECONDS + 1
    (found,) = store.updates.unfinished("zalo", "b")
    assert json.loads(found.payload) == {"rest": [3]}
    assert not store.updates.sending("zalo", "7", "a"), "who was too slow must not send"
    assert store.updates.sending("zalo", "7", "b")
    clock.now += 10 * LEASE_SECONDS
    assert left(store, "c") == [] and store.updates.release("b") == 0, "the last of it leaves once"


def test_the_rest_of_what_was_leaving_is_released_and_put_back_like_any_other(store: Store) -> None:
    for update_id in ("7", "8"):
        store.updates.take("zalo", update_id, SAID, "a")
        assert store.updates.sending("zalo", update_id, "a", json.dumps({"rest": update_id}))
    assert store.updates.release("a") == 2
    rests = [json.loads(each.payload)["rest"] for each in store.updates.unfinished("zalo", "b")]
    assert sorted(rests) == ["7", "8"]
    assert store.updates.sending("zalo", "7", "b", json.dumps({"rest": 1}))
    store.updates.put_back("zalo", "7", json.dumps({"rest": 2}), "b")
    assert [json.loads(each.payload) for each in store.updates.unfinished("zalo", "c")] == [{"rest": 2}]
    store.updates.sending("zalo", "8", "b", json.dumps({"rest": 1}))
    store.updates.done("zalo", "8")
    assert store.updates.release("b") == 0


def test_a_lease_is_kept_as_long_as_it_is_renewed(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    for _ in range(5):
        clock.now += LEASE_SECONDS - 1
        assert store.updates.renew("a", [("zalo", "7"), ("zalo", "8")]) == 1
        assert left(store, "b") == []
    assert store.updates.renew("a", []) == store.updates.renew("b", [("zalo", "7")]) == 0
    clock.now += LEASE_SECONDS + 1
    assert left(store, "b") == ["7"]


def test_what_is_released_is_handed_out_at_once(store: Store) -> None:
    for update_id in ("7", "8"):
        store.updates.take("zalo", update_id, SAID, "a")
    store.updates.sending("zalo", "8", "a")
    assert store.updates.release("a") == 1
    assert left(store, "b") == ["7"]
    assert left(store, "b", "telegram") == []


def test_an_update_that_ends_every_process_is_given_up(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "0")
    handed = 0
    for owner in range(1, 10):
        clock.now += LEASE_SECONDS + 1
        handed += len(left(store, str(owner)))
    assert handed == MOST_ATTEMPTS - 1
    assert not store.updates.take("zalo", "7", SAID, "a")


def test_attempts_that_got_as_far_as_sending_are_none_of_those_counted(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "0")
    for owner in range(1, MOST_ATTEMPTS):
        clock.now += LEASE_SECONDS + 1
        assert left(store, str(owner)) == ["7"]
    assert store.updates.sending("zalo", "7", str(MOST_ATTEMPTS - 1), json.dumps({"rest": 1}))
    handed = 0
    for owner in range(MOST_ATTEMPTS, 4 * MOST_ATTEMPTS):
        clock.now += LEASE_SECONDS + 1
        handed += len(left(store, str(owner)))
    assert handed == MOST_ATTEMPTS, "and whoever is ended by the rest is not followed for ever"


def test_what_follows_a_reply_in_doubt_is_nobodys_after_a_day(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    assert store.updates.sending("zalo", "7", "a", json.dumps({"rest": 1}))
    clock.now += STALE_SECONDS + 1
    store.upkeep.prune(older_than=0)
    assert left(store, "b") == []


def test_words_are_covered_and_ids_are_not(store: Store) -> None:
    update = {
        "from": {"id": 123456789},
        "chat": "091234567812",
        "text": "gọi 0912345678 về Kế hoạch 136/KH-UBND",
        "parts": [{"caption": "CCCD 001203004567"}],
    }
    store.updates.take("zalo", "7", json.dumps(update), "a")
    store.updates.take("zalo", "8", "plain 0912345678", "a")
    store.updates.release("a")
    held = {each.update_id: each.payload for each in store.updates.unfinished("zalo", "b")}
    assert json.loads(held["7"]) == {
        **update,
        "text": f"gọi {COVER} về Kế hoạch 136/KH-UBND",
        "parts": [{"caption": f"CCCD {COVER}"}],
    }
    assert held["8"] == f"plain {COVER}"


@pytest.mark.parametrize("update_id", ["7\0\ud800" + "x" * 9000, "", "ế"])
def test_any_id_and_any_words_come_back(store: Store, update_id: str) -> None:
    payload = json.dumps({"text": "\0\ud800 ế 😀"})
    assert store.updates.take("zalo", update_id, payload, "a")
    store.updates.release("a")
    (found,) = store.updates.unfinished("zalo", "b")
    assert found.update_id == update_id
    assert json.loads(found.payload) == {"text": "\0\ud800 ế 😀"}
    assert isinstance(found, Waiting)


def test_two_who_look_for_what_is_left_share_it(store: Store) -> None:
    for update_id in range(40):
        store.updates.take("zalo", str(update_id), SAID, "a")
    store.updates.release("a")
    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(lambda owner: left(store, owner), "bcde"))
    while more := left(store, "f"):
        shares.append(more)
    assert sorted(each for share in shares for each in share) == sorted(str(n) for n in range(40))


def test_an_update_is_forgotten_after_a_week_and_nobody_answers_it_after_a_day(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    clock.now += STALE_SECONDS + 1
    assert store.upkeep.prune(older_than=0).updates == 0
    assert left(store, "b") == []
    assert not store.updates.take("zalo", "7", SAID, "b")
    clock.now += REMEMBERED_SECONDS
    assert store.upkeep.prune(older_than=0).updates == 1
    assert store.updates.take("zalo", "7", SAID, "b")


def test_nothing_of_an_update_is_left_once_its_reply_leaves(store: Store) -> None:
    if not isinstance(store, SqlStore):
        pytest.skip("memory leaves nothing behind")
    store.updates.take("zalo", "7", SAID, "a")
    store.updates.sending("zalo", "7", "a")
    row = store.database.read(lambda s: s.connection().exec_driver_sql("SELECT body, channel FROM updates").one())
    assert tuple(row) == ("", "zalo")
    assert rows_of(store, "updates") == 1


def test_what_certainly_did_not_leave_is_handed_out_again_however_often(store: Store) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    for round in range(3 * MOST_ATTEMPTS):
        owner = "a" if round == 0 else str(round)
        assert store.updates.sending("zalo", "7", owner)
        assert not store.updates.put_back("zalo", "7", SAID, "another"), "only who was sending knows that it stayed"
        assert store.updates.put_back("zalo", "7", json.dumps({"rest": round}), owner)
        (found,) = store.updates.unfinished("zalo", str(round + 1))
        assert json.loads(found.payload) == {"rest": round}
    store.updates.done("zalo", "7")
    assert not store.updates.put_back("zalo", "7", SAID, str(3 * MOST_ATTEMPTS))
    assert left(store, "z") == [], "what is done stays done"


def test_what_waits_to_be_sent_stays_its_owners_until_that_dies(store: Store, clock: Clock) -> None:
    store.updates.take("zalo", "7", SAID, "a")
    assert store.updates.sending("zalo", "7", "a")
    assert store.updates.put_back("zalo", "7", json.dumps({"rest": 1}), "a", keep=True)
    assert left(store, "b") == []
    assert store.updates.sending("zalo", "7", "a"), "it is marked again before it leaves"
    assert store.updates.put_back("zalo", "7", json.dumps({"rest": 2}), "a", keep=True)
    clock.now += LEASE_SECONDS + 1
    (found,) = store.updates.unfinished("zalo", "b")
    assert json.loads(found.payload) == {"rest": 2}
    assert not store.updates.sending("zalo", "7", "a")
