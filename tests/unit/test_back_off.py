"""When a part that failed is tried again, and how a call that hangs is given up on."""

from __future__ import annotations

import threading
import time

import pytest

from knowledge.index.back_off import BackOff
from knowledge.index.bounded_calls import BoundedCalls, GaveUpError
from tests.fakes_store import Clock


def test_the_waits_double_up_to_twenty_seconds_and_begin_anew_after_a_success() -> None:
    clock = Clock()
    back_off = BackOff(clock, chance=lambda: 0.5)
    assert back_off.remaining == 0, "the first try is due at once"
    waits = []
    for _ in range(9):
        back_off.failed()
        waits.append(back_off.remaining)
        clock.now += back_off.remaining
        assert back_off.remaining == 0
    assert waits == [1, 2, 4, 8, 16, 20, 20, 20, 20]
    back_off.failed()
    back_off.succeeded()
    assert back_off.remaining == 0
    back_off.failed()
    assert back_off.remaining == 1


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 0.75, 0.75), (1.0, 1.25, 1.25)])
def test_waits_differ_by_chance(chance: float, least: float, most: float) -> None:
    back_off = BackOff(Clock(), chance=lambda: chance)
    back_off.failed()
    assert least <= back_off.remaining <= most


def test_a_thousand_failures_still_wait_twenty_seconds() -> None:
    back_off = BackOff(Clock(), chance=lambda: 0.5)
    for _ in range(2000):
        back_off.failed()
    assert back_off.remaining == 20


def test_a_call_gives_its_value_or_its_error() -> None:
    calls = BoundedCalls("test")
    assert calls.call(lambda: 7, 10) == 7
    with pytest.raises(ZeroDivisionError):
        calls.call(lambda: 1 // 0, 10)
    with pytest.raises(TimeoutError, match="its own"):
        calls.call(_own_timeout, 10)


def _own_timeout() -> None:
    raise TimeoutError("its own")


def test_a_panic_of_native_code_is_an_error_like_others() -> None:
    class PanicException(BaseException):
        pass

    def panic() -> None:
        raise PanicException("index out of bounds")

    calls = BoundedCalls("test")
    with pytest.raises(RuntimeError, match="PanicException: index out of bounds"):
        calls.call(panic, 10)
    assert calls.call(lambda: "on", 10) == "on"


def test_calls_that_hang_keep_no_more_threads_than_allowed_and_are_dropped_when_none_is_free() -> None:
    let_go, begun = threading.Event(), []

    def hang() -> None:
        begun.append(1)
        let_go.wait(60)

    calls = BoundedCalls("stuck", most=3)
    for _ in range(10):
        with pytest.raises(GaveUpError, match="stuck did not answer"):
            calls.call(hang, 0.02)
    assert len(begun) == 3
    assert sum(thread.name.startswith("stuck-") for thread in threading.enumerate()) == 3
    let_go.set()
    assert calls.call(lambda: "free again", 10) == "free again"
    time.sleep(0.05)
    assert len(begun) == 3, "what was given up on before it began is never made"


def test_threads_are_used_again() -> None:
    calls = BoundedCalls("again", most=8)
    names = set()
    for _ in range(50):
        names.add(calls.call(lambda: threading.current_thread().name, 10))
        time.sleep(0.001)
    assert len(names) <= 2
    calls.close()
    end = time.monotonic() + 10
    while any(thread.name.startswith("again-") for thread in threading.enumerate()):
        assert time.monotonic() < end
        time.sleep(0.01)
