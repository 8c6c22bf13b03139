"""What ``/readyz`` and the figures say of the store: what people meet, not what a glance at it finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.assembly import FrontDesk, open_front_desk
from bot.messages import Incoming
from bot.readiness import readiness_of
from bot.receiving.standing import REST_SECONDS, Standing
from bot.settings import BotSettings
from bot.store.opening import SqlStore
from bot.store_errors import StoreBusyError, StoreFullError
from tests.fakes_knowledge import TODAY, keyword_knowledge
from tests.fakes_reception import Watching
from tests.fakes_store import Clock

pytestmark = pytest.mark.anyio


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    opened = open_front_desk(BotSettings(today=TODAY), tmp_path, keyword_knowledge(), Watching())
    yield opened
    opened.store.close()


def store_named(desk: FrontDesk) -> bool:
    return "store" in readiness_of(desk.assistant.knowledge, desk).degraded()


async def test_a_full_disk_is_named_until_there_is_room_though_it_can_be_read(desk: FrontDesk) -> None:
    def no_more_pages(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite makes it what the file has already

    assert isinstance(desk.store, SqlStore)
    engine = desk.store.database.engine
    assert not store_named(desk)
    event.listen(engine, "checkout", no_more_pages)
    for number in range(8):  # until the room the file has is used up
        kept = await desk.reception.ask(Incoming(f"Kế hoạch 136 có bao nhiêu chỉ tiêu? {number}", "chat 1", "web", "7"))
    assert kept.id is None
    assert store_named(desk)
    assert store_named(desk), "that it can be read changes nothing"
    event.remove(engine, "checkout", no_more_pages)
    engine.dispose()  # its connections keep what they were told
    assert not store_named(desk), "without waiting for the next question"
    await desk.workers.close(10)


def test_what_can_be_read_but_not_written_is_in_trouble_until_a_write_works() -> None:
    clock = Clock()
    standing = Standing(clock)

    def locked() -> None:
        raise StoreBusyError("locked")

    standing.attempt("keep an answer", locked, None)
    clock.now += REST_SECONDS
    assert standing.attempt("look at the store", lambda: "read", None, reading=True) == "read"
    assert str(standing.trouble) == "locked"
    standing.attempt("keep an answer", lambda: None, None)
    assert standing.trouble is None


def test_one_trouble_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    standing = Standing(Clock())

    def full() -> None:
        raise StoreFullError("no room")

    with caplog.at_level("INFO"):
        for _ in range(20):
            standing.attempt("keep an answer", full, None)
            standing.attempt("read a turn", lambda: None, None, reading=True)
        standing.attempt("keep an answer", lambda: None, None)
        standing.attempt("keep an answer", full, None)
    said = [(record.levelname, str(record.msg)) for record in caplog.records if "store" in str(record.msg)]
    assert [level for level, _ in said] == ["WARNING", "INFO", "WARNING"]
