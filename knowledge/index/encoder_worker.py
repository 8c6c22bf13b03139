"""The encoder's process: loads the model, then answers one request after the other until its parent is gone.

Started by ``encoder_process.py`` with the number of its socket, the model's name and whether hubs are off.
"""

from __future__ import annotations

import os
import queue
import signal
import socket
import sys
import threading

from knowledge.index.encoder import EncoderUnavailableError, LoadableEncoder, open_model
from knowledge.index.encoder_wire import (
    LOAD,
    QUESTION,
    Answer,
    Request,
    receive_request,
    send_answer,
)

SPINS = "1000"


def main(arguments: list[str]) -> None:
    """Serves the model that the arguments name."""
    channel, model, offline = arguments
    serve(socket.socket(fileno=int(channel)), open_model(model, offline == "offline"))


def serve(channel: socket.socket, encoder: LoadableEncoder) -> None:
    """Answers until the parent closes its end, however it ended; never returns then.

    A thread of its own waits for that, so that a long encoding does not outlive the parent. Signals meant for the
    whole group (Ctrl-C, a service manager's SIGTERM) are the parent's: it still has questions to answer.
    """
    # OpenMP's threads wait for each other in a loop, by default so long that a query takes seconds when other
    # programs keep the cores busy. It reads this once, when torch loads it.
    os.environ.setdefault("GOMP_SPINCOUNT", SPINS)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(channel, requests), daemon=True).start()
    while True:
        request = requests.get()
        # The kernel ends this process when a call never comes back, even one that holds the interpreter's lock.
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        answer = answered(encoder, request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send_answer(channel, answer)


def answered(encoder: LoadableEncoder, request: Request) -> Answer:
    """What the encoder says to a request; its exceptions as text."""
    try:
        if request.kind == LOAD:
            encoder.load()
            return Answer()
        if request.kind == QUESTION:
            return Answer([encoder.encode_query(text) for text in request.texts])
        return Answer(encoder.encode_passages(request.texts))
    except EncoderUnavailableError as error:
        return Answer(error=str(error), unavailable=True)
    except Exception as error:  # the parent decides what it means
        return Answer(error=f"{type(error).__name__}: {error}")


def _receive(channel: socket.socket, requests: queue.SimpleQueue[Request]) -> None:
    try:
        while True:
            requests.put(receive_request(channel))
    except (EOFError, OSError):
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
