"""Two replicas on one store, each with an engine of its own: whichever is asked, there is one assistant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assembly import FrontDesk, open_front_desk
from bot.messages import Incoming, Status
from bot.settings import BotSettings
from bot.store_ports import Opinion
from tests.fakes_knowledge import TODAY, ask, keyword_knowledge
from tests.fakes_reception import Watching
from tests.fakes_store import SHARED_KINDS, emptied, url_of

pytestmark = pytest.mark.anyio
FIRST, NEXT = "Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?", "còn năm 2023?"


def asking(text: str) -> Incoming:
    return Incoming(text, "chat 1", "telegram", "7")


@pytest.mark.parametrize("kind", SHARED_KINDS)
async def test_any_replica_goes_on_with_a_conversation_and_counts_the_same_person(kind: str, tmp_path: Path) -> None:
    emptied(kind)
    settings = BotSettings(today=TODAY, database_url=url_of(kind), rate_per_minute=6, rate_burst=3)
    replicas: list[FrontDesk] = [open_front_desk(settings, tmp_path, keyword_knowledge(), Watching()) for _ in range(2)]
    one, other = (desk.reception for desk in replicas)
    try:
        first = await one.ask(asking(FIRST))
        follow_up = await other.ask(asking(NEXT))
        assert follow_up.reply.text == ask(NEXT, FIRST).text
        assert "85%" in follow_up.reply.text
        assert await one.last("chat 1") == follow_up
        assert first.id is not None
        assert await other.kept(first.id) == first.reply
        assert await other.opinion(first.id, "telegram", "7", Opinion(True))
        third = await one.ask(asking(NEXT))
        fourth = await other.ask(asking(NEXT))
        assert third.reply.status is Status.ANSWERED_TARGET
        assert fourth.reply.status is Status.REFUSED_RATE_LIMITED, "the limit is one person's, not one process's"
        removed = await one.forget("telegram", "7", "chat 1")
        assert (removed.feedback, removed.turns) == (1, 1)
        assert await other.last("chat 1") is None
        assert (await other.ask(asking(NEXT))).reply.text != follow_up.reply.text, "what was carried over is gone"
    finally:
        for desk in replicas:
            await desk.workers.close(10)
            desk.store.close()
