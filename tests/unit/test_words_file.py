"""The language's data files: read strictly, phrases made into the patterns they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.extraction.words import ExtractionWords
from knowledge.ingestion.words import IngestionWords
from knowledge.phrases import PhraseError, Phrases, pattern, phrases
from knowledge.words_file import LANGUAGE, WordsError, load_words


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    says: Phrases


@dataclass(frozen=True, slots=True)
class Inner:
    cue: Phrases
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Words:
    section: Inner
    unit: str


GOOD = """
pieces:
  when: (vào_)?năm_<year>
section:
  cue: [tối thiểu, {is: hơn, not_after: [sớm], not_before: [nữa]}]
  rules:
    - {kind: by, says: đến_<when>}
    - {kind: in, says: [<when>, hằng năm]}
unit: /năm
"""


def read(folder: Path, text: str) -> Words:
    path = folder / "words.vi.yaml"
    path.write_text(text, encoding="utf-8")
    return load_words(path, Words)


def test_a_file_becomes_the_dataclass_that_names_its_keys(tmp_path: Path) -> None:
    words = read(tmp_path, GOOD)
    assert words.unit == "/năm"
    assert words.section.cue.written == ("tối thiểu", "hơn")
    assert [rule.kind for rule in words.section.rules] == ["by", "in"]
    assert re.fullmatch(f"{words.section.rules[0].says}", "đến  vào\nnăm 2026")
    assert [found.group() for found in re.finditer(f"{words.section.cue}", "sớm hơn, hơn nữa, hơn")] == ["hơn"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("unit: /năm", "", "words.vi.yaml: unit: is missing; add it"),
        ("unit: /năm", "units: /năm", "words.vi.yaml: unit: is missing; add it"),
        ("unit: /năm", "unit: /năm\nmore: [a]", "words.vi.yaml: more: is not read; take it out"),
        ("{kind: by,", "{sort: by,", r"words.vi.yaml: section.rules\[0\].kind: is missing"),
        ("unit: /năm", "unit: 5", "words.vi.yaml: unit: expected a text, found 5; put it in quotes"),
        ("[<when>, hằng năm]", "[]", r"words.vi.yaml: section.rules\[1\].says: expected a list, found \[\]"),
        ("đến_<when>", "đến_<then>", r"section.rules\[0\].says: is no phrase; 'đến_<then>': <then> means nothing"),
        ("tối thiểu,", "tối (thiểu,", r"section.cue\[0\]: is no phrase; .* a bracket does not close"),
        ("not_after: [sớm]", "after: [sớm]", r"section.cue\[1\]: has is, after, not_before; use is with"),
        ("not_after: [sớm]", "not_after: sớm", r"section.cue\[1\].not_after: expected a list, found 'sớm'; write \["),
        ("when: (vào_)?", "year: (vào_)?", "pieces.year: there is such a piece already; give it another name"),
        ("unit: /năm", "unit: /năm\nunit: /tháng", "words.vi.yaml: cannot be read .*'unit' stands twice"),
        ("unit: /năm", "- unit", "words.vi.yaml: cannot be read"),
        (GOOD, "[a, b]", "words.vi.yaml: the file: expected names with values"),
    ],
)
def test_what_is_missing_unknown_or_badly_written_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    with pytest.raises(WordsError, match=said):
        read(tmp_path, GOOD.replace(was, becomes))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r"words\.vi\.yaml: cannot be read"):
        load_words(tmp_path / "words.vi.yaml", Words)


@pytest.mark.parametrize(
    ("written", "text", "fits"),
    [
        ("một (hai |ba )?bốn", "một bốn", True),
        ("một (hai |ba )?bốn", "một ba bốn", True),
        ("một (hai|ba)", "một bốn", False),
        ("(một_)*hai", "một một\nhai", True),
        ("(một_)+hai", "hai", False),
        ("ngày_?<dd>", "ngày5", True),
        ("một hai", "một  hai", False),
        ("1.000 dân", "1.000 dân", True),
        ("1.000 dân", "1x000 dân", False),
    ],
)
def test_a_phrase_fits_what_its_signs_say(written: str, text: str, fits: bool) -> None:
    assert bool(re.fullmatch(pattern(written), text)) is fits


@pytest.mark.parametrize("written", ["một?", "một*", "<gì>", "(một"])
def test_a_sign_out_of_place_is_no_phrase(written: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(repr(written))):
        phrases(written)


def test_a_space_is_meant_beside_a_phrase_unless_the_other_begins_with_its_own() -> None:
    assert re.match(pattern("tăng", not_before=["trưởng"]), "tăng  trưởng")
    assert not re.match(pattern("tăng", not_before=["_trưởng"]), "tăng  trưởng")
    assert re.match(pattern("cấp|trao", before=["_số"]), "trao\nsố").group() == "trao"  # type: ignore[union-attr]


def test_phrases_begin_a_text() -> None:
    words = phrases("tăng", "giảm")
    assert words.begin("tăng5%") and not words.begin("Tăng 5%")
    assert words.open("giảm 5%") and not words.open("giảm5%")


def test_the_bundled_words_are_those_that_are_read() -> None:
    words = load_words(LANGUAGE / "extraction.vi.yaml", ExtractionWords)
    assert "tối thiểu" in words.comparators.at_least.written
    assert "Phần" in load_words(LANGUAGE / "ingestion.vi.yaml", IngestionWords).headings.kinds.written
