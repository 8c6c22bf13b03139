"""What ``plan136 serve`` takes: its start, its memory, a steady load over HTTP on a free port of this machine."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from tests.bench.figures import Figure, percentile

START_SECONDS = 120.0
WORKERS = 32
ASKED_FOR_MEMORY = 200
FRESH_SECONDS = 3.0  # a connection idle for longer is made anew: the server lets go of it after 5
MEGABYTE = 1024 * 1024


@dataclass
class Served:
    """A running server with when it was started."""

    process: subprocess.Popen[str]
    port: int
    began: float
    _local: threading.local = field(default_factory=threading.local)
    _opened: list[http.client.HTTPConnection] = field(default_factory=list)

    def request(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, object]:
        """A JSON reply; OSError when there is none. Each thread keeps its connection."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self._opened.append(connection)
        if time.monotonic() - getattr(self._local, "used", 0.0) > FRESH_SECONDS:
            connection.close()  # it opens itself again with the next request
        try:
            content = json.dumps(body).encode() if body else None
            connection.request(method, path, content, {"Content-Type": "application/json"} if body else {})
            response = connection.getresponse()
            payload = response.read()
            self._local.used = time.monotonic()
        except (OSError, http.client.HTTPException):
            connection.close()
            self._local.connection = None
            raise
        if response.status != 200:
            raise OSError(f"{method} {path}: {response.status}")
        found: dict[str, object] = json.loads(payload)
        return found

    def close(self) -> None:
        """Ends the connections of every thread."""
        for connection in self._opened:
            connection.close()

    def ask(self, question: str) -> dict[str, object]:
        """The reply object of a question in a conversation of its own."""
        return self.request("POST", "/api/ask", {"text": question})


@contextmanager
def served(*, started_by: Sequence[str] = (), **settings: str) -> Iterator[Served]:
    """A server of its own process, on a port the system chose, with more settings; stopped as an operator would.

    ``started_by``: a command that becomes the server, such as one that sets limits first.
    """
    began = time.perf_counter()
    command = [*started_by, sys.executable, "-m", "bot", "serve", "--host", "127.0.0.1", "--port", "0"]
    unlimited = {"RATE_PER_MINUTE": "0", "ADDRESS_RATE_PER_MINUTE": "0"}  # one caller asks for everybody
    environment = {**os.environ, **unlimited, **settings}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            announced = process.stdout.readline()
            if "http://" not in announced:
                raise RuntimeError(f"serve said {announced!r}, not its address")
            port = int(announced.split("http://127.0.0.1:")[1].split()[0])
            server = Served(process, port, began)
            try:
                yield server
            finally:
                server.close()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def start(server: Served, question: str) -> list[Figure]:
    """From the command to the first answer, and to the first that is hybrid."""
    _until(server, lambda: server.ask(question)["status"])
    first = time.perf_counter() - server.began
    _until(server, lambda: server.request("GET", "/readyz")["status"] == "ready")
    hybrid = time.perf_counter() - server.began
    return [
        Figure("start of serve to first (keyword) answer", first, "s", 3),
        Figure("start of serve to full hybrid", hybrid, "s", 15),
    ]


def memory(server: Served, questions: Sequence[str]) -> list[Figure]:
    """Resident memory after 200 questions."""
    for question in itertools.islice(itertools.cycle(questions), ASKED_FOR_MEMORY):
        server.ask(question)
    resident = _resident(server)
    return [Figure(f"resident memory of serve after {ASKED_FOR_MEMORY} questions", resident, "MB", 700)]


def load(server: Served, questions: Sequence[str], seconds: float, rate: float) -> list[Figure]:
    """Questions sent at a steady rate, whether or not the ones before were answered (an open loop)."""
    times: list[float] = []
    errors: list[str] = []

    def one(due: float, question: str) -> None:
        try:
            server.ask(question)
        except (OSError, http.client.HTTPException, ValueError) as error:
            errors.append(str(error))
        times.append((time.perf_counter() - due) * 1000)  # waiting for a free worker counts

    wanted = int(seconds * rate)
    began = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        for number, question in enumerate(itertools.islice(itertools.cycle(questions), wanted)):
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(one, due, question)
    took = time.perf_counter() - began
    resident = _resident(server)
    return [
        Figure(f"load: {rate:g} questions a second for {seconds:g} s, answered a second", wanted / took, "/s"),
        Figure("load: errors", float(len(errors)), "", 0),
        Figure("load: p50", percentile(times, 0.5), "ms"),
        Figure("load: p95", percentile(times, 0.95), "ms", 500),
        Figure("load: p99", percentile(times, 0.99), "ms"),
        Figure("load: resident memory of serve after it", resident, "MB", 700),
    ]


def _resident(server: Served) -> float:
    """Megabytes that the server and its own processes, the encoder's among them, hold in memory."""
    own = psutil.Process(server.process.pid)
    return sum(each.memory_info().rss for each in (own, *own.children(recursive=True))) / MEGABYTE


def _until(server: Served, attempt: object) -> None:
    """Tries until it is true."""
    assert callable(attempt)
    while time.perf_counter() - server.began < START_SECONDS:
        if server.process.poll() is not None:
            raise RuntimeError(f"serve left with {server.process.returncode}")
        try:
            if attempt():
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"serve was not there after {START_SECONDS:g} s")
