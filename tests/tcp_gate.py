"""A gate before a server of this machine: open, shut (nobody listens), or silent (accepts, and says nothing more)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Listens on a port of its own and hands bytes on; silent, it takes them as a stopped server's kernel does."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listening: socket.socket | None = None
        self._held: list[socket.socket] = []
        self._speaks = threading.Event()
        self._speaks.set()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def open(self) -> None:
        """Listens, and hands on."""
        self._speaks.set()
        if self._listening is None:
            self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
            threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def hush(self) -> None:
        """Goes on to accept, and says nothing more until it is opened again."""
        self._speaks.clear()

    def shut(self) -> None:
        """Listens no more; every connection is cut."""
        if self._listening is not None:
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        for each in self._held:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._held.clear()
        self._speaks.set()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(self._target)
                self._held += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._hand_on, args=(source, sink), daemon=True).start()

    def _hand_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._speaks.wait()
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def gate_to(host: str, port: int) -> Iterator[Gate]:
    """A gate, not yet open, shut at the end."""
    gate = Gate(host, port)
    try:
        yield gate
    finally:
        gate.shut()
