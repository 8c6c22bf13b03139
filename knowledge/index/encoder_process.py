"""An encoder in a process of its own: a crash or a hang there costs one answer, never the service.

One thread keeps the process: starts it, waits for its end, starts it again after a pause that grows while it keeps
dying. Whoever asks meanwhile is told at once, and answers from keywords.
"""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from knowledge.index.encoder import EncoderUnavailableError
from knowledge.index.encoder_wire import LOAD, Answer, Request, receive_answer, send_request

LOAD_SECONDS = 120.0  # importing torch takes 3 seconds on idle cores
_LONGEST_PAUSE = 60.0  # seconds between two starts of an encoder that keeps dying
_LIVED = 60.0  # seconds after which an encoder that died was a good one: it is started again at once
_START = (
    "import sys; sys.path.append(sys.argv.pop(1)); from knowledge.index.encoder_worker import main; main(sys.argv[1:])"
)

log = logging.getLogger(__name__)


class EncoderDownError(RuntimeError):
    """The encoder's process died, hung or is being started; it comes back by itself."""


def worker_command(model: str, offline: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How the process of a model is started: what stands before the number of its socket, and what behind."""
    root = str(Path(__file__).resolve().parents[2])
    return (sys.executable, "-P", "-c", _START, root), (model, "offline" if offline else "online")


class EncoderProcess:
    """The process and the thread that keeps it. ``ask`` is for one caller at a time."""

    def __init__(self, before: Sequence[str], after: Sequence[str] = ()) -> None:
        """The command, without the number of the socket between ``before`` and ``after``."""
        self._before, self._after = tuple(before), tuple(after)
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._keeper: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None  # of a process whose model is loaded
        self._failure: Exception | None = None  # of the last start

    @property
    def pid(self) -> int | None:
        """The process that answers, if one does."""
        with self._changed:
            return self._process.pid if self._process and self._channel else None

    def wait(self, seconds: float = LOAD_SECONDS) -> None:
        """Wait until the model is loaded, starting it if need be; raises why it is not."""
        with self._changed:
            if self._keeper is None or not self._keeper.is_alive():
                self._failure = None
                self._keeper = threading.Thread(target=self._keep, name="encoder-keeper", daemon=True)
                self._keeper.start()
            self._changed.wait_for(lambda: self._channel or self._failure or self._closing.is_set(), seconds)
            if self._channel is None:
                raise self._failure or EncoderDownError("the encoder is still being started")

    def ask(self, request: Request) -> Answer:
        """The answer to a request; EncoderDownError at once when there is no process, or when this ended it."""
        with self._changed:
            channel, process = self._channel, self._process
        if channel is None or process is None:
            raise EncoderDownError("the encoder is being started")
        try:
            channel.settimeout(request.seconds)
            send_request(channel, request)
            return receive_answer(channel, request.seconds)
        except (OSError, EOFError, ValueError) as error:
            with self._changed:
                if self._channel is channel:
                    self._channel = None
            process.kill()  # what does not answer in time is not asked again
            raise EncoderDownError(f"the encoder gave no answer ({error or type(error).__name__})") from error

    def close(self) -> None:
        """End the process and the thread; may be called twice."""
        self._closing.set()
        with self._changed:
            if self._process is not None:
                self._process.kill()
            self._changed.notify_all()
        if self._keeper is not None and self._keeper is not threading.current_thread():
            self._keeper.join(10)

    def _keep(self) -> None:
        pause = 0.0
        while not self._closing.wait(pause):
            began = time.monotonic()
            ours, theirs = socket.socketpair()
            with ours, theirs:
                permanent = self._run(ours, theirs)
            if permanent:
                return
            pause = 0.0 if time.monotonic() - began > _LIVED else min(_LONGEST_PAUSE, max(0.5, 2 * pause))

    def _run(self, ours: socket.socket, theirs: socket.socket) -> bool:
        """One life of the process; whether starting another is of no use."""
        try:
            with self._changed:
                if self._closing.is_set():
                    return True
                self._process = process = self._started(theirs)
        except OSError as error:
            self._tell(EncoderUnavailableError(f"the encoder's process cannot be started: {error}"))
            return False
        theirs.close()  # or the end of the process would not be seen here
        permanent = False
        with process:
            try:
                send_request(ours, Request(LOAD, seconds=LOAD_SECONDS))
                answer = receive_answer(ours, LOAD_SECONDS)
                permanent = answer.unavailable
                if answer.error:
                    raise EncoderUnavailableError(answer.error)
                self._tell(None, ours)
            except EncoderUnavailableError as error:
                self._tell(error)
                process.kill()
            except (OSError, EOFError) as error:
                process.kill()
                said = f"the encoder's process {_ending(process.wait())} while it loaded the model"
                self._tell(EncoderUnavailableError(f"{said} ({error or 'no answer'})"))
            ended = process.wait()
        with self._changed:
            self._channel = self._process = None
        if not self._closing.is_set():
            log.warning("the encoder's process %s%s", _ending(ended), "" if permanent else "; it is started again")
        return permanent

    def _started(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self._before, str(theirs.fileno()), *self._after],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,  # Ctrl-C in a terminal is the parent's
        )

    def _tell(self, failure: Exception | None, channel: socket.socket | None = None) -> None:
        with self._changed:
            self._failure, self._channel = failure, channel
            self._changed.notify_all()


def _ending(code: int) -> str:
    """ "ended with 1", "was ended by SIGSEGV"."""
    if code >= 0:
        return f"ended with {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
