"""The web door at its edges: hosts, slashes, methods, figures, and a description that lists all that is answered."""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot.channels.telegram.webhook import TelegramWebhook, WebhookAddress
from bot.channels.web.access import Access, KeyRing
from bot.channels.web.app import create_app
from bot.channels.web.problems import Code
from bot.host_header import host_of
from bot.messages import Status
from bot.publishing.desk import Desk
from bot.serving.gateway import Figures, Gateway
from tests.fakes_chat import FakeLibrary, FakeReadiness
from tests.fakes_knowledge import TODAY, register
from tests.fakes_press import FakePress
from tests.fakes_reception import pace_of
from tests.fakes_web import FakeReception

KEY = "a-key-of-a-program-0123456789"
WEB = Path(__file__).parents[2] / "bot" / "channels" / "web"


def app_of(hosts: tuple[str, ...] = (), keys: KeyRing | None = None, per_address: int = 0) -> Any:
    return create_app(
        FakeReception(),
        FakeLibrary(),
        FakeReadiness(),
        register=(Desk(register(), lambda: TODAY), FakePress()),
        pace=pace_of(per_address),
        access=Access(hosts=hosts, frames=("https://phuong.example.vn",), keys=keys or KeyRing()),
    )


def door(**options: Any) -> TestClient:
    return TestClient(app_of(**options), raise_server_exceptions=False, follow_redirects=False)


AT = door()
DESCRIBED = AT.get("/openapi.json").json()
PLACES = {
    "answer_id": ["x" * 22, "../x", "%00"],
    "document_id": ["kh-136-2021", "none", "é"],
    "target_id": [register().targets()[0].id, "none/1"],
    "indicator_id": [register().targets()[0].indicator, "none"],
}
PAGES = ["/", "/nhung", "/nhung.js", "/favicon.ico", "/chi-tieu", "/chi-tieu/x", "/van-ban", "/van-ban/x", "/tra-loi/x"]
PATHS = [*PAGES, "/openapi.json", "/assets/x/page.css", *DESCRIBED["paths"]]


def filled(path: str, which: int = 0) -> str:
    return re.sub(r"{(\w+)}", lambda m: PLACES[m[1]][which % len(PLACES[m[1]])], path)


# hosts


@pytest.mark.parametrize(
    ("values", "host"),
    [
        (["Hoi.Example.vn"], "hoi.example.vn"),
        (["hoi.example.vn:8136"], "hoi.example.vn"),
        (["hoi.example.vn."], "hoi.example.vn"),
        (["127.0.0.1:1"], "127.0.0.1"),
        (["[::1]:65535"], "::1"),
        (["[2001:DB8::0:1]"], "2001:db8::1"),
        (["xn--hi-lja.vn"], "xn--hi-lja.vn"),
        *(
            ([bad], None)
            for bad in (
                *("", " ", "a b", "a@b", "user:pw@hoi.example.vn", "hoi.example.vn:", "hoi.example.vn:0", "a:65536"),
                *(
                    "a:8x",
                    "a:-1",
                    "a:+1",
                    "a:80:80",
                    "a/b",
                    "a?b",
                    "a#b",
                    "a\\b",
                    "a,b",
                    "a;b",
                    "-a",
                    "a-",
                    "a..b",
                    ".a",
                ),
                *(
                    "[::1",
                    "::1",
                    "[::1]x",
                    "[::1]:",
                    "[1.2.3.4]",
                    "[fe80::1%25eth0]",
                    "[]",
                    "256.0.0.1",
                    "1.2.3",
                    "127.1",
                ),
                *("hỏi.vn", "a\x00", "a\n", "a_" * 40, "a" * 64, ".".join(["a" * 60] * 5), "a:٣", "http://a"),
            )
        ),
        ([], None),
        (["a.vn", "a.vn"], None),
    ],
)
def test_a_host_is_one_valid_name_or_address_with_a_port_if_any(values: list[str], host: str | None) -> None:
    assert host_of(values) == host


@given(st.text(max_size=80))
def test_what_passes_for_a_host_holds_nothing_else(text: str) -> None:
    found = host_of([text])
    assert found is None or re.fullmatch(r"[a-z0-9_.:-]+", found)


@pytest.mark.parametrize("path", ["/", "/api/documents", "/chi-tieu/", "/healthz", "/api/nothing"])
@pytest.mark.parametrize("host", ["a b", "evil.example@hoi.example.vn", "hoi.example.vn:99999", "a,b"])
def test_an_invalid_host_is_refused_everywhere(path: str, host: str) -> None:
    for at in (AT, door(hosts=("hoi.example.vn",))):
        response = at.get(path, headers={"host": host})
        assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_host")


@pytest.mark.parametrize("host", ["evil.example", "hoi.example.vn.evil.example", "xhoi.example.vn", "127.0.0.1"])
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    at = door(hosts=("hoi.example.vn",))
    assert at.get("/chi-tieu/", headers={"host": host}).status_code == 421
    for ours in ("hoi.example.vn", "HOI.example.vn:443"):
        assert at.get("/", headers={"host": ours}).status_code == 200


# slashes


@pytest.mark.parametrize("path", [filled(each) for each in PATHS if each != "/"])
def test_a_slash_at_the_end_leads_to_the_address_without_it(path: str) -> None:
    for method, slashes in itertools.product(("GET", "POST", "HEAD"), ("/", "//")):
        response = AT.request(method, f"{path}{slashes}?lang=en&x=%2F", headers={"host": "evil.example"})
        assert response.status_code == 308
        assert response.headers["location"] == f"{path}?lang=en&x=%2F"


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("/\\.:@%evil?#\r\n é"), min_size=1, max_size=20))
def test_no_redirect_leads_to_another_host(path: str) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": f"/{path}/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", b"evil.example")],
        "client": ("203.0.113.9", 5),
        "server": ("127.0.0.1", 8136),
    }
    asyncio.run(APP(scope, receive, send))
    for name, value in sent[0]["headers"]:
        if name == b"location":
            assert re.match(rb"/(?![/\\])", value)
            assert b"\r" not in value and b"\n" not in value and b"\\" not in value
            assert b"evil.example" not in value


APP = app_of()


# methods


@pytest.mark.parametrize("path", [filled(each) for each in PATHS])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_wrong_method_is_told_the_right_ones(method: str, path: str) -> None:
    response = AT.request(method, path)
    if response.status_code != 405:
        allowed = AT.request("TRACE", path).headers["allow"]
        assert method in allowed.split(", ")
        return
    allowed = response.headers["allow"].split(", ")
    assert method not in allowed
    assert ("GET" in allowed) == ("HEAD" in allowed)
    assert response.json()["error"]["code"] == "method_not_allowed" if method != "HEAD" else not response.content


@pytest.mark.parametrize("path", [filled(each) for each in PATHS])
def test_head_is_get_without_its_body(path: str) -> None:
    got, head = AT.get(path), AT.head(path)
    if got.status_code == 405:
        return
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_figures_and_webhooks_tell_the_right_method() -> None:
    async def take(_: object) -> None:
        raise AssertionError("nothing is taken")

    address = WebhookAddress("https://example.org/webhooks/telegram", "x" * 20)
    gateway = Gateway()
    gateway.lead(
        {"/metrics": Figures(lambda: (b"", "text/plain"), None), address.path: TelegramWebhook(address, take)}, APP
    )
    at = TestClient(gateway, follow_redirects=False)  # type: ignore[arg-type]
    assert (at.post("/metrics").status_code, at.post("/metrics").headers["allow"]) == (405, "GET, HEAD")
    assert (at.get(address.path).status_code, at.get(address.path).headers["allow"]) == (405, "POST")
    assert at.get("/metrics/").headers["location"] == "/metrics"


# figures


@pytest.mark.parametrize(
    ("peer", "server", "headers", "shown"),
    [
        ("127.0.0.1", "127.0.0.1", {}, True),
        ("::1", "::1", {"host": "[::1]:8136"}, True),
        ("127.0.0.1", "127.0.0.1", {"host": "localhost:8136"}, True),
        ("203.0.113.9", "127.0.0.1", {}, False),
        ("127.0.0.1", "203.0.113.1", {}, False),
        ("127.0.0.1", "127.0.0.1", {"host": "hoi.example.vn"}, False),
        ("127.0.0.1", "127.0.0.1", {"host": "localhost@evil"}, False),
        *(
            ("127.0.0.1", "127.0.0.1", {name: "127.0.0.1"}, False)
            for name in (
                *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded"),
                *("x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "x-original-forwarded-for"),
            )
        ),
    ],
)
def test_figures_without_a_token_stay_on_loopback(peer: str, server: str, headers: dict[str, str], shown: bool) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    given = {"host": "127.0.0.1:8136", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/metrics",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": (peer, 5),
        "server": (server, 8136),
    }
    asyncio.run(Figures(lambda: (b"figures", "text/plain"), None)(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == (200 if shown else 403)


# the description

BODIES: list[Any] = [
    *({}, [], None, "x", {"text": "a"}, {"text": 1}, {"useful": True}, {"visitor": "one-visitor"}),
    *(
        {"visitor": "one-visitor", "conversations": ["x"]},
        {"text": "a", "conversation": "bad id"},
        {"text": "x" * 20_000},
    ),
]
QUERIES = ["", "?year=2025", "?year=x", "?language=xx", "?language=en", "?nothing=1", "?on=2026-13-01", "?due=before"]
HEADERS: list[dict[str, str]] = [
    {},
    {"x-api-key": KEY},
    {"x-api-key": "wrong"},
    {"origin": "https://other.example", "sec-fetch-site": "cross-site"},
    {"host": "a b"},
    {"content-type": "text/plain"},
]


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods]
)
def test_every_answer_has_a_described_status_and_type(path: str, method: str) -> None:
    described = DESCRIBED["paths"][path][method]["responses"]
    seen = set()
    for at in (AT, door(keys=KeyRing({"a": KEY})), door(hosts=("hoi.example.vn",)), door(per_address=1)):
        for which, headers in itertools.product(range(3), HEADERS):
            if method == "post":
                responses = [at.post(filled(path, which), json=body, headers=headers) for body in BODIES]
                responses.append(at.post(filled(path, which), content=b"{", headers=headers))
            else:
                responses = [at.get(filled(path, which) + query, headers=headers) for query in QUERIES]
                etag = responses[0].headers.get("etag")
                responses += [at.get(filled(path, which), headers={"if-none-match": etag})] if etag else []
            for response in responses:
                if response.headers.get("location") or (response.status_code, method) == (405, "get"):
                    continue  # a place that holds a slash is another address
                status = str(response.status_code)
                assert status in described, (status, response.text[:200])
                seen.add(status)
                if response.content and response.status_code >= 400:
                    error = response.json()["error"]
                    assert error["code"] in get_args(Code)
                    assert described[status]["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorShape")
    assert {"401", "400", "421"} <= seen


def test_closed_lists_are_described_as_such() -> None:
    shapes = DESCRIBED["components"]["schemas"]

    def listed(shape: str, field: str) -> set[str]:
        found = shapes[shape]["properties"][field]
        found = shapes[found["$ref"].rsplit("/", 1)[1]] if "$ref" in found else found
        return set(found["enum"])

    assert listed("ReplyShape", "status") == {each.value for each in Status}
    assert listed("ReplyShape", "language") == {"vi", "en"}
    assert listed("FactShape", "kind") == {"target", "result"}
    assert listed("CitationShape", "edition") == {"digest", "verbatim"}
    assert listed("ErrorDetail", "code") == set(get_args(Code))
    assert listed("ReadinessShape", "status") == {"ready", "degraded"}
    assert not {"HTTPValidationError", "ValidationError"} & set(shapes)
    parameters = {each["name"]: each["schema"] for each in DESCRIBED["paths"]["/api/targets"]["get"]["parameters"]}
    assert set(parameters["language"]["enum"]) == {"", "vi", "en"}
    assert set(parameters["due"]["items"]["enum"]) == {"", "before", "after"}
    assert "commune" in parameters["level"]["items"]["enum"]


def test_every_code_of_an_error_is_sent_somewhere() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(WEB.glob("*.py")))
    declared = source.partition("Code = Literal[")[2].partition("]")[0]
    for code in get_args(Code):
        assert source.replace(declared, "").count(f'"{code}"') >= 1, code


def test_a_made_up_id_is_never_echoed_as_markup() -> None:
    odd = secrets.token_hex(4)
    for path in (f"/van-ban/<script>{odd}", f"/chi-tieu/<script>{odd}", f"/tra-loi/<script>{odd}", f"/<script>{odd}"):
        assert f"<script>{odd}" not in AT.get(path, headers={"accept": "text/html"}).text
