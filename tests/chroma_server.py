"""A Chroma server of its own process on loopback, for tests to start, stop, freeze and wipe."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60.0


class ChromaServer:
    """The server on one port and one folder; not running until ``start``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(self._folder)]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
        self._folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            command, env=environment, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self._process.poll() is None, "chroma run left"
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("chroma run does not listen")

    def freeze(self) -> None:
        """It takes connections, and never answers; returns once every thread of it has stopped."""
        self._signal(signal.SIGSTOP)
        assert self._process is not None
        threads = Path(f"/proc/{self._process.pid}/task")
        end = time.monotonic() + START_SECONDS
        while any(_state(each) != "T" for each in threads.iterdir()):
            assert time.monotonic() < end, "chroma run does not stop"
            time.sleep(0.005)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """It is gone at once; what it holds stays on its disk."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=30)
            self._process = None

    def wipe(self) -> None:
        """What it held is gone; to be called while it is not running."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


def _state(thread: Path) -> str:
    """The letter that the kernel gives for what a thread does: ``T`` when it is stopped."""
    try:
        return thread.joinpath("stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "T"  # a thread that has ended


@contextmanager
def chroma_server(folder: Path, started: bool = True) -> Iterator[ChromaServer]:
    """A server that is gone at the end."""
    server = ChromaServer(folder)
    if started:
        server.start()
    try:
        yield server
    finally:
        server.kill()
