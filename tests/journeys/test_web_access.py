"""Who may use the web door from where: invited sites, sites with a frame, programs with a key, addresses in a hurry."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.channels.web.access import Access, KeyRing
from bot.channels.web.app import create_app
from tests.fakes_chat import FakeLibrary, FakeReadiness
from tests.fakes_knowledge import TODAY, register
from tests.fakes_press import FakePress
from tests.fakes_reception import pace_of
from tests.fakes_web import FakeReception

from bot.publishing.desk import Desk  # isort: skip

SITE, OTHER = "https://phuong.example.vn", "https://khac.example.vn"
KEY = "a-key-of-a-program-0123456789"
OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def client(reception: FakeReception | None = None, per_address: int = 0, **allowed) -> TestClient:
    app = create_app(
        reception or FakeReception(),
        FakeLibrary(),
        FakeReadiness(),
        register=(Desk(register(), lambda: TODAY), FakePress()),
        access=Access(**allowed),
        pace=pace_of(per_address),
    )
    return TestClient(app, raise_server_exceptions=False)


def ask(door: TestClient, headers: dict[str, str] | None = None, path: str = "/api/ask"):
    return door.post(path, json={"text": "a"}, headers=headers or {})


def code(response) -> str:
    return response.json()["error"]["code"]


# other sites' pages


def test_a_page_of_an_invited_site_may_call_the_api() -> None:
    door = client(origins=(SITE,))
    headers = {"origin": SITE, "sec-fetch-site": "cross-site"}
    response = ask(door, headers)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == SITE
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers
    asked_first = door.options("/api/ask", headers={**headers, "access-control-request-method": "POST"})
    assert asked_first.status_code == 204
    assert asked_first.headers["access-control-allow-origin"] == SITE
    assert "Content-Type" in asked_first.headers["access-control-allow-headers"]


def test_a_page_of_any_other_site_may_not() -> None:
    door = client(origins=(SITE,))
    headers = {"origin": OTHER, "sec-fetch-site": "cross-site"}
    assert (ask(door, headers).status_code, code(ask(door, headers))) == (403, "foreign_origin")
    asked_first = door.options("/api/ask", headers={**headers, "access-control-request-method": "POST"})
    assert asked_first.status_code == 405
    for response in (asked_first, door.get("/api/documents", headers=headers)):
        assert "access-control-allow-origin" not in response.headers


def test_pages_themselves_are_never_opened_to_other_sites() -> None:
    assert "access-control-allow-origin" not in client(origins=(SITE,)).get("/", headers={"origin": SITE}).headers


# frames


def test_only_the_frame_page_may_stand_in_the_frames_of_named_sites() -> None:
    door = client(frames=(SITE, OTHER))
    headers = door.get("/nhung").headers
    assert f"frame-ancestors {SITE} {OTHER}" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    for path in ("/", "/chi-tieu", "/tra-loi/x"):
        headers = door.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


def test_the_frames_script_can_be_loaded_from_anywhere_and_is_asked_for_again() -> None:
    response = client(frames=(SITE,)).get("/nhung.js")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nhung", "/nhung.js"])
def test_without_named_sites_there_is_no_frame(path: str) -> None:
    assert client().get(path).status_code == 404


# keys


def keyed(reception: FakeReception | None = None) -> TestClient:
    return client(reception, keys=KeyRing({"so-noi-vu": KEY}), origins=(SITE,))


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/events"])
def test_a_program_needs_its_key_once_keys_are_set(path: str) -> None:
    reception = FakeReception()
    door = keyed(reception)
    assert (ask(door, path=path).status_code, code(ask(door, path=path))) == (401, "key_needed")
    for headers in ({"authorization": f"Bearer {KEY}"}, {"x-api-key": KEY}):
        assert ask(door, headers, path).status_code == 200
    assert {each.user for each in reception.asked} == {"key:so-noi-vu"}


@pytest.mark.parametrize("shown", ["x", f"{KEY}x", KEY[:-1], "ké", ""])
def test_a_wrong_key_is_refused_everywhere_and_not_repeated(shown: str) -> None:
    response = ask(keyed(), {"authorization": f"Bearer {shown}".encode()})  # type: ignore[dict-item]
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert not shown or f'"{shown}"' not in response.text
    if shown:
        assert code(keyed().get("/api/documents", headers={"x-api-key": shown.encode()})) == "wrong_key"  # type: ignore[dict-item]


def test_our_own_page_and_invited_pages_need_no_key() -> None:
    assert ask(keyed(), OWN).status_code == 200
    assert ask(keyed(), {"origin": SITE, "sec-fetch-site": "cross-site"}).status_code == 200


def test_what_is_published_can_be_read_without_a_key() -> None:
    assert keyed().get("/api/targets").status_code == 200


def test_without_keys_a_shown_key_does_nothing() -> None:
    reception = FakeReception()
    assert ask(client(reception), {"x-api-key": "anything"}).status_code == 200
    assert reception.asked[0].user == "address:testclient"


# pace


def test_one_address_waits_its_turn_whatever_it_calls_itself() -> None:
    door = client(per_address=2)
    answers = [door.post("/api/ask", json={"text": "a", "visitor": f"made-up-{n}"}) for n in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert code(answers[2]) == "too_many_questions"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30


def test_a_program_with_a_key_is_not_held_back_by_its_address() -> None:
    door = client(per_address=1, keys=KeyRing({"bao": KEY}))
    assert [ask(door, {"x-api-key": KEY}).status_code for _ in range(3)] == [200, 200, 200]


# the description


def test_every_operation_is_described_in_both_languages() -> None:
    described = client().get("/openapi.json").json()
    assert "Mọi lỗi" in described["info"]["description"]
    for path, methods in described["paths"].items():
        for operation in methods.values():
            english, _, vietnamese = operation["summary"].partition(" · ")
            assert english.isascii(), path
            assert vietnamese, path
            assert not operation["description"].isascii(), path
    assert described["paths"]["/api/ask"]["post"]["security"] == [{}, {"key": []}]
    assert "security" not in described["paths"]["/api/targets"]["get"]
