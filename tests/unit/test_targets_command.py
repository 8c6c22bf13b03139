"""plan136 targets: what it chooses, prints, writes and draws, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import bot.__main__ as face
from bot.commands.failures import BadInputError
from bot.commands.naming import named_area, named_document, named_indicator, named_level, named_target
from bot.commands.writing import write
from knowledge.register.values import Level
from tests.fakes_knowledge import register

runner = CliRunner()
ON = ("--on", "2026-11-22")


def run(*arguments: str, columns: int = 120) -> Result:
    return runner.invoke(face.app, ["targets", *arguments], env={"COLUMNS": str(columns)})


def chosen(*arguments: str) -> list[str]:
    result = run(*arguments, *ON, "--format", "json")
    assert result.exit_code == 0, result.output
    return [each["id"] for each in json.loads(result.stdout)]


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command that is given something it cannot use."""
    monkeypatch.setattr(sys, "argv", ["plan136", "targets", *arguments])
    with pytest.raises(SystemExit) as left:
        face.main()
    told = capsys.readouterr()
    assert left.value.code == 2 and told.out == "" and told.err.count("\n") == 1
    return told.err


def test_filters_add_up_and_repeat() -> None:
    assert chosen("--year", "2021", "--level", "xã") == ["kh-136-2021/12"]
    assert chosen("--year", "2021", "--level", "xã", "--level", "huyện") == ["kh-136-2021/11", "kh-136-2021/12"]
    assert chosen("--document", "136/KH-UBND", "--value", "95") == ["kh-136-2021/3"]
    assert len(chosen()) == 106


@pytest.mark.parametrize("name", ["digitisation", "số hóa kết quả giải quyết thủ tục hành chính", "so hoa", "SỐ HÓA"])
def test_an_area_is_known_by_id_and_name_with_or_without_marks(name: str) -> None:
    assert named_area(name, register()) == "digitisation"


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("commune", Level.COMMUNE),
        ("Cấp xã", Level.COMMUNE),
        ("xa", Level.COMMUNE),
        ("huyện", Level.DISTRICT),
        ("thanh pho", Level.CITY),
        ("city level", Level.CITY),
        ("centre", Level.CENTRE),
    ],
)
def test_a_level_is_known_by_its_names(name: str, level: Level) -> None:
    assert named_level(name) is level


@pytest.mark.parametrize("name", ["nq-76-2021", "76/NQ-CP", "76/nq-cp", "Nghị quyết 76/NQ-CP", "nghi quyet 76/nq-cp"])
def test_a_document_is_known_by_id_number_and_name(name: str) -> None:
    assert named_document(name, register().documents).id == "nq-76-2021"


def test_an_indicator_is_known_by_its_names_and_a_target_by_its_id() -> None:
    assert named_indicator("papi", register()) == named_indicator("PAPI", register()) == "papi"
    assert named_target("KH-136-2021/3", register()).id == "kh-136-2021/3"


@pytest.mark.parametrize("name", ["", " ", "không có", "\x00", "%"])
def test_a_name_of_nothing_is_refused(name: str) -> None:
    for named in (named_area, named_indicator, named_target):
        with pytest.raises(BadInputError):
            named(name, register())
    with pytest.raises(BadInputError):
        named_level(name)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--area", "vũ trụ"), ("'vũ trụ'", "digitisation")),
        (("--level", "thôn"), ("'thôn'", "commune")),
        (("--document", "137/KH-UBND"), ("'137/KH-UBND'", "kh-136-2021")),
        (("--indicator", "hạnh phúc"), ("'hạnh phúc'", "papi")),
        (("--value", "chín"), ("'chín'", "99,5")),
        (("--value", "NaN"), ("'NaN'",)),
        (("--on", "22/11/2026"), ("'22/11/2026'", "2025-12-31")),
        (("--format", "xlsx"), ("--output",)),
        (("--output", "x.txt"), ("csv", "xlsx", "json", "md")),
        (("--output", "missing/x.csv"), ("missing",)),
        (("--card", "kh-136-2021/333", "x.png"), ("'kh-136-2021/333'", "kh-136-2021/3")),
        (("--plot", "."), ("folder",)),
    ],
)
def test_what_cannot_be_used_is_one_line_with_the_remedy(
    arguments: tuple[str, ...],
    named: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(monkeypatch, capsys, *arguments)
    assert [word for word in named if word not in said] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("--due", "maybe"), ("--year", "x"), ("--format", "pdf"), ("--language", "fr")])
def test_bad_usage_is_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("columns", [40, 80, 120, 200])
def test_a_terminal_of_any_width_shows_figure_place_and_count(columns: int) -> None:
    result = run("--document", "kh-136-2021", "--year", "2025", columns=columns)
    assert result.exit_code == 0
    whole = " ".join(result.stdout.split())
    assert "95%" in whole and "136/KH-UBND" in whole and "vùng sâu" in whole
    assert max(len(line) for line in result.stdout.splitlines()) <= max(columns, 110)
    assert "chỉ tiêu" in result.stdout.strip().splitlines()[-1]


def test_due_is_counted_from_the_day_given() -> None:
    assert chosen("--document", "kh-136-2021", "--due", "after") == []
    result = run("--document", "kh-136-2021", "--due", "after", "--on", "2025-12-31", "--format", "json")
    assert "kh-136-2021/3" in {each["id"] for each in json.loads(result.stdout)}


def test_nothing_chosen_is_said_and_is_no_failure() -> None:
    result = run("--value", "41")
    assert (result.exit_code, result.stdout.strip()) == (0, "Không có chỉ tiêu nào khớp bộ lọc.")
    result = run("--value", "41", "--format", "csv", "--language", "en")
    assert result.exit_code == 0 and "No target agrees" in result.stderr
    assert list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff")))) == []


def test_a_file_is_written_in_the_format_its_name_says(tmp_path: Path) -> None:
    for name in ("a.csv", "a.json", "a.md", "a.xlsx"):
        assert run("--year", "2021", "--output", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))) == len(chosen("--year", "2021"))
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("| ")
    book: Any = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.worksheets[0].max_row == 1 + len(chosen("--year", "2021"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.json", "a.md", "a.xlsx"]


def test_pictures_are_written_and_the_table_is_left_out(tmp_path: Path) -> None:
    card, plot, history = (tmp_path / name for name in ("card.png", "plot.png", "history.png"))
    result = run("--card", "kh-136-2021/3", str(card), "--year", "2021", "--plot", str(plot))
    assert result.exit_code == 0 and result.stdout == ""
    assert run("--indicator", "papi", "--plot", str(history), "--language", "en").exit_code == 0
    pictures = [path.read_bytes() for path in (card, plot, history)]
    assert all(content.startswith(b"\x89PNG") for content in pictures) and len(set(pictures)) == 3


def test_a_file_is_replaced_whole_and_a_failed_write_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    write(file, b"old")
    write(file, b"new")
    assert file.read_bytes() == b"new"

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="No space"):
        write(file, b"newer")
    assert file.read_bytes() == b"new" and [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_document_is_called_by_its_digits_where_only_one_has_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(chosen("--document", "136")) == set(chosen("--document", "136/KH-UBND"))
    told = refused(monkeypatch, capsys, "--document", "18")
    assert "nq-18-tu" in told and "qd-18-2020" in told and "give the id" in told
