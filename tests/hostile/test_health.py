"""Health says what people meet: it tries what an answer needs, answers in time, and cannot be used to load us."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.assembly import open_front_desk
from bot.channels.web.access import Access
from bot.channels.web.app import create_app
from bot.commands import checking
from bot.ports import DAMAGED, health_status
from bot.readiness import readiness_of
from bot.receiving import probing
from bot.receiving.probing import Probe, ProbedParts
from bot.settings import BotSettings
from bot.store.database import SQLITE_FILE
from knowledge.ports import Scored
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings
from tests.fakes_chat import FakeLibrary, FakeReadiness
from tests.fakes_collection import MemoryCollection
from tests.fakes_knowledge import TODAY, keyword_knowledge
from tests.fakes_reception import Watching, reception_of

HOSTS = Access(hosts=("hoi.example.vn",))
DOCKERFILE = Path(__file__).parents[2] / "docs" / "deploy" / "Dockerfile"


def client(
    readiness: object | None = None, access: Access | None = None, host: str = "127.0.0.1", near: str = "127.0.0.1"
) -> TestClient:
    app: Any = create_app(reception_of(), FakeLibrary(), readiness or FakeReadiness(), access=access)  # type: ignore[arg-type]
    return TestClient(app, base_url=f"http://{host}:8136", client=(near, 5), raise_server_exceptions=False)


# The addresses


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_head_answers_as_get_without_a_body(path: str) -> None:
    head, get = client().head(path), client().get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert get.status_code == 200
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.7"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_this_machine_may_ask_how_we_are_by_any_name(path: str, host: str) -> None:
    assert client(access=HOSTS, host=host).get(path).status_code == 200
    assert client(access=HOSTS, host=host, near="::1").head(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/readyz", "203.0.113.9"),
        ("/healthz", "10.0.0.7"),
        ("/healthz", "not an address"),
        ("/", "127.0.0.1"),
        ("/healthz/", "127.0.0.1"),
        ("/readyz/../", "127.0.0.1"),
        ("/api/documents", "127.0.0.1"),
        ("/tra-loi/AAAAAAAAAAAAAAAAAAAAAA", "127.0.0.1"),
    ],
)
def test_all_else_is_refused_under_a_foreign_name(path: str, near: str) -> None:
    assert client(access=HOSTS, near=near).get(path).status_code == 421
    assert client(access=HOSTS, host="hoi.example.vn", near=near).get(path).status_code != 421


def test_the_images_health_check_asks_an_address_that_answers_with_public_hosts() -> None:
    found = re.search(r"urlopen\('http://127\.0\.0\.1:8136(/\w+)'", DOCKERFILE.read_text(encoding="utf-8"))
    assert found
    assert client(access=HOSTS).get(found[1]).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ((), 200),
        (("store",), 200),
        (("dense", "telegram"), 200),
        (("store: damaged",), 503),
        (("dense: OSError",), 200),
    ],
)
def test_what_a_person_must_mend_is_503_and_what_heals_is_named(parts: tuple[str, ...], status: int) -> None:
    said = client(FakeReadiness(*parts)).get("/readyz")
    assert said.status_code == status == health_status(parts)
    assert said.json() == {"status": "degraded" if parts else "ready", "degraded": list(parts)}


# The probes


def test_a_part_that_hangs_is_named_in_time_and_the_others_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "WITHIN_SECONDS", 0.3)
    free, began = threading.Event(), time.monotonic()

    def hang() -> Sequence[str]:
        free.wait(30)
        return ()

    parts = ProbedParts([Probe("search", hang), Probe("store", lambda: ("store",)), Probe("sound", lambda: ())])
    assert parts.degraded() == ("search: no answer", "store")
    assert time.monotonic() - began < 5
    free.set()


def test_a_part_known_to_be_in_trouble_is_not_waited_for_long() -> None:
    free, began = threading.Event(), time.monotonic()

    def hang() -> Sequence[str]:
        free.wait(30)
        return ()

    assert ProbedParts([Probe("store", hang, lambda: ("store",))]).degraded() == ("store",)
    assert time.monotonic() - began < probing.WITHIN_SECONDS
    free.set()


def test_a_flood_of_health_checks_is_one_probe_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "FRESH_SECONDS", 0.0)
    inside, most, runs, lock = 0, 0, 0, threading.Lock()

    def look() -> Sequence[str]:
        nonlocal inside, most, runs
        with lock:
            inside, runs = inside + 1, runs + 1
            most = max(most, inside)
        time.sleep(0.02)
        with lock:
            inside -= 1
        return ("store",)

    parts = ProbedParts([Probe("store", look)])
    with ThreadPoolExecutor(32) as pool:
        assert {pool.submit(parts.degraded).result() for _ in range(200)} == {("store",)}
        found = list(pool.map(lambda _: parts.degraded(), range(400)))
    assert set(found) == {("store",)}
    assert most == 1
    monkeypatch.setattr(probing, "FRESH_SECONDS", 60.0)
    before = runs
    for _ in range(50):
        parts.degraded()
    assert runs <= before + 1


def test_a_probe_that_breaks_names_its_part() -> None:
    def broken() -> Sequence[str]:
        raise RuntimeError("mật khẩu")

    assert ProbedParts([Probe("search", broken)]).degraded() == ("search: RuntimeError",)


# What people meet


def test_a_search_that_finds_nothing_is_named() -> None:
    known = keyword_knowledge()

    @dataclass
    class Empty:
        def search(self, _question: str, _limit: int) -> list[Scored]:
            return []

    @dataclass
    class Ready:
        ready: bool = True
        degraded: str | None = None

        def check(self) -> None:
            return None

        def search(self, _question: str, _limit: int) -> list[Scored]:
            return []

    assert readiness_of(known).degraded() == ()
    without_words = replace(known, retriever=Retriever(known.passages, None, Empty()))
    assert readiness_of(without_words).degraded() == ("keywords: nothing found",)
    empty_vectors = replace(
        known,
        dense=Ready(),  # type: ignore[arg-type]
        retriever=Retriever(known.passages, Empty(), known.keywords),
    )
    assert readiness_of(empty_vectors).degraded() == ("dense: nothing found",)


def damaged_home(home: Path) -> Path:
    home.mkdir()
    (home / SQLITE_FILE).write_bytes(b"by no means a database " * 400)
    return home


def test_a_damaged_database_shows_in_health_and_in_doctor(tmp_path: Path) -> None:
    home = damaged_home(tmp_path / "home")
    desk = open_front_desk(BotSettings(today=TODAY), home, keyword_knowledge(), Watching())
    assert f"store: {DAMAGED}" in readiness_of(keyword_knowledge(), desk).degraded()
    desk.store.close()
    (found,) = store_findings(home)
    assert "no database" in found.said
    assert found.remedy


def test_a_home_given_by_a_relative_path_is_as_healthy_as_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    home = Path("var")  # what PLAN136_HOME is where nobody sets it
    desk = open_front_desk(BotSettings(today=TODAY), home, keyword_knowledge(), Watching())
    assert readiness_of(keyword_knowledge(), desk).degraded() == ()
    desk.store.close()
    (found,) = store_findings(home)
    assert found.remedy is None, found.said


def store_findings(home: Path, **settings: Any) -> list[checking.Finding]:
    checks = checking._checks(KnowledgeSettings(plan136_home=home), BotSettings(**settings), MemoryCollection())
    return list(checking.findings(check for check in checks if check.part == "store"))


def test_doctor_tries_an_answer_and_names_a_database_that_is_away(tmp_path: Path) -> None:
    (well,) = store_findings(tmp_path)
    assert (well.remedy, "written, read" in well.said) == (None, True)
    began = time.monotonic()
    (away,) = store_findings(tmp_path, database_url="postgresql://plan136:hunter2@127.0.0.1:1/none")
    assert time.monotonic() - began < 10
    assert away.remedy
    assert "cannot be reached" in away.said
    assert "hunter2" not in json.dumps([away.said, away.remedy])
