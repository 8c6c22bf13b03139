"""A process of an encoder that does what a text tells it to: dies, hangs, fails, or will not load."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Sequence

from knowledge.index.encoder import EncoderUnavailableError
from knowledge.index.encoder_process import EncoderProcess
from knowledge.index.encoder_worker import serve
from knowledge.index.isolated_encoder import IsolatedEncoder
from tests.fakes import FakeEncoder

_ROOT = __file__.rpartition("/tests/")[0]
_START = "import sys; sys.path.append(sys.argv.pop(1)); from tests.fake_encoder_worker import main; main(sys.argv[1:])"


class Obedient(FakeEncoder):
    """Encodes; "abort", "hang" and "raise" in a text are done instead."""

    def __init__(self, mood: str = "well") -> None:
        super().__init__()
        self.mood = mood

    def load(self) -> None:
        if self.mood == "unavailable":
            raise EncoderUnavailableError("no model here: set EMBEDDING_MODEL")
        if self.mood == "dies":
            os.kill(os.getpid(), signal.SIGSEGV)

    def encode_query(self, text: str) -> list[float]:
        return self.encode_passages([text])[0]

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        for text in texts:
            if "abort" in text:
                os.abort()
            if "hang" in text:
                time.sleep(600)
            if "slow" in text:
                time.sleep(0.4)
            if "raise" in text:
                raise ValueError("not this one")
        return super().encode_passages(texts)


def isolated_fake(mood: str = "well") -> IsolatedEncoder:
    """The product's encoder over such a process."""
    return IsolatedEncoder("fake 1", EncoderProcess((sys.executable, "-P", "-c", _START, _ROOT), (mood,)))


def main(arguments: list[str]) -> None:
    channel, mood = arguments
    serve(socket.socket(fileno=int(channel)), Obedient(mood))
