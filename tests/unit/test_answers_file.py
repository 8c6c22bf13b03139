"""Curated answers that no page lists: what a file is refused for, and what is told."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.answering.candidates import candidates
from bot.meaning.query import Claim, Query
from bot.messages import Status
from bot.telling.curated import common_answers, tell_common
from bot.telling.told import CURATED, Searched, Statement, Told, joined
from knowledge.answers_file import FOLDER, WORDINGS, AnswersError, load_answers, read_answers
from knowledge.faq import Faq
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
    beside = spoken(asked, tell_common(both, query()))
    assert beside.status is Status.ANSWERED_FAQ
    assert beside.text.splitlines() == ["Ngày 01/06/2021. [1]", "Tài liệu không nêu người ký."]
    refused = spoken(asked, tell_common(missing, query()))
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
    assert tell_common(said, query(), {"có", "không"}).statements[0].values["line"] == told
    assert tell_common(said, query()).statements[0].values["line"] == line


def test_a_curated_refusal_may_be_given_and_an_empty_register_may_not() -> None:
    entry = next(e for e in load_answers(BUNDLED, register()) if e.missing and not e.answer)
    held = facts()
    assert entry.id not in held.faq.by_id or held.faq.by_id[entry.id] == entry
    found = candidates(query("value", questions=((entry.id, 0.9),)), Searched(), held)
    assert all(each.replies == bool(each.told.answers) for each in found if each.way != "common")


@pytest.mark.parametrize(
    ("line", "claimed", "told"),
    [
        ("Đúng cả ba: điểm là 91,43, hạng 3.", 2, "Điểm là 91,43, hạng 3."),
        ("Đúng, hạng 3 cả nước.", 2, "Hạng 3 cả nước."),
        ("Đúng cả ba: điểm là 91,43, hạng 3.", 3, "Đúng cả ba: điểm là 91,43, hạng 3."),
        ("Không: hạng 3 cả nước.", 2, "Không: hạng 3 cả nước."),
    ],
)
def test_an_answer_that_tells_none_of_the_stated_figures_does_not_agree(line: str, claimed: int, told: str) -> None:
    entry = next(e for e in facts().faq.by_id.values() if not e.section)
    said = replace(entry, answer=(replace(entry.answer[0], text=Wording(line, line), figures=()),))
    faq = Faq(unlisted=(said,))
    asked = query(
        "check", claims=(Claim(Decimal(claimed), "hạng", None, str(claimed), "rank"),), questions=((said.id, 0.9),)
    )
    ((_, answer, _),) = common_answers(asked, replace(facts(), faq=faq, affirming=frozenset({"đúng"})))
    assert answer.statements[0].values["line"] == told


def test_figures_of_other_years_than_the_one_asked_are_left_out() -> None:
    entry = next(e for e in facts().faq.entries if e.section)
    of_year = {each.year: each for each in facts().register.results("sipas")}
    lines = [replace(entry.answer[0], text=Wording(f"năm {y}", f"in {y}"), figures=(of_year[y],)) for y in (2022, 2023)]
    said = replace(entry, answer=(*lines, replace(entry.answer[0], text=Wording("nguồn", "source"), figures=())))

    def told(asked: Query) -> list[str]:
        return [statement.values["line"] for statement in tell_common(said, asked).statements]

    assert told(query("value", years=(2023,))) == ["năm 2023", "nguồn"]
    assert (
        told(query("change", years=(2023,))) == told(query("value", years=(2019,))) == ["năm 2022", "năm 2023", "nguồn"]
    )


def test_parts_do_not_tell_the_same_again() -> None:
    cited = next(e for e in facts().faq.entries).answer[0].citations

    def line(text: str) -> Told:
        return Told(Status.ANSWERED_FAQ, (Statement(CURATED, {"line": text}, cited),))

    together = joined(
        [line("Cổng do Văn phòng quản lý."), line("Cổng ấy do Văn phòng quản lý."), line("Ngày mở: 01/07.")]
    )
    assert together is not None
    assert [s.values["line"] for s in together.statements] == ["Cổng do Văn phòng quản lý.", "Ngày mở: 01/07."]
