"""People are known by keys that tell nothing, made with a secret that is made once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store.opening import open_store
from bot.store.people import SECRET_FILE, People, checked_person, kept_secret
from bot.store_errors import StoreError
from bot.store_ports import Opinion
from tests.fakes_chat import TARGET
from tests.fakes_store import PEOPLE

ROOT = Path(__file__).parents[2]


def test_a_person_has_one_key_on_a_channel_and_another_on_the_next() -> None:
    assert PEOPLE.person("telegram", 7) == PEOPLE.person("telegram", "7")
    keys = {PEOPLE.person(*who) for who in (("telegram", 7), ("zalo", 7), ("telegram", 8), ("telegram7", ""))}
    assert len(keys) == 4
    assert all(checked_person(key) == key for key in keys)
    assert PEOPLE.conversation("telegram:7") not in keys


def test_another_secret_knows_nobody() -> None:
    assert People("another secret, which is long enough too").person("telegram", 7) != PEOPLE.person("telegram", 7)


@pytest.mark.parametrize("key", ["", "7", "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"People\.person"):
        checked_person(key)


def test_a_short_secret_is_refused_without_being_repeated() -> None:
    with pytest.raises(StoreError, match="SECRET_KEY") as refused:
        People("hunter2")
    assert "hunter2" not in str(refused.value)


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    secret = kept_secret(home)
    assert kept_secret(home) == secret
    assert kept_secret(tmp_path / "other") != secret
    assert stat.S_IMODE((home / SECRET_FILE).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == [SECRET_FILE]


def test_threads_and_processes_that_begin_together_have_one_secret(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from bot.store.people import kept_secret; "
    script += "sys.stdin.readline(); print(kept_secret(Path(sys.argv[1])))"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    with ThreadPoolExecutor(3) as pool:
        secrets = {out.strip() for out, _ in pool.map(lambda child: child.communicate("go\n", timeout=60), children)}
        secrets |= set(pool.map(lambda _: kept_secret(tmp_path), range(3)))
    assert len(secrets) == 1


def test_a_damaged_secret_names_the_remedy(tmp_path: Path) -> None:
    for content in (b"", b"short\n", b"\xff\xfe" * 40):
        (tmp_path / SECRET_FILE).write_bytes(content)
        with pytest.raises(StoreError, match=r"secret\.key.*(restore|SECRET_KEY)"):
            kept_secret(tmp_path)


def test_no_id_and_no_name_of_a_conversation_is_in_the_file(tmp_path: Path) -> None:
    store = open_store(tmp_path, PEOPLE)
    person = PEOPLE.person("telegram", "987650001")
    shared = store.answers.keep(TARGET, "telegram:987650001", "telegram", person)
    store.feedback.give(shared, person, Opinion(False, "gọi 0912345678"))
    store.limits.allow(person, "telegram", 1.0)
    store.updates.take("telegram", "7", "{}", "a")
    store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert person.encode() in written
    assert b"987650001" not in written
    assert b"0912345678" not in written
