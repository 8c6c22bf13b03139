"""Processes on one store, as Zalo meets them: killed, stopped, doubled, cut off; nothing is lost or said twice."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

import httpx
import pytest

from bot.store.database import SQLITE_FILE
from tests.fakes_chat import TARGET
from tests.fakes_store import SHARED_KINDS, emptied
from tests.fakes_zalo import BROKEN, HANGING, SECRET, TOKEN, Fault, ZaloEmulator, update, zalo_emulator
from tests.zalo_process import LONG

ROOT = Path(__file__).parents[2]
PATH = "/webhooks/zalo"
PATIENCE = 60.0
LOST = Fault(hang=True)  # never done, and never answered


class Serving:
    """A process that serves Zalo."""

    def __init__(self, home: Path, kind: str, zalo: ZaloEmulator, *, grace: float = 10, polling: bool = False) -> None:
        self.gate = home / "gate"
        settings = {"ZALO_BOT_TOKEN": TOKEN, "ZALO_API_URL": zalo.base_url}
        if not polling:
            settings |= {"ZALO_WEBHOOK_URL": f"https://bot.example.org{PATH}", "ZALO_WEBHOOK_SECRET": SECRET}
        self.errors = home / "errors"
        with self.errors.open("a") as errors:
            self.process = self._started([str(home), kind, str(self.gate), str(grace)], settings, errors)
        self._said: Queue[str] = Queue()
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()
        self.address = f"http://127.0.0.1:{self.heard('ready').split()[1]}"
        if not polling:
            until(lambda: zalo.hook is not None)
            until(lambda: self.get("/readyz")["status"] == "ready")

    def _started(self, arguments: list[str], settings: dict[str, str], errors: IO[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.zalo_process", *arguments],
            cwd=ROOT,
            env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self._said.put(line.strip())

    def heard(self, beginning: str) -> str:
        """The next thing it says that begins so."""
        while True:
            try:
                line = self._said.get(timeout=PATIENCE)
            except Empty:
                pytest.fail(f"not heard: {beginning}; {self.errors.read_text()[-2000:]}")
            if line.startswith(beginning):
                return line

    def asked(self) -> int:
        """How many questions it has begun to answer since it was last asked."""
        count = 0
        while True:
            try:
                count += self._said.get_nowait().startswith("asked")
            except Empty:
                return count

    def get(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.address + path, timeout=20) as response:
            found: dict[str, Any] = json.loads(response.read())
        return found

    def post(self, *updates: dict[str, Any]) -> list[int]:
        """The statuses of updates posted as Zalo would, all at once."""

        async def posted() -> list[int]:
            async with httpx.AsyncClient(timeout=30) as client:
                headers = {"X-Bot-Api-Secret-Token": SECRET}
                calls = [client.post(self.address + PATH, json=each, headers=headers) for each in updates]
                return [response.status_code for response in await asyncio.gather(*calls)]

        return asyncio.run(posted())

    def let_go(self) -> None:
        self.gate.touch()

    def kill(self) -> None:
        self.process.kill()
        self.ended()

    def leave(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Its exit code, once everything it said was heard."""
        code = self.process.wait(timeout=PATIENCE)
        self._ear.join(timeout=PATIENCE)
        return code


def until(true: Any, seconds: float = PATIENCE) -> None:
    """Waits until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


@pytest.fixture(params=SHARED_KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    emptied(str(request.param))
    return str(request.param)


@pytest.fixture
def serving(tmp_path: Path, kind: str, zalo: ZaloEmulator) -> Iterator[Any]:
    """Starts processes on one store, and ends those that are left."""
    started: list[Serving] = []

    def start(**options: Any) -> Serving:
        started.append(Serving(tmp_path, kind, zalo, **options))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()


def test_a_question_whose_process_is_killed_is_answered_by_the_next_and_once(zalo: ZaloEmulator, serving: Any) -> None:
    first = serving()
    assert first.post(update(TARGET.question, "m1")) == [200]
    first.heard("asked")
    first.kill()
    second = serving()
    second.let_go()
    until(lambda: zalo.texts())
    assert second.post(*[update(TARGET.question, "m1")] * 3) == [200] * 3
    assert second.post(update("câu khác", "m2")) == [200]
    until(lambda: len(zalo.texts()) == 2)
    assert zalo.texts()[0].startswith("Tối thiểu 95%")
    assert second.leave() == 0
    assert len(zalo.texts()) == 2


@pytest.mark.parametrize("fault", [HANGING, LOST], ids=["arrived", "lost"])
def test_an_answer_that_was_leaving_when_its_process_was_killed_is_not_said_twice_but_told_to_be_in_doubt_once(
    zalo: ZaloEmulator, serving: Any, fault: Fault
) -> None:
    first = serving()
    first.let_go()
    zalo.fail("sendMessage", fault)
    assert first.post(update(TARGET.question, "m1")) == [200]
    until(lambda: zalo.called("sendMessage") and not zalo.faults["sendMessage"])
    until(lambda: not fault.done or zalo.texts())
    first.kill()
    zalo.held.set()
    second = serving()
    assert second.post(update(TARGET.question, "m1")) == [200]
    assert second.post(update("sau đó", "m2", chat="c-2")) == [200]
    until(lambda: zalo.texts("c-2") and len(zalo.texts("c-1")) == 1 + fault.done)
    time.sleep(2.5)  # a lease and a few looks at what was left behind
    *answers, notice = zalo.texts("c-1")
    assert "bị gián đoạn" in notice and len(answers) == fault.done
    assert second.asked() == 1


def test_a_notice_that_was_leaving_when_its_process_was_killed_is_the_last_that_is_said(
    zalo: ZaloEmulator, serving: Any
) -> None:
    for count in (1, 2):
        zalo.fail("sendMessage", LOST)
        process = serving()
        process.let_go()
        if count == 1:
            assert process.post(update(TARGET.question, "m1")) == [200]
        until(lambda count=count: zalo.called("sendMessage") == count)  # type: ignore[misc]
        process.kill()
    third = serving()
    time.sleep(2.5)  # a lease and a few looks at what was left behind
    assert third.leave() == 0
    assert zalo.texts() == [] and zalo.called("sendMessage") == 2


def test_an_answer_zalo_confirmed_leaves_no_doubt_behind_a_kill_or_a_stop(zalo: ZaloEmulator, serving: Any) -> None:
    for number, end in enumerate((Serving.kill, Serving.leave)):
        process = serving()
        process.let_go()
        assert process.post(update(TARGET.question, f"m{number}")) == [200]
        until(lambda number=number: len(zalo.texts()) == number + 1)  # type: ignore[misc]
        time.sleep(0.5)  # until it is written down
        end(process)
    third = serving()
    time.sleep(2.5)  # a lease and a few looks at what was left behind
    assert third.leave() == 0
    assert [text.startswith("Tối thiểu 95%") for text in zalo.texts()] == [True, True]


def test_of_an_answer_cut_off_in_a_message_the_next_process_sends_only_the_rest_and_a_notice(
    zalo: ZaloEmulator, serving: Any
) -> None:
    first = serving()
    first.let_go()
    zalo.faults["sendMessage"] = [None, HANGING]  # type: ignore[list-item]  # the first goes through
    assert first.post(update(LONG, "m1")) == [200]
    until(lambda: len(zalo.texts()) == 2)
    first.kill()
    zalo.held.set()
    second = serving()
    until(lambda: len(zalo.texts()) >= 5)
    assert second.leave() == 0
    assert [text[-5:] for text in zalo.texts()[:-1]] == ["(1/4)", "(2/4)", "(3/4)", "(4/4)"]
    assert "chưa đủ" in zalo.texts()[-1], "and that the second may not have arrived is said"
    assert second.asked() == 0, "what was said is not reckoned anew"


def test_two_processes_that_hear_everything_twice_answer_everything_once(zalo: ZaloEmulator, serving: Any) -> None:
    both = [serving(), serving()]
    both[0].let_go()
    updates = [update(f"câu {n}", f"m{n}", chat=f"c-{n % 7}", person=f"u-{n % 7}") for n in range(40)]
    with_repeats = [threading.Thread(target=each.post, args=updates) for each in both for _ in range(2)]
    for thread in with_repeats:
        thread.start()
    for thread in with_repeats:
        thread.join()
    until(lambda: len(zalo.texts()) >= 40)
    assert [each.leave() for each in both] == [0, 0]
    assert len(zalo.texts()) == 40
    assert len({call.body["chat_id"] for call in zalo.calls if call.method == "sendMessage"}) == 7
    assert sum(each.asked() for each in both) == 40
    journal = both[0].errors.read_text()
    assert journal.count('"event": "answered"') == 40
    assert not [said for said in (TOKEN, SECRET, "câu 7", "u-3") if said in journal]


def test_told_to_stop_it_finishes_what_is_in_flight_and_takes_nothing_more(zalo: ZaloEmulator, serving: Any) -> None:
    one = serving()
    assert one.post(update(TARGET.question, "m1")) == [200]
    one.heard("asked")
    one.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    with pytest.raises(httpx.ConnectError):
        one.post(update("muộn rồi", "m2"))
    assert zalo.texts() == []
    one.let_go()
    assert one.ended() == 0
    assert len(zalo.texts()) == 1


def test_what_cannot_be_finished_in_time_is_left_to_the_next_process(zalo: ZaloEmulator, serving: Any) -> None:
    one = serving(grace=0.5)
    assert one.post(update(TARGET.question, "m1")) == [200]
    one.heard("asked")
    assert one.leave() == 0
    assert zalo.texts() == []
    two = serving()
    two.let_go()
    until(lambda: zalo.texts())
    assert two.leave() == 0
    assert len(zalo.texts()) == 1


def test_zalo_that_is_down_for_a_while_gets_every_answer_once(zalo: ZaloEmulator, serving: Any) -> None:
    one = serving()
    one.let_go()
    zalo.fail("sendMessage", *[BROKEN] * 12)
    assert one.post(*[update(f"câu {n}", f"m{n}", chat=f"c-{n}") for n in range(3)]) == [200] * 3
    until(lambda: len(zalo.texts()) == 3)
    assert one.leave() == 0
    assert sorted(to for to, _ in zalo.sent) == ["c-0", "c-1", "c-2"]
    assert one.asked() == 3, "answered once, and sent again"


def test_forged_and_malformed_calls_change_nothing(zalo: ZaloEmulator, serving: Any) -> None:
    one = serving()
    one.let_go()
    address = one.address + PATH
    right = {"X-Bot-Api-Secret-Token": SECRET}
    assert httpx.post(address, json=update("giả", "m1"), headers={"X-Bot-Api-Secret-Token": "sai"}).status_code == 403
    assert httpx.post(address, json=update("giả", "m1")).status_code == 403
    assert httpx.get(address).status_code == 405
    assert httpx.post(address, content=b"{" * 70_000, headers=right).status_code == 413
    for body in (b"", b"no json", b"[]", b'{"event_name": 5}', b"\xff\xfe"):
        assert httpx.post(address, content=body, headers=right).status_code == 200
    assert one.post(update(TARGET.question, "m1")) == [200], "a forged call has not used up the id"
    until(lambda: zalo.texts())
    assert one.asked() == 1


def test_while_the_database_is_locked_zalo_is_told_to_come_again(tmp_path: Path, zalo: ZaloEmulator) -> None:
    one = Serving(tmp_path, "sqlite", zalo)
    one.let_go()
    try:
        with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert one.post(update(TARGET.question, "m1")) == [503]
            other.execute("ROLLBACK")
        assert one.post(update(TARGET.question, "m1")) == [200]
        until(lambda: zalo.texts())
        assert one.leave() == 0
        assert len(zalo.texts()) == 1
    finally:
        one.kill()


def test_zalo_that_cannot_be_reached_at_the_start_is_waited_for_while_the_rest_serves(
    tmp_path: Path, zalo: ZaloEmulator
) -> None:
    zalo.fail("getMe", *[BROKEN] * 4)
    zalo.waiting += [update(TARGET.question, "m1")]
    one = Serving(tmp_path, "sqlite", zalo, polling=True)
    one.let_go()
    try:
        assert one.get("/readyz") == {"status": "degraded", "degraded": ["zalo"]}
        assert one.get("/healthz") == {"status": "ok"}
        until(lambda: zalo.texts())
        until(lambda: one.get("/readyz")["status"] == "ready")
        assert one.leave() == 0
    finally:
        one.kill()
