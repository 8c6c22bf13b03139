"""Whole processes that poll Telegram: killed in the middle of an answer, told to stop, started without a Telegram."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store.database import SQLITE_FILE
from tests.fakes_bot_api import TOKEN, BotApiServer, Fault, bot_api_server
from tests.fakes_chat import TARGET
from tests.telegram_updates import AN, BINH, says
from tests.zalo_process import LEASE_SECONDS

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def until(condition: Callable[[], object]) -> None:
    """Waits for something to have happened; the bound only keeps a broken test from hanging."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@contextmanager
def serving(home: Path, server: BotApiServer, gate: Path, grace: float = 10) -> Iterator[subprocess.Popen[str]]:
    """A process that serves; killed at the end if it still runs."""
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.base_url, "PYTHONPATH": str(ROOT)}
    with (
        (home / "errors").open("a") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.telegram_process", str(home), str(gate), str(grace)],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()
    assert TOKEN.split(":")[1] not in (home / "errors").read_text()


def killed(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(LEASE_SECONDS + 0.5)  # the next process finds what this one left as soon as it looks


def left_by(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def states(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / SQLITE_FILE)) as store:
        return [state for (state,) in store.execute("SELECT state FROM updates")]


def heard(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout
    for line in process.stdout:
        if line.startswith(word):
            return line
    raise AssertionError(f"it ended without saying {word}")


def test_a_process_killed_mid_answer_leaves_the_answer_to_the_next_which_gives_it_once(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with bot_api_server() as server:
        with serving(tmp_path, server, gate) as first:
            server.arrive(says(TARGET.question), says("câu sau"))
            heard(first, "asked")
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        gate.touch()
        with serving(tmp_path, server, gate) as second:
            until(lambda: len(server.seen(AN)) == 2)
            server.arrive(says(TARGET.question, BINH))
            until(lambda: server.seen(BINH))
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0
        first_said, second_said = (each.text for each in server.seen(AN))
        assert first_said.startswith("Tối thiểu 95%")
        assert "không nêu" in second_said


def test_a_process_killed_while_telegram_asks_to_wait_loses_no_answer_and_repeats_none(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    with bot_api_server() as server:
        server.faults.append(Fault(429, "sendMessage", retry_after=600))
        with serving(tmp_path, server, gate) as first:
            server.arrive(says(TARGET.question), says("dài"))
            until(lambda: not server.faults)
            time.sleep(0.5)  # until it is written down that nothing left
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        assert server.seen(AN) == []
        with serving(tmp_path, server, gate) as second:
            until(lambda: len(server.seen(AN)) == 4)
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0
        said = [each.text.splitlines()[0].split(":")[0] for each in server.seen(AN)]
        assert said[0].startswith("Tối thiểu 95%")
        assert said[1:] == ["phần 0", "phần 1", "phần 2"]


def test_an_answer_cut_off_between_its_parts_is_continued_by_the_next_process(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.touch()

    with bot_api_server() as server:

        class AfterTheFirst(list[Fault]):
            """A flood that begins behind the first part."""

            def __iter__(self) -> Iterator[Fault]:
                return iter([Fault(429, "sendMessage", retry_after=600)] if server.seen(AN) and not flooded else [])

            def remove(self, _: Fault) -> None:
                flooded.append(True)

        flooded: list[bool] = []
        server.faults = AfterTheFirst()
        with serving(tmp_path, server, gate) as first:
            server.arrive(says("dài"))
            until(lambda: flooded)
            time.sleep(0.5)
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        with serving(tmp_path, server, gate) as second:
            until(lambda: len(server.seen(AN)) == 3)
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0
        assert [each.text.split(":")[0] for each in server.seen(AN)] == ["phần 0", "phần 1", "phần 2"]


@pytest.mark.parametrize("arrived", [False, True], ids=["lost", "arrived"])
def test_an_answer_in_flight_at_a_kill_is_not_sent_again_and_the_person_is_told_once(
    tmp_path: Path, arrived: bool
) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    with bot_api_server() as server:
        server.faults.append(Fault(200, "sendMessage", hang=True, done=arrived))
        asked = says(TARGET.question)
        with serving(tmp_path, server, gate) as first:
            server.arrive(asked)
            until(lambda: server.called("sendMessage"))
            killed(first)
        with serving(tmp_path, server, gate) as second:
            until(lambda: len(server.seen(AN)) == 1 + arrived)
            left_by(second)
        with serving(tmp_path, server, gate) as third:
            server.arrive(says(TARGET.question, BINH))
            until(lambda: server.seen(BINH))
            left_by(third)
        *answers, notice = server.seen(AN)
        assert "bị gián đoạn" in notice.text and notice.under == asked["message"]["message_id"]
        assert [each.text.startswith("Tối thiểu 95%") for each in answers] == [True] * arrived


def test_a_notice_in_flight_at_a_kill_is_the_last_that_is_said(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    with bot_api_server() as server:
        for count in (1, 2):
            server.faults.append(Fault(200, "sendMessage", hang=True))
            with serving(tmp_path, server, gate) as process:
                if count == 1:
                    server.arrive(says(TARGET.question))
                until(lambda count=count: len(server.called("sendMessage")) == count)  # type: ignore[misc]
                killed(process)
        with serving(tmp_path, server, gate) as third:
            server.arrive(says(TARGET.question, BINH))
            until(lambda: server.seen(BINH))
            left_by(third)
        assert server.seen(AN) == []


def test_an_answer_telegram_confirmed_leaves_no_doubt_behind_a_kill_or_a_stop(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    with bot_api_server() as server:
        for count, end in enumerate((killed, left_by), start=1):
            with serving(tmp_path, server, gate) as process:
                server.arrive(says(TARGET.question))
                until(lambda count=count: len(server.seen(AN)) == count)  # type: ignore[misc]
                until(lambda: set(states(tmp_path)) == {"done"})
                end(process)
        with serving(tmp_path, server, gate) as third:
            server.arrive(says(TARGET.question, BINH))
            until(lambda: server.seen(BINH))
            left_by(third)
        assert [each.text.startswith("Tối thiểu 95%") for each in server.seen(AN)] == [True, True]


def test_of_many_who_asked_when_a_process_was_killed_nobody_waits_for_ever_and_nobody_is_answered_twice(
    tmp_path: Path,
) -> None:
    gate, people = tmp_path / "gate", range(2001, 2061)
    gate.touch()
    lost, arrived = people[3:20:4], people[4:20:4]
    with bot_api_server() as server:
        server.faults += [Fault(200, "sendMessage", each, hang=True) for each in lost]
        server.faults += [Fault(200, "sendMessage", each, hang=True, done=True) for each in arrived]
        with serving(tmp_path, server, gate) as first:
            server.arrive(*(says(TARGET.question, person) for person in people))
            until(lambda: not server.faults and len(server.shown) >= 20)
            killed(first)
        with serving(tmp_path, server, gate) as second:
            until(lambda: all(server.seen(person) for person in people))
            until(lambda: set(states(tmp_path)) == {"done"})
            left_by(second)
        for person in people:
            answered = [each.text.startswith("Tối thiểu 95%") for each in server.seen(person)]
            doubted = [False] if person in lost else [True, False]
            assert answered == doubted or (answered == [True] and person not in (*lost, *arrived))


def test_told_to_stop_a_process_finishes_the_answer_in_flight_and_ends_with_success(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with bot_api_server() as server, serving(tmp_path, server, gate) as process:
        server.arrive(says(TARGET.question))
        heard(process, "asked")
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        gate.touch()
        assert process.wait(PATIENCE) == 0
        assert len(server.seen(AN)) == 1


def test_an_answer_that_takes_too_long_at_the_stop_is_given_by_the_next_process(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with bot_api_server() as server:
        with serving(tmp_path, server, gate, grace=1) as process:
            server.arrive(says(TARGET.question))
            heard(process, "asked")
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            assert server.seen(AN) == []
        gate.touch()
        with serving(tmp_path, server, gate):
            until(lambda: server.seen(AN))
        assert len(server.seen(AN)) == 1


def test_a_process_starts_and_stops_while_telegram_is_away(tmp_path: Path) -> None:
    with bot_api_server() as server:
        server.down = True
        with serving(tmp_path, server, tmp_path / "gate") as process:
            heard(process, "ready")
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
