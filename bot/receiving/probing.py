"""Which parts do not work now, found out by trying what an answer needs of them: bounded, shared, never piling up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

WITHIN_SECONDS = 3.0  # whoever asks hears of every part by then
KNOWN_SECONDS = 0.5  # a part that is known to be in trouble gets no longer to say otherwise
FRESH_SECONDS = 1.0  # what was found out so lately is not tried again

log = structlog.get_logger(__name__)


def _nothing() -> Sequence[str]:
    return ()


@dataclass
class Probe:
    """How a part is tried; both calls give what does not work, such as "store" or "dense: ConnectError"."""

    part: str
    look: Callable[[], Sequence[str]]  # tries it; may take long, may never return
    known: Callable[[], Sequence[str]] = _nothing  # what is known without trying; returns at once
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event | None = None
    _begun: float = float("-inf")
    _found: Sequence[str] = ()

    def begin(self) -> None:
        """Tries the part in a thread of its own, unless that is under way or was done a moment ago."""
        with self._lock:
            under_way = self._ended is not None and not self._ended.is_set()
            if under_way or time.monotonic() - self._begun < FRESH_SECONDS:
                return
            self._begun, self._ended = time.monotonic(), threading.Event()
            threading.Thread(target=self._run, args=(self._ended,), name=f"probe {self.part}", daemon=True).start()

    def found(self) -> Sequence[str]:
        """What does not work; a part that has not answered in time does not."""
        with self._lock:
            ended, begun = self._ended, self._begun
        known = self.known()
        patience = KNOWN_SECONDS if known else WITHIN_SECONDS
        if ended is None or ended.wait(max(begun + patience - time.monotonic(), 0.0)):
            return self._found
        return known or (f"{self.part}: no answer",)

    def _run(self, ended: threading.Event) -> None:
        try:
            self._found = tuple(self.look())
        except Exception as error:  # a part that breaks its probe does not work
            log.warning("a probe failed", part=self.part, error=type(error).__name__)
            self._found = (f"{self.part}: {type(error).__name__}",)
        finally:
            ended.set()


class ProbedParts:
    """All parts, tried beside each other; implements ``bot.ports.Readiness``. Safe to call from several threads."""

    def __init__(self, probes: Sequence[Probe]) -> None:
        self._probes = tuple(probes)

    def degraded(self) -> tuple[str, ...]:
        """Names of the parts that do not work, within ``WITHIN_SECONDS`` whatever hangs."""
        for probe in self._probes:
            probe.begin()
        return tuple(dict.fromkeys(name for probe in self._probes for name in probe.found()))
