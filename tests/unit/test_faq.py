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

from bot.assembly import open_assistant
from bot.messages import Incoming, Reply, Status
from bot.settings import BotSettings
from knowledge.faq import LANGUAGES, FaqEntry, folded
from knowledge.faq_file import FaqError, load_faq, read_faq
from knowledge.faq_phrasings import Phrasings
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.register.register_file import load_register
from knowledge.yaml_loader import YAML_LOADER
from tests.fakes_knowledge import TODAY, ask, keyword_knowledge, register

FAQ = load_faq(BUNDLED, register())
CONTENT: dict[str, Any] = yaml.load((BUNDLED / "faq.yaml").read_text(encoding="utf-8"), Loader=YAML_LOADER)
ENTRIES = {entry.id: entry for entry in FAQ.entries}
PHRASINGS = [
    (entry.id, language, said)
    for entry in FAQ.entries
    for language in LANGUAGES
    for said in (entry.question.text(language), *entry.variants[language])
]


def lines(reply: Reply) -> list[str]:
    """The lines of a reply without their marks."""
    return [re.sub(r"(?: \[\d+\])+$", "", line) for line in reply.text.splitlines()]


def is_answer_of(entry: FaqEntry, reply: Reply) -> bool:
    return reply.status is Status.ANSWERED_FAQ and any(
        lines(reply) == [line.text.text(language) for line in entry.answer] for language in LANGUAGES
    )


# the bundled file


def test_the_bundled_list_is_long_reviewed_and_of_use_to_all() -> None:
    assert len(FAQ.entries) >= 40
    assert all(len(entry.answer) <= 4 and entry.reviewer for entry in FAQ.entries)
    assert {entry.audience.value for entry in FAQ.entries} == {"citizen", "official", "reporter"}
    assert {entry.section for entry in FAQ.entries} == {section.id for section in FAQ.sections}


@pytest.mark.parametrize(("entry_id", "language", "said"), PHRASINGS)
def test_every_phrasing_is_answered_by_its_entry_with_every_line_and_figure(
    entry_id: str, language: str, said: str
) -> None:
    entry, reply = ENTRIES[entry_id], ask(said)
    assert reply.status is Status.ANSWERED_FAQ
    assert lines(reply) == [line.text.text(language) for line in entry.answer]
    assert [fact.target for fact in reply.facts] == [figure.id for line in entry.answer for figure in line.figures]
    assert all(fact.citations for fact in reply.facts)
    marks = [int(n) for n in re.findall(r"\[(\d+)\]", reply.text)]
    assert set(marks) == set(range(1, len(reply.citations) + 1))


def test_each_figure_of_a_line_names_the_citation_it_stands_in() -> None:
    reply = ask("Năm 2024 Hà Nội hạng 3, hạng 11 hay hạng 29?")
    assert [(fact.target, fact.citations) for fact in reply.facts] == [
        ("par_index/2024/rank", (1,)),
        ("sipas/2024/rank", (2,)),
        ("papi/2024/rank", (3,)),
    ]
    several = ask("Hà Nội số hóa kết quả thủ tục hành chính để làm gì?")
    assert [(fact.value, several.citations[fact.citations[0] - 1].quote) for fact in several.facts] == [
        (figure.value, register().cite(figure.place).quote)
        for line in ENTRIES["why-digitise"].answer
        for figure in line.figures
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
    "said",
    [
        "  đúng 95%, thì ĐÃ ĐẠT chỉ tiêu hài lòng đến năm 2025 chưa ",
        "dung 95% thi da dat chi tieu hai long den nam 2025 chua",
    ],
)
def test_case_marks_and_punctuation_do_not_count(said: str) -> None:
    assert is_answer_of(ENTRIES["exactly-95"], ask(said))


NEAR = [  # the examples the threshold was chosen on: asked in other words, unanswered otherwise
    ("points-or-relative", "Mức số hóa tăng 30% mỗi năm là điểm phần trăm hay là tăng tương đối?"),
    ("no-verdict", "Tại sao trợ lý không nói đã đạt hay chưa?"),
    ("no-verdict", "Vì sao trợ lý không nói thẳng là Kế hoạch 136 đã đạt hay chưa?"),
    ("online-fee", "Nộp hồ sơ trực tuyến tại Hà Nội có mất phí không ạ?"),
    ("any-ward", "Tôi ở phường này làm thủ tục ở phường khác có được không?"),
    ("elderly", "Người cao tuổi không rành mạng được hỗ trợ làm thủ tục ra sao?"),
    ("legal-nature", "Kế hoạch 136 có là văn bản quy phạm pháp luật không?"),
    ("after-plan-136", "Hà Nội đã có kế hoạch cải cách hành chính giai đoạn 2026-2030 thay Kế hoạch 136 chưa?"),
    ("online-fee", "Is there any fee for filing online in Hanoi?"),
]


@pytest.mark.parametrize(("entry_id", "said"), NEAR)
def test_nearly_the_same_question_is_answered_too(entry_id: str, said: str) -> None:
    assert is_answer_of(ENTRIES[entry_id], ask(said))


SWAPS = [
    *((r"\b2021\b", "2022"), (r"\b2022\b", "2023"), (r"\b2024\b", "2023"), (r"\b2025\b", "2024")),
    *((r"\b136\b", "159"), (r"\b136\b", "468"), (r"\b76\b", "131"), (r"\b118\b", "42"), (r"\b159\b", "164")),
    *(("cấp huyện", "cấp xã"), ("[Xx]ã", "huyện"), ("[Hh]uyện", "xã"), ("phường", "sở"), ("[Dd]istrict", "ward")),
    *(("Hà Nội", "Đà Nẵng"), ("Hanoi", "Da Nang"), ("PAPI", "SIPAS"), ("SIPAS", "PCI"), ("PAR INDEX", "PAPI")),
    *(("tăng", "giảm"), ("trễ hạn", "trước hạn"), ("vùng sâu, vùng xa ?", ""), ("mức độ 4", "mức độ 2")),
    *(("thanh tra", "kiểm toán"), ("cao tuổi", "khuyết tật"), ("trực tuyến", "trực tiếp"), ("toàn trình", "một phần")),
    *((r"\b95%", "90%"), (r"\b30%", "40%"), (r"\b60%", "70%"), (r"\b20%", "25%"), ("hạng", "điểm")),
    *((r"\b2026\b", "2025"), ("remote", "urban")),
]  # fmt: skip


@pytest.mark.parametrize("entry_id", ENTRIES)
def test_one_word_apart_that_is_a_slot_is_never_the_others_answer(entry_id: str) -> None:
    """A year, level, document, place, index or figure swapped for another asks another question."""
    entry = ENTRIES[entry_id]
    own = {folded(said) for said in entry.phrasings()}
    for said in entry.phrasings():
        for old, new in SWAPS:
            asked = re.sub(old, new, said, count=1)
            if folded(asked) not in own:
                assert not is_answer_of(entry, ask(asked)), asked


def test_the_same_words_in_another_order_are_another_question() -> None:
    assert not is_answer_of(ENTRIES["points-up-rank-down"], ask("Vì sao điểm PAPI giảm mà hạng lại tăng?"))


def test_the_registers_own_answer_comes_before_a_near_question() -> None:
    reply = ask("PAPI năm 2021 Hà Nội hạng 9 hay hạng 10 vậy?")
    assert reply.status is not Status.ANSWERED_FAQ
    assert reply.status.group == "answered"


def test_a_picked_question_is_answered_whatever_was_spoken_of_before() -> None:
    reply = ask(ENTRIES["how-to-cite"].question.vi, "Đến năm 2025 mức độ hài lòng phải đạt bao nhiêu?")
    assert is_answer_of(ENTRIES["how-to-cite"], reply)
    assert reply.interpretation is None


def test_an_expired_entry_is_not_served() -> None:
    entry = ENTRIES["elderly"]
    for day, served in ((entry.expires, True), (entry.expires + timedelta(days=1), False)):
        chat = open_assistant(BotSettings(_env_file=None, today=day), keyword_knowledge()).chat  # type: ignore[call-arg]
        for said in (entry.question.vi, "Người cao tuổi không rành mạng được hỗ trợ làm thủ tục ra sao?"):
            assert is_answer_of(entry, chat.reply_to(Incoming(said, "expiry"))) is served


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
