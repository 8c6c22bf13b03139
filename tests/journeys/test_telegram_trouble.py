"""What goes wrong around the Telegram channel: nothing is lost, nothing is said twice, nobody unproven is heard."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.telegram.intake import MOST_OF_ONE_CHAT
from bot.messages import Incoming, Reply
from bot.store_errors import StoreBusyError
from tests.fakes_bot_api import TOKEN, Fault, bot_api_server
from tests.fakes_chat import ABSENT, TARGET, FakeChat
from tests.fakes_reception import UNLIMITED
from tests.fakes_store import Clock, MemoryStore, opened
from tests.fakes_telegram import pages
from tests.fakes_telegram_door import QUICK, SECRET, open_door, until
from tests.telegram_updates import AN, BINH, edits, presses, reacts, says, searches

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class SlowChat(FakeChat):
    """Counts what is asked; holds the first question until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.held = threading.Event()

    def reply_to(self, incoming: Incoming) -> Reply:
        if "chờ" in incoming.text:
            self.held.wait(10)
        return super().reply_to(incoming)


class EchoChat(FakeChat):
    """Says what it was asked."""

    def reply_to(self, incoming: Incoming) -> Reply:
        assert incoming.text.endswith(f"của {incoming.conversation.split(':')[1]}")
        return replace(ABSENT, question=incoming.text, text=incoming.text)


def run(acting: Any) -> None:
    asyncio.run(acting())


def test_a_telegram_that_is_down_at_the_start_is_waited_for() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            server.down = True
            server.arrive(says(TARGET.question))
            async with open_door(server.base_url, ready=False) as door:
                await asyncio.sleep(0.2)
                assert not door.task.done()
                assert door.channel.degraded() == ("telegram",)
                server.down = False
                await until(lambda: server.seen(AN))
                assert door.channel.degraded() == ()

    run(act)


def test_a_telegram_that_goes_away_for_a_while_gets_every_answer_once() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            chat = SlowChat()
            async with open_door(server.base_url, chat=chat) as door:
                server.arrive(*(says(f"chờ {n}", place=2_000 + n) for n in range(3)))
                await until(lambda: door.channel._turns.waiting == 3)
                server.down = True
                await until(lambda: door.channel.degraded())
                await asyncio.sleep(1.2)
                chat.held.set()
                await asyncio.sleep(0.2)
                server.down = False
                await until(lambda: all(server.seen(2_000 + n) for n in range(3)))
                assert [len(server.seen(2_000 + n)) for n in range(3)] == [1, 1, 1]

    run(act)


def test_a_token_nobody_accepts_ends_the_channel_with_a_word_that_does_not_show_it(caplog: Any) -> None:
    async def act() -> None:
        with bot_api_server() as server:
            server.faults.append(Fault(401, "getMe"))
            async with open_door(server.base_url, ready=False) as door:
                with pytest.raises(Exception, match="getMe: the token is not accepted") as refused:
                    await door.task
        assert TOKEN not in str(refused.value) + repr(refused.value.__cause__) + repr(refused.value.__context__)

    with caplog.at_level(logging.DEBUG):
        run(act)


def test_no_log_line_holds_the_token_or_what_people_ask(caplog: Any) -> None:
    async def act() -> None:
        with bot_api_server() as server:
            server.faults += [Fault(500, "sendMessage"), Fault(429, "sendMessage", retry_after=1)]
            async with open_door(server.base_url):
                server.arrive(says("số điện thoại của tôi là 0912 345 678"), says(TARGET.question))
                await until(lambda: len(server.seen(AN)) == 2)

    with caplog.at_level(logging.INFO):
        run(act)
    for secret in (TOKEN, TOKEN.split(":")[1], "0912", TARGET.question):
        assert secret not in caplog.text


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_what_a_kill_leaves_unanswered_is_answered_by_the_next_process_and_never_twice(
    kind: str, tmp_path: Path
) -> None:
    async def act() -> None:
        clock = Clock()
        store = opened(kind, tmp_path, clock, UNLIMITED)
        with bot_api_server() as server:
            chat = SlowChat()
            async with open_door(server.base_url, chat=chat, store=store) as door:
                server.arrive(says(TARGET.question, BINH), says("chờ mãi"), says("câu sau"))
                await until(lambda: server.seen(BINH) and door.channel._turns.waiting == 2)
                await door.kill()
                chat.held.set()
            assert server.seen(AN) == []
            clock.now += 3600.0  # the lease of the dead
            async with open_door(server.base_url, store=store) as second:
                await until(lambda: len(server.seen(AN)) == 2)
                await until(lambda: second.channel._turns.waiting == 0)
            async with open_door(server.base_url, store=store):
                await asyncio.sleep(0.3)
            assert [len(server.seen(AN)), len(server.seen(BINH))] == [2, 1]
        store.close()

    run(act)


def test_what_had_begun_to_leave_when_the_process_died_is_not_sent_again_but_told_to_be_in_doubt_once() -> None:
    async def act() -> None:
        clock = Clock()
        store = MemoryStore(clock, UNLIMITED)
        with bot_api_server() as server:
            server.faults.append(Fault(200, "sendMessage", done=True, hang=True))
            async with open_door(server.base_url, store=store) as door:
                server.arrive(says(TARGET.question))
                await until(lambda: server.seen(AN))
                await door.kill()
            for _ in range(2):
                clock.now += 3600.0
                async with open_door(server.base_url, store=store) as second:
                    await until(lambda: len(server.seen(AN)) == 2)
                    await until(lambda: second.channel._turns.waiting == 0)
                    await asyncio.sleep(0.3)
            answer, notice = server.seen(AN)
            assert answer.text.startswith("Tối thiểu 95%") and "bị gián đoạn" in notice.text

    run(act)


def test_a_notice_in_doubt_is_not_followed_by_another() -> None:
    async def act() -> None:
        clock = Clock()
        store = MemoryStore(clock, UNLIMITED)
        with bot_api_server() as server:
            lost = Fault(504, "sendMessage", raw=b"<html>Gateway Timeout</html>")
            server.faults += [lost, lost]
            async with open_door(server.base_url, store=store) as door:
                server.arrive(says(TARGET.question))
                await until(lambda: not server.faults and not door.channel._turns.waiting)
            clock.now += 3600.0
            async with open_door(server.base_url, store=store):
                await asyncio.sleep(0.3)
            assert len(server.called("sendMessage")) == 2 and server.seen(AN) == []

    run(act)


def test_a_question_picked_by_a_button_whose_answer_is_in_doubt_is_to_be_pressed_again() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            async with open_door(server.base_url):
                server.arrive(says("/start"))
                await until(lambda: server.seen(AN))
                (start,) = server.seen(AN)
                server.faults.append(Fault(504, "sendMessage", raw=b"<html>Gateway Timeout</html>"))
                example = next(each["callback_data"] for row in start.buttons for each in row)
                server.arrive(presses(example, start.number))
                await until(lambda: len(server.seen(AN)) == 2)
                notice = server.seen(AN)[1]
                assert "bấm lại nút" in notice.text and notice.under == start.number

    run(act)


def test_a_notice_that_has_to_wait_is_said_by_the_next_process_when_this_one_is_stopped() -> None:
    async def act() -> None:
        store = MemoryStore(Clock(), UNLIMITED)
        with bot_api_server() as server:
            server.faults.append(Fault(504, "sendMessage", raw=b"<html>Gateway Timeout</html>"))
            server.faults.append(Fault(429, "sendMessage", retry_after=600))
            async with open_door(server.base_url, store=store, habits=replace(QUICK, drain=0.2)) as door:
                server.arrive(says(TARGET.question))
                await until(lambda: not server.faults)
                door.stop.set()
                await door.task
            assert server.seen(AN) == []
            async with open_door(server.base_url, store=store) as second:
                await until(lambda: server.seen(AN))
                await until(lambda: second.channel._turns.waiting == 0)
            (notice,) = server.seen(AN)
            assert "bị gián đoạn" in notice.text

    run(act)


def test_stopped_right_after_its_answer_arrived_it_leaves_no_doubt_to_the_next_process() -> None:
    """What is noted behind an answer (which message it is) may take longer than there is time for."""

    async def act() -> None:
        clock = Clock()
        store = MemoryStore(clock, UNLIMITED)
        with bot_api_server() as server:
            async with open_door(server.base_url, store=store, habits=replace(QUICK, drain=0.2)) as door:
                noting = asyncio.Event()

                async def never(*_: Any) -> None:
                    noting.set()
                    await asyncio.sleep(3600)

                door.channel._errands._notes.note_answer = never  # type: ignore[method-assign]
                server.arrive(says(TARGET.question))
                await noting.wait()
                door.stop.set()
                await door.task
            clock.now += 3600.0
            async with open_door(server.base_url, store=store):
                await asyncio.sleep(0.3)
            assert len(server.seen(AN)) == 1

    run(act)


def test_told_to_stop_it_takes_nothing_more_and_finishes_what_is_in_flight() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            chat = SlowChat()
            async with open_door(server.base_url, webhook=True, chat=chat) as door:
                assert await server.push(says("chờ đã"), says(TARGET.question)) == [200, 200]
                door.stop.set()
                await asyncio.sleep(0.1)
                assert await server.push(says("muộn rồi")) == [503]
                chat.held.set()
                await door.task
                assert len(server.seen(AN)) == 2

    run(act)


def test_two_processes_behind_one_webhook_answer_each_update_once(tmp_path: Path) -> None:
    async def act() -> None:
        store = opened("sqlite", tmp_path, Clock(), UNLIMITED)
        with bot_api_server() as server:
            async with (
                open_door(server.base_url, webhook=True, store=store) as one,
                open_door(server.base_url, webhook=True, store=store) as other,
            ):
                updates = [says(TARGET.question, place=4_000 + n) for n in range(10)]
                headers = {HEADER: SECRET}
                async with httpx.AsyncClient(headers=headers) as client:
                    posts = [client.post(hook, json=each) for each in updates for hook in (one.hook, other.hook)]
                    assert {each.status_code for each in await asyncio.gather(*posts)} == {200}
                await until(lambda: all(server.seen(4_000 + n) for n in range(10)))
                await until(lambda: not one.channel._turns.waiting and not other.channel._turns.waiting)
                assert [len(server.seen(4_000 + n)) for n in range(10)] == [1] * 10
        store.close()

    run(act)


def test_a_webhook_hears_nobody_without_the_secret_and_refuses_what_is_too_large() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            async with open_door(server.base_url, webhook=True) as door, httpx.AsyncClient() as client:
                asked = json.dumps(says(TARGET.question))
                forged: list[dict[str, str]] = [
                    {},
                    {HEADER: ""},
                    {HEADER: SECRET[:-1]},
                    {HEADER: SECRET + "x"},
                    {HEADER: SECRET.upper()},
                ]
                for headers in forged:
                    assert (await client.post(door.hook, content=asked, headers=headers)).status_code == 403
                    big = await client.post(door.hook, content=b"x" * 300_000, headers=headers)
                    assert big.status_code == 403, "nothing is read of a caller who proves nothing"
                proven = {HEADER: SECRET}
                assert (await client.get(door.hook, headers=proven)).status_code == 405
                assert (await client.post(door.hook, content=b"x" * 300_000, headers=proven)).status_code == 413

                async def pieces() -> Any:
                    for _ in range(300):
                        yield b"x" * 1024

                assert (await client.post(door.hook, content=pieces(), headers=proven)).status_code == 413
                for body in (b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000, b'{"update_id": true}'):
                    assert (await client.post(door.hook, content=body, headers=proven)).status_code == 200
                assert server.seen(AN) == []
                assert (await client.post(door.hook, content=asked, headers=proven)).status_code == 200
                await until(lambda: server.seen(AN))

    run(act)


def test_an_update_that_cannot_be_stored_is_not_told_to_have_arrived() -> None:
    class BusyUpdates:
        """Fails a few times, then is the store's own."""

        def __init__(self, own: Any) -> None:
            self._own = own
            self.failures = 2

        def __getattr__(self, name: str) -> Any:
            return getattr(self._own, name)

        def take(self, *arguments: Any) -> bool:
            if self.failures:
                self.failures -= 1
                raise StoreBusyError("database is locked")
            return bool(self._own.take(*arguments))

    async def act(webhook: bool) -> None:
        store = MemoryStore(Clock(), UNLIMITED)
        store.updates = BusyUpdates(store.updates)  # type: ignore[assignment]
        with bot_api_server() as server:
            async with open_door(server.base_url, webhook=webhook, store=store):
                asked = says(TARGET.question)
                if webhook:
                    assert [await server.push(asked) for _ in range(3)] == [[503], [503], [200]]
                else:
                    server.arrive(asked)
                await until(lambda: server.seen(AN))
                await asyncio.sleep(0.1)
                assert len(server.seen(AN)) == 1

    asyncio.run(act(True))
    asyncio.run(act(False))


def test_the_inbox_holds_no_name_and_no_number_of_a_person() -> None:
    async def act() -> None:
        store = MemoryStore(Clock(), UNLIMITED)
        with bot_api_server() as server:
            chat = SlowChat()
            async with open_door(server.base_url, chat=chat, store=store) as door:
                server.arrive(says("chờ, CCCD 001099012345 của tôi"), searches("papi"), reacts("👍", 3, place=BINH))
                await until(lambda: door.channel._turns.waiting == 1)
                kept = " ".join(each["body"] for each in store.updates.kept.values())
                assert json.loads(kept)["kind"] == "asked"
                assert "001099012345" not in kept
                assert "Người Hỏi" not in kept
                assert "papi" not in kept
                chat.held.set()
                await until(lambda: door.channel._turns.waiting == 0)
                assert [each["body"] for each in store.updates.kept.values()] == ["", ""]

    run(act)


def test_many_people_at_once_each_get_their_own_answers_in_order() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            async with open_door(server.base_url, chat=EchoChat()):
                people = range(20_000, 20_400)
                for turn in range(2):
                    server.arrive(*(says(f"câu {turn} của {each}", place=each) for each in people))
                await until(lambda: len(server.shown) == 800, seconds=120)
                for each in people:
                    said = [shown.text.splitlines()[0] for shown in server.seen(each)]
                    assert said == [f"câu {turn} của {each}" for turn in range(2)]

    run(act)


def test_after_a_restart_an_edit_a_reaction_and_a_picked_language_still_reach_what_they_are_about() -> None:
    async def act() -> None:
        store = MemoryStore(Clock(), UNLIMITED)
        asked = says("hỏi lung tung")
        with bot_api_server() as server:
            async with open_door(server.base_url, store=store) as door:
                server.arrive(asked, says("/ngonngu"))
                await until(lambda: len(server.seen(AN)) == 2)
                answer, pick = server.seen(AN)
                server.arrive(presses(pick.data("English"), pick.number))
                await until(lambda: "English" in pick.text and door.channel._turns.waiting == 0)
            async with open_door(server.base_url, store=store) as door:
                server.arrive(edits(asked, TARGET.question), reacts("👍", answer.number), says("/help"))
                await until(lambda: len(server.seen(AN)) == 3)
                assert answer.text.startswith("Tối thiểu 95%")
                assert server.seen(AN)[2].text.startswith("How to use it")
                await until(lambda: door.watch.opinions == [("telegram", True)])

    run(act)


def test_a_chat_that_sends_without_end_does_not_take_the_room_of_others() -> None:
    async def act() -> None:
        with bot_api_server() as server:
            chat = SlowChat()
            async with open_door(server.base_url, chat=chat) as door:
                flood = [says(f"chờ {n}") for n in range(MOST_OF_ONE_CHAT + 200)]
                server.arrive(*flood, says(TARGET.question, BINH))
                await until(lambda: server.seen(BINH))
                assert door.channel._turns.waiting <= MOST_OF_ONE_CHAT + 3
                chat.held.set()
                await until(lambda: len(server.seen(AN)) == MOST_OF_ONE_CHAT + 2)
                await until(lambda: not door.channel._turns.waiting)
                last = server.seen(AN)[-1]
                assert "gửi lại" in last.text, "told once, after what was read"
                assert last.under == flood[MOST_OF_ONE_CHAT + 1]["message"]["message_id"]
                server.arrive(says(TARGET.question))
                await until(lambda: len(server.seen(AN)) == MOST_OF_ONE_CHAT + 3)

    run(act)


def test_killed_while_its_chat_has_to_wait_an_answer_is_given_by_the_next_process() -> None:
    async def act() -> None:
        clock = Clock()
        store = MemoryStore(clock, UNLIMITED)
        with bot_api_server() as server:
            server.faults.append(Fault(429, "sendMessage", retry_after=600))
            async with open_door(server.base_url, store=store) as door:
                server.arrive(says(TARGET.question), says("câu sau"))
                await until(lambda: not server.faults)
                await until(lambda: [each["state"] for each in store.updates.kept.values()] == ["taken"] * 2)
                await door.kill()
            assert server.seen(AN) == []
            clock.now += 3600.0
            async with open_door(server.base_url, store=store) as second:
                await until(lambda: len(server.seen(AN)) == 2)
                await until(lambda: second.channel._turns.waiting == 0)
            async with open_door(server.base_url, store=store):
                await asyncio.sleep(0.3)
            assert [each.text.startswith("Tối thiểu 95%") for each in server.seen(AN)] == [True, False]

    run(act)


@pytest.mark.parametrize("fault", [Fault(429, "sendMessage", retry_after=600), Fault(500, "sendMessage")])
def test_an_answer_cut_off_by_a_kill_is_continued_behind_what_certainly_arrived(fault: Fault) -> None:
    long = replace(ABSENT, question="dài", text="\n".join(f"phần {n}: {'x ' * 1900}" for n in range(3)))

    class Halting(list[Fault]):
        """A server that fails once the first part has arrived."""

        def __iter__(self) -> Any:
            return iter([fault] if server.seen(AN) and not failed else [])

        def remove(self, _: Fault) -> None:
            failed.append(True)
            if fault.status == 500:
                server.down = True

    async def act() -> None:
        nonlocal server
        clock = Clock()
        store = MemoryStore(clock, UNLIMITED)
        with bot_api_server() as server:
            server.faults = Halting()
            async with open_door(server.base_url, store=store, chat=FakeChat([long])) as door:
                server.arrive(says("dài"))
                await until(lambda: failed)
                await until(lambda: [each["state"] for each in store.updates.kept.values()] == ["taken"])
                await door.kill()
            assert [each.text.split(":")[0] for each in server.seen(AN)] == ["phần 0"]
            clock.now += 3600.0
            server.down, server.faults = False, []
            async with open_door(server.base_url, store=store, chat=FakeChat([])) as second:
                await until(lambda: len(server.seen(AN)) == 3)
                await until(lambda: second.channel._turns.waiting == 0)
                parts = server.seen(AN)
                assert [each.text.split(":")[0] for each in parts] == ["phần 0", "phần 1", "phần 2"]
                server.arrive(presses(parts[2].data("Hữu ích"), parts[2].number), reacts("👍", parts[0].number))
                await until(lambda: second.watch.opinions == [("telegram", True)] * 2)

    failed: list[bool] = []
    server: Any = None
    run(act)


def test_a_part_that_may_have_arrived_is_not_sent_again_none_behind_it_and_the_person_is_told() -> None:
    long = replace(ABSENT, question="dài", text="\n".join(f"phần {n}: {'x ' * 1900}" for n in range(3)))

    async def act() -> None:
        clock = Clock()
        store = MemoryStore(clock, UNLIMITED)
        with bot_api_server() as server:
            async with open_door(server.base_url, store=store, chat=FakeChat([long])) as door:
                server.faults.append(Fault(504, "sendMessage", raw=b"<html>Gateway Timeout</html>", done=True))
                asked = says("dài")
                server.arrive(asked)
                await until(lambda: server.seen(AN) and not door.channel._turns.waiting)
            clock.now += 3600.0
            async with open_door(server.base_url, store=store):
                await asyncio.sleep(0.3)
            part, notice = server.seen(AN)
            assert part.text.startswith("phần 0"), "a list with a hole in it would look like a whole one"
            assert "chưa đủ" in notice.text and notice.under == asked["message"]["message_id"]

    run(act)


def test_stopped_while_its_chat_has_to_wait_an_answer_is_given_by_the_next_process() -> None:
    async def act() -> None:
        store = MemoryStore(Clock(), UNLIMITED)
        with bot_api_server() as server:
            server.faults.append(Fault(429, "sendMessage", retry_after=600))
            async with open_door(server.base_url, store=store, habits=replace(QUICK, drain=0.2)) as door:
                server.arrive(says(TARGET.question))
                await until(lambda: not server.faults)
                door.stop.set()
                await door.task
            assert server.seen(AN) == []
            async with open_door(server.base_url, store=store) as second:
                await until(lambda: server.seen(AN))
                await until(lambda: second.channel._turns.waiting == 0)
            assert len(server.seen(AN)) == 1

    run(act)


def test_a_part_of_ours_that_breaks_is_apologised_for_and_breaks_nothing_else(caplog: Any) -> None:
    class BrokenIndex:
        def find(self, text: str, *_: Any) -> Any:
            raise RuntimeError(f"bí mật của {text}")

    async def act() -> None:
        with bot_api_server() as server:
            async with open_door(server.base_url, shelf=replace(pages(), index=BrokenIndex())) as door:
                server.arrive(says("/chitieu papi"), searches("papi"), says("/help"))
                await until(lambda: len(server.seen(AN)) == 2)
                sorry, helped = server.seen(AN)
                assert "bí mật" not in sorry.text
                assert sorry.text
                assert helped.text.startswith("Cách")
                assert not door.task.done()

    run(act)
    assert "was not answered" in caplog.text
