"""A store that hangs, is away, locked, full or damaged: people are answered in time, and it heals by itself."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from bot.assembly import FrontDesk, open_front_desk
from bot.commands.failures import explained
from bot.commands.pruning import prune
from bot.messages import Incoming, Status
from bot.readiness import readiness_of
from bot.receiving.inbox import StoredInbox
from bot.receiving.standing import MOST_REST_SECONDS, QUESTION_SECONDS, REST_SECONDS, Standing
from bot.serving.healing import Healing
from bot.settings import BotSettings
from bot.store.database import SQLITE_FILE
from bot.store.opening import open_store
from bot.store.preparing import Preparation
from bot.store_errors import StoreAwayError, StoreBusyError, StoreDamagedError, StoreError
from bot.time_limit import seconds_left, time_limit
from tests.fakes_chat import TARGET
from tests.fakes_knowledge import TODAY, keyword_knowledge
from tests.fakes_reception import Watching
from tests.fakes_store import PEOPLE, Clock, emptied
from tests.postgres import frozen, server_url
from tests.tcp_gate import Gate, gate_to

pytestmark = pytest.mark.anyio
GIVES_UP = 4.0  # seconds; far more than the promised 2, and far less than the 40 it once took
QUESTION = "Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?"


def asking(chat: str = "chat 1") -> Incoming:
    return Incoming(QUESTION, chat, "web", "7")


@asynccontextmanager
async def desk_of(home: Path, url: str | None = None) -> AsyncIterator[FrontDesk]:
    settings = BotSettings(today=TODAY, database_url=url, rate_per_minute=0)
    opened = open_front_desk(settings, home, keyword_knowledge(), Watching())
    stop = asyncio.Event()
    healing = asyncio.create_task(Healing(opened.standing, opened.store.check).run(stop, every=0.1))
    try:
        yield opened
    finally:
        stop.set()
        await healing
        await opened.workers.close(10)
        opened.store.close()


async def answered_without(desk: FrontDesk, chats: int = 6) -> None:
    """Several people at once are answered in time, without a link, and told so."""
    began = time.monotonic()
    kept = await asyncio.gather(*(desk.reception.ask(asking(f"chat {number}")) for number in range(chats)))
    assert time.monotonic() - began < GIVES_UP
    assert {each.reply.status for each in kept} == {Status.ANSWERED_TARGET}
    assert {(each.id, each.reply.degraded) for each in kept} == {(None, ("store",))}


async def healed(desk: FrontDesk) -> str:
    """The id of an answer, once one is kept again."""
    async with asyncio.timeout(30):
        while True:
            kept = await desk.reception.ask(asking())
            if kept.id is not None:
                assert kept.reply.degraded == ()
                return kept.id
            await asyncio.sleep(0.1)


@asynccontextmanager
async def gated() -> AsyncIterator[tuple[Gate, str]]:
    """A gate before an empty PostgreSQL, and the address through it."""
    emptied("postgresql")
    address = make_url(server_url())
    with gate_to(str(address.host), int(address.port or 5432)) as gate:
        through = address.set(host="127.0.0.1", port=gate.port)
        yield gate, through.render_as_string(hide_password=False)


# PostgreSQL that hangs or is away


async def test_a_stopped_postgresql_costs_the_link_and_not_the_answer_and_comes_back(tmp_path: Path) -> None:
    emptied("postgresql")
    async with desk_of(tmp_path, server_url()) as desk:
        shared = await healed(desk)
        with frozen(server_url()):
            await answered_without(desk)
            began = time.monotonic()
            assert await desk.reception.kept(shared) is None
            assert "store" in await asyncio.to_thread(readiness_of(keyword_knowledge(), desk).degraded)
            with pytest.raises(StoreError):
                await desk.reception.forget("web", "7", "chat 1")
            assert time.monotonic() - began < GIVES_UP
        assert await healed(desk)
        assert (await desk.reception.kept(shared)) is not None
        assert readiness_of(keyword_knowledge(), desk).degraded() == ()


@pytest.mark.parametrize("how", ["shut", "silent"])
async def test_a_postgresql_that_was_away_at_the_start_is_used_once_it_is_there(how: str, tmp_path: Path) -> None:
    async with gated() as (gate, url):
        if how == "silent":
            gate.open()
            gate.hush()
        began = time.monotonic()
        async with desk_of(tmp_path, url) as desk:
            assert time.monotonic() - began < 10
            await answered_without(desk)
            gate.open()
            assert await healed(desk)


async def test_a_connection_cut_in_the_middle_is_made_again(tmp_path: Path) -> None:
    async with gated() as (gate, url):
        gate.open()
        async with desk_of(tmp_path, url) as desk:
            shared = await healed(desk)
            gate.shut()
            await answered_without(desk)
            gate.open()
            assert await healed(desk)
            assert await desk.reception.kept(shared) is not None


async def test_an_update_is_not_taken_while_the_store_hangs_and_is_afterwards(tmp_path: Path) -> None:
    async with gated() as (gate, url):
        gate.open()
        async with desk_of(tmp_path, url) as desk:
            await healed(desk)
            gate.hush()
            began = time.monotonic()
            for number in range(4):
                with pytest.raises(StoreError):
                    await desk.inbox.take("telegram", str(number), "{}")
            assert time.monotonic() - began < GIVES_UP, "after the first one is told at once"
            gate.open()
            await healed(desk)
            assert [await desk.inbox.take("telegram", str(number), "{}") for number in range(4)] == [True] * 4


def test_a_command_says_that_the_database_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://plan136:hunter2@127.0.0.1:1/none")
    with pytest.raises(StoreError) as refused:
        prune()
    assert "cannot be reached" in explained(refused.value).message
    assert "hunter2" not in explained(refused.value).message


@pytest.mark.parametrize("url", ["nonsense", "mysql://a@b/c"])
def test_a_setting_that_waiting_cannot_mend_stops_the_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_front_desk(BotSettings(database_url=url), tmp_path, keyword_knowledge(), Watching())
    with pytest.raises(StoreError, match="SECRET_KEY"):
        open_front_desk(BotSettings(secret_key="short"), tmp_path, keyword_knowledge(), Watching())


# A SQLite file that is locked, cannot be written, or is damaged


async def test_a_lock_held_for_long_costs_one_wait_and_reading_goes_on(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        shared = await healed(desk)
        with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await answered_without(desk)
            assert await desk.reception.kept(shared) is not None
            other.execute("ROLLBACK")
        assert await healed(desk)


async def test_a_home_that_cannot_be_written_at_the_start_is_used_once_it_can(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("not a folder: nothing can be written below it, not even by root")
    async with desk_of(home) as desk:
        await answered_without(desk)
        assert readiness_of(keyword_knowledge(), desk).degraded() == ("store",)
        home.unlink()
        assert await healed(desk)
        assert (home / SQLITE_FILE).exists()
        assert (home / "secret.key").exists()


async def test_people_are_the_same_after_a_restart_though_the_secret_was_late(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")
    async with desk_of(home) as desk:
        await answered_without(desk)
        home.unlink()
        await healed(desk)
    async with desk_of(home) as desk:
        assert (await desk.reception.forget("web", "7", "chat 1")).answers >= 1


async def test_a_file_that_is_no_database_is_left_alone_and_answers_are_given(tmp_path: Path) -> None:
    (tmp_path / SQLITE_FILE).write_bytes(b"a letter, by no means a database " * 100)
    async with desk_of(tmp_path) as desk:
        await answered_without(desk)
        assert "store: damaged" in readiness_of(keyword_knowledge(), desk).degraded()
        assert (tmp_path / SQLITE_FILE).read_bytes().startswith(b"a letter")
        (tmp_path / SQLITE_FILE).rename(tmp_path / "aside")
        assert await healed(desk)


def test_what_is_tried_leaves_nothing_behind(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, PEOPLE)) as store:
        shared = store.answers.keep(TARGET, "a", "web")
        for _ in range(3):
            store.check()
        with closing(sqlite3.connect(tmp_path / SQLITE_FILE)) as connection:
            assert connection.execute("SELECT share_id FROM answers").fetchall() == [(shared,)]


@pytest.mark.parametrize("part", [0.35, 0.6, 0.85])
def test_a_damaged_page_of_the_answers_is_found(part: float, tmp_path: Path) -> None:
    with closing(open_store(tmp_path, PEOPLE)) as store:
        for number in range(400):
            store.answers.keep(TARGET, f"chat {number}", "web")
    file = tmp_path / SQLITE_FILE
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    page = int(len(content) * part) // 4096 * 4096
    content[page : page + 4096] = b"\xa5" * 4096
    file.write_bytes(content)
    with closing(open_store(tmp_path, PEOPLE)) as store, pytest.raises(StoreDamagedError, match="damaged"):
        store.check()


# The breaker and the limits of time


def slow(seconds: float) -> Callable[[], str]:
    def work() -> str:
        left = seconds_left(60)
        time.sleep(min(seconds, left))
        if seconds > left:
            raise StoreAwayError("no answer")
        return "done"

    return work


@pytest.mark.parametrize("each", [0.4, 0.9, 5.0])
def test_a_question_waits_so_long_in_all_whatever_it_asks_of_the_store(each: float) -> None:
    standing, began = Standing(), time.monotonic()
    with standing.question():
        said = [standing.attempt("ask", slow(each), "without") for _ in range(8)]
    assert time.monotonic() - began < QUESTION_SECONDS + 0.5
    assert "without" in said
    assert standing.attempt("ask", lambda: "done", "without") == "without", "the next question is spared"


def test_a_store_that_is_away_rests_longer_each_time_and_one_call_finds_out() -> None:
    clock, tries = Clock(), []
    standing = Standing(clock)

    def away() -> None:
        tries.append(clock.now)
        raise StoreAwayError("away")

    for _ in range(600):
        standing.attempt("ask", away, None)
        standing.attempt("read", away, None, reading=True)
        clock.now += 0.5
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert min(gaps) >= REST_SECONDS
    assert max(gaps) <= MOST_REST_SECONDS + 1
    clock.now += MOST_REST_SECONDS
    entered, leave = threading.Event(), threading.Event()

    def found_out() -> str:
        entered.set()
        leave.wait(10)
        return "works"

    first = threading.Thread(target=lambda: standing.attempt("ask", found_out, ""))
    first.start()
    assert entered.wait(10)
    assert standing.attempt("ask", lambda: "works", "without") == "without", "the others do not wait for it"
    leave.set()
    first.join()
    assert standing.attempt("ask", lambda: "works", "without") == "works"
    assert standing.trouble is None


async def test_a_locked_store_is_waited_for_by_what_must_not_be_lost() -> None:
    standing = Standing(Clock())

    def locked() -> None:
        raise StoreBusyError("locked")

    standing.attempt("ask", locked, None)
    assert standing.attempt("ask", lambda: "works", "without") == "without"
    assert standing.checked("take", lambda: "works", 1.0) == "works"


async def test_an_idle_inbox_does_not_take_a_store_for_well() -> None:
    standing, stop = Standing(), asyncio.Event()

    def away() -> None:
        raise StoreAwayError("away")

    standing.attempt("ask", away, None)
    holding = asyncio.create_task(StoredInbox(None, PEOPLE.person, standing=standing).hold(stop, every=0.01))  # type: ignore[arg-type]
    await asyncio.sleep(0.05)
    stop.set()
    await holding
    assert standing.trouble is not None


@given(st.lists(st.floats(0.0, 100.0), min_size=1, max_size=6))
def test_an_inner_limit_never_lengthens_an_outer_one(limits: list[float]) -> None:
    with contextlib.ExitStack() as stack:
        for limit in limits:
            stack.enter_context(time_limit(limit))
        assert seconds_left(1e9) <= min(limits)
    assert seconds_left(1e9) == 1e9


def test_what_takes_long_to_open_goes_on_behind_whoever_waits() -> None:
    free, runs = threading.Event(), []

    def work() -> None:
        runs.append(1)
        free.wait(10)

    preparation = Preparation(work)
    for _ in range(3):
        with time_limit(0.05), pytest.raises(StoreBusyError, match="still being opened"):
            preparation.wait()
    free.set()
    with time_limit(10):
        preparation.wait()
    assert len(runs) == 1


def test_what_failed_to_open_is_tried_again_by_the_next() -> None:
    failures = [RuntimeError("odd"), StoreBusyError("locked")]

    def work() -> None:
        if failures:
            raise failures.pop()

    preparation = Preparation(work)
    with time_limit(10):
        with pytest.raises(StoreBusyError, match="locked"):
            preparation.wait()
        with pytest.raises(StoreError, match="odd"):
            preparation.wait()
        preparation.wait()
