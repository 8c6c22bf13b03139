"""Messages into a chat: in order, in the place of old ones, with a picture where one is to be had, or plainly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from typing import Any

from bot.channels.telegram.bot_api import BotApi
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.intents import Owed, Where
from bot.channels.telegram.markup import block, line, words
from bot.channels.telegram.message import Message, Picture
from bot.channels.telegram.pacing import Pacing, Patience
from bot.channels.telegram.packing import messages
from bot.channels.telegram.pictures import Pictures
from tests.fakes_bot_api import TOKEN, BotApiServer, Fault, bot_api_server
from tests.fakes_press import FakePress
from tests.telegram_updates import AN

HERE = Where(AN, None, AN, private=True, language="vi")
CARD = Picture("card", "kh-136-2021/1", "vi")
REFUSED = b'{"ok":false,"error_code":400,"description":"Bad Request: %s"}'


class Leaving:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.owed: list[Owed] = []

    async def __call__(self) -> None:
        self.told.append("leaves")

    async def stayed(self) -> None:
        self.told.append("stayed")

    async def arrived(self, left: Owed) -> None:
        self.told.append("arrived")
        self.owed.append(left)


class BrokenPress(FakePress):
    def card(self, target_id: str, language: str) -> bytes:  # noqa: ARG002
        raise OSError("no font")


def said(*paragraphs: str, picture: Picture | None = None) -> tuple[Message, ...]:
    return messages([block(line(words(each, "b"))) for each in paragraphs], picture=picture)


def long(letter: str, parts: int) -> tuple[Message, ...]:
    made = said(*[f"{letter}{n} {'x' * 3900}" for n in range(parts)])
    assert len(made) == parts
    return made


async def replaced(delivery: Delivery, old: tuple[int, ...], anew: tuple[Message, ...], to: int | None = None) -> Any:
    return await delivery.send(await delivery.replace(Owed(HERE, anew), old), Leaving(), to)


def play(act: Callable[[Delivery, BotApiServer], Coroutine[Any, Any, None]], press: FakePress | None = None) -> None:
    async def played(server: BotApiServer) -> None:
        api = BotApi(TOKEN, server.base_url)
        quick = Pacing(Patience(between_calls=0.0, first_pause=0.01, spare=0.0))
        await act(Delivery(api, quick, Pictures(press or FakePress(), lambda: date(2026, 11, 22))), server)
        await api.close()

    with bot_api_server() as server:
        asyncio.run(played(server))


def shown(server: BotApiServer) -> list[str]:
    return [each.text.split()[0] for each in server.seen(AN)]


def test_a_long_answer_arrives_in_order_the_first_part_under_the_question() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        leaving = Leaving()
        parts = long("a", 3)
        sent = await delivery.send(Owed(HERE, parts), leaving, reply_to=7)
        assert leaving.told == ["leaves", "arrived"] * 3
        assert leaving.owed == [Owed(HERE, parts[n:], sent[:n]) for n in (1, 2, 3)]
        assert shown(server) == ["a0", "a1", "a2"]
        assert [each.under for each in server.seen(AN)] == [7, None, None]

    play(act)


def test_what_is_left_of_an_answer_follows_what_arrived_of_it() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        numbers = await delivery.send(Owed(HERE, long("a", 3)[1:], (70,)), Leaving(), reply_to=7)
        assert numbers[0] == 70
        assert (len(numbers), shown(server)) == (3, ["a1", "a2"])
        assert [each.under for each in server.seen(AN)] == [None, None]

    play(act)


def test_an_answer_takes_the_place_of_a_longer_and_of_a_shorter_one() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        first = await delivery.send(Owed(HERE, long("a", 3)), Leaving())
        second = await replaced(delivery, first, long("b", 1))
        assert (second, shown(server)) == (first[:1], ["b0"])
        third = await replaced(delivery, second, long("c", 2))
        assert (third[:1], shown(server)) == (first[:1], ["c0", "c1"])
        assert await replaced(delivery, third, long("c", 2)) == third, "nothing to change is no fault"

    play(act)


def test_where_the_old_answer_is_gone_the_new_one_is_sent() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        first = await delivery.send(Owed(HERE, long("a", 1)), Leaving())
        server.shown[0].deleted = True
        second = await replaced(delivery, first, long("b", 1), 9)
        assert second != first
        assert (shown(server), server.seen(AN)[0].under) == (["b0"], 9)

    play(act)


def test_a_picture_is_sent_with_its_caption_and_again_by_its_name_until_that_is_forgotten() -> None:
    press = FakePress()

    async def act(delivery: Delivery, server: BotApiServer) -> None:
        for _ in range(2):
            await delivery.send(Owed(HERE, said("thẻ", picture=CARD)), Leaving())
        assert len(press.drawn) == 1
        for each in server.shown:
            each.photo = "gone"
        await delivery.send(Owed(HERE, said("thẻ", picture=CARD)), Leaving())
        assert len(press.drawn) == 2
        assert shown(server) == ["thẻ"] * 3

    play(act, press)


def test_words_are_sent_where_a_picture_cannot_be_drawn_or_is_not_allowed() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        await delivery.send(Owed(HERE, said("không vẽ được", picture=CARD)), Leaving())
        (sent,) = server.seen(AN)
        assert (sent.text, sent.photo) == ("không vẽ được", "")

    play(act, BrokenPress())

    async def forbidden(delivery: Delivery, server: BotApiServer) -> None:
        server.faults.append(Fault(400, "sendPhoto", raw=REFUSED % b"not enough rights to send photos to the chat"))
        await delivery.send(Owed(HERE, said("không được gửi ảnh", picture=CARD)), Leaving())
        (sent,) = server.seen(AN)
        assert (sent.text, sent.photo) == ("không được gửi ảnh", "")

    play(forbidden)


def test_what_cannot_be_parsed_is_sent_and_edited_plainly_with_nothing_lost() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        broken = (Message("<b>hở <i>lồng</b></i>", ("hở lồng một", "và hai")),)
        leaving = Leaving()
        sent = await delivery.send(Owed(HERE, broken), leaving)
        assert leaving.told == ["leaves", "stayed", "leaves", "arrived", "leaves", "arrived"]
        assert [each.text for each in server.seen(AN)] == ["hở lồng một", "và hai"]
        edited = await replaced(delivery, sent[:1], (Message("a < b", ("a < b",)),))
        assert edited == sent[:1]
        assert server.seen(AN)[0].text == "a < b"

    play(act)


def test_a_group_that_became_another_chat_is_answered_there() -> None:
    async def act(delivery: Delivery, server: BotApiServer) -> None:
        moved = b'{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1009}}'
        server.faults.append(Fault(400, "sendMessage", raw=moved))
        group = replace(HERE, chat=-5, private=False)
        await delivery.send(Owed(group, said("chào")), Leaving())
        server.faults.append(Fault(400, "sendPhoto", raw=moved))
        await delivery.send(Owed(group, said("thẻ", picture=CARD)), Leaving())
        assert [(each.text, bool(each.photo)) for each in server.seen(-1009)] == [("chào", False), ("thẻ", True)]

    play(act)
