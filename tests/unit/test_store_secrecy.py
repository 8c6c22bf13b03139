"""A secret key that is lost, or another than the database's, is noticed before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.assembly import open_kept, people_of
from bot.commands.keys import secret_noticed
from bot.settings import BotSettings
from bot.store.database import SQLITE_FILE
from bot.store.opening import open_store
from bot.store.people import SECRET_FILE, People
from bot.store.secrecy import OtherSecretError
from bot.store_ports import Opinion
from tests.fakes_chat import TARGET
from tests.fakes_store import PEOPLE

OTHER = People("another secret, which is long enough too")


def settings(**values: str) -> BotSettings:
    return BotSettings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_a_fingerprint_tells_secrets_apart_and_nothing_of_them() -> None:
    assert PEOPLE.fingerprint != OTHER.fingerprint
    assert len(PEOPLE.fingerprint) == 64
    assert PEOPLE.fingerprint not in (PEOPLE.person("fingerprint", "plan136"), PEOPLE.note("plan136"))


def test_another_secret_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    open_store(tmp_path, PEOPLE).close()
    before = written(tmp_path)
    with pytest.raises(OtherSecretError, match=r"restore .*secret\.key.*accept-key"):
        open_store(tmp_path, OTHER)
    assert written(tmp_path) == before
    open_store(tmp_path, PEOPLE).close()


def test_a_lost_secret_is_not_made_anew(tmp_path: Path) -> None:
    open_kept(settings(), tmp_path).close()
    (tmp_path / SECRET_FILE).unlink()
    with pytest.raises(OtherSecretError, match="missing"):
        open_kept(settings(), tmp_path)
    assert not (tmp_path / SECRET_FILE).exists()
    with pytest.raises(OtherSecretError, match="missing"):
        secret_noticed(settings(), tmp_path)


def test_doctor_says_how_they_stand_and_makes_nothing(tmp_path: Path) -> None:
    assert "no database yet" in secret_noticed(settings(), tmp_path)
    assert not any(tmp_path.iterdir())
    open_kept(settings(), tmp_path).close()
    assert "filled with" in secret_noticed(settings(), tmp_path)
    with pytest.raises(OtherSecretError):
        secret_noticed(settings(secret_key="x" * 40), tmp_path)


def test_a_secret_that_was_restored_is_known_again(tmp_path: Path) -> None:
    open_kept(settings(), tmp_path).close()
    secret = (tmp_path / SECRET_FILE).read_text(encoding="ascii")
    (tmp_path / SECRET_FILE).unlink()
    open_kept(settings(secret_key=secret.strip()), tmp_path).close()


def test_a_new_key_is_accepted_only_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN136_HOME", str(tmp_path))
    store = open_store(tmp_path, PEOPLE)
    person = PEOPLE.person("web", "1")
    shared = store.answers.keep(TARGET, "chat 1", "web", person)
    store.feedback.give(shared, person, Opinion(True))
    store.close()
    refused = CliRunner().invoke(app, ["accept-key"])
    assert refused.exit_code != 0
    assert not (tmp_path / SECRET_FILE).exists()
    done = CliRunner().invoke(app, ["accept-key", "--unlink-everybody"])
    assert done.exit_code == 0, done.output
    store = open_store(tmp_path, people_of(settings(), tmp_path))
    assert store.answers.get(shared) == TARGET
    assert store.feedback.tally(shared).useful == 0
    store.close()
    assert (tmp_path / SQLITE_FILE).exists()
