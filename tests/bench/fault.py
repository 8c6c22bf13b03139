"""A steady load over HTTP while the database freezes (SIGSTOP) and goes on: what people meet before, during and after.

An answer is honest when it is a reply of ours (no HTTP error, no ``error_*`` status), and says ``store`` among its
degraded parts when it was not kept.
"""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.figures import Figure, percentile
from tests.bench.server import WORKERS, Served, served, start
from tests.postgres import frozen, server_url

FROZEN_SHARE = 0.1  # of the load's time, in its middle
HEALS_SECONDS = 10.0  # after the fault; counted apart from the time outside it


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of the load."""

    at: float  # seconds from the beginning of the load
    milliseconds: float  # from the moment it was due
    error: str | None
    kept: bool


def frozen_store(questions: Sequence[str], seconds: float, rate: float) -> list[Figure]:
    """The figures of a load of ``rate`` questions a second for ``seconds``, its database frozen in the middle."""
    url = server_url()
    begins, ends = seconds * (0.5 - FROZEN_SHARE / 2), seconds * (0.5 + FROZEN_SHARE / 2)
    with served(DATABASE_URL=url) as running:
        start(running, questions[0])
        fault = threading.Thread(target=_freeze, args=(url, begins, ends))
        fault.start()
        asked = _load(running, questions, seconds, rate)
        fault.join()
        healed = running.request("GET", "/readyz")["status"] == "ready"
    outside = [each.milliseconds for each in asked if not begins <= each.at <= ends + HEALS_SECONDS]
    during = [each for each in asked if begins + 1 <= each.at <= ends - 1]
    frozen_ms = [each.milliseconds for each in during]
    lost = [each for each in asked if not each.kept and not begins - 1 <= each.at <= ends + HEALS_SECONDS]
    kinds = Counter(each.error for each in asked if each.error)
    return [
        *(Figure(f"error: {kind[:80]}", float(count), "") for kind, count in kinds.items()),
        Figure(f"questions asked, {rate:g} a second", float(len(asked)), ""),
        Figure("errors in all", float(sum(each.error is not None for each in asked)), "", 0),
        Figure("p95 outside the fault", percentile(outside, 0.95), "ms", 300),
        Figure("p95 while the database is frozen", percentile(frozen_ms, 0.95), "ms", 2000),
        Figure("slowest while the database is frozen", max(frozen_ms), "ms"),
        Figure("said to be kept while the database is frozen", float(sum(each.kept for each in during)), "", 0),
        Figure("not kept outside the fault", float(len(lost)), "", 0),
        Figure("not ready at the end", float(not healed), "", 0),
    ]


def _freeze(url: str, begins: float, ends: float) -> None:
    time.sleep(begins)
    with frozen(url):
        time.sleep(ends - begins)


def _load(server: Served, questions: Sequence[str], seconds: float, rate: float) -> list[_Asked]:
    """An open loop: questions are sent when they are due, whether or not those before were answered."""
    asked: list[_Asked] = []
    began = time.perf_counter()

    def one(due: float, question: str) -> None:
        error, kept = None, False
        try:
            reply = server.ask(question)
            degraded = reply["degraded"]
            assert isinstance(degraded, list)
            kept = "store" not in degraded
            error = str(reply["status"]) if str(reply["status"]).startswith("error_") else None
        except (OSError, http.client.HTTPException, ValueError) as failure:
            error = str(failure)
        asked.append(_Asked(due - began, (time.perf_counter() - due) * 1000, error, kept))

    with ThreadPoolExecutor(WORKERS) as pool:
        for number, question in enumerate(itertools.islice(itertools.cycle(questions), int(seconds * rate))):
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(one, due, question)
    return asked
