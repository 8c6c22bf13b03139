"""Servers that take connections and are no use: one never says a word, one never ends what it says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_SECONDS = 0.1
_BEGINNING = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n"


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def dripping_server() -> Iterator[str]:
    """The address of a server that sends its response a byte at a time, and never the last."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()

        def drip(taken: socket.socket) -> None:
            with taken:
                try:
                    taken.sendall(_BEGINNING)
                    while not over.wait(EVERY_SECONDS):
                        taken.sendall(b" ")
                except OSError:
                    return

        def accept() -> None:
            while True:
                try:
                    taken, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=drip, args=(taken,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
