"""Added documents as files: written out, and imported once from what an older version left."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.__main__ as face
from knowledge.adding import remove_document
from knowledge.file_layout import import_files
from knowledge.holdings import open_holdings
from tests.fakes_collection import KINDS, collections
from tests.fakes_documents import NUMBER, PLAN_ID, added, collection_at, rewritten, with_fields

runner = CliRunner()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A home as an older version left it: files, and no database."""
    added(tmp_path / "source", tmp_path)
    added(tmp_path / "source", tmp_path, number="9/KH-UBND")
    home = tmp_path / "home"
    for name in ("documents", "register"):
        (home / name).mkdir(parents=True)
    return exported(tmp_path / "source", home)


def exported(source: Path, folder: Path) -> Path:
    done = runner.invoke(face.app, ["documents", "--export", str(folder)], env={"PLAN136_HOME": str(source)})
    assert done.exit_code == 0, done.output
    return folder


def test_an_export_is_what_an_import_takes(tmp_path: Path, old: Path) -> None:
    runner.invoke(face.app, ["targets", "review", "--accept", f"{PLAN_ID}/1", "--reject", f"{PLAN_ID}/2"])
    stored = collection_at(old).snapshot().documents
    again = exported(old, tmp_path / "again")
    assert [each.text for each in collection_at(again).snapshot().documents] == [each.text for each in stored]
    held = open_holdings(collection_at(again))
    assert held.problems == () and held.register.all_targets == open_holdings(collection_at(old)).register.all_targets
    rejected = [len(each.rejected) for each in collection_at(again).snapshot().documents]
    assert rejected == [len(each.rejected) for each in stored] and sum(rejected) == 1


def test_what_an_older_version_left_is_imported_at_the_first_use(old: Path) -> None:
    assert "512/KH-UBND" in runner.invoke(face.app, ["documents"]).stdout
    assert (old / "documents" / f"{PLAN_ID}.md").is_file(), "the files stay"
    assert [past.event.what for past in collection_at(old).history(PLAN_ID)] == ["imported"]


def test_what_was_removed_does_not_come_back_from_its_file(old: Path) -> None:
    remove_document(collection_at(old), NUMBER)
    (old / "documents" / "9-kh-ubnd.md").write_text("nay khác", encoding="utf-8")
    assert [each.id for each in collection_at(old).snapshot().documents] == ["9-kh-ubnd"]
    assert open_holdings(collection_at(old)).problems == (), "what is stored stays as it is"


def test_faulty_entries_are_imported_as_faulty_and_cost_themselves_alone(tmp_path: Path, old: Path) -> None:
    targets = old / "register" / "targets.yaml"
    text = targets.read_text(encoding="utf-8")
    text = text.replace("value: '72'", "value: 99", 1).replace("targets:", "targets:\n- chỉ một dòng chữ\n- id: x/1", 1)
    targets.write_text(text.replace(f"id: {PLAN_ID}/3", f"id: {PLAN_ID}/4", 1), encoding="utf-8")
    (old / "documents" / "hong.md").write_text("không phải ấn bản", encoding="utf-8")
    held = open_holdings(collection_at(old))
    assert {document.id for document in held.documents if document.is_added} == {PLAN_ID, "9-kh-ubnd"}
    named = {(problem.kind, problem.id) for problem in held.problems}
    assert named == {("document", "hong"), ("document", "None"), ("target", f"{PLAN_ID}/1")}
    ids = [entry.id for each in held.stored for entry in each.targets]
    assert len(ids) == len(set(ids)), "a repeated id became one of its own"


def test_a_file_that_cannot_be_read_is_named_and_imported_once_it_can(old: Path) -> None:
    targets = old / "register" / "targets.yaml"
    whole = targets.read_text(encoding="utf-8")
    targets.write_text("targets: [", encoding="utf-8")
    collection = collection_at(old)
    assert all(each.targets == () for each in collection.snapshot().documents)
    assert "targets.yaml was not imported" in import_files(collection, old)[0]
    targets.write_text(whole, encoding="utf-8")
    assert import_files(collection, old) == []
    assert all(each.targets for each in collection.snapshot().documents)


@pytest.mark.parametrize("kind", KINDS)
def test_of_several_that_import_at_once_one_does(kind: str, tmp_path: Path, old: Path) -> None:
    source = collections(kind, tmp_path / "other", 2)
    shared = next(source)
    threads = [threading.Thread(target=import_files, args=(each, old)) for each in shared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shared[0].revision() == 1 and len(shared[0].history(PLAN_ID)) == 1
    next(source, None)  # closes them


def test_reading_an_empty_home_makes_no_database(tmp_path: Path) -> None:
    assert runner.invoke(face.app, ["documents"]).exit_code == 0
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PLAN136_HOME", str(tmp_path / "file" / "home"))
    (tmp_path / "plan.txt").write_text("Đến năm 2030, 90% hộ dân dùng nước sạch.", encoding="utf-8")
    refused = runner.invoke(face.app, ["add", str(tmp_path / "plan.txt")])
    assert refused.exit_code != 0 and "check the folder and its rights" in str(refused.exception)
    monkeypatch.setenv("PLAN136_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    listed = runner.invoke(face.app, ["documents"])
    assert listed.exit_code == 0 and "136/KH-UBND" in listed.stdout
    assert "left out" in listed.stderr and "cannot be reached" in " ".join(listed.stderr.split())


def test_only_one_document_is_written_when_one_is_named(tmp_path: Path, old: Path) -> None:
    rewritten(old, lambda held: with_fields(held, f"{PLAN_ID}/1", value="99"))
    done = runner.invoke(face.app, ["documents", NUMBER, "--export", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "out" / "documents").iterdir()] == [f"{PLAN_ID}.md"]
    assert "'99'" in (tmp_path / "out" / "register" / "targets.yaml").read_text(encoding="utf-8")
