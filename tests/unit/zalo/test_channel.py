"""A message on its way through the channel: taken once, answered in order, sent whole or told why not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest

import prompts
from bot.channels.zalo import webhook
from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.incoming import Received, read_update
from bot.channels.zalo.platform import PlatformClient
from bot.channels.zalo.polling import Polling
from bot.channels.zalo.retrying import Patience, Retrying
from bot.channels.zalo.sending import UncertainError
from bot.messages import Incoming, Reply
from bot.reception_ports import Waiting
from tests.fakes_chat import TARGET, FakeChat
from tests.fakes_reception import UNLIMITED
from tests.fakes_store import Clock, MemoryStore
from tests.fakes_zalo import (
    BROKEN,
    BUSY,
    GATEWAY_AFTER_SENDING,
    SECRET,
    TOKEN,
    Fault,
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
from tests.fakes_zalo_channel import channel_of

Result = TypeVar("Result")
LONG = replace(TARGET, question="dài", text="\n".join(f"Dòng thứ {n} của danh sách [1]" for n in range(200)))


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


@pytest.fixture
def chat() -> FakeChat:
    return FakeChat([TARGET, LONG])


def run(
    zalo: ZaloEmulator,
    chat: FakeChat,
    act: Callable[[ZaloChannel], Awaitable[Result]],
    store: MemoryStore | None = None,
    **options: Any,
) -> Result:
    async def no_pause(seconds: float) -> None:
        await asyncio.sleep(0)

    async def acted() -> Result:
        async with exchanging() as exchange:
            client = PlatformClient(exchange, TOKEN, zalo.base_url, Retrying(Patience(seconds=20.0), no_pause))
            kept = store or MemoryStore(Clock(), UNLIMITED)
            return await act(channel_of(client, kept, chat, **options))

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
    _, _, other = told(
        zalo, chat, update(TARGET.question), update("2", "m2"), update("2", "m3", person="u-2", group=True)
    )
    assert [asked.text for asked in chat.asked] == [TARGET.question, TARGET.suggestions[1]]
    assert other.startswith("Chưa có danh sách nào"), "it was not offered to them"


def test_a_number_nobody_offered_is_told_the_numbers_there_are(zalo: ZaloEmulator, chat: FakeChat) -> None:
    _, seven, _ = told(zalo, chat, *[update(text, f"m{n}") for n, text in enumerate([TARGET.question, "7", "số 76"])])
    assert seven == "Danh sách vừa rồi chỉ có các số 1, 2. Xin gửi một trong các số đó, hoặc gõ câu hỏi."
    assert chat.asked[-1].text == "số 76", "with a word it may name something else"


class PlainChat(FakeChat):
    """Offers something to ask next after one question only."""

    def reply_to(self, incoming: Incoming) -> Reply:
        reply = super().reply_to(incoming)
        return reply if incoming.text == TARGET.question else replace(reply, suggestions=())


def test_a_list_stays_good_for_further_picks_until_another_is_shown(zalo: ZaloEmulator) -> None:
    chat = PlainChat([TARGET])
    said = ["/faq", "1", "3", "4", "0", "11", TARGET.question, "2", "ngoài danh sách", "1"]
    shown = told(zalo, chat, *[update(text, f"m{n}") for n, text in enumerate(said)])
    asked = [each.text for each in chat.asked]
    assert asked[0].startswith("“Trung bình tối thiểu 5 bậc”") and asked[1].startswith("Chỉ tiêu ghi “phấn đấu”")
    assert asked[2].startswith("Vì sao thành phố nói"), "on the second page, which 0 led to"
    assert asked[3:] == [TARGET.question, TARGET.suggestions[1], "ngoài danh sách"]
    assert shown[-1].startswith("Chưa có danh sách nào"), "a typed question whose answer offers nothing ends the list"


def test_a_list_is_remembered_for_the_process_that_reads_the_number_and_forgotten_on_demand(
    zalo: ZaloEmulator, chat: FakeChat
) -> None:
    store = MemoryStore(Clock(), UNLIMITED)
    told(zalo, chat, update("/faq một cửa"), store=store)
    told(zalo, chat, update("1", "m2"), store=store)
    assert [each.text for each in chat.asked] == ["Làm một cửa bây giờ theo Nghị định 61 hay Nghị định 118?"]
    assert told(zalo, chat, update("/xoadulieu", "m3"), update("1", "m4"), store=store)[-1].startswith(
        "Chưa có danh sách"
    )


def test_what_was_shared_is_said_to_stay_and_is_deleted_by_a_word(zalo: ZaloEmulator, chat: FakeChat) -> None:
    store = MemoryStore(Clock(), UNLIMITED)
    told(zalo, chat, update(TARGET.question), update(TARGET.question, "m2"), store=store)
    store.answers.shared.add(next(iter(store.answers.kept)))
    first = told(zalo, chat, update("/xoadulieu", "m3"), store=store)[-1]
    assert "Đã xóa 1 câu trả lời" in first
    assert "1 câu trả lời bạn đã chia sẻ" in first
    assert "/xoadulieu chiase" in first
    assert len(store.answers.kept) == 1
    assert "chia sẻ" not in told(zalo, chat, update("/xoadulieu chiase", "m4"), store=store)[-1]
    assert not store.answers.kept


def test_words_behind_a_command_are_asked_as_a_question(zalo: ZaloEmulator, chat: FakeChat) -> None:
    told(zalo, chat, update("/hạn 2025"), update("/Chitieu papi", "m2"))
    assert [each.text for each in chat.asked] == ["Những chỉ tiêu nào đến hạn năm 2025?", "Chỉ tiêu papi là bao nhiêu?"]
    assert all(each.alone for each in chat.asked)
    told(zalo, chat, update(TARGET.question, "m3"), update("1", "m4"))
    assert not any(each.alone for each in chat.asked[2:]), "a suggestion goes on with what was said"


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
    (said,) = told(zalo, chat, update("/ngonngu en"))
    assert said.startswith("Ở đây không có lệnh /ngonngu.") and "/nguon" in said
    told(zalo, chat, update("/2024 PAPI?", "m2"))
    assert [asked.text for asked in chat.asked] == ["/2024 PAPI?"]


def test_a_long_answer_arrives_in_parts_in_order(zalo: ZaloEmulator, chat: FakeChat) -> None:
    parts = told(zalo, chat, update("dài"))
    assert len(parts) > 2 and [part.rsplit("\n", 1)[1] for part in parts] == [
        f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)
    ]


def test_a_part_that_may_have_arrived_is_not_said_again_and_the_rest_of_the_answer_follows(
    zalo: ZaloEmulator, chat: FakeChat
) -> None:
    async def act(channel: ZaloChannel) -> None:
        taken = await channel.take(read_update(update("dài")))
        assert taken
        zalo.fail("sendMessage", BUSY, BUSY, GATEWAY_AFTER_SENDING)  # busy, busy, then gone out with its answer lost
        delivery = await channel.answer(taken)
        assert isinstance(delivery.failure, UncertainError) and delivery.left == ()
        assert tuple(zalo.texts()[:-1]) == delivery.messages, "each once, in order"
        assert "bị gián đoạn" in zalo.texts()[-1], "and that one may not have arrived, once"
        assert await channel._inbox.unfinished("zalo") == []

    run(zalo, chat, act)


def test_a_part_that_was_lost_on_the_way_leaves_its_number_out_and_no_more(zalo: ZaloEmulator, chat: FakeChat) -> None:
    zalo.fail("sendMessage", replace(GATEWAY_AFTER_SENDING, done=False))
    parts = told(zalo, chat, update("dài"))
    assert [part[-5:] for part in parts[:-1]] == ["(2/4)", "(3/4)", "(4/4)"] and "chưa đủ" in parts[-1]


def test_however_many_parts_are_in_doubt_that_is_said_once_and_not_again_when_it_is_in_doubt_itself(
    zalo: ZaloEmulator, chat: FakeChat
) -> None:
    async def act(channel: ZaloChannel) -> None:
        taken = await channel.take(read_update(update("dài")))
        assert taken
        zalo.fail("sendMessage", *[GATEWAY_AFTER_SENDING] * 5)  # four parts and the notice
        delivery = await channel.answer(taken)
        assert tuple(zalo.texts()[:-1]) == delivery.messages and "bị gián đoạn" in zalo.texts()[-1]
        assert await channel._inbox.unfinished("zalo") == []

    run(zalo, chat, act)


def test_a_notice_that_certainly_did_not_leave_is_said_later_in_the_language_of_the_answer(
    zalo: ZaloEmulator, chat: FakeChat
) -> None:
    async def act(channel: ZaloChannel) -> None:
        taken = await channel.take(read_update(update("what is that?")))
        assert taken
        lost = replace(GATEWAY_AFTER_SENDING, done=False)
        zalo.fail("sendMessage", lost, BROKEN, BROKEN, BROKEN)
        delivery = await channel.answer(taken)
        assert delivery.doubted and zalo.texts() == []
        (waiting,) = await channel._inbox.unfinished("zalo")
        assert "what is that" not in waiting.payload, "what was asked is not needed any more"
        resumed = await channel.resumed(waiting)
        assert resumed is not None
        await channel.answer(resumed)
        assert zalo.texts() == [prompts.say(chat.reply_to(chat.asked[0]).language, "in_doubt.asked")]
        assert await channel._inbox.unfinished("zalo") == []

    run(zalo, chat, act)


def test_what_is_left_after_a_part_that_may_have_arrived_is_sent_later(zalo: ZaloEmulator, chat: FakeChat) -> None:
    async def act(channel: ZaloChannel) -> None:
        taken = await channel.take(read_update(update("dài")))
        assert taken
        zalo.fail("sendMessage", GATEWAY_AFTER_SENDING, BROKEN, BROKEN, BROKEN)  # then it is down
        delivery = await channel.answer(taken)
        assert delivery.left == delivery.messages[1:] and len(zalo.texts()) == 1
        (waiting,) = await channel._inbox.unfinished("zalo")
        resumed = await channel.resumed(waiting)
        assert resumed is not None
        await channel.answer(resumed)
        assert tuple(zalo.texts()[:-1]) == delivery.messages and "bị gián đoạn" in zalo.texts()[-1]

    run(zalo, chat, act)


def test_an_answer_zalo_refuses_for_good_is_not_tried_part_by_part(zalo: ZaloEmulator, chat: FakeChat) -> None:
    zalo.fail("sendMessage", Fault(400))
    assert told(zalo, chat, update("dài")) == [] and zalo.called("sendMessage") == 1


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
