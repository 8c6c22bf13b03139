"""Commands on one collection that are killed at any moment, or run at the same time: none lost, none torn."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.collection import open_collection
from bot.store.lazy_collection import LazyCollection
from knowledge.collection import AddedDocument
from knowledge.holdings import Holdings, open_holdings
from tests.fakes_collection import settings_of
from tests.fakes_documents import PLAN, PLAN_ID, many_targets, plan_file
from tests.fakes_store import SHARED_KINDS, emptied, url_of

ROOT = Path(__file__).parents[2]
LATEST_KILL = 0.5  # seconds after a command has begun its work: longer than it takes
PATIENCE = 300  # seconds that separate slow from hanging
PRELUDE = """
import sys
from pathlib import Path
from bot.commands.collection import open_collection
from knowledge.adding import add_document, remove_document
from knowledge.deciding import ACCEPTED, REJECTED, CORRECTED, Decision, decide
from knowledge.holdings import open_holdings
from knowledge.ingestion.identity import Identity
from tests.fakes_collection import settings_of
home, kind, path = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
collection = open_collection(settings_of(kind), home)
held = open_holdings(collection)
print("ready", flush=True)
sys.stdin.readline()
"""
ADD = 'add_document(collection, path, Identity(number="{}"))'
REMOVE = 'remove_document(collection, "{}")'
DECIDE = 'decide(collection, held, [Decision({}, "{}", {})], "cli")'


@pytest.fixture(params=SHARED_KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    emptied(request.param)
    url_of(request.param)
    return str(request.param)


class Started:
    """A process that is ready to do its work when told."""

    def __init__(self, home: Path, kind: str, path: Path, work: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PRELUDE + work, str(home), kind, str(path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ready\n":
            pytest.fail(self.process.communicate()[1][-2000:])

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def ended(self) -> str:
        """What it said on its way out; "" when it did its work."""
        _, said = self.process.communicate(timeout=PATIENCE)
        return "" if self.process.returncode == 0 else said


def opened(home: Path, kind: str) -> LazyCollection:
    return open_collection(settings_of(kind), home)


def document(collection: LazyCollection, document_id: str) -> AddedDocument | None:
    return next((each for each in collection.snapshot().documents if each.id == document_id), None)


def sound(collection: LazyCollection) -> Holdings:
    """What is held, nothing of it torn: every entry read, every event beside its change."""
    held = open_holdings(collection)
    assert held.problems == ()
    for each in held.stored:
        done = [past.event.what for past in collection.history(each.id)]
        removed = max((n for n, what in enumerate(done) if what == "removed"), default=-1)
        rejected = done[removed + 1 :].count("rejected")
        assert len(each.rejected) == rejected, "a rejection and its event are one"
    return held


def killed_commands(home: Path, folder: Path, kind: str, kills: int) -> list[bool]:
    """Kills a command at a random moment of its work, again and again; whether each had done its work by then."""
    moment = random.Random(kills)
    path = plan_file(folder, PLAN + many_targets(60))
    with closing(opened(home, kind)) as collection:
        whole = ADD.format("512/KH-UBND")
        first = Started(home, kind, path, whole)
        first.go()
        assert first.ended() == ""
        states = {_figures(document(collection, PLAN_ID)), _figures(None)}
        outcomes = []
        for number in range(kills):
            before = document(collection, PLAN_ID)
            waiting = [entry.id for entry in before.targets if not entry.fields["reviewed"]] if before else []
            works = [whole, REMOVE.format(PLAN_ID)] if waiting else [whole]
            works += [DECIDE.format(what, waiting[0], ()) for what in ("ACCEPTED", "REJECTED") if waiting]
            work = works[number % len(works)]
            started = Started(home, kind, path, work)
            started.go()
            time.sleep(moment.random() * LATEST_KILL)
            started.process.kill()
            started.process.communicate()
            after = document(collection, PLAN_ID)
            outcomes.append(after != before)
            sound(collection)
            if work in (whole, REMOVE.format(PLAN_ID)):
                assert _figures(after) in {*states, _figures(before)}, "neither before nor after"
            elif before != after:
                assert before is not None and after is not None
                assert len(before.targets) - len(after.targets) == len(after.rejected) - len(before.rejected)
            states.add(_figures(after))
        return outcomes


def _figures(held: AddedDocument | None) -> str:
    """A document without what tells one adding from another."""
    if held is None:
        return ""
    figures = sorted(f"{e.fields['span']} {e.fields['value']} {e.fields['level']}" for e in held.targets)
    return f"{held.text} {figures}"


def test_a_command_that_is_killed_has_done_all_of_its_work_or_none(tmp_path: Path, kind: str) -> None:
    outcomes = killed_commands(tmp_path / "home", tmp_path, kind, 12)
    assert len(outcomes) == 12


@pytest.mark.timeout(3600)
@pytest.mark.long
def test_two_hundred_kills_tear_nothing(tmp_path: Path, kind: str) -> None:
    outcomes = killed_commands(tmp_path / "home", tmp_path, kind, 200)
    assert True in outcomes and False in outcomes, "the kills fell before and after"


def written_at_once(home: Path, folder: Path, kind: str, writes: int, processes: int) -> None:
    """Several processes add, accept, reject and remove at the same moment; each write is found afterwards."""
    base = plan_file(folder, many_targets(writes), "base.txt")
    path = plan_file(folder, PLAN)
    others = [ADD.format(f"{900 + n}/KH-UBND") for n in range(writes // 5)]
    for file, work in [(base, ADD.format("1/KH-UBND")), (path, "\n".join(others))]:
        first = Started(home, kind, file, work)
        first.go()
        assert first.ended() == ""
    works = [_work(n) for n in range(writes)]
    running = [Started(home, kind, path, "\n".join(works[n::processes])) for n in range(processes)]
    for each in running:
        each.go()
    assert [each.ended() for each in running] == [""] * len(running)
    with closing(opened(home, kind)) as collection:
        held = sound(collection)
    ids = {each.id for each in held.stored}
    targets = {entry.id: entry.fields for each in held.stored for entry in each.targets}
    for n in range(writes):
        target = targets.get(f"1-kh-ubnd/{n + 1}")
        expected = [
            bool(target and target["reviewed"]),
            target is None,
            f"{100 + n}-kh-ubnd" in ids,
            bool(target and target["aim"]),
            f"{900 + n // 5}-kh-ubnd" not in ids,
        ]
        assert expected[n % 5], works[n]


def _work(n: int) -> str:
    """The nth write: one of each kind in turn, none of what another touches."""
    target = f"1-kh-ubnd/{n + 1}"
    return [
        DECIDE.format("ACCEPTED", target, ()),
        DECIDE.format("REJECTED", target, ()),
        ADD.format(f"{100 + n}/KH-UBND"),
        DECIDE.format("CORRECTED", target, ("aim=true",)),
        REMOVE.format(f"{900 + n // 5}-kh-ubnd"),
    ][n % 5]


def test_commands_at_the_same_time_lose_nothing(tmp_path: Path, kind: str) -> None:
    written_at_once(tmp_path / "home", tmp_path, kind, 20, processes=4)


@pytest.mark.long
def test_a_hundred_commands_at_the_same_time_lose_nothing(tmp_path: Path, kind: str) -> None:
    written_at_once(tmp_path / "home", tmp_path, kind, 100, processes=20)
