"""``plan136 serve`` as an operator meets it: a process of its own that starts, answers, and leaves when told."""

from __future__ import annotations

import signal
import urllib.request

import pytest

from tests.bench.server import served

pytestmark = pytest.mark.real


def test_it_answers_while_the_encoder_loads_and_leaves_cleanly() -> None:
    with served() as server:
        reply = server.ask("Mức độ hài lòng của người dân đến năm 2025 phải đạt bao nhiêu?")
        assert reply["status"] == "answered_target"
        assert "95%" in str(reply["text"])
        assert server.request("GET", "/healthz") == {"status": "ok"}
        state = server.request("GET", "/readyz")
        assert state["status"] == "degraded" if state["degraded"] else "ready"
        documents = server.request("GET", "/api/documents")["documents"]
        assert isinstance(documents, list)
        assert documents[0]["number"] == "136/KH-UBND"
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=30) as figures:
            said = figures.read().decode()
        assert "plan136_queue 0.0" in said
        assert "hài lòng" not in said
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=30) == 0
