"""A stage for a real browser: our server, another site's pages, and Debian's Chromium, all on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bot.assembly import library_of, questions_of, register_of
from bot.channels.web.access import Access
from bot.channels.web.app import create_app
from bot.messages import Incoming, Reply
from bot.settings import BotSettings
from bot.store.opening import open_store
from bot.store_ports import Store
from tests.fakes_chat import FakeReadiness
from tests.fakes_knowledge import TODAY, assistant, keyword_knowledge
from tests.fakes_reception import UNLIMITED, Watching, reception_of
from tests.fakes_store import PEOPLE

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "var" / "screenshots"
AXE_VERSION = "4.14.1"
AXE_FOLDER = ROOT / "var" / "cache" / "axe"
START_SECONDS = 20.0
REQUIRED = "PLAN136_REQUIRE"  # names what must be there ("browser axe"): missing, it fails instead of skipping
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def missing(what: str, reason: str) -> None:
    """Skips with the reason; fails where ``what`` is required."""
    if what in os.environ.get(REQUIRED, "").split():
        pytest.fail(f"{reason}; {REQUIRED} names {what}")
    pytest.skip(reason)


def chromium() -> str:
    """Where Chromium is; skips when it is nowhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        missing("browser", "no Chromium on this machine (Debian: apt-get install chromium)")
    return str(found)


def axe_source() -> str:
    """axe-core's script, fetched once with npm into var/cache; skips when it cannot be had."""
    script = AXE_FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if not npm:
            missing("axe", "axe-core is not in var/cache/axe, and there is no npm to fetch it with")
        AXE_FOLDER.mkdir(parents=True, exist_ok=True)
        command = [str(npm), "install", "--prefix", str(AXE_FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run([*command, f"axe-core@{AXE_VERSION}"], capture_output=True, timeout=120, check=False)
        if done.returncode or not script.exists():
            missing("axe", "axe-core could not be fetched with npm")
    return script.read_text(encoding="utf-8")


class GatedChat:
    """The real chat, whose steps can be made to wait, so that a browser sees what is between question and answer."""

    def __init__(self) -> None:
        self.chat = assistant().chat
        self.gates: dict[str, threading.Event] = {}

    def reply_to(self, incoming: Incoming) -> Reply:
        def told(step: str) -> None:
            if incoming.progress:
                incoming.progress(step)
            gate = self.gates.get(step)
            if gate:
                gate.wait(timeout=30)

        return self.chat.reply_to(replace(incoming, progress=told))

    def forget(self, conversation: str) -> None:
        self.chat.forget(conversation)


@dataclass
class Stage:
    """A running server with what it stands on."""

    address: str
    chat: GatedChat
    store: Store  # the real one, on disk
    watch: Watching
    allowed: str  # another site, which may hold the chat in a frame and call the API
    refused: str  # one that may not
    sites: list[ThreadingHTTPServer] = field(default_factory=list)


@contextmanager
def staged(home: Path) -> Iterator[Stage]:
    """Our server and two other sites, until the end."""
    pages: dict[str, str] = {}
    sites = [_site(pages), _site(pages)]
    allowed, refused = (f"http://127.0.0.1:{each.server_address[1]}" for each in sites)
    chat = GatedChat()
    store, watch = open_store(home, PEOPLE, rates=UNLIMITED), Watching()
    reception = reception_of(chat, store, watch=watch)
    knowledge, settings = keyword_knowledge(), BotSettings(_env_file=None, today=TODAY)
    app = create_app(
        reception,
        library_of(knowledge),
        FakeReadiness(),
        register=register_of(knowledge, settings),
        questions=questions_of(knowledge, settings),
        access=Access(frames=(allowed,), origins=(allowed,)),
    )
    with _served(app) as address:
        pages["/without"] = _SITE.partition("<script")[0]
        pages["/"] = _SITE.replace("SERVER", address)
        yield Stage(address, chat, store, watch, allowed, refused, sites)
    for each in sites:
        each.shutdown()
        each.server_close()
    store.close()


@contextmanager
def _served(app: Any) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > until or not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=START_SECONDS)


_SITE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang thông tin phường</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Trang thông tin phường</h1><p>Lịch tiếp công dân và thủ tục thường gặp.</p></main>
<script src="SERVER/nhung.js" defer></script></body></html>"""


def _site(pages: Mapping[str, str]) -> ThreadingHTTPServer:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path, "").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = "default-src 'self'; script-src http://127.0.0.1:*; frame-src http://127.0.0.1:*; connect-src http://127.0.0.1:*"
            self.send_header("Content-Security-Policy", policy)  # a strict site of a public body: no inline style
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
