"""The reception: one way in for every channel, which answers whatever happens behind it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.messages import Incoming, Reply, Status
from bot.receiving.standing import REST_SECONDS, Standing
from bot.receiving.workers import MOST_OF_ONE, TooManyWaitingError, Workers
from bot.redaction import COVER
from bot.store.database import SQLITE_FILE
from bot.store.opening import SqlStore, open_store
from bot.store_errors import StoreBusyError, StoreError
from bot.store_ports import Opinion
from tests.fakes_chat import ABSENT, COMPARISON, TARGET, BrokenChat, FakeChat
from tests.fakes_reception import UNLIMITED, Watching, reception_of
from tests.fakes_store import PEOPLE, Clock, MemoryStore

pytestmark = pytest.mark.anyio


def asking(text: str = TARGET.question, conversation: str = "chat 1", user: str | None = "7") -> Incoming:
    return Incoming(text, conversation, "telegram", user)


class SlowChat(FakeChat):
    """Answers when let go, and counts how many it is answering."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def reply_to(self, incoming: Incoming) -> Reply:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.gate.wait(20)
        with self._lock:
            self._now -= 1
        return super().reply_to(incoming)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    held = open_store(tmp_path, PEOPLE, rates=UNLIMITED, wait_seconds=0.05)
    yield held
    held.close()


async def test_a_reply_is_kept_under_an_id_and_opens_as_it_was_given(store: SqlStore) -> None:
    reception = reception_of(store=store)
    kept = await reception.ask(asking())
    assert kept.reply == TARGET
    assert kept.id is not None
    assert await reception.kept(kept.id) == TARGET
    assert await reception.last("chat 1") == kept
    assert await reception.last("chat 2") is None
    assert await reception.kept("A" * 22) is None
    assert await reception.given_at(kept.id) == store.answers.given_at(kept.id) is not None
    assert await reception.given_at("A" * 22) is None


async def test_who_asks_too_fast_is_told_how_long_to_wait_and_others_are_not() -> None:
    clock = Clock()
    chat = FakeChat()
    reception = reception_of(chat, MemoryStore(clock), clock=clock)
    heard = [(await reception.ask(asking())).reply for _ in range(4)]
    assert [reply.status for reply in heard] == [Status.ANSWERED_TARGET] * 3 + [Status.REFUSED_RATE_LIMITED]
    assert "10 giây" in heard[-1].text
    assert len(chat.asked) == 3
    assert (await reception.ask(asking(user="8"))).reply.status is Status.ANSWERED_TARGET
    assert "10 seconds" in (await reception.ask(asking("What is PAPI?"))).reply.text
    clock.now += 10
    assert (await reception.ask(asking())).reply.status is Status.ANSWERED_TARGET


async def test_where_nobody_is_known_the_conversation_is_limited() -> None:
    reception = reception_of(store=MemoryStore(Clock()))
    heard = [(await reception.ask(asking(user=None))).reply.status for _ in range(4)]
    assert heard[-1] is Status.REFUSED_RATE_LIMITED
    assert (await reception.ask(asking(conversation="chat 2", user=None))).reply.status is Status.ANSWERED_TARGET


async def test_the_engine_never_hears_the_id_of_a_person() -> None:
    chat = FakeChat()
    await reception_of(chat).ask(asking(user="0912345678"))
    assert chat.asked[0].user == PEOPLE.person("telegram", "0912345678")
    assert chat.asked[0].text == TARGET.question


async def test_a_chat_that_breaks_its_promise_is_an_error_reply_without_its_words() -> None:
    watch = Watching()
    kept = await reception_of(BrokenChat(), watch=watch).ask(asking())
    assert kept.reply.status is Status.ERROR_INTERNAL
    assert kept.id is None
    assert "bí mật" not in kept.reply.text
    assert [reply.status for _, reply in watch.answers] == [Status.ERROR_INTERNAL]


async def test_a_locked_database_costs_the_link_and_not_the_answer(store: SqlStore, tmp_path: Path) -> None:
    standing = Standing()
    reception = reception_of(store=store, standing=standing)
    with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        kept = await reception.ask(asking())
        assert kept.reply == replace(TARGET, degraded=("store",))
        assert kept.id is None
        assert "locked" in str(standing.trouble)
        assert await reception.opinion("A" * 22, "telegram", "7", Opinion(True)) is False
        with pytest.raises(StoreError):
            await reception.forget("telegram", "7", "chat 1")
        other.execute("ROLLBACK")


async def test_a_full_disk_costs_the_link_and_not_the_answer(store: SqlStore) -> None:
    def no_more_pages(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite makes it what the file has already

    huge = replace(TARGET, question="dài", text="x" * 2_000_000)
    standing = Standing()
    reception = reception_of(FakeChat([TARGET, huge]), store, standing=standing)
    before = await reception.ask(asking())
    event.listen(store.database.engine, "checkout", no_more_pages)
    kept = await reception.ask(asking("dài"))
    assert kept.reply == replace(huge, degraded=("store",))
    assert kept.id is None
    assert "free some room" in str(standing.trouble)
    assert before.id is not None
    assert await reception.kept(before.id) == TARGET, "what was kept can be read"
    event.remove(store.database.engine, "checkout", no_more_pages)
    store.database.engine.dispose()  # its connections keep what they were told
    assert (await reception.ask(asking("dài"))).id is not None
    assert standing.trouble is None


async def test_a_store_that_was_busy_is_asked_again_after_a_rest() -> None:
    clock = Clock()
    standing = Standing(clock)
    tries = []

    def busy() -> str:
        tries.append(clock())
        raise StoreBusyError("locked")

    assert standing.attempt("try", busy, "else") == "else"
    assert standing.attempt("try", busy, "else") == "else"
    assert len(tries) == 1, "nobody else waits for it"
    assert str(standing.trouble) == "locked"
    clock.now += REST_SECONDS
    assert standing.attempt("try", lambda: "works", "else") == "works"
    assert standing.trouble is None


async def test_personal_data_are_covered_in_what_is_kept(store: SqlStore) -> None:
    chat = FakeChat([replace(TARGET, question="số tôi 0912345678")])
    reception = reception_of(chat, store)
    kept = await reception.ask(asking("số tôi 0912345678"))
    assert kept.reply.question == "số tôi 0912345678"
    assert kept.id is not None
    opened = await reception.kept(kept.id)
    assert opened is not None
    assert opened.question == f"số tôi {COVER}"


async def test_an_opinion_is_noted_and_counted_without_the_person(store: SqlStore) -> None:
    watch = Watching()
    reception = reception_of(store=store, watch=watch)
    kept = await reception.ask(asking())
    assert kept.id is not None
    assert await reception.opinion(kept.id, "telegram", "7", Opinion(False, "thiếu năm"))
    assert not await reception.opinion("A" * 22, "telegram", "7", Opinion(True))
    assert watch.opinions == [("telegram", False)]
    assert store.feedback.tally(kept.id).not_useful == 1


async def test_forgetting_deletes_a_person_and_leaves_the_others(store: SqlStore) -> None:
    chat = FakeChat()
    reception = reception_of(chat, store)
    mine, theirs = await reception.ask(asking()), await reception.ask(asking(conversation="chat 2", user="8"))
    removed = await reception.forget("telegram", "7", "chat 1")
    assert removed.answers == 1
    assert chat.forgotten == ["chat 1"]
    assert await reception.last("chat 1") is None
    assert await reception.last("chat 2") == theirs
    assert mine.id is not None
    assert await reception.kept(mine.id) is None


async def test_an_answer_that_was_shared_stays_until_it_is_asked_for(store: SqlStore) -> None:
    reception = reception_of(FakeChat(), store)
    mine = await reception.ask(asking())
    assert mine.id is not None
    assert not await reception.share(mine.id, "telegram", "8")
    assert await reception.share(mine.id, "telegram", "7")
    removed = await reception.forget("telegram", "7", "chat 1")
    assert (removed.answers, removed.shared) == (0, 1)
    assert await reception.kept(mine.id) == TARGET
    assert (await reception.forget("telegram", "7", "chat 1", shared=True)).answers == 1
    assert await reception.kept(mine.id) is None


async def test_a_conversation_is_forgotten_without_a_person(store: SqlStore) -> None:
    reception = reception_of(FakeChat(), store)
    kept = [await reception.ask(asking(conversation=each)) for each in ("chat 1", "chat 2", "chat 3")]
    removed = await reception.forget("telegram", None, "chat 1", "chat 2")
    assert removed.answers == 2
    assert [await reception.kept(each.id or "") is None for each in kept] == [True, True, False]


async def test_one_conversation_is_answered_in_order_and_several_side_by_side() -> None:
    chat = SlowChat()
    reception = reception_of(chat, workers=Workers(threads=3))
    texts = [f"câu {n}" for n in range(6)]
    waiting = [asyncio.create_task(reception.ask(asking(text))) for text in texts]
    waiting += [
        asyncio.create_task(reception.ask(asking(COMPARISON.question, f"other {n}", f"person {n}"))) for n in range(6)
    ]
    await asyncio.sleep(0.1)
    chat.gate.set()
    await asyncio.gather(*waiting)
    assert [i.text for i in chat.asked if i.conversation == "chat 1"] == texts
    assert chat.most == 3


async def test_one_person_has_half_of_the_threads_whatever_conversations_they_open() -> None:
    chat = SlowChat()
    reception = reception_of(chat, workers=Workers(threads=4))
    noise = [asyncio.create_task(reception.ask(asking(f"ồn {n}", f"noise {n}", "8"))) for n in range(8)]
    await asyncio.sleep(0.1)
    assert chat.most == 2
    other = asyncio.create_task(reception.ask(asking("câu hỏi", "quiet", "9")))
    await asyncio.sleep(0.1)
    assert chat.most == 3, "the other one's question is not behind those that wait"
    chat.gate.set()
    await asyncio.gather(other, *noise)


async def test_who_comes_when_all_places_are_taken_is_told_so() -> None:
    chat = SlowChat()
    reception = reception_of(chat, workers=Workers(threads=1, queue=2))
    waiting = [asyncio.create_task(reception.ask(asking(conversation=f"chat {n}"))) for n in range(3)]
    await asyncio.sleep(0.05)
    refused = await reception.ask(asking(conversation="chat 9"))
    assert refused.reply.status is Status.ERROR_DEGRADED
    assert refused.reply.degraded == ("queue",)
    chat.gate.set()
    assert {(await each).reply.status for each in waiting} == {Status.ANSWERED_TARGET}
    assert (await reception.ask(asking())).reply.status is Status.ANSWERED_TARGET


async def test_one_conversation_cannot_take_all_places() -> None:
    chat = SlowChat()
    reception = reception_of(chat, workers=Workers(threads=2))
    waiting = [asyncio.create_task(reception.ask(asking())) for _ in range(MOST_OF_ONE)]
    await asyncio.sleep(0.05)
    assert (await reception.ask(asking())).reply.status is Status.REFUSED_RATE_LIMITED
    other = asyncio.create_task(reception.ask(asking(conversation="chat 2")))
    chat.gate.set()
    assert (await other).reply.status is Status.ANSWERED_TARGET
    await asyncio.gather(*waiting)


async def test_work_goes_on_in_order_though_who_asked_has_left() -> None:
    chat = SlowChat()
    workers = Workers(threads=2)
    reception = reception_of(chat, workers=workers)
    first = asyncio.create_task(reception.ask(asking("một")))
    second = asyncio.create_task(reception.ask(asking("hai")))
    await asyncio.sleep(0.05)
    first.cancel()
    await asyncio.sleep(0.05)
    assert chat.most == 1, "the second still waits for the first"
    chat.gate.set()
    await second
    assert [incoming.text for incoming in chat.asked] == ["một", "hai"]
    assert await workers.close(5)


async def test_closing_waits_no_longer_than_told() -> None:
    workers, gate = Workers(threads=1), threading.Event()
    stuck = asyncio.create_task(workers.run("a", lambda: gate.wait(20)))
    await asyncio.sleep(0.05)
    before = time.monotonic()
    assert not await workers.close(0.1)
    assert time.monotonic() - before < 10
    gate.set()
    await stuck
    with pytest.raises(RuntimeError):
        await workers.run("a", lambda: None)


async def test_full_workers_say_whose_fault_it_is() -> None:
    workers, gate = Workers(threads=1, queue=0), threading.Event()
    running = asyncio.create_task(workers.run("a", lambda: gate.wait(20)))
    await asyncio.sleep(0.05)
    with pytest.raises(TooManyWaitingError) as full:
        await workers.run("b", lambda: None)
    assert full.value.of_one is False
    gate.set()
    await running


async def test_an_absent_answer_is_kept_too_for_people_may_say_it_is_wrong(store: SqlStore) -> None:
    kept = await reception_of(store=store).ask(asking("chuyện khác"))
    assert kept.reply == replace(ABSENT, question="chuyện khác")
    assert kept.id is not None
