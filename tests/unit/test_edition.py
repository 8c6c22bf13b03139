"""The format of our editions: what is read, what is refused and how, and the ids of passages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents import Confidence, Edition, Source
from knowledge.ingestion.edition import EditionError, read_edition
from knowledge.ingestion.library import load_library
from tests.fakes_knowledge import library

GOOD = """---
id: kh-1-2020
number: 1/KH-UBND
short: Kế hoạch 1
short_en: Plan 1
title: Kế hoạch thử
title_en: A trial plan
type: Kế hoạch
issuer: UBND thành phố
issued: 2020-02-29
period: {from: 2020, to: null}
status: {value: in_force, text: Còn áp dụng., source: S01}
relations: [{kind: amends, number: 2/KH-UBND},
  {kind: replaced_by, number: 3/KH-UBND, since: 2021-07-01}]
aliases: [KH 1]
confidence: A
edition: digest
sources:
  - {id: S01, title: Bài một, publisher: Báo, date: 01/03/2020, url: "https://example.org/1"}
  - {id: S02, title: Bài hai, publisher: Báo}
---

# Kế hoạch thử

## Phần I. Chung

- **Mục 1.** Kế hoạch này là một phép thử. {S01 S02 A}

## Phần II. Chỉ tiêu

### Mục 1. Hài lòng

- **Chỉ tiêu 1.** Đến năm 2021 đạt 80%. {S02 X}
- **Chỉ tiêu 2.** Đến năm 2022 đạt 90%. {D}
"""


def read(text: str = GOOD) -> object:
    return read_edition("kh-1-2020.md", text)


def ids(text: str = GOOD) -> dict[str, str]:
    return {passage.text: passage.id for passage in read_edition("f.md", text).passages}


def swapped(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_good_file_becomes_a_document() -> None:
    document = read_edition("kh-1-2020.md", GOOD)
    assert (document.id, document.number, document.issuer) == ("kh-1-2020", "1/KH-UBND", "UBND thành phố")
    assert document.issued == date(2020, 2, 29) and document.effective is None and document.period == (2020, None)
    assert (document.status.value, document.status.source) == ("in_force", "S01")
    assert [(r.kind, r.number, r.since) for r in document.relations] == [
        ("amends", "2/KH-UBND", None),
        ("replaced_by", "3/KH-UBND", date(2021, 7, 1)),
    ]
    assert document.edition is Edition.DIGEST and document.aliases == ("KH 1",)
    assert document.source("S01") == Source("S01", "Bài một", "Báo", "01/03/2020", "https://example.org/1")
    with pytest.raises(KeyError):
        document.source("S99")


def test_a_clause_knows_its_place_its_sources_and_how_sure_it_is() -> None:
    document = read_edition("kh-1-2020.md", GOOD)
    first, second, third = document.passages
    assert [p.locator for p in document.passages] == [
        "Phần I, mục 1",
        "Phần II, mục 1, chỉ tiêu 1",
        "Phần II, mục 1, chỉ tiêu 2",
    ]
    assert first.headings == ("Kế hoạch thử", "Phần I. Chung")  # a heading of another part does not stay
    assert second.headings == ("Kế hoạch thử", "Phần II. Chỉ tiêu", "Mục 1. Hài lòng")
    assert (first.sources, first.confidence) == (("S01", "S02"), Confidence.AGREED)
    assert (second.sources, second.confidence) == (("S02",), Confidence.CONFLICT)
    assert (third.sources, third.confidence) == ((), Confidence.DERIVED)
    assert document.at("Phần II, mục 1, chỉ tiêu 2") == third
    assert second.text == "Đến năm 2021 đạt 80%." and "Mục 1. Hài lòng" in second.searchable


def test_passages_know_their_neighbours() -> None:
    first, second, third = read_edition("f.md", GOOD).passages
    assert (first.previous, first.next) == (None, second.id)
    assert (second.previous, second.next) == (first.id, third.id)
    assert (third.previous, third.next) == (second.id, None)


BAD: list[tuple[str, Callable[[], str], list[str]]] = [
    ("no front matter", lambda: GOOD.removeprefix("---\n"), ["no front matter", "'---'"]),
    ("not closed", lambda: GOOD.replace("\n---\n\n#", "\n\n#"), ["no front matter", "'---'"]),
    ("empty file", lambda: "", ["no front matter", "'---'"]),
    ("not YAML", lambda: swapped("title: Kế hoạch thử", "title: Kế hoạch: thử: lại"), ["not YAML", "quote"]),
    ("empty front matter", lambda: "---\n\n---\n# A\n", ["field", "correct it"]),
    ("a field is missing", lambda: swapped("issuer: UBND thành phố\n", ""), ["'issuer'", "required", "correct it"]),
    ("an unknown field", lambda: swapped("type: Kế", "kind: x\ntype: Kế"), ["'kind'", "not permitted", "correct it"]),
    ("no such date", lambda: swapped("2020-02-29", "2020-02-30x"), ["'issued'", "2020-02-30x", "correct it"]),
    ("no such status", lambda: swapped("in_force", "alive"), ["'status.value'", "alive", "correct it"]),
    ("no such relation", lambda: swapped("kind: amends", "kind: hates"), ["'relations.0.kind'", "hates", "correct it"]),
    ("no such edition", lambda: swapped("edition: digest", "edition: pirate"), ["'edition'", "pirate", "correct it"]),
    ("no such confidence", lambda: swapped("confidence: A", "confidence: Z"), ["'confidence'", "Z", "correct it"]),
    ("a bad period", lambda: swapped("to: null", "until: 2021"), ["'period", "until", "correct it"]),
    ("a source without a title", lambda: swapped("title: Bài hai, ", ""), ["'sources.1.title'", "correct it"]),
    ("prose", lambda: GOOD + "Một câu lạc.\n", ["line 35", "Một câu lạc", "write '- **Label.** text {S01 A}'"]),
    ("no braces", lambda: swapped(" {D}", ""), ["line 34", "Chỉ tiêu 2", "write"]),
    ("no such certainty", lambda: swapped("{D}", "{S01 Q}"), ["line 34", "write"]),
    ("an odd heading", lambda: swapped("### Mục 1.", "### Khoản 1."), ["line 31", "Khoản 1", "write"]),
    ("an unknown source", lambda: swapped("{S02 X}", "{S77 X}"), ["line 33", "'S77'", "'sources'", "add it"]),
    ("a source twice", lambda: swapped("id: S02", "id: S01"), ["'S01'", "stands twice", "its own id"]),
    (
        "a status without its source",
        lambda: swapped("source: S01}", "source: S09}"),
        ["'status.source'", "'S09'", "add it"],
    ),
    ("no clause", lambda: GOOD.partition("## Phần I")[0], ["no clause", "write '- **Label.**"]),
    ("a label twice", lambda: swapped("Chỉ tiêu 2.", "Chỉ tiêu 1."), ["'Phần II, mục 1, chỉ tiêu 1'", "own label"]),
]


@pytest.mark.parametrize(("content", "named"), [(c, n) for _, c, n in BAD], ids=[i for i, _, _ in BAD])
def test_a_bad_file_is_refused_with_file_place_and_remedy(content: Callable[[], str], named: list[str]) -> None:
    with pytest.raises(EditionError) as refused:
        read(content())
    message = str(refused.value)
    assert message.startswith("kh-1-2020.md: ")
    assert [needle for needle in named if needle not in message] == []


def test_ids_survive_reordering_and_new_neighbours() -> None:
    lines = GOOD.splitlines(keepends=True)
    moved = "".join([*lines[:-2], lines[-1], "- **Chỉ tiêu 7.** Câu mới. {A}\n", lines[-2]])
    before, after = ids(), ids(moved)
    assert before.items() <= after.items() and len(after) == len(before) + 1


def test_an_id_changes_with_the_text_the_heading_or_the_document_alone() -> None:
    before = ids()
    reworded = ids(swapped("đạt 90%", "đạt 91%"))
    assert set(before.values()) - set(reworded.values()) == {before["Đến năm 2022 đạt 90%."]}
    reheaded = ids(swapped("Mục 1. Hài lòng", "Mục 1. Khác"))
    assert [text for text in before if before[text] == reheaded[text]] == ["Kế hoạch này là một phép thử."]
    assert not set(before.values()) & set(ids(swapped("id: kh-1-2020", "id: kh-9-2020")).values())
    relabelled = ids(swapped("Chỉ tiêu 2.", "Chỉ tiêu 8.").replace("{S02 X}", "{S01 A}"))
    assert relabelled == before


def test_a_decomposed_file_gives_composed_text_and_the_same_ids() -> None:
    assert ids(unicodedata.normalize("NFD", GOOD)) == ids()


def test_a_file_must_be_named_after_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "kh-1-2020.md").write_text(GOOD, encoding="utf-8")
    assert [d.id for d in load_library(tmp_path)] == ["kh-1-2020"]
    (folder / "kh-2-2020.md").write_text(GOOD, encoding="utf-8")
    with pytest.raises(EditionError, match=r"kh-2-2020\.md: field 'id' is 'kh-1-2020'; it must equal"):
        load_library(tmp_path)


def test_every_bundled_edition_is_sound() -> None:
    documents = library()
    assert "kh-136-2021" in {d.id for d in documents} and len({d.id for d in documents}) == len(documents)
    for document in documents:
        locators = [p.locator for p in document.passages]
        assert locators and len(set(locators)) == len(locators), document.id
        known = {s.id for s in document.sources}
        assert len(known) == len(document.sources), document.id
        assert not {s for p in document.passages for s in p.sources} - known, document.id
        assert document.status.source is None or document.status.source in known, document.id
        for text in (document.title, *(t for p in document.passages for t in (p.text, *p.headings))):
            assert unicodedata.is_normalized("NFC", text), (document.id, text)
            assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in text), (document.id, text)
    all_ids = [p.id for d in documents for p in d.passages]
    assert len(set(all_ids)) == len(all_ids)


def test_the_bundled_plan_is_full() -> None:
    plan = next(d for d in library() if d.id == "kh-136-2021")
    assert (plan.number, plan.issued, plan.period) == ("136/KH-UBND", date(2021, 6, 1), (2021, 2025))
    assert plan.signer is None and plan.status.value == "ended"
    assert sum("chỉ tiêu" in p.locator for p in plan.passages) == 19
