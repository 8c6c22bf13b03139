"""What the two sides of the encoder's socket say to each other: frames of a length and that many bytes.

A request is JSON. An answer is a line of JSON, then the vectors as 32-bit floats: nothing that arrives is run.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

LOAD, QUESTION, PASSAGES = "load", "question", "passages"
_LENGTH = struct.Struct("<I")
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be encoded, and the seconds it may take."""

    kind: str
    texts: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The vectors asked for, or what went wrong: whether the model is ``unavailable`` for good, and why."""

    vectors: Sequence[Sequence[float]] = ()
    error: str | None = None
    unavailable: bool = False


def send_request(channel: socket.socket, request: Request) -> None:
    """Sends a request; OSError when the other side is gone, TimeoutError when it does not read."""
    _send(channel, json.dumps(asdict(request)).encode())


def receive_request(channel: socket.socket) -> Request:
    """Waits for a request; EOFError when the other side is gone."""
    told = json.loads(_receive(channel, None))
    return Request(str(told["kind"]), tuple(told["texts"]), float(told["seconds"]))


def send_answer(channel: socket.socket, answer: Answer) -> None:
    """Sends an answer."""
    rows = np.asarray(answer.vectors, dtype=np.float32)
    head = json.dumps({"shape": rows.shape, "error": answer.error, "unavailable": answer.unavailable})
    _send(channel, head.encode() + b"\n" + rows.tobytes())


def receive_answer(channel: socket.socket, seconds: float) -> Answer:
    """The next answer; TimeoutError after so many seconds, EOFError when the other side is gone."""
    head, _, rows = _receive(channel, seconds).partition(b"\n")
    told = json.loads(head)
    vectors = np.frombuffer(rows, dtype=np.float32).reshape(told["shape"]).tolist()
    return Answer(vectors, told["error"], told["unavailable"])


def _send(channel: socket.socket, payload: bytes) -> None:
    channel.sendall(_LENGTH.pack(len(payload)) + payload)


def _receive(channel: socket.socket, seconds: float | None) -> bytes:
    until = None if seconds is None else time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size, until))
    if length > _MOST_BYTES:
        raise EOFError(f"a frame of {length} bytes is none of ours")
    return _exactly(channel, length, until)


def _exactly(channel: socket.socket, length: int, until: float | None) -> bytes:
    received = bytearray()
    while len(received) < length:
        if until is not None:
            channel.settimeout(max(0.001, until - time.monotonic()))
        part = channel.recv(min(length - len(received), 1 << 20))
        if not part:
            raise EOFError("the other side closed the socket")
        received += part
    return bytes(received)
