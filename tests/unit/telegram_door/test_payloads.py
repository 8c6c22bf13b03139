"""What the inbox keeps of an update is what is needed to answer it, comes back the same, and names nobody."""

from __future__ import annotations

import pytest

from bot.channels.telegram.actions import FollowUp, Verdict
from bot.channels.telegram.intents import (
    Asked,
    Commanded,
    Ignored,
    Intent,
    Pressed,
    Reacted,
    Silence,
    Unreadable,
    Where,
)
from bot.channels.telegram.payloads import read, written

HERE = Where(-1002, 7, 1001, private=False, language="en")
KEPT = [
    Asked(HERE, 5, "Chỉ tiêu “95%” 👍\n?", edited=True),
    Commanded(HERE, 6, "chitieu", "papi 2025", known=True),
    Commanded(HERE, 6, "la", "", known=False, edited=True),
    Unreadable(HERE, 8),
    Pressed("q1", HERE, 9, FollowUp("Ab-12_x", 2)),
    Pressed("q2", None, None, None),
    Reacted(HERE, 10, Verdict.WRONG),
    Reacted(HERE, 10, None),
]


@pytest.mark.parametrize("intent", KEPT, ids=lambda each: type(each).__name__)
def test_an_intent_comes_back_as_it_was(intent: Intent) -> None:
    assert read(written(intent)) == intent


@pytest.mark.parametrize(
    "payload",
    ["", "{", "[]", "null", "{}", '{"kind":"asked"}', '{"kind":"new","where":null,"message":1}',
     '{"kind":"asked","where":{"chat":1},"message":1}', '{"kind":"reacted","where":null,"message":1,"verdict":"x"}'],
)  # fmt: skip
def test_what_another_version_wrote_is_no_intent(payload: str) -> None:
    assert read(payload) is None


def test_what_wants_no_answer_is_not_kept() -> None:
    with pytest.raises(ValueError, match="Ignored"):
        written(Ignored(Silence.MALFORMED))
