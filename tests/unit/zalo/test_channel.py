"""A message on its way through the channel: taken once, answered in order, sent whole or told why not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from bot.channels.zalo import webhook
from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.incoming import Received, read_update
from bot.channels.zalo.platform import PlatformClient
from bot.channels.zalo.polling import Polling
from bot.channels.zalo.retrying import Patience, Retrying
from bot.channels.zalo.sending import UncertainError
from bot.messages import Incoming, Reply
from bot.receiving.inbox import StoredInbox
from bot.reception_ports import Waiting
from tests.fakes_chat import TARGET, FakeChat
from tests.fakes_reception import UNLIMITED, reception_of
from tests.fakes_store import Clock, MemoryStore
from tests.fakes_zalo import (
    BROKEN,
    BUSY,
    GATEWAY_AFTER_SENDING,
    SECRET,
    TOKEN,
    Receive,
    Scope,
    Send,
    ZaloEmulator,
    answered,
    exchanging,
    on_loopback,
    update,
    zalo_emulator,
)

Result = TypeVar("Result")
LONG = replace(TARGET, question="dài", text="\n".join(f"Dòng thứ {n} của danh sách [1]" for n in range(200)))


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


@pytest.fixture
def chat() -> FakeChat:
    return FakeChat([TARGET, LONG])


def run(zalo: ZaloEmulator, chat: FakeChat, act: Callable[[ZaloChannel], Awaitable[Result]], **options: Any) -> Result:
    async def no_pause(seconds: float) -> None:
        await asyncio.sleep(0)

    async def acted() -> Result:
        async with exchanging() as exchange:
            client = PlatformClient(exchange, TOKEN, zalo.base_url, Retrying(Patience(seconds=20.0), no_pause))
            store = MemoryStore(Clock(), UNLIMITED)
            memory = StoredMemory(store.notes, PEOPLE.person, Standing())
            channel = ZaloChannel(reception_of(chat, store), StoredInbox(store.updates), client, memory, SHELVES, **options)
            return await act(channel)

    return asyncio.run(acted())


def told(zalo: ZaloEmulator, chat: FakeChat, *updates: dict[str, Any], **options: Any) -> list[str]:
    """What people saw after these updates, one after another."""

    async def act(channel: ZaloChannel) -> None:
        for each in updates:
            taken = await channel.take(read_update(each))
            if taken:
                await channel.answer(taken)

    run(zalo, chat, act, **options)
    return zalo.texts()


def test_a_question_is_answered_in_its_chat(zalo: ZaloEmulator, chat: FakeChat) -> None:
    (text,) = told(zalo, chat, update(TARGET.question))
    assert text.startswith("Tối thiểu 95%") and zalo.sent[0][0] == "c-1"
    assert zalo.called("sendChatAction") == 1


def test_a_number_asks_what_was_offered_to_that_person(zalo: ZaloEmulator, chat: FakeChat) -> None:
    told(zalo, chat, update(TARGET.question), update("2", "m2"), update("2", "m3", person="u-2", group=True))
    assert [asked.text for asked in chat.asked] == [TARGET.question, TARGET.suggestions[1], "2"]
    assert chat.asked[1].conversation != chat.asked[2].conversation


def test_a_repeated_delivery_is_answered_once(zalo: ZaloEmulator, chat: FakeChat) -> None:
    assert len(told(zalo, chat, *[update(TARGET.question)] * 3)) == 1


def test_a_picture_is_asked_for_words(zalo: ZaloEmulator, chat: FakeChat) -> None:
    assert told(zalo, chat, update(None, event="message.sticker.received")) == [
        "Tôi chỉ đọc được câu hỏi bằng chữ. Xin gõ câu hỏi về chỉ tiêu, thời hạn hoặc văn bản."
    ]
    assert chat.asked == []


def test_in_a_group_the_bots_own_name_is_not_part_of_the_question(zalo: ZaloEmulator, chat: FakeChat) -> None:
    told(zalo, chat, update(f"@Bot KH136: {TARGET.question}", group=True), called=("Bot KH136",))
    assert chat.asked[0].text == TARGET.question


def test_commands_are_obeyed_and_never_asked(zalo: ZaloEmulator, chat: FakeChat) -> None:
    said = ["/nguồn", "/huuich", TARGET.question, "/nguon", "/CHUADUNG thiếu năm", "/help", "/XOADULIEU ngay", "/nguon"]
    before, nothing, _, sources, thanks, help_, gone, after = told(
        zalo, chat, *[update(text, f"m{n}") for n, text in enumerate(said)]
    )
    assert before == after == "Câu trả lời vừa rồi không có trích dẫn."
    assert nothing == "Chưa có câu trả lời nào để góp ý."
    assert "https://hanoitimes.vn/a.html" in sources
    assert thanks == "Cảm ơn bạn đã góp ý."
    assert "/xoadulieu" in help_
    assert gone.startswith("Đã xóa")
    assert [asked.text for asked in chat.asked] == [TARGET.question]
    assert chat.forgotten == ["zalo:c-1:u-1"]


def test_a_command_of_another_channel_is_said_to_be_none_here_and_never_asked(
    zalo: ZaloEmulator, chat: FakeChat
) -> None:
    (said,) = told(zalo, chat, update("/chitieu 2025"))
    assert said.startswith("Ở đây không có lệnh /chitieu.") and "/nguon" in said
    told(zalo, chat, update("/2024 PAPI?", "m2"))
    assert [asked.text for asked in chat.asked] == ["/2024 PAPI?"]


def test_a_long_answer_arrives_in_parts_in_order(zalo: ZaloEmulator, chat: FakeChat) -> None:
    parts = told(zalo, chat, update("dài"))
    assert len(parts) > 2 and [part.rsplit("\n", 1)[1] for part in parts] == [
        f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)
    ]


def test_a_part_that_may_have_arrived_ends_the_answer_and_is_not_said_again(zalo: ZaloEmulator, chat: FakeChat) -> None:
    async def act(channel: ZaloChannel) -> None:
        taken = await channel.take(read_update(update("dài")))
        assert taken
        zalo.fail("sendMessage", BUSY, BUSY, GATEWAY_AFTER_SENDING)  # busy, busy, then gone out with its answer lost
        delivery = await channel.answer(taken)
        assert isinstance(delivery.failure, UncertainError) and delivery.sent == 0
        assert zalo.texts() == [delivery.messages[0]]
        assert delivery.left == ()
        assert await channel._inbox.unfinished("zalo") == []

    run(zalo, chat, act)


def test_what_certainly_did_not_leave_is_sent_later_from_where_it_stopped(zalo: ZaloEmulator, chat: FakeChat) -> None:
    async def act(channel: ZaloChannel) -> None:
        taken = await channel.take(read_update(update("dài")))
        assert taken
        for _ in range(3):  # down for a while, and then only the rest is sent
            zalo.fail("sendMessage", BROKEN, BROKEN, BROKEN)
            delivery = await channel.answer(taken)
            assert zalo.texts() == []
            (waiting,) = await channel._inbox.unfinished("zalo")
            resumed = await channel.resumed(waiting)
            assert resumed is not None
            assert resumed.parts == delivery.messages
            taken = resumed
        delivery = await channel.answer(taken)
        assert tuple(zalo.texts()) == delivery.messages
        assert await channel.take(read_update(update("dài"))) is None

    run(zalo, chat, act)
    assert len(chat.asked) == 1, "it was answered once, and sent again"


def test_a_message_of_another_version_is_given_up(zalo: ZaloEmulator, chat: FakeChat) -> None:
    async def act(channel: ZaloChannel) -> None:
        for payload in ("{}", "[]", "no", '{"message": {"kind": "text"}, "left": {"text": []}}'):
            assert await channel.resumed(Waiting("m1", payload)) is None

    run(zalo, chat, act)


def test_typing_that_fails_does_not_keep_the_answer_back(zalo: ZaloEmulator, chat: FakeChat) -> None:
    zalo.fail("sendChatAction", BUSY)
    assert len(told(zalo, chat, update(TARGET.question))) == 1


class SlowChat(FakeChat):
    """Answers "chậm" only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def reply_to(self, incoming: Incoming) -> Reply:
        if incoming.text == "chậm":
            assert self.let_go.wait(20)
        return replace(super().reply_to(incoming), text=incoming.text, suggestions=(), interpretation=None)


def test_a_slow_chat_holds_up_itself_in_order_and_nobody_else(zalo: ZaloEmulator) -> None:
    chat = SlowChat()

    async def act(channel: ZaloChannel) -> None:
        taken = [
            await channel.take(read_update(update("chậm", "m1"))),
            await channel.take(read_update(update("sau", "m2"))),
        ]
        running = [asyncio.create_task(channel.answer(each)) for each in taken if each]
        other = await channel.take(read_update(update("khác", "m3", chat="c-2")))
        assert other
        await channel.answer(other)
        assert zalo.texts() == ["khác"]
        chat.let_go.set()
        await asyncio.gather(*running)

    run(zalo, chat, act)
    assert zalo.texts("c-1") == ["chậm", "sau"]


def test_through_the_webhook_repeats_and_forgeries_change_nothing(zalo: ZaloEmulator, chat: FakeChat) -> None:
    got: list[Received] = []

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        header = dict(scope["headers"]).get(b"x-bot-api-secret-token", b"").decode()
        verdict = webhook.judged(SECRET, header, body)
        got.extend([verdict.received] if verdict.received else [])
        await answered(send, verdict.status, b"{}")

    with on_loopback(route) as address:
        zalo.hook = (f"{address}/zalo", SECRET)
        assert asyncio.run(zalo.push(update(TARGET.question), times=3)) == [200, 200, 200]
        assert asyncio.run(zalo.push(update("giả mạo", "m9"), secret="sai-bi-mat")) == [403]
        assert asyncio.run(zalo.push({"event_name": 5})) == [200]

    async def act(channel: ZaloChannel) -> None:
        for each in got:
            if taken := await channel.take(each):
                await channel.answer(taken)

    run(zalo, chat, act)
    assert len(zalo.sent) == 1 and [asked.text for asked in chat.asked] == [TARGET.question]


def test_through_polling_each_question_is_answered_once_in_order(zalo: ZaloEmulator, chat: FakeChat) -> None:
    zalo.waiting += [update(f"câu {n // 2}", f"m{n // 2}", chat=f"c-{n % 3}") for n in range(20)]

    async def act(channel: ZaloChannel) -> None:
        stop = asyncio.Event()

        async def receive(received: Received) -> None:
            if taken := await channel.take(received):
                await channel.answer(taken)
            if not zalo.waiting:
                stop.set()

        await Polling(channel._sender, receive, 0).run(stop)  # type: ignore[arg-type]

    run(zalo, chat, act)
    assert [asked.text for asked in chat.asked] == [f"câu {n}" for n in range(10)]
    assert len(zalo.sent) == 10
