"""What the inbox keeps of an update is what is needed to answer it, comes back the same, and names nobody."""

from __future__ import annotations

import pytest

from bot.channels.telegram.actions import FollowUp, Verdict
from bot.channels.telegram.intents import (
    Asked,
    Commanded,
    Doubted,
    Ignored,
    Intent,
    Owed,
    Pressed,
    Reacted,
    Searched,
    Silence,
    Unreadable,
    Where,
    doubt_of,
)
from bot.channels.telegram.message import Copy, Inline, Link, Message, Picture, Press
from bot.channels.telegram.payloads import read, written
from bot.store.discretion import discreet_payload

HERE = Where(-1002, 7, 1001, private=False, language="en")
CARD = Picture("card", "kh-136-2021/1", "vi")
BUTTONS = ((Press("Xem nguồn", "s:a:1"), Copy("Chép", "“95%”")), (Link("Mở", "https://t.me/b"), Inline("Gửi", "papi")))
KEPT = [
    Asked(HERE, 5, "Chỉ tiêu “95%” 👍\n?", edited=True),
    Commanded(HERE, 6, "chitieu", "papi 2025", known=True),
    Commanded(HERE, 6, "la", "", known=False, edited=True),
    Unreadable(HERE, 8),
    Pressed("q1", HERE, 9, FollowUp("Ab-12_x", 2)),
    Pressed("q2", None, None, None),
    Reacted(HERE, 10, Verdict.WRONG),
    Reacted(HERE, 10, None, before=Verdict.USEFUL),
    Unreadable(HERE, 8, too_many=True),
    Owed(
        HERE,
        (Message("<b>95%</b> 0912345678", ("95%", "và hai"), BUTTONS, CARD), Message("", ("chữ",))),
        (7, 8),
        5,
        "d",
        "Ab",
    ),
    Owed(HERE, (Message("a", ("a",)),)),
    Doubted(HERE, 5),
    Doubted(HERE, None, pressed=True),
]


@pytest.mark.parametrize("intent", KEPT, ids=lambda each: type(each).__name__)
def test_an_intent_comes_back_as_it_was(intent: Intent) -> None:
    assert read(written(intent)) == intent
    assert read(discreet_payload(written(intent))) == intent, "what we say ourselves is not covered"


def test_what_a_version_before_wrote_is_still_answered() -> None:
    where = '"where":{"chat":1,"thread":null,"person":1,"private":true,"language":"vi"},"message":3'
    assert isinstance(read('{"kind":"unreadable",' + where + "}"), Unreadable)
    assert isinstance(read('{"kind":"reacted","verdict":null,' + where + "}"), Reacted)


@pytest.mark.parametrize(
    "payload",
    ["", "{", "[]", "null", "{}", '{"kind":"asked"}', '{"kind":"new","where":null,"message":1}',
     '{"kind":"asked","where":{"chat":1},"message":1}', '{"kind":"reacted","where":null,"message":1,"verdict":"x"}'],
)  # fmt: skip
def test_what_another_version_wrote_is_no_intent(payload: str) -> None:
    assert read(payload) is None


def test_a_doubt_is_about_what_somebody_waits_for_keeps_none_of_its_words_and_is_not_doubted_itself() -> None:
    asked, commanded = Asked(HERE, 5, "hỏi"), Commanded(HERE, 6, "nguon", "hỏi", known=True)
    doubts = [doubt_of(each) for each in (asked, commanded, Pressed("q1", HERE, 9, None), Owed(HERE, (), (), 5))]
    assert doubts == [Doubted(HERE, 5), Doubted(HERE, 6), Doubted(HERE, 9, pressed=True), Doubted(HERE, 5)]
    assert doubt_of(Owed(HERE, ())) == Doubted(HERE, None, pressed=True), "a page is kept without what asked for it"
    assert not [each for each in doubts if each and "hỏi" in written(each)]
    nobody = [Doubted(HERE, 5), Pressed("q2", None, None, None), Unreadable(HERE, 8), Searched("q", "hỏi", "vi")]
    assert [doubt_of(each) for each in (*nobody, Reacted(HERE, 10, Verdict.WRONG))] == [None] * 5


def test_what_wants_no_answer_is_not_kept() -> None:
    with pytest.raises(ValueError, match="Ignored"):
        written(Ignored(Silence.MALFORMED))
