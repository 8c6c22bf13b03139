"""A thousand people at once through the whole assistant and its store: nobody is told what another was asking about."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.assembly import FrontDesk, open_front_desk
from bot.messages import Incoming, Reply
from bot.receiving import standing
from bot.settings import BotSettings
from tests.fakes_knowledge import TODAY, ask, keyword_knowledge
from tests.fakes_reception import Watching

pytestmark = pytest.mark.anyio
PEOPLE = 1000
TALKS = (
    ("Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?", "còn năm 2023?"),
    ("Số hóa kết quả năm 2021 ở cấp huyện tối thiểu bao nhiêu?", "thế cấp xã?"),
    ("Kế hoạch 136 tích hợp Cổng Dịch vụ công quốc gia bao nhiêu?", "còn Nghị quyết 76?"),
    ("SIPAS năm 2024 của Hà Nội là bao nhiêu?", "còn PAR INDEX?"),
    ("PAPI năm 2023 xếp hạng mấy?", "năm sau đó thì sao?"),
    ("What is the satisfaction target for 2025?", "and 2023?"),
    ("Ai ký Kế hoạch 136?", "còn năm 2023?"),
)


def told(reply: Reply) -> tuple[object, ...]:
    """What a person is told."""
    return reply.status, reply.text, reply.facts, reply.interpretation, reply.suggestions


async def test_a_thousand_interleaved_people_are_told_what_each_would_be_told_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QUESTION_SECONDS", "CALL_SECONDS"):  # a busy machine is no store that hangs
        monkeypatch.setattr(standing, name, 60.0)
    alone = [[told(ask(talk[0])), told(ask(talk[1], talk[0]))] for talk in TALKS]
    assert len({str(each) for each in alone}) == len(TALKS), "each talk would betray a crossing"
    settings = BotSettings(today=TODAY, rate_per_minute=0, answer_queue=5 * PEOPLE)
    desk = open_front_desk(settings, tmp_path, keyword_knowledge(), Watching())
    turns_left = {n: list(enumerate(TALKS[n % len(TALKS)])) for n in range(PEOPLE)}

    async def talk(person: int) -> list[tuple[object, ...]]:
        heard = []
        for _, words in turns_left[person]:
            kept = await desk.reception.ask(Incoming(words, f"chat {person}", "telegram", str(person)))
            assert kept.id is not None
            heard.append(told(kept.reply))
        return heard

    try:
        everybody = await asyncio.gather(*map(talk, range(PEOPLE)))
        assert [n for n in range(PEOPLE) if everybody[n] != alone[n % len(TALKS)]] == []
        await only_their_own(desk, alone)
    finally:
        await desk.workers.close(30)
        desk.store.close()


async def only_their_own(desk: FrontDesk, alone: list[list[tuple[object, ...]]]) -> None:
    """What is kept of a conversation is its own; forgetting one person leaves the others."""
    for person in range(0, PEOPLE, 37):
        last = await desk.reception.last(f"chat {person}")
        assert last is not None
        assert told(last.reply) == alone[person % len(TALKS)][1]
    removed = await desk.reception.forget("telegram", "0", "chat 0")
    assert (removed.answers, removed.turns) == (2, 1), "the turn of the conversation is theirs"
    assert await desk.reception.last("chat 0") is None
    assert await desk.reception.last("chat 1") is not None
