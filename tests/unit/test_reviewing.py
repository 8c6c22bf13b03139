"""Reviewing: accept, correct, reject, by options and in a terminal; refused where the document says otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import bot.__main__ as face
from bot.commands import reviewing
from knowledge.holdings import open_holdings
from knowledge.register.values import Target
from tests.fakes_documents import (
    PLAN_ID,
    added,
    collection_at,
    entries_at,
    many_targets,
    plan_file,
    rewritten,
    with_fields,
)

runner = CliRunner()
FIRST, ROW = f"{PLAN_ID}/1", f"{PLAN_ID}/5"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A PLAN136_HOME (the one the commands use in tests) with the plan added."""
    added(tmp_path / "home", tmp_path)
    return tmp_path / "home"


def run(*arguments: str, **options: Any) -> Result:
    return runner.invoke(face.app, ["targets", *arguments], **options)


def target(home: Path, target_id: str) -> Target:
    return next(t for t in open_holdings(collection_at(home)).register.all_targets if t.id == target_id)


def test_what_waits_is_listed_beside_its_span(home: Path) -> None:
    shown = run("review", PLAN_ID).stdout
    assert FIRST in shown and "đạt tối thiểu 72%" in shown and "chưa được người kiểm duyệt" in shown


def test_accepting_and_rejecting_are_saved_at_once(home: Path) -> None:
    result = run("review", "--accept", FIRST, "--reject", f"{PLAN_ID}/2")
    assert result.exit_code == 0, result.output
    assert target(home, FIRST).reviewed
    assert f"{PLAN_ID}/2" not in {t.id for t in open_holdings(collection_at(home)).register.all_targets}


def test_a_correction_the_span_bears_out_is_taken_and_reviewed(home: Path) -> None:
    result = run("review", "--set", ROW, "level=district", "--set", FIRST, "exception=hợp tác xã mới")
    assert result.exit_code == 0, result.output
    assert target(home, ROW).level == "district" and target(home, ROW).reviewed
    corrected = target(home, FIRST).exception
    assert corrected is not None and corrected.vi == "hợp tác xã mới"


def test_deadline_and_flags_are_corrected_as_a_person_types_them(home: Path) -> None:
    run("review", "--set", FIRST, "deadline=in 2030", "--set", FIRST, "aim=true")
    changed = target(home, FIRST)
    assert (changed.deadline.kind, changed.deadline.year, changed.aim) == ("in", 2030, True)


def test_a_deadline_the_passage_does_not_state_is_refused(home: Path) -> None:
    before = target(home, FIRST).deadline
    result = run("review", "--set", FIRST, "deadline=by 2029")
    assert result.exit_code != 0
    assert "year 2029 is not in its passage" in str(result.exception or result.output)
    assert target(home, FIRST).deadline == before


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("value=99", "does not occur in span"),
        ("span=không có trong đoạn", "is not in its passage"),
        ("comparator=khoảng", "comparator"),
        ("indicator=không-có", "not in indicators.yaml"),
        ("id=khac", "cannot be set"),
        ("aim=có lẽ", "true or false"),
        ("màu=đỏ", "màu"),
        ("year=sớm", "a year such as 2025"),
    ],
)
def test_a_correction_the_document_does_not_bear_out_is_refused(home: Path, setting: str, said: str) -> None:
    before = collection_at(home).snapshot()
    result = run("review", "--set", FIRST, setting)
    assert result.exit_code != 0 and said in str(result.exception)
    assert collection_at(home).snapshot() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--accept", "gi-do/1"], "no target of an added document"),
        (["--set", "gi-do/1", "value=1"], "no target of an added document"),
        (["kh-136-2021"], "bundled document"),
        (["gi-do"], "no document is called"),
    ],
)
def test_an_unknown_id_is_named(home: Path, arguments: list[str], said: str) -> None:
    assert said in str(run("review", *arguments).exception)


def test_set_wants_an_id_and_a_value(home: Path) -> None:
    assert run("review", "--set", FIRST).exit_code == 2


def test_in_a_terminal_one_is_asked_after_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["?", "value=99", "a", "r", "value=8", "q"])
    monkeypatch.setattr(reviewing.typer, "prompt", lambda *_, **__: next(typed))
    held = open_holdings(collection_at(home))
    waiting = [t for t in held.register.all_targets if not t.reviewed]
    reviewing._Desk(collection_at(home), held, reviewing.opening.screen()).ask_each((), waiting)
    assert target(home, FIRST).reviewed
    entries = {entry["id"]: entry for entry in entries_at(home)}
    assert f"{PLAN_ID}/2" not in entries and entries[f"{PLAN_ID}/3"]["reviewed"]
    assert not entries[f"{PLAN_ID}/4"]["reviewed"]


def test_a_refused_decision_leaves_the_others_of_its_document_undone(home: Path) -> None:
    result = run("review", "--accept", FIRST, "--set", ROW, "value=99")
    assert result.exit_code != 0
    assert not target(home, FIRST).reviewed


def test_what_cannot_be_used_is_listed_with_the_remedy_and_corrected_there(home: Path) -> None:
    rewritten(home, lambda held: with_fields(held, FIRST, value="99", locator="Đoạn 999"))
    listed = run("review").stdout
    assert f"! target {FIRST}" in listed and f"--set {FIRST} FIELD=VALUE" in listed
    assert FIRST in run("review", PLAN_ID).stdout
    place = target(home, f"{PLAN_ID}/2").place
    locator = next(d for d in open_holdings(collection_at(home)).documents if d.id == PLAN_ID).passages[2].locator
    assert run("review", "--accept", FIRST).exit_code != 0
    half = run("review", "--set", FIRST, "value=72")
    assert half.exit_code != 0 and "Đoạn 999" in str(half.exception), "two faults are corrected together"
    found = next(
        each.locator
        for each in next(d for d in open_holdings(collection_at(home)).documents if d.id == PLAN_ID).passages
        if "72%" in each.text
    )
    mended = run("review", "--set", FIRST, "value=72", "--set", FIRST, f"locator={found}")
    assert mended.exit_code == 0, mended.output
    assert target(home, FIRST).reviewed and place and locator


def test_what_cannot_be_used_can_be_rejected(home: Path) -> None:
    rewritten(home, lambda held: with_fields(held, FIRST, value="99"))
    assert run("review", "--reject", FIRST).exit_code == 0
    assert open_holdings(collection_at(home)).problems == ()


def test_a_long_list_is_shown_by_pages(home: Path, tmp_path: Path) -> None:
    added(home, tmp_path, many_targets(120), "13/KH-UBND")
    first, last = run("review", "13/KH-UBND").stdout, run("review", "13/KH-UBND", "--page", "3").stdout
    assert "120 targets wait" in first and "page 1 of 3" in first
    assert "13-kh-ubnd/50 " in first and "13-kh-ubnd/51 " not in first
    assert "13-kh-ubnd/120 " in last
    assert "there are 3 pages" in str(run("review", "13/KH-UBND", "--page", "4").exception)


def test_what_was_decided_is_kept_with_when_and_by_whom(home: Path) -> None:
    run("review", "--accept", FIRST, "--set", ROW, "level=district", "--reject", f"{PLAN_ID}/2")
    past = collection_at(home).history(PLAN_ID)
    assert [(each.event.what, each.event.target) for each in past] == [
        ("added", None), ("corrected", ROW), ("accepted", FIRST), ("rejected", f"{PLAN_ID}/2")
    ]  # fmt: skip
    assert {each.by for each in past} == {"cli"} and past[1].event.detail == "level=district"
    shown = runner.invoke(face.app, ["documents", PLAN_ID, "--history"]).stdout
    assert "corrected" in shown and "level=district" in shown


# extract


def test_candidates_of_a_file_are_shown_beside_their_span(tmp_path: Path) -> None:
    shown = run("extract", str(plan_file(tmp_path))).stdout
    assert "“- Tỷ lệ hợp tác xã" in shown or "“Tỷ lệ hợp tác xã" in shown
    assert "0 of them in the register already" in shown


def test_candidates_of_a_bundled_document_are_marked_known() -> None:
    rows = json.loads(run("extract", "kh-136-2021", "--json").stdout)
    assert {row["in_register"] for row in rows if row["in_register"]} == {f"kh-136-2021/{n}" for n in range(1, 20)}
    first = next(row for row in rows if row["in_register"] == "kh-136-2021/1")
    assert (first["comparator"], first["value"], first["unit"], first["average"]) == (">=", "5", "bậc", True)


def test_without_an_added_document_something_must_be_named() -> None:
    assert "no document was added yet" in str(run("extract").exception)
