"""The inbox of a process: what it holds, what it hands out again, and what it never sends twice."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.receiving.inbox import LONGEST_SECONDS, StoredInbox
from bot.store.database import SQLITE_FILE
from bot.store.opening import SqlStore, open_store
from bot.store.updates import LEASE_SECONDS
from bot.store_errors import StoreBusyError
from tests.fakes_store import PEOPLE, Clock

pytestmark = pytest.mark.anyio
SAID = json.dumps({"text": "hỏi"})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqlStore]:
    held = open_store(tmp_path, PEOPLE, clock=clock, wait_seconds=0.05)
    yield held
    held.close()


async def held(inbox: StoredInbox) -> None:
    """One renewal of what the inbox holds."""
    stop = asyncio.Event()
    holding = asyncio.create_task(inbox.hold(stop, every=0.01))
    await asyncio.sleep(0.03)
    stop.set()
    await holding


async def left(inbox: StoredInbox) -> list[str]:
    return [waiting.update_id for waiting in await inbox.unfinished("zalo")]


async def test_two_processes_never_both_answer(store: SqlStore, clock: Clock) -> None:
    mine, other = StoredInbox(store.updates, PEOPLE.person, clock), StoredInbox(store.updates, PEOPLE.person, clock)
    assert await mine.take("zalo", "7", SAID)
    assert not await other.take("zalo", "7", SAID)
    clock.now += LEASE_SECONDS + 1  # mine was held up for longer than its lease
    assert await left(other) == ["7"]
    assert not await mine.sending("zalo", "7")
    assert await other.sending("zalo", "7")
    await other.done("zalo", "7")
    assert not await mine.take("zalo", "7", SAID)


async def test_what_is_being_answered_here_is_not_handed_out_here_again(store: SqlStore, clock: Clock) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person, clock)
    await inbox.take("zalo", "7", SAID)
    clock.now += LEASE_SECONDS + 1
    assert await left(inbox) == []
    assert await inbox.sending("zalo", "7"), "and it is still this process's"


async def test_what_a_fault_dropped_is_handed_out_again_in_the_end(store: SqlStore, clock: Clock) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person, clock)
    await inbox.take("zalo", "7", SAID)
    clock.now += LONGEST_SECONDS + 1
    assert await left(inbox) == ["7"]


async def test_what_waits_to_be_sent_is_kept_alive_here_and_taken_over_by_another_once_this_one_is_gone(
    store: SqlStore, clock: Clock
) -> None:
    mine, other = StoredInbox(store.updates, PEOPLE.person, clock), StoredInbox(store.updates, PEOPLE.person, clock)
    await mine.take("zalo", "7", SAID)
    assert await mine.sending("zalo", "7")
    assert await mine.keep("zalo", "7", json.dumps({"rest": 1}))
    for _ in range(40):  # half an hour, as a flooded chat waits
        clock.now += LEASE_SECONDS
        await mine.unfinished("zalo", working=["7", "8"])
        await held(mine)
        assert await left(other) == []
    clock.now += LEASE_SECONDS + 1
    assert await left(other) == ["7"]
    assert not await mine.sending("zalo", "7")
    assert not await mine.keep("zalo", "7", SAID)


async def test_what_is_leaving_is_doubted_only_once_its_process_is_gone_and_not_when_it_was_done(
    store: SqlStore, clock: Clock
) -> None:
    mine, other = StoredInbox(store.updates, PEOPLE.person, clock), StoredInbox(store.updates, PEOPLE.person, clock)
    for update in ("7", "8"):
        await mine.take("zalo", update, SAID)
        assert await mine.sending("zalo", update, json.dumps({"doubt": update}))
    for _ in range(5):  # a send that takes long
        clock.now += LEASE_SECONDS - 1
        await held(mine)
        assert await left(other) == []
    await mine.done("zalo", "7")
    await mine.release()
    (waiting,) = await other.unfinished("zalo")
    assert json.loads(waiting.payload) == {"doubt": "8"}
    assert await other.sending("zalo", "8"), "without a rest: it is said once or never"
    await other.release()
    clock.now += 10 * LEASE_SECONDS
    assert await left(mine) == []


async def test_what_is_not_answered_here_any_more_is_not_held_for_others(store: SqlStore, clock: Clock) -> None:
    mine, other = StoredInbox(store.updates, PEOPLE.person, clock), StoredInbox(store.updates, PEOPLE.person, clock)
    await mine.take("zalo", "7", SAID)
    await mine.put_back("zalo", "7", SAID)
    await held(mine)
    assert await left(other) == ["7"]


async def test_leases_are_renewed_while_the_process_lives(store: SqlStore, clock: Clock) -> None:
    mine, other = StoredInbox(store.updates, PEOPLE.person, clock), StoredInbox(store.updates, PEOPLE.person, clock)
    await mine.take("zalo", "7", SAID)
    clock.now += LEASE_SECONDS - 1
    stop = asyncio.Event()
    holding = asyncio.create_task(mine.hold(stop))
    await asyncio.sleep(0.1)
    clock.now += LEASE_SECONDS - 1
    assert await left(other) == []
    stop.set()
    await asyncio.wait_for(holding, 5)
    await mine.release()
    assert await left(other) == ["7"]


async def test_a_locked_database_takes_nothing_in_so_that_the_channel_sends_it_again(
    store: SqlStore, clock: Clock, tmp_path: Path
) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person, clock)
    with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            await inbox.take("zalo", "7", SAID)
        assert await left(inbox) == []
        other.execute("ROLLBACK")
    assert await inbox.take("zalo", "7", SAID)


async def test_a_reply_waits_for_a_locked_database_and_then_leaves_once(
    store: SqlStore, clock: Clock, tmp_path: Path
) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person, clock)
    await inbox.take("zalo", "7", SAID)
    with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        marking = asyncio.create_task(inbox.sending("zalo", "7"))
        await asyncio.sleep(0.3)
        assert not marking.done()
        other.execute("ROLLBACK")
    assert await marking
    await inbox.done("zalo", "7")


async def test_a_reply_that_could_not_be_marked_stays_unsent_and_comes_again(
    store: SqlStore, clock: Clock, tmp_path: Path
) -> None:
    inbox = StoredInbox(store.updates, PEOPLE.person, clock, mark_seconds=0)
    await inbox.take("zalo", "7", SAID)
    with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            await inbox.sending("zalo", "7")
        await inbox.done("zalo", "8")
        other.execute("ROLLBACK")
    clock.now += LEASE_SECONDS + 1
    assert await left(inbox) == ["7"]
