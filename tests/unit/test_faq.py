"""The common questions: what the file is refused for, and what is served to whom."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.candidates import candidates
from bot.messages import Reply, Status
from bot.telling.curated import common_answers
from bot.telling.told import Searched
from knowledge.faq import LANGUAGES, FaqEntry
from knowledge.faq_file import FaqError, load_faq, read_faq
from knowledge.faq_phrasings import Phrasings
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.register.register_file import load_register
from knowledge.yaml_loader import YAML_LOADER
from tests.fakes_knowledge import TODAY, register
from tests.fakes_telling import facts, query, spoken

FAQ = load_faq(BUNDLED, register())
CONTENT: dict[str, Any] = yaml.load((BUNDLED / "faq.yaml").read_text(encoding="utf-8"), Loader=YAML_LOADER)
ENTRIES = {entry.id: entry for entry in FAQ.entries}


def asked(entry: FaqEntry, language: str = "vi", **slots: Any) -> Reply:
    """The reply to a query read as this common question."""
    found = query("value", questions=((entry.id, 0.9),), language=language, **slots)
    common = [each.told for each in candidates(found, Searched(), facts()) if each.way == "common"]
    return spoken(found, common[0] if common else None)


def lines(reply: Reply) -> list[str]:
    """The lines of a reply without their marks."""
    return [re.sub(r"(?: \[\d+\])+$", "", line) for line in reply.text.splitlines()]


# the bundled file


def test_the_bundled_list_is_long_reviewed_and_of_use_to_all() -> None:
    assert len(FAQ.entries) >= 40
    assert all(len(entry.answer) <= 4 and entry.reviewer for entry in FAQ.entries)
    assert {entry.audience.value for entry in FAQ.entries} == {"citizen", "official", "reporter"}
    assert {entry.section for entry in FAQ.entries} == {section.id for section in FAQ.sections}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry_id", ENTRIES)
def test_every_entry_is_told_with_every_line_and_figure(entry_id: str, language: str) -> None:
    entry = ENTRIES[entry_id]
    reply = asked(entry, language)
    assert reply.status is Status.ANSWERED_FAQ
    assert lines(reply) == [line.text.text(language) for line in entry.answer]
    assert [fact.target for fact in reply.facts] == [figure.id for line in entry.answer for figure in line.figures]
    assert all(fact.citations for fact in reply.facts)
    marks = [int(n) for n in re.findall(r"\[(\d+)\]", reply.text)]
    assert set(marks) == set(range(1, len(reply.citations) + 1))


def test_each_figure_of_a_line_names_the_citation_it_stands_in() -> None:
    reply = asked(ENTRIES["third-eleventh-29th"])
    assert [(fact.target, fact.citations) for fact in reply.facts] == [
        ("par_index/2024/rank", (1,)),
        ("sipas/2024/rank", (2,)),
        ("papi/2024/rank", (3,)),
    ]


# what the file is refused for


def faults_of(tmp_path: Path, change: Callable[[dict[str, Any]], None], only: str | None = None) -> list[str]:
    """The faults of the file after a change, read whole or with one entry alone."""
    kept = [entry for entry in CONTENT["entries"] if only in (None, entry["id"])]
    content = copy.deepcopy({**CONTENT, "entries": kept})
    change({entry["id"]: entry for entry in content["entries"]} | {"": content})
    path = tmp_path / "faq.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return list(read_faq(path, register())[1])


def line_of(entries: dict[str, Any], entry_id: str, n: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = entries[entry_id]["answer"][n]
    return found


def put(holder: dict[str, Any], **values: Any) -> None:
    holder.update(values)


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "an edited figure": (
        lambda e: put(line_of(e, "portal-60-or-80"), vi="65%: chỉ tiêu của Kế hoạch 136/KH-UBND."),
        r"portal-60-or-80, line 1: '65' \(vi\) is in no cited span",
    ),
    "a figure swapped for another that is cited too": (
        lambda e: put(
            line_of(e, "plan-136-and-resolution-76"), vi="80% và tối thiểu 80%: tỷ lệ.", en="80% and at least 80%."
        ),
        "cites kh-136-2021/16 .* does not state its 60",
    ),
    "a figure edited in one language": (
        lambda e: put(line_of(e, "sipas-86-and-95"), en="At least 85%: the SIPAS goal of the 2026 plan."),
        r"'85' \(en\) is in no cited span",
    ),
    "figures told in one language alone": (
        lambda e: put(line_of(e, "average-minimum", 2), en="4.75 places a year: below the 5 places."),
        "the two languages state different figures",
    ),
    "an edited date": (
        lambda e: put(line_of(e, "one-stop-decree"), vi="02/07/2025: ngày bắt đầu áp dụng Nghị định 118/2025/NĐ-CP."),
        r"'02/07/2025' \(vi\) is in no cited span",
    ),
    "another document's number": (
        lambda e: put(line_of(e, "one-stop-decree"), vi="01/07/2025: ngày áp dụng Nghị định 119/2025/NĐ-CP."),
        r"'119/2025/NĐ-CP' \(vi\) is in no cited span",
    ),
    "an ordinal the check cannot see": (
        lambda e: put(line_of(e, "third-eleventh-29th"), en="Rank 3, not 4th: PAR INDEX 2024."),
        "'4th' .* cannot be checked",
    ),
    "an unknown target": (
        lambda e: put(line_of(e, "portal-60-or-80"), cites=["kh-136-2021/20"]),
        "'kh-136-2021/20' is no target or result",
    ),
    "a span that is not in its passage": (
        lambda e: line_of(e, "online-fee")["cites"][0].update(span="mức phí 5 đồng"),
        "span 'mức phí 5 đồng' is not in its passage",
    ),
    "a place that is not there": (
        lambda e: line_of(e, "online-fee")["cites"][0].update(locator="Phần IX"),
        "has no passage at 'Phần IX'",
    ),
    "an unknown document": (
        lambda e: line_of(e, "online-fee")["cites"][0].update(document="kh-999"),
        "document 'kh-999' is not in the library",
    ),
    "a line without a citation": (lambda e: put(line_of(e, "online-fee"), cites=[]), "field 'answer.0.cites'"),
    "an id given twice": (lambda e: put(e["elderly"], id="any-ward"), "any-ward: this id stands twice"),
    "a question of two entries": (
        lambda e: e["elderly"]["variants_vi"].append("NỘP HO SO trực tuyến ở Hà Nội có mất phí không"),
        "elderly: 'NỘP HO SO .* is asked by 'online-fee' too",
    ),
    "an unknown area": (lambda e: put(e["elderly"], area="sports"), "area 'sports' is no section"),
    "an unknown audience": (lambda e: put(e["elderly"], audience="cats"), "elderly: field 'audience'"),
    "an expiry before the review": (
        lambda e: put(e["elderly"], expires=date(2020, 1, 1)),
        "expires 2020-01-01, not after its review",
    ),
    "a misspelt field": (lambda e: put(e["elderly"], reviewr="ai đó"), "field 'reviewr'"),
    "an answer of five lines": (
        lambda e: put(e["elderly"], answer=e["elderly"]["answer"] * 3),
        "field 'answer'.* at most 4",
    ),
    "a section named like an area": (
        lambda e: e[""]["sections"].update(procedures={"vi": "Thủ tục", "en": "Procedures"}),
        "section 'procedures' is an area of the register already",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_entry_is_refused_by_name(tmp_path: Path, name: str) -> None:
    change, expected = CHANGES[name]
    faults = faults_of(tmp_path, change)
    assert any(re.search(expected, fault) for fault in faults), faults
    assert all(fault.startswith("faq.yaml: ") for fault in faults)


@pytest.mark.parametrize("entry_id", [entry.id for entry in FAQ.entries if any(line.figures for line in entry.answer)])
def test_no_figure_of_an_entry_can_be_edited_unseen(tmp_path: Path, entry_id: str) -> None:
    """Every register figure a line states, changed in the line, is a fault of that entry."""
    for n, line in enumerate(ENTRIES[entry_id].answer):
        for figure in line.figures:
            value = (figure.value or "").replace(".", ",")

            def edit(entries: dict[str, Any], n: int = n, value: str = value) -> None:
                told = line_of(entries, entry_id, n)
                told["vi"] = re.sub(rf"(?<![\d.,]){re.escape(value)}(?![\d])", "77", told["vi"])

            edited = ENTRIES[entry_id].answer[n].text.vi
            if value in edited:
                assert any(f"{entry_id}, line {n + 1}" in fault for fault in faults_of(tmp_path, edit, entry_id))


def test_an_edited_figure_of_the_register_makes_the_entry_fail(tmp_path: Path) -> None:
    """The register and its clause say 65, consistently; the common question still says 60."""
    folder = tmp_path / "library"
    shutil.copytree(BUNDLED, folder)
    for name in ("targets.yaml", "documents/kh-136-2021.md"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("tích hợp 60% dịch vụ", "tích hợp 65% dịch vụ"), encoding="utf-8")
    text = (folder / "targets.yaml").read_text(encoding="utf-8")
    start = text.index("id: kh-136-2021/16\n")
    changed = text[:start] + text[start:].replace("value: '60'", "value: '65'", 1)
    (folder / "targets.yaml").write_text(changed, encoding="utf-8")
    edited = load_register(folder, load_library(folder))
    with pytest.raises(FaqError, match=r"'60' \(vi\) is in no cited span.*more; 'plan136 faq check'"):
        load_faq(folder, edited)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sections: {}\n", "needs 'sections' and 'entries'"),
        ("[1]", "needs 'sections' and 'entries'"),
        ("a: [", "correct the YAML"),
        ("sections: []\nentries: 5\n", "'entries' a list"),
        ("sections: [1]\nentries: []\n", "'sections' must be named entries"),
    ],
)
def test_a_file_of_another_shape_is_one_clear_error(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "faq.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FaqError, match=said):
        load_faq(tmp_path, register())


def test_a_library_without_common_questions_has_none(tmp_path: Path) -> None:
    assert load_faq(tmp_path, register()).entries == ()


# what is served


@pytest.mark.parametrize(
    ("entry", "slots"),
    [
        ("exactly-95", {"years": (2017,)}),
        ("online-fee", {"documents": ("nd-42-2022",)}),
        ("online-fee", {"other_places": ("Đà Nẵng",)}),
    ],
)
def test_a_year_document_or_place_the_entry_does_not_speak_of_is_another_question(
    entry: str, slots: dict[str, Any]
) -> None:
    assert asked(ENTRIES[entry]).status is Status.ANSWERED_FAQ
    assert asked(ENTRIES[entry], **slots).status is not Status.ANSWERED_FAQ


def test_an_expired_entry_is_not_served() -> None:
    entry = ENTRIES["elderly"]
    for day, served in ((entry.expires, True), (entry.expires + timedelta(days=1), False)):
        found = common_answers(query("value", questions=((entry.id, 0.9),)), replace(facts(), today=day))
        assert bool(found) is served


def test_served_entries_are_those_whose_review_stands() -> None:
    old = replace(FAQ.entries[0], expires=TODAY - timedelta(days=1))
    assert old not in replace(FAQ, entries=(old, *FAQ.entries[1:])).served_on(TODAY)
    assert len(FAQ.served_on(TODAY)) == len(FAQ.entries)


# how near a wording is


def test_the_nearest_phrasing_comes_first_and_shares_are_between_nothing_and_all() -> None:
    phrasings = Phrasings(FAQ.entries)
    found = phrasings.nearest("Mức độ 3, mức độ 4 nay gọi là gì?", 5)
    assert (found[0].entry.id, found[0].share, found[0].beyond) == ("level-3-and-4", 1, frozenset())
    assert [near.share for near in found] == sorted((near.share for near in found), reverse=True)
    assert len({near.entry.id for near in found}) == len(found) == 5
    assert phrasings.nearest("zzz", 5) == []


def test_a_content_word_the_phrasing_lacks_is_named() -> None:
    near = Phrasings(FAQ.entries, ["ở"]).nearest("Nộp hồ sơ trực tuyến ở quê có mất phí không?", 1)[0]
    assert near.entry.id == "online-fee"
    assert near.beyond == {"quê"}


def test_a_file_that_is_no_text_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaqError, match="not UTF-8"):
        load_faq(tmp_path, register())
