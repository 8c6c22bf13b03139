"""The language files and the home file: read strictly, several languages as one, patterns with slots."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.home import load_home
from knowledge.ingestion.library import BUNDLED
from knowledge.language.language_file import load_language
from knowledge.language.patterns import SLOTS, PatternError, compiled, every
from knowledge.register.proposal_words import load_proposal_words
from knowledge.strict_file import StrictFileError
from tests.fakes_knowledge import language, register


def edited(folder: Path, name: str, *path: str, to: Any = None, gone: bool = False) -> Path:
    """A copy of the library's data files with one key of one of them changed or taken out."""
    shutil.copytree(BUNDLED / "language", folder / "language")
    shutil.copy(BUNDLED / "home.yaml", folder)
    file = folder / name
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    if gone:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("path", "change", "told"),
    [
        (("times", "after"), {"gone": True}, ("times.after", "Field required", "add it")),
        (("times", "later"), {"to": []}, ("times.later", "no such key", "take it out")),
        (("documents", "any_kind"), {"to": [True]}, ("documents.any_kind.0", "in quotes")),
        (("documents", "any_kind"), {"to": "văn bản"}, ("documents.any_kind", "correct it")),
        (("times", "after"), {"to": ["sau <jahr>"]}, ("times.after", "no <jahr>", "<year>")),
        (("times", "after"), {"to": ["sau (<year>"]}, ("times.after", "is no pattern", "correct it")),
        (("times", "after"), {"to": "sau <year>"}, ("times.after", "a list of patterns")),
        (("times", "after"), {"to": [{"is": "sau <year>", "unless": "x"}]}, ("times.after", "not_after")),
        (("times", "from_today"), {"to": {"nay": ["năm nay"]}}, ("times.from_today", "integer")),
        (("pieces", "numbers"), {"gone": True}, ("numbers", "Field required")),
        (("pieces", "more"), {"to": {"months": "<week>"}}, ("pieces.more.months", "no <week>")),
        (("pieces",), {"gone": True}, ("pieces", "missing")),
    ],
)
def test_a_language_file_that_does_not_hold_is_refused(
    tmp_path: Path, path: tuple[str, ...], change: dict[str, Any], told: tuple[str, ...]
) -> None:
    folder = edited(tmp_path, "language/vi.yaml", *path, **change)
    with pytest.raises(StrictFileError) as refused:
        load_language(folder)
    assert [part for part in ("vi.yaml", *told) if part not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("path", "change", "told"),
    [
        (("document",), {"to": "kh-1-1900"}, ("document", "not in the library", "correct the id")),
        (("indices",), {"to": ["papi", "nothing"]}, ("indices", "'nothing'", "indicators.yaml")),
        (("series", "title"), {"gone": True}, ("series.title", "add it")),
        (("other_area",), {"to": {"vi": "khác"}}, ("other_area.en", "add it")),
        (("period",), {"to": [2021, 2025]}, ("period", "take it out")),
    ],
)
def test_a_home_file_that_does_not_hold_is_refused(
    tmp_path: Path, path: tuple[str, ...], change: dict[str, Any], told: tuple[str, ...]
) -> None:
    with pytest.raises(StrictFileError) as refused:
        load_home(edited(tmp_path, "home.yaml", *path, **change), register())
    assert [part for part in ("home.yaml", *told) if part not in str(refused.value)] == []


def test_the_words_of_proposals_are_read_strictly(tmp_path: Path) -> None:
    assert load_proposal_words(BUNDLED).subject
    with pytest.raises(StrictFileError, match=r"proposals\.vi\.yaml: falls: Field required; add it"):
        load_proposal_words(edited(tmp_path, "language/proposals.vi.yaml", "falls", gone=True))


@pytest.mark.parametrize("text", ["times: [", "times: {a: 1, a: 2}", "- vi"])
def test_a_file_that_is_no_yaml_of_ours_is_refused(tmp_path: Path, text: str) -> None:
    folder = edited(tmp_path, "language/vi.yaml", "bodies", to={})
    (folder / "language/en.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StrictFileError, match=r"^en\.yaml: "):
        load_language(folder)


def test_the_languages_are_read_as_one() -> None:
    assert {"tăng", "rises"} <= set(language().times.rising)
    assert {"phần trăm", "percent"} <= set(language().figures.units["percent"])


@pytest.mark.parametrize(
    ("pattern", "text", "numbers", "words"),
    [
        ("sau (năm )?<year>", "mức sau năm 2022", (2022,), {3}),
        ("<n> (chỉ|mục) tiêu", "có 19 chỉ tiêu", (19,), {1}),
        ("<n> (chỉ|mục) tiêu", "có 19% chỉ tiêu", (), set()),
        ("năm <yy>", "năm 25, năm 30%", (), set()),
        ("<year>( <year>)?", "kế hoạch 2026", (2026,), {2}),
    ],
)
def test_a_pattern_finds_numbers_and_the_words_they_stand_at(
    pattern: str, text: str, numbers: tuple[int, ...], words: set[int]
) -> None:
    found = every([compiled(pattern, SLOTS)], text)
    assert [n for each in found for n in each.numbers] == list(numbers)
    assert {n for each in found for n in each.words} == words


def test_a_pattern_may_be_kept_from_standing_after_words() -> None:
    guarded = compiled("<month>/<year>", SLOTS, not_after=["số", "quý"])
    assert every([guarded], "9/2024") and not every([guarded], "quý 3/2024") and every([guarded], "quí 3/2024")
    assert len(every([guarded, guarded], "9/2024")) == 1  # one place is found once
    with pytest.raises(PatternError):
        compiled("<moon>", SLOTS)
