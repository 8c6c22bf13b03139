"""After somebody is forgotten, none of their words is left: by link, in the database, its free pages or its log."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.conversation import Turn
from bot.messages import Reply, Status
from bot.store.database import SQLITE_FILE
from bot.store.opening import SqlStore, open_store
from bot.store_errors import StoreBusyError
from bot.store_ports import Opinion
from tests.fakes_chat import TARGET
from tests.fakes_store import AN, BINH, PEOPLE, Clock
from tests.fakes_turns import turns

MARK = "bimatcuatoi7f3a"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path, PEOPLE, clock=Clock())
    yield opened
    opened.close()


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def saying(word: str) -> Reply:
    return replace(TARGET, question=f"chỉ tiêu {word}?", text=f"{TARGET.text} {word}", interpretation=word)


def test_nothing_of_a_person_is_left_in_any_file(store: SqlStore, tmp_path: Path) -> None:
    for n in range(40):
        shared = store.answers.keep(saying(MARK), f"chat {n}", "telegram", AN)
        store.feedback.give(shared, AN, Opinion(False, f"vì {MARK}"))
        store.notes.keep(f"note {n}", MARK, AN)
        store.answers.keep(TARGET, f"chat {n}", "telegram", BINH)
    store.updates.take("telegram", "1", f'{{"text": "{MARK}"}}', "me")
    store.updates.done("telegram", "1")
    assert MARK.encode() in files_of(tmp_path)
    assert store.upkeep.forget(AN).answers == 40
    assert MARK.encode() not in files_of(tmp_path)


def test_nothing_is_left_whatever_was_written_and_deleted_between(store: SqlStore, tmp_path: Path) -> None:
    chance = random.Random(136)
    for n in range(300):
        person = chance.choice((AN, BINH))
        words = (MARK if person == AN else "khác") * chance.randint(1, 120)
        store.answers.keep(saying(words), f"chat {chance.randint(0, 20)}", "web", person)
        if n % 60 == 59:
            store.upkeep.forget(AN)
            assert MARK.encode() not in files_of(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(turn=turns())
def test_nothing_of_what_was_carried_over_is_left(store: SqlStore, tmp_path: Path, turn: Turn) -> None:
    store.turns.keep("chat 1", replace(turn, choices=(MARK,)), AN)
    assert store.upkeep.forget(AN).turns == 1
    assert MARK.encode() not in files_of(tmp_path)


def test_nothing_is_left_of_a_conversation_without_a_person(store: SqlStore, tmp_path: Path) -> None:
    shared = store.answers.keep(saying(MARK), "web:one", "web")
    assert store.upkeep.forget(conversations=["web:one"]).answers == 1
    assert store.answers.get(shared) is None
    assert MARK.encode() not in files_of(tmp_path)


def test_what_expires_is_not_left_either(store: SqlStore, tmp_path: Path) -> None:
    store.answers.keep(saying(MARK), "web:one", "web", AN)
    store.upkeep.prune(older_than=1e12)
    assert MARK.encode() not in files_of(tmp_path)


def test_what_was_shared_is_left_whole_and_goes_when_asked(store: SqlStore, tmp_path: Path) -> None:
    shared = store.answers.keep(saying(MARK), "web:one", "web", AN)
    store.answers.share(shared, AN)
    store.upkeep.forget(AN)
    assert store.answers.get(shared) == saying(MARK)
    store.upkeep.forget(AN, shared=True)
    assert MARK.encode() not in files_of(tmp_path)


def test_a_reader_that_holds_the_log_open_is_told_of_and_the_next_try_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.erasing.WAIT_SECONDS", 0.1)
    store = open_store(tmp_path, PEOPLE, clock=Clock(), wait_seconds=0.1)
    store.answers.keep(saying(MARK), "web:one", "web", AN)
    reader = sqlite3.connect(tmp_path / SQLITE_FILE)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM answers").fetchone()
    with pytest.raises(StoreBusyError, match="try again"):
        store.upkeep.forget(AN)
    reader.close()
    store.upkeep.forget(AN)
    assert MARK.encode() not in files_of(tmp_path)
    store.close()


def test_rows_deleted_by_an_earlier_version_are_scrubbed_when_it_is_opened(tmp_path: Path) -> None:
    open_store(tmp_path, PEOPLE).close()
    old = sqlite3.connect(tmp_path / SQLITE_FILE)
    old.execute("PRAGMA secure_delete=OFF")
    old.execute("DELETE FROM marks WHERE name = 'scrubbed'")
    for n in range(200):
        old.execute("INSERT INTO notes VALUES (?, NULL, 0, ?)", (f"{n:064d}", MARK * 20))
    old.commit()
    old.execute("DELETE FROM notes")
    old.commit()
    old.close()
    assert MARK.encode() in files_of(tmp_path)
    open_store(tmp_path, PEOPLE).close()
    assert MARK.encode() not in files_of(tmp_path)


@pytest.mark.parametrize("status", [Status.UNANSWERED_OUT_OF_SCOPE, Status.SMALLTALK, Status.REFUSED_ABUSE])
def test_a_question_out_of_scope_is_never_written(store: SqlStore, tmp_path: Path, status: Status) -> None:
    store.answers.keep(replace(TARGET, question=f"ông Trần Văn C {MARK}", status=status), "web:one", "web", AN)
    assert MARK.encode() not in files_of(tmp_path)
