"""Limits hold on every route and in every replica; programs with different keys share nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from bot.channels.web.access import Access, KeyRing
from bot.channels.web.app import create_app
from bot.publishing.desk import Desk
from bot.receiving.pace import HeldBuckets
from bot.settings import BotSettings
from bot.store_errors import StoreBusyError
from bot.store_ports import Bucket, Rates, Store
from tests.fakes_chat import TARGET, FakeChat, FakeLibrary, FakeReadiness
from tests.fakes_knowledge import TODAY, register
from tests.fakes_press import FakePress
from tests.fakes_reception import UNLIMITED, pace_of, reception_of
from tests.fakes_store import RATES, Clock, MemoryStore, opened

A, B = "a-key-of-one-program-0123456789", "a-key-of-another-program-01234567"
KEYS = KeyRing({"a": A, "b": B})
TARGET_ID = register().targets()[0].id
INDICATOR_ID = register().targets()[0].indicator


def door(
    store: Store | None = None,
    *,
    per_address: int = 0,
    rates: Rates = UNLIMITED,
    clock: Clock | None = None,
    peer: str = "203.0.113.9",
    **options: Any,
) -> TestClient:
    """A replica over a store; ``peer`` is who calls."""
    held, now = store or MemoryStore(Clock(), rates), clock or Clock()
    app = create_app(
        reception_of(store=held, clock=now),
        FakeLibrary(),
        FakeReadiness(),
        register=(Desk(register(), lambda: TODAY), FakePress()),
        pace=pace_of(per_address, rates, held, clock=now),
        access=Access(keys=options.pop("keys", KeyRing())),
    )
    return TestClient(app, client=(peer, 5), raise_server_exceptions=False)


def shown(key: str | None) -> dict[str, str]:
    return {"x-api-key": key} if key else {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def ask(at: TestClient, key: str | None = None, **fields: str) -> httpx2.Response:
    return at.post("/api/ask", json={"text": "a", **fields}, headers=shown(key))


def made_up() -> str:
    return secrets.token_urlsafe(12)


COSTLY: dict[str, Callable[[TestClient], Any]] = {
    "ask": lambda at: ask(at, visitor=made_up()),
    "ask/events": lambda at: at.post("/api/ask/events", json={"text": "a", "visitor": made_up()}),
    "opinion": lambda at: at.post(f"/api/answers/{'x' * 22}/opinion", json={"useful": True, "visitor": made_up()}),
    "share": lambda at: at.post(f"/api/answers/{'x' * 22}/share", json={"visitor": made_up()}),
    "forget": lambda at: at.post("/api/forget", json={"visitor": made_up()}),
    "answer": lambda at: at.get(f"/api/answers/{'x' * 22}"),
    "answer's document": lambda at: at.get(f"/api/answers/{'x' * 22}/documents/kh-136-2021"),
    "answer's page": lambda at: at.get(f"/tra-loi/{'x' * 22}"),
    "targets": lambda at: at.get("/api/targets"),
    "csv": lambda at: at.get("/api/targets.csv"),
    "xlsx": lambda at: at.get("/api/targets.xlsx"),
    "md": lambda at: at.get("/api/targets.md"),
    "timeline": lambda at: at.get("/api/timeline.png"),
    "card": lambda at: at.get(f"/api/targets/{TARGET_ID}/card.png"),
    "chart": lambda at: at.get(f"/api/indicators/{INDICATOR_ID}/chart.png"),
}


@pytest.mark.parametrize("route", COSTLY)
def test_every_costly_route_counts_to_one_allowance_of_its_address(route: str) -> None:
    at = door(per_address=len(COSTLY))
    for call in COSTLY.values():
        assert call(at).status_code in (200, 404)
    refused = COSTLY[route](at)
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_many_questions"
    assert "quá nhiều" in refused.json()["error"]["message"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60


FREE = {  # read without limit: the same for everybody, or a look-up in memory
    *("/healthz", "/readyz", "/api/documents", "/api/documents/{document_id}", "/api/faq"),
    *("/api/targets/{target_id}", "/api/indicators", "/api/indicators/{indicator_id}"),
}
DESCRIBED: dict[str, Any] = door().app.openapi()["paths"]  # type: ignore[attr-defined]
FILLED = {"answer_id": "x" * 22, "document_id": "kh-136-2021", "target_id": TARGET_ID, "indicator_id": INDICATOR_ID}
BODIES: dict[str, dict[str, object]] = {"ask": {"text": "a"}, "events": {"text": "a"}, "opinion": {"useful": True}}


@pytest.mark.parametrize("path", sorted(DESCRIBED.keys() - FREE))
def test_every_address_of_the_api_counts_whoever_the_visitor_says_to_be(path: str) -> None:
    at, filled = door(per_address=2), path.format(**FILLED)

    def call() -> int:
        if "post" not in DESCRIBED[path]:
            return at.get(filled).status_code
        body = {**BODIES.get(path.rpartition("/")[2], {}), "visitor": made_up()}
        return at.post(filled, json=body, headers=shown(None)).status_code

    statuses = [call() for _ in range(4)]
    assert set(statuses[:2]) <= {200, 404}
    assert statuses[2:] == [429, 429]


def test_every_write_is_one_of_those_that_count() -> None:
    assert not [path for path in FREE if set(DESCRIBED[path]) != {"get"}]


@pytest.mark.parametrize("path", ["/api/targets.csv", f"/api/answers/{'x' * 22}", f"/tra-loi/{'x' * 22}"])
def test_asking_for_the_head_alone_counts_too(path: str) -> None:
    at = door(per_address=1)
    assert at.head(path).status_code in (200, 404)
    assert at.head(path).status_code == 429


def test_pages_are_read_whatever_was_counted() -> None:
    at = door(per_address=1)
    assert [COSTLY["csv"](at).status_code for _ in range(2)] == [200, 429]
    for path in ("/", "/chi-tieu", "/van-ban", "/healthz", "/api/documents", "/api/faq", "/openapi.json"):
        assert at.get(path).status_code == 200


def test_made_up_visitors_write_no_more_than_their_address_may() -> None:
    at = door(per_address=6, rates=Rates(60, 3, 0))
    answered = [COSTLY[each](at).status_code for each in ("ask", "opinion", "forget") * 5]
    assert [status != 429 for status in answered] == [True] * 6 + [False] * 9


@pytest.mark.parametrize("write", ["opinion", "forget"])
def test_opinions_and_forgetting_count_to_a_visitor_as_questions_do(write: str) -> None:
    at = door(MemoryStore(Clock(), Rates(6, 3, 0)), rates=Rates(6, 3, 0))
    body = {"useful": True, "visitor": "one-visitor"} if write == "opinion" else {"visitor": "one-visitor"}
    path = f"/api/answers/{'x' * 22}/opinion" if write == "opinion" else "/api/forget"
    statuses = [at.post(path, json=body).status_code for _ in range(4)]
    assert statuses[-1] == (429 if write == "opinion" else statuses[-1])
    assert 429 not in statuses[:3]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff:1:2:3", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
    ],
)
def test_an_ipv6_subscriber_is_one_address(one: str, other: str, shared: bool) -> None:
    store, clock = MemoryStore(Clock()), Clock()
    assert COSTLY["csv"](door(store, per_address=1, clock=clock, peer=one)).status_code == 200
    assert COSTLY["csv"](door(store, per_address=1, clock=clock, peer=other)).status_code == (429 if shared else 200)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    kept = opened(request.param, tmp_path, Clock(), RATES)
    yield kept
    kept.close()


def test_replicas_share_what_an_address_may_do(store: Store) -> None:
    clock = Clock()
    replicas = [door(store, per_address=6, clock=clock) for _ in range(3)]
    statuses = [COSTLY["csv"](replicas[n % 3]).status_code for n in range(9)]
    assert statuses == [200] * 6 + [429] * 3
    clock.now += 10
    assert [COSTLY["csv"](each).status_code for each in replicas] == [200, 429, 429]


def test_without_the_store_each_replica_still_counts() -> None:
    class Away(MemoryStore):
        def __init__(self) -> None:
            super().__init__(Clock())
            self.limits = self  # type: ignore[assignment]

        def allow(self, *_: object) -> Any:
            raise StoreBusyError("away")

        draw = allow

    store, clock, rates = Away(), Clock(), Rates(6, 2, 0)
    app = create_app(
        reception_of(store=store, clock=clock, rates=rates),
        FakeLibrary(),
        FakeReadiness(),
        pace=pace_of(3, rates, store, clock=clock),
    )
    at = TestClient(app)
    statuses = [ask(at, visitor="one-visitor").json().get("status") for _ in range(4)]
    assert statuses[2] == "refused_rate_limited"
    assert statuses[3] is None, "429: the address is over its own limit"


def test_buckets_in_memory_are_drawn_from_together_and_bounded() -> None:
    held = HeldBuckets(most=10)
    both = [Bucket("a", None, 60, 2), Bucket("b", None, 60, 1)]
    assert held.draw(both, 0.0).allowed
    refused = held.draw(both, 0.0)
    assert (refused.allowed, refused.wait_seconds) == (False, 1)
    assert held.draw(both[:1], 0.0).allowed, "what was refused took nothing"
    for n in range(100):
        assert held.draw([Bucket(str(n), None, 60, 1)], 0.0).allowed
    assert held.draw(both, 0.0).allowed, "the longest untouched was forgotten"


# programs


class Talk(FakeChat):
    """Always gives the same answer; remembers the names of the conversations."""

    def __init__(self) -> None:
        super().__init__()
        self.conversations: list[str] = []

    def reply_to(self, incoming: Any) -> Any:
        self.conversations.append(incoming.conversation)
        return TARGET


def programs() -> tuple[TestClient, Talk, MemoryStore]:
    chat, store = Talk(), MemoryStore(Clock(), UNLIMITED)
    app = create_app(reception_of(chat, store), FakeLibrary(), FakeReadiness(), access=Access(keys=KEYS))
    return TestClient(app, raise_server_exceptions=False), chat, store


@pytest.mark.parametrize("other", [B, None])
def test_a_conversation_of_a_program_is_nobody_elses(other: str | None) -> None:
    at, chat, _ = programs()
    for key in (A, other):
        assert ask(at, key, conversation="the-same-conversation").json()["conversation"] == "the-same-conversation"
    assert len(set(chat.conversations)) == 2


@pytest.mark.parametrize("other", [B, None])
def test_an_answer_of_a_program_is_opened_and_judged_with_its_key_alone(other: str | None) -> None:
    at, _, store = programs()
    answer_id = ask(at, A).json()["id"]
    paths = [f"/api/answers/{answer_id}", f"/api/answers/{answer_id}/documents/kh-136-2021"]
    keyless = shown(other) if other else {}
    for path in paths:
        assert at.get(path, headers=shown(A)).status_code == 200
        assert at.get(path, headers=keyless).status_code == 404
    for stored in store.answers.kept:
        assert at.get(f"/api/answers/{stored}").status_code == 404 or stored != answer_id
        assert stored != answer_id
    assert at.get(f"/tra-loi/{answer_id}", headers=keyless).status_code == 404
    judged = {"useful": False, "visitor": "one-visitor"}
    path = f"/api/answers/{answer_id}/opinion"
    assert at.post(path, json=judged, headers=shown(other)).status_code == 404
    assert at.post(path, json=judged, headers=shown(A)).status_code == 200


@pytest.mark.parametrize("other", [B, None])
def test_forgetting_with_another_key_deletes_nothing(other: str | None) -> None:
    at, _, store = programs()
    asked = {"visitor": "one-visitor", "conversation": "the-same-conversation"}
    answer_id = ask(at, A, **asked).json()["id"]
    body = {"visitor": "one-visitor", "conversations": ["the-same-conversation"]}
    at.post(f"/api/answers/{answer_id}/opinion", json={"useful": True, "visitor": "one-visitor"}, headers=shown(A))
    nothing = at.post("/api/forget", json=body, headers=shown(other)).json()
    assert (nothing["answers"], nothing["feedback"]) == (0, 0)
    assert len(store.feedback.kept) == 1
    mine = at.post("/api/forget", json=body, headers=shown(A)).json()
    assert (mine["answers"], mine["feedback"]) == (1, 1)


def test_forgetting_one_visitor_of_a_program_leaves_its_others() -> None:
    at, _, _ = programs()
    for visitor in ("one-visitor", "two-visitor"):
        ask(at, A, visitor=visitor)
    assert at.post("/api/forget", json={"visitor": "one-visitor"}, headers=shown(A)).json()["answers"] == 1
    assert at.post("/api/forget", json={"visitor": "two-visitor"}, headers=shown(A)).json()["answers"] == 1


def test_made_up_visitors_of_a_program_share_its_allowance() -> None:
    rates = Rates(6, 3, 0)
    at = door(MemoryStore(Clock(), rates), rates=rates, keys=KEYS)
    heard = [ask(at, A, visitor=made_up()).json()["status"] for _ in range(4)]
    assert heard[3] == "refused_rate_limited"
    assert "refused_rate_limited" not in heard[:3]
    assert ask(at, B, visitor=made_up()).json()["status"] != "refused_rate_limited"


# the proxy


@pytest.mark.parametrize("value", ["*", "192.168.0.0/16", "172.16.0.0/12", "10.0.0.1/32", "proxy", "127.0.0.1,*"])
def test_a_network_is_no_proxy(value: str) -> None:
    with pytest.raises(ValueError, match=r"reverse proxy's own address"):
        BotSettings(_env_file=None, forwarded_allow_ips=value)  # type: ignore[call-arg]


@pytest.mark.parametrize("value", ["127.0.0.1", "10.1.2.3, ::1", "none", ""])
def test_proxies_are_named_one_by_one(value: str) -> None:
    assert BotSettings(_env_file=None, forwarded_allow_ips=value).forwarded_allow_ips == value  # type: ignore[call-arg]
