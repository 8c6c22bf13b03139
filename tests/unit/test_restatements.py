"""English restatements: each belongs to one clause and states its figures, no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.documents import Document
from knowledge.ingestion.library import load_library
from knowledge.ingestion.restatements import RestatementError, with_english

FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")


def digits(text: str) -> set[str]:
    """The figures of a text without the marks that differ between the languages, and without leading zeros."""
    return {re.sub(r"[.,/]", "", re.sub(r"\b0+(?=\d)", "", each)) for each in FIGURE.findall(text)}


@pytest.fixture(scope="module")
def library() -> tuple[Document, ...]:
    return load_library()


def test_every_clause_of_the_library_is_restated(library: tuple[Document, ...]) -> None:
    assert [f"{p.document}#{p.locator}" for d in library for p in d.passages if not p.english] == []


def test_a_restatement_has_no_figure_of_its_own(library: tuple[Document, ...]) -> None:
    strange = {
        f"{p.document}#{p.locator}": more
        for d in library
        for p in d.passages
        if (more := digits(p.english or "") - digits(p.text))
    }
    assert strange == {}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no json", "not an object"),
        ('{"clause": "x#1"}', "not an object"),
        ('{"clause": "x#1", "en": "a"}', "no clause is called 'x#1'"),
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "english.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(RestatementError, match=re.escape("english.jsonl:1") + ".*" + told):
        with_english((), path)
