"""A database that fails says what to do, and keeps nothing half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.commands.failures import explained
from bot.store.database import SQLITE_FILE
from bot.store.failing import RepeatableError, explained_failures
from bot.store.migrating import SCRIPTS, VERSION_TABLE, newest
from bot.store.opening import SqlStore, open_store
from bot.store.people import SECRET_FILE
from bot.store.tables import Table
from bot.store_errors import StoreAwayError, StoreBusyError, StoreDamagedError, StoreError, StoreFullError
from bot.store_ports import Opinion
from tests.fakes_chat import COMPARISON, TARGET
from tests.fakes_store import AN, PEOPLE, rows_of

ROOT = Path(__file__).parents[2]
TABLES = sorted(Table.metadata.tables)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    held = open_store(tmp_path, PEOPLE, wait_seconds=0.05)
    yield held
    held.close()


def counts(store: SqlStore) -> dict[str, int]:
    return {table: rows_of(store, table) for table in TABLES}


def test_a_locked_database_says_so_and_works_once_it_is_free(store: SqlStore, tmp_path: Path) -> None:
    shared = store.answers.keep(TARGET, "a", "web", AN)
    before = counts(store)
    with closing(sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for write in (
            lambda: store.answers.keep(COMPARISON, "a", "web"),
            lambda: store.updates.take("telegram", "7", "{}", "a"),
            lambda: store.feedback.give(shared, AN, Opinion(True)),
            lambda: store.limits.allow(AN, "web", 1.0),
            lambda: store.upkeep.forget(AN),
        ):
            with pytest.raises(StoreBusyError, match=r"locked.*try again"):
                write()
        assert store.answers.get(shared) == TARGET, "reading goes on beside a writer"
        other.execute("ROLLBACK")
    assert counts(store) == before
    assert store.updates.take("telegram", "7", "{}", "a"), "what was refused was not counted"


def test_a_full_disk_says_so_and_nothing_is_half_written(store: SqlStore) -> None:
    shared = store.answers.keep(TARGET, "a", "web")
    before = counts(store)
    huge = replace(COMPARISON, text="x" * 2_000_000)

    def no_more_pages(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite makes it what the file has already

    event.listen(store.database.engine, "checkout", no_more_pages)
    with pytest.raises(StoreFullError, match="free some room"):
        store.answers.keep(huge, "a", "web")
    event.remove(store.database.engine, "checkout", no_more_pages)
    assert counts(store) == before
    assert store.answers.get(shared) == TARGET


REFUSED_BY_THE_SYSTEM = """
import resource, signal, sys
from dataclasses import replace
from pathlib import Path
from bot.store.opening import open_store
from bot.store_errors import StoreError
from tests.fakes_chat import COMPARISON, TARGET
from tests.fakes_store import PEOPLE
store = open_store(Path(sys.argv[1]), PEOPLE)
print(store.answers.keep(TARGET, "a", "web"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    store.answers.keep(replace(COMPARISON, text="x" * 2_000_000), "a", "web")
except StoreError as error:
    print(type(error).__name__)
"""


def test_a_write_that_the_system_refuses_leaves_a_readable_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REFUSED_BY_THE_SYSTEM, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shared, error = done.stdout.split()
    assert error == "StoreFullError"
    store = open_store(tmp_path, PEOPLE)
    assert store.answers.get(shared) == TARGET
    assert counts(store)["answers"] == 1
    assert store.answers.keep(COMPARISON, "a", "web")
    store.close()


def test_a_file_that_is_no_database_is_named_so_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / SQLITE_FILE).write_bytes(b"a letter, by no means a database " * 100)
    with pytest.raises(StoreError, match="no database; name another"):
        open_store(tmp_path, PEOPLE)
    assert (tmp_path / SQLITE_FILE).read_bytes().startswith(b"a letter")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="check the folder"):
        open_store(tmp_path / "file" / "home", PEOPLE)


def test_an_answer_damaged_from_outside_is_an_error_and_never_another_answer(store: SqlStore) -> None:
    shared = store.answers.keep(TARGET, "a", "web")
    store.close()
    fresh = open_store(Path(str(store.database.engine.url.database)).parent, PEOPLE)
    with fresh.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE editions SET body = replace(body, '95%', '59%')")
    with pytest.raises(StoreError, match="damaged"):
        fresh.answers.get(shared)
    fresh.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "no address of a database"),
        ("mysql://user:hunter2@host/name", "mysql.*use postgresql://"),
        ("sqlite://", "in memory"),
        ("postgresql+nothing://user:hunter2@host/name", "driver that is not known"),
        ("postgresql://user:hunter2@127.0.0.1:1/name", "psycopg|cannot be reached"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained_without_its_password(url: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=says) as refused:
        open_store(tmp_path, PEOPLE, url=url)
    assert "hunter2" not in explained(refused.value).message


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", StoreFullError),
        ("53300", StoreBusyError),
        ("55P03", StoreBusyError),
        ("08006", StoreAwayError),
        ("57P01", StoreAwayError),
        ("57014", StoreBusyError),
        ("XX001", StoreDamagedError),
        ("28P01", StoreError),
        ("3D000", StoreError),
        ("XX000", StoreError),
        (None, StoreAwayError),
    ],
)
def test_what_a_server_reports_is_told_with_a_remedy(state: str | None, kind: type[StoreError]) -> None:
    reported = Exception("password=hunter2")
    reported.sqlstate = state  # type: ignore[attr-defined]
    with pytest.raises(kind) as told, explained_failures():
        raise OperationalError("SELECT 1", {}, reported)
    assert type(told.value) is kind
    assert "hunter2" not in str(told.value)


def test_a_clash_is_to_be_repeated_and_a_busy_pool_told() -> None:
    with pytest.raises(RepeatableError), explained_failures():
        raise OperationalError("UPDATE", {}, SimpleNamespace(sqlstate="40P01"))  # type: ignore[arg-type]
    with pytest.raises(StoreBusyError), explained_failures():
        raise PoolTimeoutError


def test_the_migrations_make_the_tables_the_program_has(store: SqlStore) -> None:
    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Table.metadata) == []


def test_the_migrations_make_the_same_names_and_keys_as_the_tables(store: SqlStore, tmp_path: Path) -> None:
    def made(path: Path) -> set[str]:
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            keys = [(t, *row[2:7]) for t in TABLES for row in connection.execute(f"PRAGMA foreign_key_list({t})")]
        return {str(row) for row in [*rows, *keys] if VERSION_TABLE not in row}

    plain = create_engine(f"sqlite:///{tmp_path / 'plain'}")
    Table.metadata.create_all(plain)
    plain.dispose()
    assert made(tmp_path / SQLITE_FILE) == made(tmp_path / "plain")


def test_the_name_of_a_migrations_file_is_its_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == newest()


def test_opening_again_keeps_what_is_there(store: SqlStore, tmp_path: Path) -> None:
    shared = store.answers.keep(TARGET, "a", "web")
    again = open_store(tmp_path, PEOPLE)
    assert again.answers.get(shared) == TARGET
    again.close()


def test_a_database_of_a_newer_program_is_left_alone(store: SqlStore, tmp_path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(tmp_path / SQLITE_FILE)) as connection, connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        open_store(tmp_path, PEOPLE)


def test_the_database_is_its_owners_alone_and_survives_a_lost_secret(store: SqlStore, tmp_path: Path) -> None:
    shared = store.answers.keep(TARGET, "a", "web")
    assert {p.name: p.stat().st_mode & 0o077 for p in tmp_path.iterdir() if p.name != SECRET_FILE} == {
        SQLITE_FILE: 0,
        f"{SQLITE_FILE}-wal": 0,
        f"{SQLITE_FILE}-shm": 0,
    }
    assert store.answers.get(shared) == TARGET
