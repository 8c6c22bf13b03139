"""What happens, in figures: the one file that imports prometheus_client. Never a word of a question, never a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.messages import Reply

_ANSWERING = (0.01, 0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_STEPS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0)


class Metrics:
    """Counts for Prometheus; implements ``bot.reception_ports.Watch``."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "plan136_questions", "Replies by channel and status.", ["channel", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "plan136_answer_seconds",
            "Seconds from a question's arrival to its reply.",
            ["channel"],
            buckets=_ANSWERING,
            registry=self._registry,
        )
        self._steps = Histogram(
            "plan136_step_seconds",
            "Seconds of each answering step.",
            ["step"],
            buckets=_STEPS,
            registry=self._registry,
        )
        self._opinions = Counter(
            "plan136_opinions", "Opinions on answers.", ["channel", "useful"], registry=self._registry
        )
        self._degraded = Counter(
            "plan136_degraded_replies", "Replies given without a part.", ["part"], registry=self._registry
        )
        self._failures = Counter(
            "plan136_channel_failures",
            "How often a channel had to be started again.",
            ["channel"],
            registry=self._registry,
        )

    def answered(self, channel: str, reply: Reply, seconds: float) -> None:
        """A reply was given."""
        self._questions.labels(channel, reply.status.value).inc()
        self._seconds.labels(channel).observe(seconds)
        for step, milliseconds in reply.timings_ms.items():
            if step != "total":
                self._steps.labels(step).observe(milliseconds / 1000)
        for part in _parts(reply.degraded):
            self._degraded.labels(part).inc()

    def judged(self, channel: str, useful: bool) -> None:
        """An opinion was given."""
        self._opinions.labels(channel, "yes" if useful else "no").inc()

    def failed(self, channel: str) -> None:
        """A channel failed."""
        self._failures.labels(channel).inc()

    def show(self, load: Callable[[], int], degraded: Callable[[], Sequence[str]]) -> None:
        """Has ``load`` (questions at work or waiting) and ``degraded`` (parts not working) asked at each reading."""
        self._registry.register(_Now(load, degraded))

    def render(self) -> tuple[bytes, str]:
        """All figures as text, and its media type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


class _Now(Collector):
    """What is true at the moment of reading."""

    def __init__(self, load: Callable[[], int], degraded: Callable[[], Sequence[str]]) -> None:
        self._load = load
        self._degraded = degraded

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        yield GaugeMetricFamily("plan136_queue", "Questions being answered or waiting.", value=self._load())
        parts = GaugeMetricFamily("plan136_degraded", "1 for each part that does not work fully.", labels=["part"])
        for part in _parts(self._degraded()):
            parts.add_metric([part], 1)
        yield parts


def _parts(degraded: Sequence[str]) -> list[str]:
    """The parts without what failed in them, so that one alarm hears of all: "dense: ConnectError" is "dense"."""
    return list(dict.fromkeys(part.partition(":")[0] for part in degraded))
