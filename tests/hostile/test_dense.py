"""The vector store hangs, is away, wiped or broken: keywords answer in time, and it comes back by itself."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.readiness import readiness_of
from knowledge.assembly import open_dense
from knowledge.index import building, chroma, chroma_client, generations
from knowledge.index.back_off import BackOff
from knowledge.index.keywords import KeywordIndex
from knowledge.index.warming import WarmingIndex
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings
from tests.chroma_server import ChromaServer, chroma_server
from tests.fakes import FakeEncoder, passage
from tests.fakes_knowledge import keyword_knowledge
from tests.hanging_servers import dripping_server, silent_server

pytestmark = pytest.mark.real
PASSAGES = [passage(f"Đoạn số {n} nói về việc thứ {n} của thành phố.") for n in range(12)]
BY_ID = {each.id: each for each in PASSAGES}
ANSWER_SECONDS = 2.0
READY_SECONDS = 5.0
COMES_BACK_SECONDS = 60.0


@dataclass
class Searching:
    """Both halves over a small library, the dense one watched in the background as by ``serve``."""

    home: Path
    url: str | None
    encoder: FakeEncoder
    dense: WarmingIndex
    retriever: Retriever

    def degraded(self) -> tuple[str, ...]:
        """What a reply says; keywords find the passage within the deadline, whatever the dense half does."""
        began = time.monotonic()
        found = self.retriever.search("đoạn số 3 nói về việc thứ 3")
        took = time.monotonic() - began
        assert took < ANSWER_SECONDS, f"an answer took {took:.1f} s"
        assert found.hits[0].passage == PASSAGES[3]
        return found.degraded

    def readyz(self) -> tuple[str, ...]:
        """What ``/readyz`` says, within its deadline."""
        began = time.monotonic()
        said = readiness_of(replace(keyword_knowledge(), dense=self.dense)).degraded()
        took = time.monotonic() - began
        assert took < READY_SECONDS, f"/readyz took {took:.1f} s"
        return said

    def comes_back(self) -> None:
        """Hybrid answers are given again, with nobody's help."""
        until(lambda: self.degraded() == () and self.readyz() == () and self._finds_all())

    def _finds_all(self) -> bool:
        return len(self.dense.search("đoạn số 3", 50)) == len(PASSAGES)


def until(true: Callable[[], object], seconds: float = COMES_BACK_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds:g} s"
        time.sleep(0.05)


@contextmanager
def searching(home: Path, url: str | None = None) -> Iterator[Searching]:
    settings = KnowledgeSettings(_env_file=None, plan136_home=home, chroma_url=url)  # type: ignore[call-arg]
    encoder = FakeEncoder()
    dense = WarmingIndex("dense", lambda: open_dense(BY_ID, encoder, settings), back_off=BackOff(first=0.2, most=1.0))
    dense.start()
    try:
        yield Searching(home, url, encoder, dense, Retriever(BY_ID, dense, KeywordIndex.build(PASSAGES)))
    finally:
        dense.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def silent() -> Iterator[str]:
    with silent_server() as url:
        yield url


@pytest.fixture
def dripping() -> Iterator[str]:
    with dripping_server() as url:
        yield url


def test_a_frozen_server_is_given_up_on_and_taken_again_when_it_goes_on(tmp_path: Path, server: ChromaServer) -> None:
    with searching(tmp_path / "home", server.url) as stage:
        stage.comes_back()
        server.freeze()
        assert stage.degraded() in {("dense: ReadTimeout",), ("dense: GaveUpError",)}
        began = time.monotonic()
        for _ in range(20):
            assert stage.degraded()
        assert time.monotonic() - began < ANSWER_SECONDS, "only the first search waits"
        assert stage.readyz()[0].startswith("dense: ")
        server.thaw()
        stage.comes_back()


def test_readyz_alone_notices_a_frozen_server(tmp_path: Path, server: ChromaServer) -> None:
    with searching(tmp_path / "home", server.url) as stage:
        stage.comes_back()
        server.freeze()
        assert stage.readyz()[0].startswith("dense: ")
        server.thaw()
        stage.comes_back()


def test_a_server_that_dies_and_comes_back_empty_is_filled_without_encoding(
    tmp_path: Path, server: ChromaServer
) -> None:
    with searching(tmp_path / "home", server.url) as stage:
        stage.comes_back()
        stage.encoder.encoded.clear()
        server.kill()
        assert stage.degraded()[0].startswith("dense: ")  # a connection that broke, or none
        assert stage.readyz()[0].startswith("dense: ")
        server.start()
        stage.comes_back()
        server.kill()
        server.wipe()
        server.start()
        assert stage.readyz()[0].startswith("dense: ")
        stage.comes_back()
        assert stage.encoder.encoded == []


def test_a_server_that_starts_late_is_filled_then(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "server", started=False) as server, searching(tmp_path / "home", server.url) as stage:
        stage.dense.wait(30)
        assert stage.degraded() == ("dense: ChromaAwayError",)
        assert stage.readyz() == ("dense: ChromaAwayError",)
        until(lambda: len(stage.encoder.encoded) == len(PASSAGES))
        server.start()
        stage.comes_back()
        assert len(stage.encoder.encoded) == len(PASSAGES), "what was encoded is kept while the server is awaited"


def test_collections_that_are_emptied_or_cut_short_are_noticed_by_readyz(tmp_path: Path, server: ChromaServer) -> None:
    with searching(tmp_path / "home", server.url) as stage:
        stage.comes_back()
        for count in (1, len(PASSAGES)):
            generation = generations.current(stage.home)
            assert generation is not None
            store = chroma.open_store(Path(), generation.name, FakeEmbeddings(), server.url)
            store.vectors.delete(ids=[f"{each.id}:0" for each in PASSAGES[:count]])
            store.close()
            assert stage.readyz() == ("dense: BrokenIndexError",)
            stage.comes_back()
            assert stage.encoder.encoded == [each.searchable for each in PASSAGES], "once, at the beginning"


def test_a_server_that_never_answers_is_given_up_on(tmp_path: Path, silent: str) -> None:
    with searching(tmp_path / "home", silent) as stage:
        assert stage.degraded() == ("dense",)
        assert not stage.dense.wait(30)
        assert stage.degraded() == ("dense: ChromaAwayError",)
        assert stage.readyz() == ("dense: ChromaAwayError",)


def test_a_server_that_drips_holds_up_no_answer(tmp_path: Path, dripping: str) -> None:
    with searching(tmp_path / "home", dripping) as stage:
        for _ in range(10):
            assert stage.degraded() == ("dense",)
            assert stage.readyz() == ("dense",)
            time.sleep(0.2)


def test_building_without_the_server_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(chroma.ChromaAwayError, match=r"127\.0\.0\.1:1 does not answer .* CHROMA_URL"):
        building.build(PASSAGES, FakeEncoder(), tmp_path, chroma_url="http://127.0.0.1:1")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://:8000", "127.0.0.1:8000", "http://127.0.0.1:abc"])
def test_an_address_with_no_server_leaves_keywords(tmp_path: Path, url: str) -> None:
    with searching(tmp_path / "home", url) as stage:
        stage.dense.wait(30)
        assert stage.degraded()[0].startswith("dense: ")
        assert stage.readyz()[0].startswith("dense: ")


def remove(chroma_folder: Path) -> None:
    shutil.rmtree(chroma_folder)


def remove_content(chroma_folder: Path) -> None:
    for path in chroma_folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def garble(chroma_folder: Path) -> None:
    for path in chroma_folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"x" * 1000)


def cut(chroma_folder: Path) -> None:
    for path in chroma_folder.rglob("*"):
        if path.is_file():
            os.truncate(path, path.stat().st_size // 2)


def empty_files(chroma_folder: Path) -> None:
    for path in chroma_folder.rglob("*"):
        if path.is_file():
            os.truncate(path, 0)


def file_in_its_place(chroma_folder: Path) -> None:
    shutil.rmtree(chroma_folder)
    chroma_folder.write_text("not a folder")


DAMAGES = [remove, remove_content, garble, cut, empty_files, file_in_its_place]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_local_store_is_filled_again_at_the_start(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    generation = building.build(PASSAGES, FakeEncoder(), tmp_path)
    damage(generation.folder / generations.CHROMA)
    with searching(tmp_path) as stage:
        stage.comes_back()
        assert stage.encoder.encoded == []
        assert generations.current(tmp_path) == generation


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_local_store_that_breaks_while_it_is_used_costs_no_answer(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with searching(tmp_path) as stage:
        stage.comes_back()
        generation = generations.current(tmp_path)
        assert generation is not None
        damage(generation.folder / generations.CHROMA)
        stage.readyz()
        stage.comes_back()
        stage.comes_back()


def test_an_index_that_is_deleted_while_it_is_used_costs_no_answer(tmp_path: Path, server: ChromaServer) -> None:
    with searching(tmp_path, server.url) as stage:
        stage.comes_back()
        shutil.rmtree(tmp_path / "index")
        server.kill()
        server.wipe()
        server.start()
        stage.degraded()
        stage.comes_back()


def test_a_home_that_cannot_be_written_leaves_keywords_until_it_can(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("in the way")
    with searching(home) as stage:
        assert not stage.dense.wait(30)
        assert stage.degraded() in {("dense: FileExistsError",), ("dense: NotADirectoryError",)}
        home.unlink()
        stage.comes_back()


def test_collections_of_old_generations_go_and_no_other(tmp_path: Path, server: ChromaServer) -> None:
    client = chroma_client.Client(Path(), server.url)
    day = 86_400
    foreign_used = f"g-{int((time.time() - 9 * day) * 1e9):020d}-aaaaaa"
    foreign_unused = f"g-{int((time.time() - 8 * day) * 1e9):020d}-bbbbbb"
    foreign_new = f"g-{time.time_ns():020d}-cccccc"
    others = {"somebody-elses", "g-notes", foreign_used, foreign_new}
    for name in (*others, foreign_unused):
        noted = {chroma.USED: int(time.time() - 60)} if name == foreign_used else None
        client.get_or_create_collection(name, metadata=noted)
    home, encoder = tmp_path / "home", FakeEncoder()
    names = [building.build(PASSAGES[: n + 2], encoder, home, chroma_url=server.url).name for n in range(4)]
    assert set(client.collections()) == {*others, *names[-2:]}
    neighbour = building.build(PASSAGES, encoder, tmp_path / "neighbour", chroma_url=server.url).name
    again = building.build(PASSAGES[:7], encoder, home, chroma_url=server.url).name
    assert set(client.collections()) == {*others, neighbour, names[-1], again}
    client.close()


def test_two_installations_fill_one_server_at_once(tmp_path: Path, server: ChromaServer) -> None:
    homes = [tmp_path / "a", tmp_path / "b", tmp_path / "a"]
    failures: list[Exception] = []

    def work(home: Path) -> None:
        try:
            building.build(PASSAGES, FakeEncoder(), home, chroma_url=server.url)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(home,)) for home in homes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    for home in homes:
        with searching(home, server.url) as stage:
            stage.comes_back()
            assert stage.encoder.encoded == []


class FakeEmbeddings:
    """LangChain's face of an encoder that is not asked."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return FakeEncoder().encode_passages(texts)

    def embed_query(self, text: str) -> list[float]:
        return FakeEncoder().encode_query(text)
