"""What a process shows of itself over HTTP: figures to those who may, health, and each address to its application."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace
from typing import Any

import pytest

from bot.messages import Status
from bot.serving.gateway import Figures, Gateway, Health
from bot.serving.metrics import Metrics
from tests.fakes_chat import TARGET, FakeReadiness


def get(app: Any, path: str, client: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    """Status and body of a GET."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    given = given if "host" in headers else [*given, (b"host", b"127.0.0.1:8136")]
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": given,
        "client": (client, 5),
        "server": ("127.0.0.1", 8136),
    }
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()


def test_questions_are_counted_by_status_and_channel_without_their_words() -> None:
    metrics = Metrics()
    for reply in (TARGET, TARGET, replace(TARGET, status=Status.REFUSED_RATE_LIMITED, degraded=("store",))):
        metrics.answered("zalo", reply, 0.03)
    metrics.judged("zalo", False)
    metrics.failed("telegram")
    metrics.show(lambda: 7, lambda: ("dense: ConnectError",))
    text, media_type = metrics.render()
    said = text.decode()
    assert media_type.startswith("text/plain")
    for line in (
        'plan136_questions_total{channel="zalo",status="answered_target"} 2.0',
        'plan136_questions_total{channel="zalo",status="refused_rate_limited"} 1.0',
        'plan136_answer_seconds_bucket{channel="zalo",le="0.04"} 3.0',
        'plan136_step_seconds_count{step="understand"} 3.0',
        'plan136_degraded_replies_total{part="store"} 1.0',
        'plan136_opinions_total{channel="zalo",useful="no"} 1.0',
        'plan136_channel_failures_total{channel="telegram"} 1.0',
        'plan136_degraded{part="dense"} 1.0',
        "plan136_queue 7.0",
    ):
        assert line in said
    assert 'step="total"' not in said
    assert "hài lòng" not in said


def test_figures_without_a_token_are_for_this_machine_and_not_for_a_proxys_guests() -> None:
    app = Figures(lambda: (b"figures", "text/plain"), None)
    assert get(app, "/metrics") == (200, "figures")
    assert get(app, "/metrics", client="::1")[0] == 200
    assert get(app, "/metrics", client="203.0.113.9")[0] == 403
    assert get(app, "/metrics", client="")[0] == 403
    assert get(app, "/metrics", x_forwarded_for="203.0.113.9")[0] == 403


def test_a_database_that_is_waited_for_holds_up_nobody_else() -> None:
    asked, free = threading.Event(), threading.Event()

    class Waiting(FakeReadiness):
        def degraded(self) -> tuple[str, ...]:
            asked.set()
            assert free.wait(20), "the loop goes on meanwhile"
            return ("store",)

    async def both(app: Any) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        ends = {"client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8136)}
        scope = {"type": "http", "method": "GET", "path": "/readyz", "headers": [(b"host", b"localhost")], **ends}
        asking = asyncio.create_task(app(scope, None, send))
        while not asked.is_set():
            await asyncio.sleep(0.01)
        free.set()
        await asking
        return sent

    waiting = Waiting()
    assert b"store" in asyncio.run(both(Health(waiting)))[1]["body"]
    for event in (asked, free):
        event.clear()
    figures = Figures(lambda: (" ".join(waiting.degraded()).encode(), "text/plain"), None)
    assert asyncio.run(both(figures))[1]["body"] == b"store"


def test_figures_with_a_token_are_for_whoever_has_it() -> None:
    app = Figures(lambda: (b"figures", "text/plain"), "một-mã-dài-của-quản-trị")
    assert get(app, "/metrics")[0] == 403
    assert get(app, "/metrics", authorization="Bearer sai")[0] == 403
    assert get(app, "/metrics", client="203.0.113.9", authorization="Bearer một-mã-dài-của-quản-trị")[0] == 200


def test_each_address_goes_to_its_application() -> None:
    gateway = Gateway()
    gateway.lead({"/metrics": Figures(lambda: (b"figures", "text/plain"), None)}, Health(FakeReadiness("zalo")))
    assert get(gateway, "/metrics") == (200, "figures")
    assert json.loads(get(gateway, "/healthz")[1]) == {"status": "ok"}
    assert json.loads(get(gateway, "/readyz")[1]) == {"status": "degraded", "degraded": ["zalo"]}
    assert get(gateway, "/metrics/")[0] == 404
    assert get(gateway, "/")[0] == 404


@pytest.mark.parametrize("degraded", [(), ("store",)])
def test_health_says_what_is_ready(degraded: tuple[str, ...]) -> None:
    status, body = get(Health(FakeReadiness(*degraded)), "/readyz")
    assert status == 200
    assert json.loads(body)["status"] == ("degraded" if degraded else "ready")
