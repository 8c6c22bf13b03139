"""Floods of requests for what is published: made once, given from memory, and never in the way of a question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.channels.web import published
from bot.channels.web.app import create_app
from bot.channels.web.published import is_published
from bot.channels.web.shelf import Shelf
from bot.publishing.desk import Desk
from bot.publishing.rows import Row
from knowledge.register.selection import Selection
from tests.fakes_chat import FakeLibrary, FakeReadiness
from tests.fakes_knowledge import TODAY, register
from tests.fakes_press import FakePress
from tests.fakes_reception import UNLIMITED, pace_of, reception_of
from tests.fakes_store import Clock, MemoryStore

PATIENCE = 60  # seconds that separate slow from hanging
TARGET = register().targets()[0]
LISTS = ("/chi-tieu", "/chi-tieu?year=2025", "/van-ban", "/api/targets", "/api/targets.csv")
PUBLISHED = (
    *LISTS,
    "/openapi.json",
    f"/chi-tieu/{TARGET.id}",
    f"/chi-tieu/chi-so/{TARGET.indicator}",
    f"/api/targets/{TARGET.id}",
    f"/api/indicators/{TARGET.indicator}",
    "/api/indicators",
    "/api/documents",
    "/api/faq",
)


class CountedDesk(Desk):
    """A desk that remembers how often rows were made, and does something first when told."""

    made = 0
    first: Callable[[], Any] = staticmethod(lambda: None)

    def rows(self, selection: Selection, language: str, on: date) -> tuple[Row, ...]:
        type(self).made += 1
        type(self).first()
        return super().rows(selection, language, on)


class Site:
    """The web door over a desk that counts, with an edition to turn."""

    def __init__(self, per_address: int = 0) -> None:
        class OwnDesk(CountedDesk):
            pass

        self.desk = OwnDesk
        self.edition = 1
        store, clock = MemoryStore(Clock(), UNLIMITED), Clock()
        app = create_app(
            reception_of(store=store, clock=clock),
            FakeLibrary(),
            FakeReadiness(),
            register=(OwnDesk(register(), lambda: TODAY), FakePress()),
            pace=pace_of(per_address, UNLIMITED, store, clock=clock),
            edition=lambda: self.edition,
        )
        self.client = TestClient(app, client=("203.0.113.9", 5), raise_server_exceptions=False)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_made_once_however_often_it_is_asked_for(path: str) -> None:
    site = Site()
    first = site.client.get(path)
    made = site.desk.made
    again = [site.client.get(path) for _ in range(20)]
    assert (first.status_code, site.desk.made) == (200, made)
    assert {(each.text, each.headers["etag"]) for each in again} == {(first.text, first.headers["etag"])}


@pytest.mark.parametrize("path", PUBLISHED)
def test_who_holds_a_page_already_is_told_so(path: str) -> None:
    site = Site()
    first = site.client.get(path)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    for _ in range(2):
        same = site.client.get(path, headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
        assert "content-security-policy" in same.headers
    assert site.client.get(path, headers={"if-none-match": '"another"'}).text == first.text


@pytest.mark.parametrize("path", PUBLISHED)
def test_a_held_page_is_the_page_packed_or_not_and_by_head(path: str) -> None:
    site = Site()
    plain, packed = ({"accept-encoding": each} for each in ("identity", "gzip"))
    texts = {site.client.get(path, headers=headers).text for headers in (packed, plain, packed, plain)}
    assert len(texts) == 1
    head = site.client.head(path, headers=packed)
    assert (head.status_code, head.content) == (200, b"")


def test_a_page_names_the_host_it_was_asked_under() -> None:
    site = Site()
    for host in ("one.example.vn", "two.example.vn", "one.example.vn"):
        assert f"http://{host}/chi-tieu" in site.client.get("/chi-tieu", headers={"host": host}).text


def test_a_language_is_a_page_of_its_own_and_unknown_parameters_are_none() -> None:
    site = Site()
    vietnamese, english = (site.client.get(f"/van-ban{query}").text for query in ("", "?lang=en"))
    made = site.desk.made
    assert vietnamese != english
    assert [site.client.get(f"/van-ban?{query}").text for query in ("x=1", "lang=xx", "lang=en&y=2")] == [
        vietnamese,
        vietnamese,
        english,
    ]
    assert site.desk.made == made


def test_a_change_is_shown_by_the_next_request() -> None:
    site = Site()
    site.client.get("/chi-tieu")
    made = site.desk.made
    site.edition = 2
    site.client.get("/chi-tieu")
    assert site.desk.made == 2 * made


def test_a_page_begun_before_a_change_is_not_kept_after_it() -> None:
    site = Site()

    def change() -> None:
        site.edition = 2

    site.desk.first = staticmethod(change)
    site.client.get("/chi-tieu")
    made = site.desk.made
    site.client.get("/chi-tieu")
    assert site.desk.made == 2 * made


def blocked(site: Site) -> tuple[threading.Event, threading.Event]:
    """Makes the making of lists wait: what tells that one has begun, and what lets it go on."""
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    site.desk.first = staticmethod(wait)
    return begun, go_on


def test_while_a_list_is_made_held_pages_and_questions_are_answered() -> None:
    site = Site()
    with site.client as at, ThreadPoolExecutor() as others:
        at.get("/chi-tieu")
        begun, go_on = blocked(site)
        slow = [others.submit(at.get, "/chi-tieu?year=2025") for _ in range(5)]
        assert begun.wait(PATIENCE)
        made = site.desk.made
        try:
            assert at.get("/chi-tieu").status_code == 200
            assert at.post("/api/ask", json={"text": "a"}).status_code == 200
            assert at.get("/healthz").status_code == 200
        finally:
            go_on.set()
        assert [each.result(PATIENCE).status_code for each in slow] == [200] * 5
        assert site.desk.made <= made + 1, "five who asked at once were given what was made for the first"


def test_too_many_that_wait_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "MOST_WAITING", 0)
    site = Site()
    with site.client as at, ThreadPoolExecutor() as others:
        at.get("/van-ban")
        begun, go_on = blocked(site)
        slow = others.submit(at.get, "/chi-tieu?year=2025")
        assert begun.wait(PATIENCE)
        try:
            refused = at.get("/chi-tieu?year=2030")
            assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
            assert int(refused.headers["retry-after"]) >= 1
            assert at.get("/van-ban").status_code == 200, "what is held waits for nothing"
        finally:
            go_on.set()
        assert slow.result(PATIENCE).status_code == 200
        assert at.get("/chi-tieu?year=2030").status_code == 200


def test_lists_of_ones_own_are_counted_when_they_are_made() -> None:
    at = Site(per_address=1).client
    assert [at.get("/chi-tieu?year=2025").status_code for _ in range(3)] == [200] * 3
    refused = at.get("/chi-tieu?year=2030")
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_questions")
    assert int(refused.headers["retry-after"]) >= 1
    for path in ("/chi-tieu", "/chi-tieu?year=2025", "/van-ban", f"/chi-tieu/{TARGET.id}", "/openapi.json"):
        assert at.get(path).status_code == 200, "pages without filters are read without limit"


@pytest.mark.parametrize("path", ["/api/targets", "/api/targets.csv"])
def test_lists_of_the_api_are_counted_also_when_they_are_held(path: str) -> None:
    at = Site(per_address=2).client
    assert [at.get(path).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("path", ["/", "/tra-loi/x", "/api/answers/x", "/api/ask", "/healthz", "/readyz", "/metrics"])
def test_what_is_somebodys_own_is_never_held(path: str) -> None:
    assert not is_published(path)


def test_what_is_not_there_is_not_held() -> None:
    site = Site()
    assert [site.client.get("/chi-tieu/nothing").status_code for _ in range(2)] == [404] * 2
    assert site.client.get("/chi-tieu?year=nonsense").status_code == 400


def held(shelf: Shelf[str], keys: Sequence[int]) -> list[int]:
    return [key for key in keys if shelf.take(key) is not None]


def test_a_shelf_is_bounded_in_number_and_in_bytes() -> None:
    few: Shelf[str] = Shelf(most=3, most_bytes=1000)
    for key in range(5):
        few.put(key, "x", 1)
        few.take(0)
    assert held(few, range(5)) == [0, 3, 4], "the longest unused went first"
    small: Shelf[str] = Shelf(most=100, most_bytes=10)
    for key in range(5):
        small.put(key, "x", 4)
    assert held(small, range(5)) == [3, 4]
    small.put(9, "too large", 11)
    assert held(small, (3, 4, 9)) == []
