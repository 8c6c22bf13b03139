"""Forgetting reaches what is on its way: waiting updates, answers being made or sent, questions that queue."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram.actions import Erase
from bot.channels.telegram.callbacks import encode
from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.incoming import read_update
from bot.channels.zalo.sending import BusyError, Sent, UncertainError, ZaloError
from bot.conversation import Conversations, Turn
from bot.meaning.query import Query
from bot.messages import Incoming, Reply
from bot.receiving.carrying import CarriedTurns
from bot.receiving.standing import Standing
from bot.receiving.workers import Workers
from bot.store.opening import SqlStore, open_store
from bot.store.tables import Table
from bot.store_ports import PersonalTurns
from tests.fakes_bot_api import bot_api_server
from tests.fakes_chat import TARGET, FakeChat
from tests.fakes_reception import UNLIMITED, reception_of
from tests.fakes_store import PEOPLE, Clock
from tests.fakes_telegram_door import open_door, until
from tests.fakes_zalo import update
from tests.fakes_zalo_channel import channel_of
from tests.telegram_updates import AN, NHOM, presses, says

pytestmark = pytest.mark.anyio
MARK = "bimatcuatoi7f3a"
QUESTION = f"chỉ tiêu {MARK}?"
WORDLESS = {  # tables that hold no word of a person who talks to the assistant
    *("editions", "answer_editions", "turn_editions"),  # the library's documents
    *("limits", "marks", "forgettings"),  # keyed hashes, numbers
    *("collection_state", "collection_documents", "collection_entries", "collection_events", "collection_imports"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path, PEOPLE, rates=UNLIMITED, clock=Clock())
    yield opened
    opened.close()


def written(folder: Path) -> bool:
    """Whether the person's words are anywhere in the database, its free pages or its log."""
    return MARK.encode() in b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


class SlowChat(FakeChat):
    """Repeats the person's words, keeps them for the next turn, and answers the marked ones when let go."""

    def __init__(self, turns: PersonalTurns | None = None) -> None:
        super().__init__()
        self.turns = turns
        self.gate, self.begun = threading.Event(), threading.Event()

    def reply_to(self, incoming: Incoming) -> Reply:
        super().reply_to(incoming)
        if MARK in incoming.text:
            self.begun.set()
            self.gate.wait(20)
        if self.turns:
            self.turns.keep(incoming.conversation, Turn(Query(incoming.text, "vi")), incoming.user)
        return replace(
            TARGET, question=incoming.text, interpretation=incoming.text, text=f"{incoming.text} {TARGET.text}"
        )


def test_every_table_is_forgotten_or_holds_no_word_of_a_person() -> None:
    forgotten = {"answers", "turns", "feedback", "notes", "updates"}
    assert set(Table.metadata.tables) == WORDLESS | forgotten


@pytest.mark.parametrize("state", ["taken", "sending", "doubted", "put back", "done"])
def test_an_update_leaves_no_word_whatever_became_of_it(store: SqlStore, tmp_path: Path, state: str) -> None:
    person, said = PEOPLE.person("zalo", "u-1"), json.dumps({"text": MARK * 50})
    for n in map(str, range(40)):
        store.updates.take("zalo", n, said, "me", person)
        if state in ("sending", "doubted", "put back"):
            store.updates.sending("zalo", n, "me", said if state == "doubted" else "")
        if state == "put back":
            store.updates.put_back("zalo", n, said, "me")
        if state == "done":
            store.updates.done("zalo", n)
    assert written(tmp_path)
    assert store.upkeep.forget(person).updates == (0 if state == "done" else 40)
    assert not written(tmp_path)


def asking(text: str, conversation: str = "web:one", visitor: str = "visitor:an") -> Incoming:
    return Incoming(text, conversation, "web", visitor)


@pytest.mark.parametrize("how", ["person", "conversation"])
async def test_a_question_being_answered_is_answered_and_not_kept(store: SqlStore, tmp_path: Path, how: str) -> None:
    memory = Conversations()
    chat = SlowChat(CarriedTurns(store.turns, memory, Standing()))
    here, there = reception_of(chat, store), reception_of(FakeChat(), store)  # two processes on one database
    question = asyncio.create_task(here.ask(asking(QUESTION)))
    await asyncio.to_thread(chat.begun.wait, 20)
    await (there.forget("web", "visitor:an") if how == "person" else there.forget("web", None, "web:one"))
    chat.gate.set()
    kept = await question
    assert MARK in kept.reply.text and kept.id is None
    assert "store" not in kept.reply.degraded, "the store did not fail"
    assert not written(tmp_path) and memory.last("web:one") is None
    assert (await here.ask(asking("câu sau"))).id is not None, "what is asked afterwards is kept"


async def test_a_question_that_queues_is_not_kept_either(store: SqlStore, tmp_path: Path) -> None:
    chat = SlowChat()
    reception, elsewhere = reception_of(chat, store, workers=Workers(threads=1)), reception_of(FakeChat(), store)
    asked = [asyncio.create_task(reception.ask(asking(QUESTION, f"web:{n}"))) for n in range(3)]
    await asyncio.to_thread(chat.begun.wait, 20)
    await until(lambda: reception._workers.load == 3)
    await elsewhere.forget("web", "visitor:an")
    chat.gate.set()
    assert [(await each).id for each in asked] == [None] * 3
    assert not written(tmp_path)


# messengers


class Chats:
    """A sender that remembers what each chat was sent, and fails as told."""

    def __init__(self, *failures: ZaloError | None) -> None:
        self.sent: list[tuple[str, str]] = []
        self.failures = list(failures)

    async def send_text(self, chat: str, text: str) -> Sent:
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        self.sent.append((chat, text))
        return Sent("1")

    async def send_photo(self, chat: str, url: str, caption: str = "") -> Sent:
        raise AssertionError(f"no picture is sent: {chat} {url} {caption}")

    async def show_typing(self, chat: str) -> None:
        assert chat


async def answer(channel: ZaloChannel, text: str, message_id: str, **more: str) -> None:
    taken = await channel.take(read_update(update(text, message_id, **more)))  # type: ignore[arg-type]
    assert taken is not None
    await channel.answer(taken)


async def test_a_message_being_answered_in_another_chat_is_dropped(store: SqlStore, tmp_path: Path) -> None:
    chat, sender = SlowChat(CarriedTurns(store.turns, Conversations(), Standing())), Chats()
    channel = channel_of(sender, store, chat)
    question = asyncio.create_task(answer(channel, QUESTION, "m1", chat="g-1"))
    await asyncio.to_thread(chat.begun.wait, 20)
    later = asyncio.create_task(answer(channel, QUESTION, "m2", chat="g-1"))  # waits behind it
    await until(lambda: store.updates.begin("zalo", "m2", channel._inbox._owner))  # type: ignore[attr-defined]
    await answer(channel, "/xoadulieu", "m3")
    assert [to for to, _ in sender.sent] == ["c-1"]
    assert not written(tmp_path)
    chat.gate.set()
    await asyncio.gather(question, later)
    assert [to for to, _ in sender.sent] == ["c-1"], "neither answer leaves"
    assert len(chat.asked) == 1, "and what waited was not begun"
    assert not written(tmp_path)


BUSY, LOST = BusyError("send", "busy"), UncertainError("send", "lost")


@pytest.mark.parametrize("failures", [[BUSY], [LOST, BUSY], [LOST, None, BUSY]], ids=["unsent", "lost", "in parts"])
async def test_what_is_left_of_an_answer_or_its_doubt_is_forgotten(
    store: SqlStore, tmp_path: Path, failures: list[ZaloError | None]
) -> None:
    chat = SlowChat()
    chat.gate.set()
    sender = Chats(*failures)
    channel = channel_of(sender, store, chat)
    await answer(channel, QUESTION + " dài" * 900, "m1")
    assert written(tmp_path), "it waits to be sent"
    await answer(channel, "/xoadulieu", "m2")
    assert not written(tmp_path)
    assert await channel._inbox.unfinished("zalo") == []
    assert "Đã xóa" in sender.sent[-1][1]


async def test_the_message_that_asks_to_be_forgotten_is_obeyed_and_answered_once(
    store: SqlStore, tmp_path: Path
) -> None:
    sender = Chats(BUSY)
    channel = channel_of(sender, store, FakeChat())
    asks = read_update(update(f"/xoadulieu {MARK}", "m1"))
    taken = await channel.take(asks)
    assert taken is not None
    assert not written(tmp_path), "of its words the command alone is kept"
    await channel.answer(taken)
    assert sender.sent == [] and await channel.take(asks) is None
    other = channel_of(sender, store, FakeChat())
    (waiting,) = await other._inbox.unfinished("zalo")
    resumed = await other.resumed(waiting)
    assert resumed is not None
    await other.answer(resumed)
    assert len(sender.sent) == 1
    assert await other._inbox.unfinished("zalo") == [] and await other.take(asks) is None


async def test_a_process_that_dies_while_it_forgets_leaves_that_to_the_next(store: SqlStore, tmp_path: Path) -> None:
    dead, sender = channel_of(Chats(), store, FakeChat()), Chats()
    await dead.take(read_update(update(QUESTION, "m1")))
    await dead.take(read_update(update("/xoadulieu", "m2")))
    await dead._inbox.release()  # type: ignore[attr-defined]
    channel = channel_of(sender, store, FakeChat())
    for waiting in reversed(await channel._inbox.unfinished("zalo")):
        resumed = await channel.resumed(waiting)
        assert resumed is not None
        await channel.answer(resumed)
    assert len(sender.sent) == 1, "the question was forgotten before its turn came"
    assert not written(tmp_path)


@asynccontextmanager
async def telegram(
    store: SqlStore, chat: SlowChat
) -> AsyncIterator[tuple[Callable[..., None], Callable[..., list[str]]]]:
    """A door; what delivers updates to it, and what a chat shows."""
    with bot_api_server() as server:
        async with open_door(server.base_url, chat=chat, store=store):
            yield server.arrive, lambda place: [each.text for each in server.seen(place)]


async def test_on_telegram_a_question_of_a_group_is_dropped_and_the_button_is_answered(
    store: SqlStore, tmp_path: Path
) -> None:
    chat = SlowChat(CarriedTurns(store.turns, Conversations(), Standing()))
    async with telegram(store, chat) as (arrive, seen):
        arrive(says(f"@kh136_bot {QUESTION}", NHOM, by=AN), says("/xoadulieu"))
        await asyncio.to_thread(chat.begun.wait, 20)
        await until(lambda: seen(AN))
        arrive(presses(encode(Erase(True)), 1))
        await until(lambda: len(seen(AN)) == 2)
        assert not written(tmp_path)
        chat.gate.set()
        arrive(says("câu khác", NHOM, by=1002, reply_to_message={"from": {"id": 7421}}), says("câu sau"))
        await until(lambda: len(seen(AN)) == 3 and seen(NHOM))
        assert len(seen(NHOM)) == 1 and MARK not in seen(NHOM)[0], "the first answer never left"
        assert not written(tmp_path)
