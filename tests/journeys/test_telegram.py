"""The Telegram channel from outside: what a person does, and what their chat shows, by polling and by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.channels.telegram.actions import ShowSource
from bot.channels.telegram.callbacks import encode
from bot.channels.telegram.links import LinkedTarget, start_payload
from tests.fakes_bot_api import BotApiServer, Fault, Shown, bot_api_server
from tests.fakes_chat import TARGET, BrokenChat
from tests.fakes_knowledge import assistant
from tests.fakes_telegram import pages
from tests.fakes_telegram_door import Door, open_door, until
from tests.telegram_updates import AN, BINH, NHOM, Update, edits, presses, reacts, says, searches


@dataclass
class Stage:
    """A channel and the server it talks to."""

    server: BotApiServer
    door: Door
    webhook: bool

    async def deliver(self, *updates: Update) -> None:
        if self.webhook:
            assert await self.server.push(*updates) == [200] * len(updates)
        else:
            self.server.arrive(*updates)

    async def shows(self, place: int = AN, count: int = 1) -> list[Shown]:
        """What a chat shows once it shows so much."""
        await until(lambda: len(self.server.seen(place)) >= count)
        return self.server.seen(place)

    async def settled(self) -> None:
        """Every update delivered so far is worked off."""
        last = says("bạn còn đó không", place=9_999_999)
        await self.deliver(last)
        await until(lambda: self.server.seen(9_999_999))
        self.server.shown = [each for each in self.server.shown if each.chat != 9_999_999]
        await until(lambda: self.door.channel._turns.waiting == 0)


@asynccontextmanager
async def stage(webhook: bool, **options: Any) -> AsyncIterator[Stage]:
    with bot_api_server() as server:
        async with open_door(server.base_url, webhook=webhook, **options) as door:
            yield Stage(server, door, webhook)


def play(act: Callable[..., Coroutine[Any, Any, None]], webhook: bool, **options: Any) -> None:
    async def played() -> None:
        async with stage(webhook, **options) as set_up:
            await act(set_up)

    asyncio.run(played())


both = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


@both
def test_a_question_is_answered_once_with_its_figure_first_and_its_citation_folded(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says(TARGET.question))
        (shown,) = await on.shows()
        assert shown.text.startswith("Tối thiểu 95%")
        assert "đến năm 2025 đạt tối thiểu 95%" in shown.text
        assert {"Xem nguồn", "Chép trích dẫn", "👍 Hữu ích"} <= set(shown.labels)
        assert on.server.called("sendChatAction")
        assert "<blockquote expandable>" in on.server.called("sendMessage")[0].body["text"]
        await on.settled()
        assert len(on.server.seen(AN)) == 1

    play(act, webhook)


@both
def test_the_same_update_is_answered_once_however_often_it_arrives(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        asked = says(TARGET.question)
        await on.deliver(asked, asked)
        await on.shows()
        await on.deliver(asked)
        await on.settled()
        assert len(on.server.seen(AN)) == 1

    play(act, webhook)


@both
def test_an_edited_question_edits_its_answer(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        asked = says("hỏi lung tung gì đó")
        await on.deliver(asked)
        (shown,) = await on.shows()
        assert "không nêu" in shown.text
        await on.deliver(edits(asked, TARGET.question))
        await until(lambda: shown.text.startswith("Tối thiểu 95%"))
        await on.deliver(edits(asked, TARGET.question))  # such as a link preview that was added: nothing to say
        await on.settled()
        assert [each.number for each in on.server.seen(AN)] == [shown.number]
        assert len(on.server.called("editMessageText")) == 1

    play(act, webhook)


@both
def test_follow_ups_understand_the_question_before_and_a_picked_one_shows_what_was_asked(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says("Đến năm 2025 mức độ hài lòng phải đạt bao nhiêu?"))
        (first,) = await on.shows()
        assert "95%" in first.text
        await on.deliver(says("thế còn năm 2023?"))
        second = (await on.shows(count=2))[1]
        assert "85%" in second.text.splitlines()[0]
        await on.deliver(says("chỉ tiêu dịch vụ công trực tuyến", place=BINH))
        await on.shows(BINH)
        last = on.server.seen(BINH)[-1]
        picked = [row[0] for row in last.buttons if row[0].get("callback_data", "").startswith("n:")]
        assert picked, last.labels
        await on.deliver(presses(picked[0]["callback_data"], last.number, BINH))
        answered = (await on.shows(BINH, 2))[-1]
        assert answered.text.startswith("❓ ")

    play(act, webhook, chat=assistant().chat)


@both
def test_every_command_answers_in_the_language_of_the_client(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        names = ("start", "help", "chitieu", "han", "vanban", "faq", "nguon", "ketqua", "xoadulieu", "ngonngu")
        await on.deliver(*(says(f"/{name}") for name in names))
        shown = await on.shows(count=len(names))
        assert [bool(each.buttons) for each in shown].count(True) >= 7
        await on.deliver(says("/help", place=BINH, language="en"))
        assert (await on.shows(BINH))[0].text.startswith("How to use it")
        await on.deliver(says("/nguồn", place=BINH), says("/khongco", place=BINH))
        assert "/khongco" in (await on.shows(BINH, 3))[2].text

    play(act, webhook)


@both
def test_filters_turn_the_list_in_its_place_and_a_target_opens_below_it(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says("/chitieu"))
        (listed,) = await on.shows()
        whole = listed.text
        await on.deliver(presses(listed.data("Năm"), listed.number))
        await until(lambda: "Chọn năm" in listed.text)
        await on.deliver(presses(listed.data("2025"), listed.number))
        await until(lambda: "Chọn năm" not in listed.text)
        assert listed.text != whole
        await on.deliver(presses(listed.data("1"), listed.number))
        opened = (await on.shows(count=2))[1]
        assert "Nguồn:" in opened.text
        await on.deliver(presses(opened.data("Thẻ"), opened.number))
        card = (await on.shows(count=3))[2]
        assert card.photo
        await on.deliver(presses(opened.data("Thẻ"), opened.number))
        again = (await on.shows(count=4))[3]
        assert again.photo == card.photo
        assert len(on.door.press.drawn) == 1, "the same picture is sent by what Telegram called it"

    play(act, webhook)


@both
def test_sources_charts_and_comparisons_open_from_an_answer_and_never_replace_it(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says("Đến năm 2025 mức độ hài lòng phải đạt bao nhiêu?"))
        (shown,) = await on.shows()
        said = shown.text
        for number, label in enumerate(("Xem nguồn", "Diễn biến", "So sánh"), start=2):
            await on.deliver(presses(shown.data(label), shown.number))
            await on.shows(count=number)
        source, chart, compared = on.server.seen(AN)[1:]
        assert "Đoạn" in source.text
        assert chart.photo
        assert "•" in compared.text
        assert shown.text == said
        await on.deliver(says("/nguon"))
        assert (await on.shows(count=5))[4].text == source.text
        await until(lambda: len(on.server.answered) == 3)

    play(act, webhook, chat=assistant().chat)


@both
def test_a_page_is_turned_in_its_place_and_turned_back(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says("Những chỉ tiêu nào phải đạt 100%?"))
        (shown,) = await on.shows()
        await on.deliver(presses(shown.data("Xem nguồn"), shown.number))
        source = (await on.shows(count=2))[1]
        await on.deliver(presses(source.data("Sau"), source.number))
        await until(lambda: "trích dẫn [2]" in source.text)
        await on.deliver(says("/vanban 136"))
        document = (await on.shows(count=3))[2]
        said = document.text
        await on.deliver(presses(document.data("Đọc văn bản"), document.number))
        await until(lambda: "đoạn 1–8" in document.text)
        await on.deliver(presses(document.data("Quay lại"), document.number))
        await until(lambda: document.text == said)
        await on.settled()
        assert len(on.server.seen(AN)) == 3

    play(act, webhook, chat=assistant().chat)


@both
def test_thumbs_and_reactions_are_opinions_on_the_answer_they_stand_under(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says(TARGET.question))
        (shown,) = await on.shows()
        await on.deliver(presses(shown.data("Hữu ích"), shown.number))
        await until(lambda: on.door.watch.opinions == [("telegram", True)])
        await on.deliver(presses(shown.data("Chưa đúng"), shown.number))
        why = (await on.shows(count=2))[1]
        await on.deliver(presses(why.data("Sai con số"), why.number))
        await until(lambda: "Cảm ơn" in why.text)
        given = list(on.door.store.feedback.kept.values())
        assert [(each.useful, each.reason) for each in given] == [(False, "wrong_figure")]
        await on.deliver(reacts("👍", shown.number, by=BINH), reacts("👎", 4_711), reacts(None, shown.number))
        await until(lambda: len(on.door.watch.opinions) == 4)
        assert on.door.watch.opinions[-1] == ("telegram", True)
        kept = on.door.store.feedback.kept
        await until(lambda: len(kept) == 2)
        await on.deliver(reacts("🤔", shown.number, by=BINH, before="👍"), reacts(None, shown.number, before="👍"))
        await until(lambda: [each.reason for each in kept.values()] == ["wrong_figure"])
        await on.settled()
        assert len(kept) == 1, "what a button said after the reaction stays when the reaction goes"

    play(act, webhook)


@both
def test_in_a_group_only_what_is_meant_for_the_bot_is_read(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(
            says(TARGET.question, NHOM, AN),
            says("/chitieu@bot_khac", NHOM, AN),
            says(f"@kh136_bot {TARGET.question}", NHOM, AN, number=71),
            says("/help", NHOM, BINH, number=72),
        )
        answer, helped = await on.shows(NHOM, 2)
        assert answer.text.startswith("Tối thiểu 95%")
        assert (answer.under, helped.under) == (71, 72)
        replied = says(
            "thế còn năm 2023?", NHOM, AN, reply_to_message={"message_id": answer.number, "from": {"id": 7421}}
        )
        await on.deliver(replied)
        await on.shows(NHOM, 3)
        await on.settled()
        assert len(on.server.seen(NHOM)) == 3

    play(act, webhook)


@both
def test_a_deep_link_opens_its_target_and_a_link_to_nothing_says_so(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        target = next(iter(pages().desk.rows(pages().desk.selection({}), "vi", pages().desk.today())))
        await on.deliver(
            says(f"/start {start_payload(LinkedTarget(target.id))}"), says("/start t_khongco"), says("/start inline")
        )
        opened, nothing, welcome = await on.shows(count=3)
        assert target.quote in opened.text
        assert "không" in nothing.text.splitlines()[0]
        assert welcome.text in nothing.text

    play(act, webhook)


@both
def test_inline_queries_give_cards_with_their_citation_and_are_cached(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        asked, empty = searches("papi"), searches("zzzz qqqq")
        await on.deliver(asked, empty)
        await until(lambda: len(on.server.answered) == 2)
        told = on.server.answered[asked["inline_query"]["id"]]
        assert told["results"]
        assert all(
            "<blockquote expandable>" in each["input_message_content"]["message_text"] for each in told["results"]
        )
        assert int(told["cache_time"]) > int(on.server.answered[empty["inline_query"]["id"]]["cache_time"])
        assert "t.me/kh136_bot?start=" in told["results"][0]["reply_markup"]["inline_keyboard"][0][0]["url"]

    play(act, webhook)


@both
def test_a_language_that_was_picked_is_kept_and_data_are_deleted_on_request(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says("/ngonngu"))
        (pick,) = await on.shows()
        await on.deliver(presses(pick.data("English"), pick.number))
        await until(lambda: "English from now on" in pick.text)
        await on.deliver(says("/xoadulieu"), says(TARGET.question))
        erase = (await on.shows(count=3))[1]
        assert erase.text.startswith("Delete")
        await on.deliver(presses(erase.data("Delete"), erase.number))
        await until(lambda: "deleted" in erase.text)
        assert not on.door.store.answers.kept
        await on.deliver(says("/help"))
        assert (await on.shows(count=4))[3].text.startswith("Cách")

    play(act, webhook)


@both
def test_buttons_of_another_day_and_of_strangers_are_told_so(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        strange = [presses(data, 5) for data in ("☠", "s:khong:1", encode(ShowSource("0" * 22, 1)), "n:0000:3", "")]
        await on.deliver(*strange)
        await until(lambda: len(on.server.answered) == len(strange))
        assert all(told["text"] for told in on.server.answered.values())
        assert on.server.seen(AN) == []

    play(act, webhook)


@both
def test_what_is_no_text_is_asked_for_text_and_malformed_updates_harm_nobody(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        malformed: list[Any] = [
            {"update_id": 1, "message": {"text": "x"}},
            {"update_id": 2, "message": None},
            {"update_id": 3, "callback_query": {"id": 7}},
            {"update_id": 4, "message": {"message_id": "a", "chat": [], "from": 3, "text": {"a": 1}}},
            {"update_id": 5, "message_reaction": {"chat": {"id": 1}}},
        ]
        await on.deliver(*malformed, says(None, sticker={"file_id": "s"}), says(TARGET.question))
        shown = await on.shows(count=2)
        assert "chỉ đọc được chữ" in shown[0].text
        assert shown[1].text.startswith("Tối thiểu")

    play(act, webhook)


@both
def test_a_chat_asked_to_wait_waits_alone_and_gets_every_answer_in_order(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        storm = [Fault(429, chat=AN, retry_after=1) for _ in range(2)]
        on.server.faults += [*storm, Fault(429, "sendMessage", AN, 1)]
        await on.deliver(says("câu thứ nhất"), says(TARGET.question), says("/help"))
        await on.deliver(*(says(TARGET.question, place=3_000 + n) for n in range(10)))
        await until(lambda: all(on.server.seen(3_000 + n) for n in range(10)))
        assert on.server.seen(AN) == [], "the flooded chat delays no other"
        first, second, third = await on.shows(count=3)
        assert "không nêu" in first.text
        assert second.text.startswith("Tối thiểu")
        assert third.text.startswith("Cách")
        assert on.server.faults == []

    play(act, webhook)


@both
def test_what_telegram_cannot_parse_is_sent_plainly_with_its_buttons(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        on.server.faults.append(
            Fault(
                400,
                "sendMessage",
                raw=b'{"ok":false,"error_code":400,"description":"Bad Request: can\'t parse entities: x"}',
            )
        )
        await on.deliver(says(TARGET.question))
        (shown,) = await on.shows()
        assert shown.text.startswith("Tối thiểu 95%")
        assert "đến năm 2025 đạt tối thiểu 95%" in shown.text
        assert "Xem nguồn" in shown.labels
        assert "parse_mode" not in on.server.called("sendMessage")[1].body

    play(act, webhook)


@both
def test_failures_that_did_nothing_are_tried_again_and_doubtful_ones_never(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        on.server.faults += [Fault(500, "sendMessage", AN), Fault(502, "sendMessage", AN)]
        on.server.faults.append(Fault(504, "sendMessage", BINH, raw=b"<html>Gateway Timeout</html>", done=True))
        await on.deliver(says(TARGET.question), says(TARGET.question, BINH))
        await on.shows(AN)
        await on.shows(BINH, count=2)
        await on.settled()
        assert (len(on.server.seen(AN)), len(on.server.seen(BINH))) == (1, 2)
        assert "bị gián đoạn" in on.server.seen(BINH)[1].text, "it may not have arrived, and that is said"

    play(act, webhook)


@both
def test_a_fault_of_ours_is_apologised_for_without_its_words(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        await on.deliver(says("gì cũng hỏng"))
        (shown,) = await on.shows()
        assert "bí mật" not in shown.text
        on.server.blocked.add(BINH)
        await on.deliver(says("/help", BINH), says("/help"))
        await on.shows(count=2)

    play(act, webhook, chat=BrokenChat())


@both
def test_commands_and_descriptions_are_told_per_scope_and_language(webhook: bool) -> None:
    async def act(on: Stage) -> None:
        profile = on.server.profile
        await until(lambda: len(profile) == 12)
        english = profile["commands", "all_private_chats", "en"]
        assert [each["command"] for each in english] == [
            each["command"] for each in profile["commands", "all_private_chats", ""]
        ]
        assert profile["commands", "all_private_chats", ""] == profile["commands", "all_private_chats", "vi"]
        groups = {each["command"] for each in profile["commands", "all_group_chats", "vi"]}
        assert "xoadulieu" not in groups
        assert profile["description", "", "vi"] != profile["description", "", "en"]

    play(act, webhook)
