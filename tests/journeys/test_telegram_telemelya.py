"""The unmodified bot behind its webhook against a second Bot API server that others wrote: telemelya from PyPI.

It is large and needs a Redis of its own, so it is no dependency: PLAN136_TELEMELYA_PYTHON names a Python that has it
(``pip install telemelya==0.2.2 fakeredis``), as ``.ci/run`` makes one; without it these tests are skipped.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes_bot_api import TOKEN
from tests.fakes_knowledge import assistant
from tests.fakes_telegram_door import SECRET, open_door

LAUNCHER = Path(__file__).parents[1] / "telegram_server" / "telemelya_server.py"
PYTHON = os.environ.get("PLAN136_TELEMELYA_PYTHON") or (importlib.util.find_spec("telemelya") and sys.executable)
ASKED = "Đến năm 2025 mức độ hài lòng phải đạt bao nhiêu?"
pytestmark = pytest.mark.skipif(not PYTHON, reason="PLAN136_TELEMELYA_PYTHON names no Python with telemelya")
Fields = dict[str, Any]


@dataclass
class Telemelya:
    """The running server."""

    base_url: str
    chat: int = 77

    async def do(self, what: str, **body: Any) -> Fields:
        """An action of a person; it says how the webhook answered."""
        async with self._client() as client:
            answered = await client.post(
                f"/api/v1/test/{what}", json={"chat_id": self.chat, **body}, params={"bot_token": TOKEN}
            )
            told: Fields = answered.raise_for_status().json()
            assert (told.get("delivery") or {"status_code": 200})["status_code"] == 200
            await asyncio.sleep(0.002)  # it numbers updates by the millisecond
            return told

    async def heard(self, method: str, count: int = 1) -> list[Fields]:
        """The calls of a method, once there are so many."""
        async with self._client() as client, asyncio.timeout(20):
            while True:
                told = (await client.get("/api/v1/test/responses")).json()["responses"]
                found = [each for each in told if each["method"] == method]
                if len(found) >= count:
                    return found
                await asyncio.sleep(0.02)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.base_url, headers={"Authorization": "Bearer x"}, timeout=20)


@contextmanager
def telemelya() -> Iterator[Telemelya]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([str(PYTHON), str(LAUNCHER), str(port), SECRET]) as process:
        try:
            end = time.monotonic() + 60
            while True:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/").raise_for_status()
                    break
                except httpx.HTTPError:
                    assert process.poll() is None, "telemelya did not start"
                    assert time.monotonic() < end
                    time.sleep(0.05)
            yield Telemelya(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(timeout=10)


def data(shown: Fields, label: str) -> str:
    rows = shown["reply_markup"]["inline_keyboard"]
    return str(next(each["callback_data"] for row in rows for each in row if label in each["text"]))


def test_questions_buttons_pictures_and_inline_cards_need_no_repair_of_its_answers() -> None:
    async def act() -> None:
        with telemelya() as server:
            async with open_door(server.base_url, webhook=True, chat=assistant().chat) as door:
                await server.do("send_update", text=ASKED)
                (first,) = await server.heard("sendMessage")
                assert "<b>Tối thiểu 95%</b>" in first["text"]
                await server.do("send_update", text="thế còn năm 2023?")
                assert "85%" in (await server.heard("sendMessage", 2))[1]["text"]
                await server.do("send_update", command="/chitieu")
                listed = (await server.heard("sendMessage", 3))[2]
                for label in ("Năm", "2025"):
                    number = listed["message_id"]
                    await server.do("send_update", callback_data=data(listed, label), callback_message_id=number)
                    listed = (await server.heard("editMessageText", 1 if label == "Năm" else 2))[-1]
                await server.do(
                    "send_update", callback_data=data(first, "Diễn biến"), callback_message_id=first["message_id"]
                )
                await server.heard("sendPhoto")
                await server.do(
                    "send_update", callback_data=data(first, "Hữu ích"), callback_message_id=first["message_id"]
                )
                await server.heard("answerCallbackQuery", 4)
                assert door.watch.opinions == [("telegram", True)]
                await server.do("send_inline_query", query="papi")
                (cards,) = await server.heard("answerInlineQuery")
                assert cards["results"]
                chosen = await server.do(
                    "choose_inline_result", inline_query_id=cards["inline_query_id"], result_index=0
                )
                assert chosen["ok"]

    asyncio.run(act())
