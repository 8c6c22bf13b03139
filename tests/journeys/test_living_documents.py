"""A serving process follows what is added, reviewed and removed beside it, without a restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assembly import open_assistant
from bot.following import following
from bot.messages import Incoming
from bot.serving.renewal import Renewal
from bot.settings import BotSettings
from bot.views import views_of
from knowledge.adding import add_document, remove_document
from knowledge.assembly import Knowledge, KnowledgeSource
from knowledge.collection import UNREAD, CollectionError
from knowledge.deciding import ACCEPTED, Decision, decide
from knowledge.holdings import open_holdings
from knowledge.index.succeeding import SucceedingIndex
from knowledge.index.warming import WarmingIndex
from knowledge.ingestion.identity import Identity
from knowledge.ports import Scored
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings
from tests.bench.server import served
from tests.fakes_collection import MemoryCollection
from tests.fakes_documents import NUMBER, PLAN, PLAN_ID, collection_at, plan_file
from tests.fakes_knowledge import TODAY

QUESTION = f"Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử theo Kế hoạch {NUMBER} là bao nhiêu?"
LABEL = "chưa được người kiểm duyệt"
GENEROUS = 10.0  # seconds; what is promised is two, on a machine that does nothing else


class Away(MemoryCollection):
    """A collection whose database may be away."""

    away = False

    def revision(self) -> int:
        if self.away:
            raise CollectionError("the database server cannot be reached")
        return super().revision()

    def snapshot(self):  # type: ignore[no-untyped-def]
        self.revision()
        return super().snapshot()


class KeywordSource(KnowledgeSource):
    """Knowledge that is searched by keywords alone."""

    def open(self) -> Knowledge:
        return by_keywords(super().open())

    def renewed(self, before: Knowledge) -> Knowledge | None:
        found = super().renewed(before)
        return found and by_keywords(found)


def by_keywords(knowledge: Knowledge) -> Knowledge:
    return replace(knowledge, retriever=Retriever(knowledge.passages, None, knowledge.keywords))


def renewing(home: Path, collection: Away) -> Renewal:
    source = KeywordSource(KnowledgeSettings(_env_file=None, plan136_home=home), collection)
    return Renewal(source, open_assistant(BotSettings(_env_file=None, today=TODAY), source.open()))


def test_answers_and_pages_follow_the_collection(tmp_path: Path) -> None:
    collection = Away()
    renewal = renewing(tmp_path / "home", collection)
    assistant = renewal._assistant
    views = views_of(assistant, BotSettings(_env_file=None, today=TODAY))
    assert not renewal.once() and views.library.document(PLAN_ID) is None
    add_document(collection, plan_file(tmp_path), Identity(number=NUMBER))
    assert renewal.once() and not renewal.once()
    assert "72%" in (said := assistant.chat.reply_to(Incoming(QUESTION, "a")).text) and LABEL in said
    assert views.library.document(PLAN_ID) is not None
    assert views.register.target(f"{PLAN_ID}/1", "vi", TODAY) is not None
    decide(collection, open_holdings(collection), [Decision(ACCEPTED, f"{PLAN_ID}/1")], "cli")
    assert renewal.once()
    assert LABEL not in assistant.chat.reply_to(Incoming(QUESTION, "b")).text
    remove_document(collection, PLAN_ID)
    assert renewal.once()
    assert "72%" not in assistant.chat.reply_to(Incoming(QUESTION, "c")).text
    assert views.register.target(f"{PLAN_ID}/1", "vi", TODAY) is None


def test_a_question_in_flight_ends_on_what_it_began_with(tmp_path: Path) -> None:
    collection = Away()
    renewal = renewing(tmp_path / "home", collection)
    add_document(collection, plan_file(tmp_path), Identity(number=NUMBER))

    def meanwhile(step: str) -> None:
        if step == "understand":
            renewal.once()

    before = renewal._assistant.chat.reply_to(Incoming(QUESTION, "a", progress=meanwhile))
    assert "72%" not in before.text
    assert "72%" in renewal._assistant.chat.reply_to(Incoming(QUESTION, "b")).text


def test_a_database_that_is_away_leaves_the_library_and_heals(tmp_path: Path) -> None:
    collection = Away()
    add_document(collection, plan_file(tmp_path), Identity(number=NUMBER))
    collection.away = True
    renewal = renewing(tmp_path / "home", collection)
    assert renewal._assistant.knowledge.revision == UNREAD
    assert not renewal.once() and renewal.degraded() == ("documents",)
    assert "95%" in renewal._assistant.chat.reply_to(Incoming("Mức độ hài lòng năm 2025 phải đạt bao nhiêu?", "a")).text
    collection.away = False
    assert renewal.once() and renewal.degraded() == ()
    assert "72%" in renewal._assistant.chat.reply_to(Incoming(QUESTION, "b")).text


def test_a_view_is_made_once_for_each_source() -> None:
    made: list[str] = []
    now = "một"

    def view(source: str) -> str:
        made.append(source)
        return source

    shown = following(lambda: now, view)
    assert (shown.upper(), shown.upper()) == ("MỘT", "MỘT")
    now = "hai"
    assert (shown.upper(), made) == ("HAI", ["một", "hai"])


class Fixed:
    """An index of one passage."""

    def __init__(self, passage: str) -> None:
        self.passage = passage

    def search(self, _question: str, _limit: int) -> list[Scored]:
        return [Scored(self.passage, 1.0)]


def test_the_vectors_before_answer_until_those_after_are_there() -> None:
    gate: list[bool] = []

    def slow() -> Fixed:
        while not gate:
            time.sleep(0.01)
        return Fixed("sau")

    first = WarmingIndex("dense", lambda: Fixed("trước"))
    first.start()
    assert first.wait(GENEROUS)
    second = SucceedingIndex(first, WarmingIndex("dense", slow))
    second.start()
    assert [s.passage for s in second.search("x", 1)] == ["trước"] and second.degraded is None
    gate.append(True)
    assert second.wait(GENEROUS)
    assert [s.passage for s in second.search("x", 1)] == ["sau"]


def until(attempt: Callable[[], bool]) -> float:
    """The seconds until something holds."""
    began = time.perf_counter()
    while not attempt():
        assert time.perf_counter() - began < GENEROUS, "it was not seen"
        time.sleep(0.05)
    return time.perf_counter() - began


@pytest.mark.real
def test_a_serving_process_sees_each_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served() as server:
        collection = collection_at(tmp_path / "home")

        def listed() -> bool:
            return PLAN_ID in str(server.request("GET", "/api/documents"))

        def reviewed() -> bool:
            return LABEL not in str(server.ask(QUESTION)["text"])

        add_document(collection, plan_file(tmp_path, PLAN), Identity(number=NUMBER))
        spent = [until(listed)]
        assert "72%" in str(server.ask(QUESTION)["text"])
        decide(collection, open_holdings(collection), [Decision(ACCEPTED, f"{PLAN_ID}/1")], "cli")
        spent.append(until(reviewed))
        remove_document(collection, PLAN_ID)
        spent.append(until(lambda: not listed()))
        collection.close()
    with capsys.disabled():
        print("seen after", ", ".join(f"{seconds:.2f} s" for seconds in spent))
