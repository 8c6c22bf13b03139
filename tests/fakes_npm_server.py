"""The npm package telegram-test-api, a Bot API server not written by us, installed once into a cache and started."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes_bot_api import TOKEN, read_value

FOLDER = Path(__file__).parent / "telegram_server"
FILES = ("package.json", "package-lock.json", "server.js")
INSTALL_SECONDS = 120


@lru_cache(maxsize=1)
def installed() -> Path | str:
    """The folder it is installed in, or why it is not."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return "node and npm are not installed"
    content = b"".join((FOLDER / name).read_bytes() for name in FILES[:2])
    folder = Path(tempfile.gettempdir()) / f"plan136-telegram-test-api-{hashlib.sha256(content).hexdigest()[:12]}"
    if (folder / "complete").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES[:2]:
        shutil.copy(FOLDER / name, folder / name)
    install = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    try:
        done = subprocess.run(install, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"npm ci took more than {INSTALL_SECONDS} s"
    if done.returncode:
        return f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}"
    (folder / "complete").touch()
    return folder


@dataclass
class NpmServer:
    """The running server, as a person and as a reader of its records."""

    base_url: str
    client: httpx.Client

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answered = self.client.post(f"{self.base_url}{path}", json=body)
        answered.raise_for_status()
        return answered.json()["result"]

    def say(self, text: str, chat: int = 1) -> None:
        """A message or a command, by the package's own address for it."""
        entities = [{"offset": 0, "length": len(text.split()[0]), "type": "bot_command"}] if text[0] == "/" else []
        body = {**_common(chat), "text": text, **({"entities": entities} if entities else {})}
        self._post("/sendCommand" if entities else "/sendMessage", body)

    def press(self, data: str, under: int, chat: int = 1) -> None:
        """A pressed button, by the package's own address for it."""
        message = {"chat": _common(chat)["chat"], "message_id": under}
        self._post("/sendCallback", {**_common(chat), "message": message, "data": data})

    def deliver(self, *updates: dict[str, Any]) -> None:
        """Updates of kinds it has no address for."""
        for each in updates:
            self._post("/_raw", {"token": TOKEN, "update": each})

    def flood(self, method: str, chat: int, times: int, wait: int = 1) -> None:
        """The next calls to a chat are refused with 429."""
        self._post("/_flood", {"method": method, "chat": chat, "times": times, "wait": wait})

    def shown(self, chat: int = 1) -> list[dict[str, Any]]:
        """The messages of ours a chat shows, as the package keeps them."""
        kept = self._post("/getUpdatesHistory", {"token": TOKEN})
        ours = [each for each in kept if str(each.get("message", {}).get("chat_id")) == str(chat)]
        return [{**each["message"], "number": each["messageId"]} for each in ours]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The calls of a method, their parameters read."""
        made = self.client.get(f"{self.base_url}/_calls").json()["calls"]
        return [{k: read_value(v) for k, v in each["body"].items()} for each in made if each["method"] == method]


def _common(chat: int) -> dict[str, Any]:
    person = {"id": chat, "first_name": "Người Hỏi", "is_bot": False, "language_code": "vi"}
    return {"botToken": TOKEN, "date": 1_790_000_000, "from": person, "chat": {"id": chat, "type": "private"}}


@contextmanager
def npm_server() -> Iterator[NpmServer]:
    """The server, started; the test is skipped where it cannot be had."""
    folder = installed()
    if isinstance(folder, str):
        pytest.skip(f"telegram-test-api is not to be had here: {folder}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copy(FOLDER / "server.js", folder / "server.js")
    environment = {**os.environ, "NO_PROXY": "127.0.0.1"}
    command = ["node", "server.js", str(port)]
    with (
        subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process,
        httpx.Client(trust_env=False) as client,
    ):
        try:
            assert process.stdout and process.stdout.readline().strip() == "listening"
            yield NpmServer(f"http://127.0.0.1:{port}", client)
        finally:
            process.terminate()
            process.wait(timeout=10)
