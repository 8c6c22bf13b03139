"""Implements ``ports.Encoder`` over a process of its own: bounded texts, turns, remembered questions."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from knowledge.index.encodable import PASSAGE_CHARACTERS, QUESTION_CHARACTERS, encodable
from knowledge.index.encoder import open_model
from knowledge.index.encoder_process import EncoderDownError, EncoderProcess, worker_command
from knowledge.index.encoder_wire import PASSAGES, QUESTION, Request
from knowledge.index.turns import Turns
from knowledge.ports import EncoderBusyError

REMEMBERED = 512  # questions whose vectors are kept
QUEUE_SECONDS = 0.8  # a question that gets no turn within these is answered from keywords
QUESTION_SECONDS = 3.0  # an encoding takes 0.1 seconds at most on idle cores; one that takes these hangs
PASSAGES_SECONDS = 300.0
_AT_ONCE = 32  # passages in a request
_CHARACTERS_AT_ONCE = 32_000


class IsolatedEncoder:
    """Safe to use from several threads. ``close`` it, or let it go: its process ends either way."""

    def __init__(self, identity: str, process: EncoderProcess) -> None:
        self._identity = identity
        self._process = process
        self._turns = Turns()
        self._lock = threading.Lock()
        self._questions: OrderedDict[str, list[float]] = OrderedDict()
        self._started = False
        self._end = weakref.finalize(self, process.close)

    @property
    def identity(self) -> str:
        """The identity of the encoder in the process."""
        return self._identity

    @property
    def pid(self) -> int | None:
        """The process that encodes, if it is up."""
        return self._process.pid

    def load(self) -> None:
        """Start the process and wait until its model is loaded; EncoderUnavailableError when it cannot be."""
        self._process.wait()
        self._started = True

    def encode_query(self, text: str) -> list[float]:
        """The unit vector of a question; EncoderDownError or EncoderBusyError when there is none to be had just now."""
        bounded = encodable(text, QUESTION_CHARACTERS)
        known = self._remembered(bounded)
        if known is None:
            if not self._started:
                self.load()
            with self._turns.turn(len(bounded), QUEUE_SECONDS):
                known = self._vectors(Request(QUESTION, (bounded,), QUESTION_SECONDS))[0]
            with self._lock:
                self._questions[bounded] = known
                if len(self._questions) > REMEMBERED:
                    self._questions.popitem(last=False)
        return list(known)

    def vector_now(self, text: str) -> list[float] | None:
        """The vector of a question, or None while the model is not loaded or no vector is to be had just now."""
        if not self._started:
            return None
        try:
            return self.encode_query(text)
        except (EncoderDownError, EncoderBusyError, RuntimeError):
            return None

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """The unit vectors of passages, in order; a process that dies meanwhile is waited for, once a request."""
        rows: list[list[float]] = []
        for texts_at_once in _requests([encodable(text, PASSAGE_CHARACTERS) for text in texts]):
            request = Request(PASSAGES, texts_at_once, PASSAGES_SECONDS)
            try:
                rows += self._passages(request)
            except EncoderDownError:
                rows += self._passages(request)
        return rows

    def forget(self) -> None:
        """Drop the remembered questions (a benchmark times the encoding itself)."""
        with self._lock:
            self._questions.clear()

    def close(self) -> None:
        """End the process."""
        self._end()

    def _passages(self, request: Request) -> list[list[float]]:
        self.load()
        with self._turns.turn(sum(map(len, request.texts))):
            return self._vectors(request)

    def _vectors(self, request: Request) -> list[list[float]]:
        answer = self._process.ask(request)
        if answer.error:
            raise RuntimeError(f"the encoder could not encode: {answer.error}")
        return [list(row) for row in answer.vectors]

    def _remembered(self, text: str) -> list[float] | None:
        with self._lock:
            known = self._questions.get(text)
            if known is not None:
                self._questions.move_to_end(text)
            return known


def isolated(model: str, offline: bool = True) -> IsolatedEncoder:
    """The encoder of ``EMBEDDING_MODEL``, or the bundled one when that is empty, in a process not yet started."""
    return IsolatedEncoder(open_model(model, offline).identity, EncoderProcess(*worker_command(model, offline)))


def _requests(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The texts in order, so many at once that a question waits for seconds at most."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _AT_ONCE or size + len(text) > _CHARACTERS_AT_ONCE):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield tuple(batch)
