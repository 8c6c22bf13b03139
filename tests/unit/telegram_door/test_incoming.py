"""What an update asks, in private chats and groups, and that nothing a stranger sends is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.actions import ShowSource, Verdict
from bot.channels.telegram.incoming import Me, read_update
from bot.channels.telegram.intents import (
    Asked,
    Commanded,
    Ignored,
    Pressed,
    Reacted,
    Searched,
    Silence,
    Unreadable,
)
from tests.examples import generated

ME = Me(999, "Plan136_bot")
LAN = {"id": 7, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100123, "type": "supergroup"}


def units(text):
    return len(text.encode("utf-16-le")) // 2


def marked(text, part, kind):
    return {"type": kind, "offset": units(text[: text.index(part)]), "length": units(part)}


def message(text=None, chat=PRIVATE, entities=(), **more):
    said = {} if text is None else {"text": text, "entities": list(entities)}
    return {"message": {"message_id": 5, "from": LAN, "chat": chat, "date": 1, **said, **more}}


def test_any_text_in_a_private_chat_is_a_question():
    asked = read_update(message("  hài lòng 2025? "), ME)
    assert isinstance(asked, Asked)
    assert (asked.text, asked.message, asked.edited) == ("hài lòng 2025?", 5, False)
    assert asked.where.conversation == "telegram:7:0"
    assert asked.where.language == "vi"


def test_decomposed_marks_are_composed():
    asked = read_update(message("hài lòng"), ME)
    assert isinstance(asked, Asked)
    assert asked.text == "hài lòng"


def test_an_edited_question_is_one_that_was_edited():
    asked = read_update({"edited_message": message("PAPI?")["message"]}, ME)
    assert isinstance(asked, Asked)
    assert asked.edited


def test_group_talk_is_not_read():
    for text in ("hôm nay trời đẹp", "PAPI bao nhiêu?", "email a@Plan136_bot.vn", "Plan136_bot ơi"):
        assert read_update(message(text, GROUP), ME) == Ignored(Silence.NOT_FOR_US)


def test_a_mention_asks_what_stands_beside_it_wherever_emoji_put_it():
    text = "👍🏽🇻🇳 @plan136_BOT, PAPI mỗi năm tăng mấy bậc?"
    asked = read_update(message(text, GROUP, [marked(text, "@plan136_BOT", "mention")]), ME)
    assert isinstance(asked, Asked)
    assert asked.text == "👍🏽🇻🇳 PAPI mỗi năm tăng mấy bậc?"
    assert asked.where.conversation == "telegram:-100123:0:7"


def test_a_mention_of_another_is_not_ours():
    text = "@Plan136_bot_test PAPI?"
    assert read_update(message(text, GROUP, [marked(text, "@Plan136_bot_test", "mention")]), ME) == Ignored(
        Silence.NOT_FOR_US
    )


def test_a_bare_mention_under_a_question_asks_that_question():
    text = "@Plan136_bot"
    other = {"message_id": 4, "from": {"id": 8}, "text": "SIPAS 2024 là bao nhiêu?"}
    asked = read_update(message(text, GROUP, [marked(text, text, "mention")], reply_to_message=other), ME)
    assert isinstance(asked, Asked)
    assert asked.text == "SIPAS 2024 là bao nhiêu?"


def test_a_reply_to_us_is_a_question_and_to_another_is_not():
    ours, other = ({"message_id": 4, "from": {"id": number}, "text": "…"} for number in (999, 8))
    assert isinstance(read_update(message("còn 2023?", GROUP, reply_to_message=ours), ME), Asked)
    assert isinstance(read_update(message("còn 2023?", GROUP, reply_to_message=other), ME), Ignored)


def test_a_topic_we_opened_is_not_a_reply_to_us():
    opened = {"message_id": 4, "from": {"id": 999}, "forum_topic_created": {"name": "CCHC"}}
    talk = message("chào", GROUP, reply_to_message=opened, is_topic_message=True, message_thread_id=4)
    assert isinstance(read_update(talk, ME), Ignored)


def test_people_and_topics_of_a_group_are_kept_apart():
    text = "/han"
    command = [marked(text, text, "bot_command")]
    first = read_update(message(text, GROUP, command, is_topic_message=True, message_thread_id=31), ME)
    other = read_update(message(text, GROUP, command, **{"from": {**LAN, "id": 8}}), ME)
    assert isinstance(first, Commanded)
    assert isinstance(other, Commanded)
    assert first.where.conversation == "telegram:-100123:31:7"
    assert other.where.conversation == "telegram:-100123:0:8"


@pytest.mark.parametrize(
    ("text", "name", "argument", "known"),
    [
        ("/start t_a2g", "start", "t_a2g", True),
        ("/chitieu@plan136_bot hài lòng 2025", "chitieu", "hài lòng 2025", True),
        ("/HELP", "help", "", True),
        ("/nguồn 2", "nguon", "2", True),
        ("/khongco", "khongco", "", False),
    ],
)
def test_commands_in_a_private_chat(text, name, argument, known):
    word = text.split()[0]
    entities = [marked(text, word, "bot_command")] if word.isascii() else []
    found = read_update(message(text, entities=entities), ME)
    assert isinstance(found, Commanded)
    assert (found.name, found.argument, found.known) == (name, argument, known)


def test_another_bot_s_command_is_not_ours_even_under_our_message():
    ours = {"message_id": 4, "from": {"id": 999}, "text": "…"}
    for text in ("/help@other_bot", "/ban"):
        command = [marked(text, text, "bot_command")]
        found = read_update(message(text, GROUP, command, reply_to_message=ours), ME)
        assert found == Ignored(Silence.NOT_FOR_US)


def test_the_caption_of_a_picture_is_read_and_a_voice_note_is_told_it_cannot_be():
    captioned = message(photo=[{}], caption="PAPI?", caption_entities=[])
    assert isinstance(read_update(captioned, ME), Asked)
    assert isinstance(read_update(message(voice={}), ME), Unreadable)
    assert read_update(message(chat=GROUP, voice={}), ME) == Ignored(Silence.NO_TEXT)


def test_our_own_card_and_other_bots_are_not_answered():
    assert read_update(message("Chỉ tiêu…", via_bot={"id": 999}), ME) == Ignored(Silence.OUR_CARD)
    bot = {"id": 55, "is_bot": True}
    assert read_update(message("PAPI?", **{"from": bot}), ME) == Ignored(Silence.FROM_A_BOT)


def test_an_anonymous_admin_may_ask():
    text = "/han"
    update = message(text, GROUP, [marked(text, text, "bot_command")], sender_chat=GROUP)
    update["message"]["from"] = {"id": 1087968824, "is_bot": True}
    assert isinstance(read_update(update, ME), Commanded)


def test_a_pressed_button_is_an_action_or_a_press_without_one():
    pressed = {"id": "q1", "from": LAN, "message": {"message_id": 9, "chat": GROUP}, "data": "s:Ab1:2"}
    found = read_update({"callback_query": pressed}, ME)
    assert isinstance(found, Pressed)
    assert found.action == ShowSource("Ab1", 2)
    assert found.where is not None
    assert found.where.person == 7
    hostile = read_update({"callback_query": {**pressed, "data": "s:'; drop table:2"}}, ME)
    assert isinstance(hostile, Pressed)
    assert hostile.action is None
    inline = read_update({"callback_query": {"id": "q", "from": LAN, "inline_message_id": "x"}}, ME)
    assert inline == Pressed("q", None, None, None)


@pytest.mark.parametrize(
    ("emoji", "verdict"),
    [(["👍"], Verdict.USEFUL), (["❤️"], Verdict.USEFUL), (["👎"], Verdict.WRONG), ([], None), (["👍", "👎"], None)],
)
def test_reactions_are_feedback(emoji, verdict):
    new = [{"type": "emoji", "emoji": each} for each in emoji]
    about = {"chat": PRIVATE, "message_id": 3, "user": LAN}
    found = read_update({"message_reaction": {**about, "new_reaction": new}}, ME)
    assert isinstance(found, Reacted)
    assert (found.verdict, found.before) == (verdict, None)
    taken_back = read_update({"message_reaction": {**about, "old_reaction": new, "new_reaction": []}}, ME)
    assert isinstance(taken_back, Reacted)
    assert (taken_back.verdict, taken_back.before) == (None, verdict)


def test_an_inline_query_is_a_look_up_in_the_person_s_language():
    asked = {"id": "i1", "from": {**LAN, "language_code": "en-GB"}, "query": " papi 2025 ", "offset": ""}
    assert read_update({"inline_query": asked}, ME) == Searched("i1", "papi 2025", "en")


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["message_id", "from", "chat", "id", "type", "text", "entities", "offset", "length", "user", "via_bot",
         "reply_to_message", "sender_chat", "language_code", "data", "message", "query", "new_reaction", "emoji",
         "is_bot"]
    ), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip
kinds = st.sampled_from(["message", "edited_message", "callback_query", "inline_query", "message_reaction", "poll"])


@generated(800)
@given(st.dictionaries(kinds, plain, max_size=2) | plain)
def test_nothing_a_stranger_sends_is_an_error(update):
    read_update(update, ME)


@generated(1_000)
@given(st.text(max_size=30), st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(["mention", "bot_command"]))
def test_entities_that_lie_are_passed_over(text, offset, length, kind):
    for chat in (PRIVATE, GROUP):
        read_update(message(text, chat, [{"type": kind, "offset": offset, "length": length}]), ME)
