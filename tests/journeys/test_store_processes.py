"""One store, several processes: nothing is done twice, nothing crosses, and a process that is killed breaks nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import SQLITE_FILE
from bot.store.opening import SqlStore, open_store
from tests.fakes_chat import COMPARISON, TARGET
from tests.fakes_store import PEOPLE, RATES, SHARED_KINDS, emptied, rows_of, url_of

ROOT = Path(__file__).parents[2]
OPENING = """
import sys
from dataclasses import replace
from pathlib import Path
from bot.conversation import Turn
from bot.store.opening import open_store
from bot.meaning.query import Query
from tests.fakes_chat import TARGET
from tests.fakes_store import AN, PEOPLE, RATES, START, url_of
folder, kind, me = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def store():
    return open_store(folder, PEOPLE, url=url_of(kind), rates=RATES, wait_seconds=60)
def say(*words):
    print(*words, flush=True)
"""
CLAIMING = """
held = store()
say("ready")
sys.stdin.readline()
for update in range(200):
    if held.updates.take("telegram", str(update), "{}", str(me)):
        say("mine", update)
for _ in range(20):
    if held.limits.allow(AN, "web", START).allowed:
        say("allowed")
"""
TALKING = """
held = store()
say("ready")
sys.stdin.readline()
def turn(n, round):
    return Turn(Query(f"{me} {n} {round}", "vi", counted=n), TARGET.citations)
for n in range(500):
    held.turns.keep(f"chat {me} {n}", turn(n, 0))
for n in range(500):
    if held.turns.last(f"chat {me} {n}") != turn(n, 0):
        say("crossed", n)
    other = held.turns.last(f"chat {1 - me} {n}")
    if other is not None and (other.query.text, other.citations) != (f"{1 - me} {n} 0", TARGET.citations):
        say("crossed", n)
say("done")
"""
WRITING = """
held = store()
n = 0
while True:
    n += 1
    reply = replace(TARGET, question=f"{me} {n}", text="x" * 50_000)
    share = held.answers.keep(reply, "a", "web", AN)
    held.turns.keep("a", Turn(Query(str(n), "vi"), TARGET.citations))
    say(share, n)
"""
STOPPED_HALFWAY = """
import time
def clock():  # asked for when the documents are written and the answer is not
    say("half")
    time.sleep(600)
held = open_store(folder, PEOPLE, url=url_of(kind), clock=clock)
held.answers.keep(TARGET, "a", "web", AN)
"""


class Child:
    """Another process on the same store."""

    def __init__(self, script: str, folder: Path, kind: str, me: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OPENING + script, str(folder), kind, str(me)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def heard(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return line.strip() or pytest.fail(self.process.communicate(timeout=60)[1])

    def rest(self, said: str = "") -> list[str]:
        out, errors = self.process.communicate(said, timeout=300)
        assert self.process.returncode == 0, errors
        return out.splitlines()


@pytest.fixture(params=SHARED_KINDS)
def kind(request: pytest.FixtureRequest) -> Iterator[str]:
    emptied(str(request.param))
    yield str(request.param)


def started(script: str, folder: Path, kind: str) -> list[Child]:
    """Two processes that begin with nothing there, and wait for each other."""
    children = [Child(script, folder, kind, me) for me in (0, 1)]
    assert [child.heard() for child in children] == ["ready", "ready"]
    for child in children:
        assert child.process.stdin is not None
        child.process.stdin.write("go\n")
        child.process.stdin.flush()
    return children


def opened(folder: Path, kind: str) -> SqlStore:
    return open_store(folder, PEOPLE, url=url_of(kind), rates=RATES)


def test_of_two_processes_exactly_one_takes_up_an_update_and_they_share_the_rate(tmp_path: Path, kind: str) -> None:
    children = started(CLAIMING, tmp_path, kind)
    heard = [line for child in children for line in child.rest()]
    assert sorted(int(line.split()[1]) for line in heard if line.startswith("mine")) == list(range(200))
    assert heard.count("allowed") == RATES.burst


def test_a_thousand_conversations_of_two_processes_cross_nothing(tmp_path: Path, kind: str) -> None:
    children = started(TALKING, tmp_path, kind)
    assert [child.rest() for child in children] == [["done"], ["done"]]
    store = opened(tmp_path, kind)
    assert rows_of(store, "turns") == 1000
    assert rows_of(store, "editions") == 1, "the document all of them cite is there once"
    store.close()


def test_a_process_killed_in_the_middle_of_a_write_leaves_nothing_of_it(tmp_path: Path, kind: str) -> None:
    before = opened(tmp_path, kind)
    shared = before.answers.keep(COMPARISON, "a", "web")
    before.close()
    child = Child(STOPPED_HALFWAY, tmp_path, kind, 0)
    assert child.heard() == "half"
    child.process.send_signal(signal.SIGKILL)
    child.process.communicate(timeout=60)
    store = opened(tmp_path, kind)
    assert store.answers.get(shared) == COMPARISON
    assert [rows_of(store, table) for table in ("answers", "answer_editions")] == [1, 1]
    assert store.answers.get(store.answers.keep(TARGET, "a", "web")) == TARGET, "and the next can write"
    store.close()


@pytest.mark.parametrize("heard", [1, 4, 9, 16])
def test_a_process_killed_while_it_writes_leaves_all_that_it_kept_and_no_half(
    tmp_path: Path, kind: str, heard: int
) -> None:
    child = Child(WRITING, tmp_path, kind, 0)
    kept = [child.heard().split() for _ in range(heard)]
    child.process.send_signal(signal.SIGKILL)
    rest, _ = child.process.communicate(timeout=60)
    kept += [line.split() for line in rest.splitlines() if len(line.split()) == 2]
    store = opened(tmp_path, kind)
    for share_id, n in kept:
        found = store.answers.get(share_id)
        assert found is not None
        assert found.question == f"0 {n}"
        assert found.citations == TARGET.citations
    assert rows_of(store, "answers") in (len(kept), len(kept) + 1)
    assert rows_of(store, "answer_editions") == rows_of(store, "answers")
    turn = store.turns.last("a")
    assert turn is not None
    assert turn.citations == TARGET.citations
    store.answers.keep(TARGET, "a", "web")
    store.close()
    if kind == "sqlite":
        with sqlite3.connect(tmp_path / SQLITE_FILE) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
