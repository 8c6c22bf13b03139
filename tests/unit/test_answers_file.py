"""Curated answers that no page lists: what a file is refused for, and what is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.candidates import candidates
from bot.messages import Status
from bot.telling.curated import tell_common
from bot.telling.told import Searched
from knowledge.answers_file import FOLDER, WORDINGS, AnswersError, load_answers, read_answers
from knowledge.ingestion.library import BUNDLED
from knowledge.register.values import Wording
from tests.fakes_knowledge import register
from tests.fakes_telling import facts, query, spoken

HEAD = {"reviewer": "Ban biên tập", "reviewed": "2026-11-30", "expires": "2027-11-30"}
CITED = ["kh-136-2021", "Phần I, mục 3", "Kế hoạch 136/KH-UBND được ban hành ngày 01/06/2021"]
LINE = {"vi": "Ngày 01/06/2021.", "en": "On 01/06/2021.", "cites": [CITED]}
MISSING = {"vi": "người ký", "en": "who signed it", "missing": True}
ENTRY = {"id": "day-of-issue", "vi": ["Ký hôm nào?", "bữa nào ký"], "en": ["Which day?"], "answer": [LINE, MISSING]}


def folder(where: Path, *lines: Any, wordings: tuple[Any, ...] = ()) -> Path:
    """A library folder with one file of answers, and one of further wordings."""
    (where / FOLDER / WORDINGS).mkdir(parents=True)
    said = [each if isinstance(each, str) else json.dumps(each) for each in lines]
    (where / FOLDER / "some.jsonl").write_text("\n".join(said) + "\n")
    (where / FOLDER / WORDINGS / "author.jsonl").write_text("".join(json.dumps(each) + "\n" for each in wordings))
    return where


def faults_of(where: Path) -> list[str]:
    return read_answers(where, register())[1]


def test_every_bundled_answer_is_borne_out() -> None:
    entries, faults = read_answers(BUNDLED, register())
    assert faults == []
    assert len(entries) >= 1000
    assert all(entry.answer or entry.missing for entry in entries)


def test_an_entry_has_its_wordings_lines_and_what_is_missing(tmp_path: Path) -> None:
    more = (
        {"answer": "day-of-issue", "text": "hom nao ky vay"},
        {"answer": "day-of-issue", "text": "When?", "language": "en"},
    )
    (entry,) = load_answers(folder(tmp_path, HEAD, ENTRY, wordings=more), register())
    assert entry.question.vi == "Ký hôm nào?"
    assert entry.variants == {"vi": ("bữa nào ký", "hom nao ky vay"), "en": ("When?",)}
    assert entry.answer[0].citations[0].quote == CITED[2]
    assert [each.en for each in entry.missing] == ["who signed it"]
    assert not entry.missing_first
    assert str(entry.expires) == HEAD["expires"]


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ((HEAD, "{"), "not a JSON object"),
        ((ENTRY,), "field 'reviewer'"),
        ((HEAD, ENTRY | {"answers": []}), "field 'answers'"),
        ((HEAD, ENTRY, ENTRY), "this id stands twice"),
        ((HEAD, ENTRY, ENTRY | {"id": "other"}), "a question belongs to one entry"),
        ((HEAD, ENTRY | {"answer": []}), "field 'answer'"),
        (
            (HEAD, ENTRY | {"answer": [LINE | {"cites": [["kh-136-2021", "Phần I, mục 3", "hôm qua"]]}]}),
            "'hôm qua' is not in",
        ),
        ((HEAD, ENTRY | {"answer": [LINE | {"cites": ["no-such-id"]}]}), "'no-such-id' is no target or result"),
        ((HEAD, ENTRY | {"answer": [LINE | {"vi": "Ngày 02/06/2021.", "en": "On 02/06/2021."}]}), "'02/06/2021' (vi)"),
        ((HEAD, ENTRY | {"answer": [LINE | {"en": "In 2021."}]}), "different figures"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, lines: tuple[Any, ...], named: str) -> None:
    faults = faults_of(folder(tmp_path, *lines))
    assert any(named in fault and fault.startswith("some.jsonl:") for fault in faults), faults


def test_wordings_of_no_answer_and_of_two_are_named(tmp_path: Path) -> None:
    other = ENTRY | {"id": "other", "vi": ["Khác?", "khác nữa"], "en": ["Other?"]}
    more = ({"answer": "none", "text": "x"}, {"answer": "other", "text": "Ký hôm nào?"})
    said = " ".join(faults_of(folder(tmp_path, HEAD, ENTRY, other, wordings=more)))
    assert "no answer is called 'none'" in said
    assert "is asked by 'day-of-issue' too" in said


def test_a_library_with_a_fault_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="plan136 faq check"):
        load_answers(folder(tmp_path, HEAD, ENTRY, ENTRY, "{"), register())


def test_what_is_missing_is_named_beside_the_answer_or_alone(tmp_path: Path) -> None:
    alone = {"id": "alone", "vi": ["Ai ký vậy?", "ai đặt bút"], "en": ["Who signed?"], "answer": [MISSING]}
    both, missing = load_answers(folder(tmp_path, HEAD, ENTRY, alone), register())
    asked = query("issued")
    beside = spoken(asked, tell_common(both, "vi"))
    assert beside.status is Status.ANSWERED_FAQ
    assert beside.text.splitlines() == ["Ngày 01/06/2021. [1]", "Tài liệu không nêu người ký."]
    refused = spoken(asked, tell_common(missing, "vi"))
    assert refused.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert refused.text == "Tài liệu không nêu người ký."
    assert refused.citations == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Có: từ năm 2026, phí được miễn.", "Từ năm 2026, phí được miễn."),
        ("Không. Theo quy định thì miễn phí.", "Theo quy định thì miễn phí."),
        ("Có, nhưng chỉ khi lý do được công khai.", "Có, nhưng chỉ khi lý do được công khai."),
        ("Không phải tất cả: 64 thủ tục từ các sở.", "Không phải tất cả: 64 thủ tục từ các sở."),
        ("Tối thiểu 95%.", "Tối thiểu 95%."),
    ],
)
def test_an_open_question_is_not_answered_with_yes_or_no(tmp_path: Path, line: str, told: str) -> None:
    (entry,) = load_answers(folder(tmp_path, HEAD, ENTRY), register())
    said = replace(entry, answer=(replace(entry.answer[0], text=Wording(line, line)),))
    assert tell_common(said, "vi", {"có", "không"}).statements[0].values["line"] == told
    assert tell_common(said, "vi").statements[0].values["line"] == line


def test_a_curated_refusal_may_be_given_and_an_empty_register_may_not() -> None:
    entry = next(e for e in load_answers(BUNDLED, register()) if e.missing and not e.answer)
    held = facts()
    assert entry.id not in held.faq.by_id or held.faq.by_id[entry.id] == entry
    found = candidates(query("value", questions=((entry.id, 0.9),)), Searched(), held)
    assert all(each.replies == bool(each.told.answers) for each in found if each.way != "common")
