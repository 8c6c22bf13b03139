"""An index that fails: searches stop calling it, one attempt at a time brings it back, nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from knowledge.index.back_off import BackOff
from knowledge.index.warming import WarmingIndex
from knowledge.ports import Scored
from tests.fakes_store import Clock

FOUND = [Scored("a", 1.0)]


class Store:
    """A vector store that can be taken away, counting what is asked of it."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.searches = 0
        self.checks = 0
        self.closed = False
        self.hang: threading.Event | None = None

    def search(self, question: str, limit: int) -> list[Scored]:  # noqa: ARG002
        self.searches += 1
        self._work()
        return FOUND

    def check(self) -> None:
        self.checks += 1
        self._work()

    def close(self) -> None:
        self.closed = True

    def _work(self) -> None:
        if self.hang:
            self.hang.wait(60)
        if self.trouble:
            raise self.trouble


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def quick() -> BackOff:
    """Waits of hundredths of a second."""
    return BackOff(first=0.01, most=0.05)


def test_after_a_failure_the_store_is_not_called_until_a_try_is_due() -> None:
    clock, store, loads = Clock(), Store(), []

    def load() -> Store:
        loads.append(1)
        if store.trouble:
            raise store.trouble
        return store

    index = WarmingIndex("dense", load, back_off=BackOff(clock, chance=lambda: 0.5))
    assert index.search("câu", 1) == FOUND
    store.trouble = ConnectionError("away")
    assert index.search("câu", 1) == []
    assert index.degraded == "dense: ConnectionError"
    assert index.search("câu", 1) == []  # this one tries to recover, and fails
    called = (store.searches, store.checks, len(loads))
    for _ in range(20):
        assert index.search("câu", 1) == []
    assert (store.searches, store.checks, len(loads)) == called, "the breaker is open"
    store.trouble = None
    assert index.search("câu", 1) == []
    clock.now += 1.0
    assert index.search("câu", 1) == FOUND
    assert index.degraded is None


def test_loading_is_tried_again_in_the_background_until_it_works() -> None:
    attempts: list[int] = []

    def load() -> Store:
        attempts.append(1)
        if len(attempts) < 5:
            raise ConnectionError("not yet")
        return Store()

    index = WarmingIndex("dense", load, back_off=quick())
    index.start()
    assert not index.wait(10)
    assert index.degraded == "dense: ConnectionError"
    until(lambda: index.ready)
    assert len(attempts) == 5
    assert index.degraded is None
    assert index.search("câu", 1) == FOUND
    index.close()


def test_what_was_loaded_and_cannot_be_searched_is_not_ready() -> None:
    empty = Store()
    empty.trouble = ValueError("holds nothing")
    index = WarmingIndex("dense", lambda: empty, back_off=quick())
    index.start()
    index.wait(10)
    assert index.degraded == "dense: ValueError"
    empty.trouble = None
    until(lambda: index.ready)
    index.close()


def test_a_store_that_lost_its_vectors_is_closed_and_loaded_anew() -> None:
    stores = [Store(), Store()]
    waiting = list(stores)
    index = WarmingIndex("dense", lambda: waiting.pop(0), back_off=quick())
    index.start()
    assert index.wait(10)
    stores[0].trouble = LookupError("no collection")
    assert index.search("câu", 1) == []
    until(lambda: index.ready)
    assert index.search("câu", 1) == FOUND
    assert (stores[0].closed, stores[1].searches) == (True, 1)
    index.close()


def test_one_bad_question_costs_no_reload() -> None:
    class Picky(Store):
        def search(self, question: str, limit: int) -> list[Scored]:
            if question == "xấu":
                raise ValueError(question)
            return super().search(question, limit)

    loads: list[int] = []
    index = WarmingIndex("dense", lambda: (loads.append(1), Picky())[1], back_off=quick())
    index.start()
    assert index.wait(10)
    assert index.search("xấu", 1) == []
    until(lambda: index.ready)
    assert index.search("tốt", 1) == FOUND
    assert loads == [1]
    index.close()


def test_a_search_that_hangs_is_given_up_on_and_only_the_first_ones_wait() -> None:
    store, again = Store(), Store()
    stores = [store]
    index = WarmingIndex("hanging", lambda: stores.pop(), seconds=0.3, back_off=BackOff(Clock()))
    index.start()
    assert index.wait(10)
    store.hang = threading.Event()
    began = time.monotonic()
    for _ in range(50):
        assert index.search("câu", 1) == []
    assert time.monotonic() - began < 5, "fifty searches in turn would have waited 15 seconds"
    assert index.degraded == "hanging: GaveUpError"
    assert sum(thread.name.startswith("hanging-") for thread in threading.enumerate()) <= 8
    stores.append(again)
    store.hang.set()
    index.close()


def test_a_look_at_it_tells_what_a_search_would_meet() -> None:
    store = Store()
    index = WarmingIndex("dense", lambda: store, back_off=BackOff(Clock(), chance=lambda: 0.5))
    assert index.check() is None, "nothing is loaded for a look"
    assert store.checks == 0
    index.wait()
    assert index.check() is None
    store.trouble = LookupError("wiped")
    assert index.check() == "dense: LookupError"
    known = store.checks
    assert index.check() == "dense: LookupError"
    assert store.checks == known, "the trouble is known"


def test_many_threads_cause_one_attempt_to_recover() -> None:
    store, at_once, most = Store(), [0], [0]

    def load() -> Store:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.05)
        at_once[0] -= 1
        if store.trouble:
            raise store.trouble
        return Store()

    index = WarmingIndex("dense", load, back_off=quick())
    index.start()
    assert index.wait(10)
    store.trouble = ConnectionError("away")
    index._index.trouble = store.trouble  # type: ignore[union-attr]
    threads = [threading.Thread(target=lambda: [index.search("câu", 1) for _ in range(50)]) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    until(lambda: index.degraded == "dense: ConnectionError")
    store.trouble = None
    until(lambda: index.ready)
    assert most[0] == 1
    index.close()


def test_a_panic_while_loading_is_tried_again() -> None:
    class PanicException(BaseException):
        pass

    attempts: list[int] = []

    def load() -> Store:
        attempts.append(1)
        if len(attempts) == 1:
            raise PanicException("native")
        return Store()

    index = WarmingIndex("dense", load, back_off=quick())
    index.start()
    until(lambda: index.ready)
    index.close()


def test_one_trouble_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()

    def load() -> Store:
        raise ConnectionError("away")

    index = WarmingIndex("dense", load, back_off=BackOff(clock))
    with caplog.at_level("INFO"):
        for _ in range(10):
            index.search("câu", 1)
            clock.now += 100
    assert len([record for record in caplog.records if "dense" in record.getMessage()]) == 1
