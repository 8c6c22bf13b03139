"""The evaluation measures what it says: good replies pass, planted bad ones fail, the questions are sound."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents import Confidence, Document, Edition, Passage, Validity
from knowledge.ports import Scored
from tests.evals import cases as question_files
from tests.evals.baselines import (
    Product,
    best_threshold,
    dense_with_threshold,
    keywords_only,
    langchain_chroma,
    library_of,
)
from tests.evals.cases import KINDS, SPLITS, BadCaseError, Case, load, parse, topics
from tests.evals.intervals import bootstrap
from tests.evals.reading import claimed, dates, measured, numbers, years
from tests.evals.report import failures, markdown, rows, table, write_json
from tests.evals.results import figures
from tests.evals.run import evaluate, variants
from tests.evals.scoring import Outcome, same_answer, score, unverified_quotes
from tests.evals.spellings import MAKERS, spellings, without_marks

CITED = {"n": 1, "document": "136/KH-UBND", "passage": "p1", "quote": "đạt trên 85%"}


def case(expect: Mapping[str, Any], *turns: str, kind: str = "value", **changes: Any) -> Case:
    row = {
        "id": "planted",
        "split": "tune",
        "audience": "citizen",
        "kind": kind,
        "language": "vi",
        "turns": list(turns) or ["Đến năm 2023 mức độ hài lòng phải đạt bao nhiêu?"],
        "expect": expect,
        "topic": "planted",
        "note": "",
    }
    return parse({**row, **changes})


def reply(status: str = "answered_target", text: str = "", **changes: Any) -> dict[str, Any]:
    citations = [CITED] if status.startswith("answered_") else []
    return {"status": status, "text": text, "facts": [], "citations": citations, **changes}


SATISFACTION = {
    "status": ["answered_target"],
    "figures": ["85"],
    "forbidden": ["95"],
    "citation": ["136/KH-UBND"],
    "says": ["trên 85"],
}
SILENT = {"status": ["unanswered_not_in_documents"], "forbidden": ["35"]}
DATED = {"status": ["answered_document"], "dates": ["2021-06-01"]}
PREMISE = {"status": ["answered_correction"], "figures": ["60"], "forbidden": ["80"]}


@pytest.mark.parametrize(
    ("expect", "given", "outcome"),
    [
        (SATISFACTION, reply(text="Trên 85% đến năm 2023 (Kế hoạch 136/KH-UBND) [1]."), Outcome.EXACT),
        (SATISFACTION, reply(text="Trên 85,0% [1]"), Outcome.EXACT),
        (SATISFACTION, reply(text="Tối thiểu 85% đến năm 2023 [1]."), Outcome.INCOMPLETE),
        (SATISFACTION, reply(text="Trên 85% đến năm 2023; tối thiểu 95% đến năm 2025 [1]."), Outcome.WRONG),
        (SATISFACTION, reply(text="Tối thiểu 90% [1]."), Outcome.WRONG),
        (SATISFACTION, reply(text="Chỉ tiêu về mức độ hài lòng [1]."), Outcome.INCOMPLETE),
        (SATISFACTION, reply(text="Trên 85%.", citations=[]), Outcome.INCOMPLETE),
        (SATISFACTION, reply(text="Trên 85%.", citations=[{**CITED, "document": "76/NQ-CP"}]), Outcome.INCOMPLETE),
        (SATISFACTION, reply(text="Trên 85% [1].", facts=[{"target": "t", "value": "95"}]), Outcome.WRONG),
        (SATISFACTION, reply("answered_passage", "Trên 85% [1]."), Outcome.INCOMPLETE),
        (SATISFACTION, reply("unanswered_not_in_documents", "Văn bản không nêu."), Outcome.OVER_REFUSED),
        (SATISFACTION, reply("clarify_ambiguous", "Bạn hỏi năm nào?"), Outcome.OVER_REFUSED),
        (SATISFACTION, reply("smalltalk", "Xin chào!"), Outcome.OVER_REFUSED),
        (SATISFACTION, reply("error_internal", "Có lỗi."), Outcome.ERROR),
        (SATISFACTION, {}, Outcome.ERROR),
        (SILENT, reply("unanswered_not_in_documents", "Văn bản không nêu."), Outcome.EXACT),
        (SILENT, reply("unanswered_outside_period", "Ngoài giai đoạn."), Outcome.WRONG_REASON),
        (SILENT, reply("answered_target", "Tối thiểu 15% [1]."), Outcome.WRONG),
        (SILENT, reply("unanswered_not_in_documents", "Có lẽ là 35%."), Outcome.WRONG),
        (SILENT, reply("unanswered_not_in_documents", "Văn bản không nêu.", citations=[CITED]), Outcome.INCOMPLETE),
        (DATED, reply("answered_document", "Ban hành ngày 1 tháng 6 năm 2021 [1]."), Outcome.EXACT),
        (DATED, reply("answered_document", "Ban hành ngày 02/06/2021 [1]."), Outcome.WRONG),
        (DATED, reply("answered_document", "Ban hành năm 2021 [1]."), Outcome.INCOMPLETE),
    ],
)
def test_a_reply_gets_the_outcome_it_deserves(
    expect: Mapping[str, Any], given: Mapping[str, Any], outcome: Outcome
) -> None:
    assert score(case(expect), given).outcome is outcome


def test_a_correction_may_name_what_it_denies_and_only_then() -> None:
    premise = case(PREMISE, "Kế hoạch 136 yêu cầu tích hợp 80% phải không?", kind="false_premise")
    denied = reply("answered_correction", "Không phải 80%. Kế hoạch 136 ghi 60% [1].")
    agreed = reply("answered_correction", "Đúng, là 80%. Nghị quyết 76 ghi 60% [1].")
    swallowed = reply("answered_target", "Tích hợp 80% [1].")
    assert score(premise, denied).outcome is Outcome.EXACT
    assert score(premise, agreed).outcome is Outcome.WRONG
    assert score(premise, swallowed).outcome is Outcome.WRONG


def test_another_year_than_the_expected_one_is_wrong() -> None:
    deadline = case({"status": ["answered_target"], "figures": ["2023"]}, "Bao giờ phải đạt trên 85%?", kind="deadline")
    title = "Kế hoạch cải cách hành chính giai đoạn 2021-2025"
    assert score(deadline, reply(text=f"Đến năm 2025 ({title}) [1].")).outcome is Outcome.WRONG
    assert score(deadline, reply(text=f"Trên 85% ({title}) [1].")).outcome is Outcome.INCOMPLETE
    assert score(deadline, reply(text=f"Đến năm 2023 ({title}) [1].")).outcome is Outcome.EXACT


def test_a_comparison_with_one_side_swapped_is_wrong() -> None:
    both = case({"status": ["answered_comparison"], "figures": ["60", "80"]}, "So sánh hai văn bản", kind="comparison")
    assert score(both, reply("answered_comparison", "60% và 80% [1].")).outcome is Outcome.EXACT
    assert score(both, reply("answered_comparison", "60% và 90% [1].")).outcome is Outcome.WRONG
    assert score(both, reply("answered_comparison", "60% [1].")).outcome is Outcome.INCOMPLETE


def test_either_of_two_fair_statuses_is_exact() -> None:
    either = case({"status": ["answered_target", "unanswered_not_in_documents"], "says": ["không nêu năm"]})
    assert score(either, reply(text="Văn bản không nêu năm [1].")).outcome is Outcome.EXACT
    assert score(either, reply("unanswered_not_in_documents", "")).outcome is Outcome.EXACT
    assert score(either, reply(text="Đến 2025 [1].")).outcome is Outcome.INCOMPLETE
    assert score(either, reply("unanswered_other_place", "")).outcome is Outcome.OVER_REFUSED


def test_a_system_without_types_is_scored_by_the_group_of_its_status() -> None:
    assert score(case(SATISFACTION), reply("answered_passage", "trên 85% [1]"), typed=False).outcome is Outcome.EXACT
    assert score(case(SILENT), reply("answered_passage", "15% [1]"), typed=False).outcome is Outcome.WRONG


def test_quotes_must_stand_in_their_passage_byte_for_byte() -> None:
    passages = {"p1": "Mức độ hài lòng đạt trên 85%."}
    assert unverified_quotes(reply(), passages.get) == []
    decomposed = {**CITED, "quote": unicodedata.normalize("NFD", "đạt trên 85%")}
    for bad in (decomposed, {**CITED, "quote": ""}, {**CITED, "passage": "p2"}, {**CITED, "quote": "đạt trên 95%"}):
        assert len(unverified_quotes(reply(citations=[bad]), passages.get)) == 1


def test_the_same_answer_is_the_same_status_facts_and_figures() -> None:
    assert same_answer(reply(text="Trên 85% [1]."), reply(text="Hơn 85,0% [2]."))
    assert not same_answer(reply(text="85%"), reply(text="95%"))
    assert not same_answer(reply(text="85%"), reply("answered_list", text="85%"))
    fact = {"target": "t2", "value": "85"}
    assert not same_answer(reply(text="85%", facts=[fact]), reply(text="85%"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("43,9603/80 điểm, hạng 15/63", {"43.9603", "80", "15", "63"}),
        ("86,50% [1] theo Kế hoạch 136/KH-UBND và NQ 76", {"86.5"}),
        ("3.311.866 hồ sơ", {"3311866"}),
        ("30%, 20% và 15%", {"30", "20", "15"}),
        ("từ 01/06/2021, giai đoạn 2021-2025", {"2021", "2025"}),
        ("Luật 72/2025/QH15; 1656/NQ-UBTVQH15; 61/2018/NĐ-CP; 01-CTr/TU", set()),
        ("(Phần II, mục 1, chỉ tiêu 2): chỉ tiêu 5 bậc", {"5"}),
        ("Kế hoạch 136/KH-UBND 5 bậc", {"5"}),
    ],
)
def test_numbers_are_read_and_names_are_not(text: str, found: set[str]) -> None:
    assert numbers(text) == found


def test_measures_years_dates_and_claims() -> None:
    assert measured("thứ 29, nhóm 2, 5 bậc, 86,50% năm 2024") == {"29", "2", "5", "86.5"}
    assert years("giai đoạn 2021–2025, ngày 01/06/2021: đến năm 2023") == {"2023"}
    assert dates("1/6/2021; July 15, 2021; 15 Aug 2022; 2025-07-01") == {
        *("2021-06-01", "2021-07-15", "2022-08-15", "2025-07-01"),
    }
    assert claimed("Không phải 5 điểm. Tăng 5 bậc.", "5 điểm đúng không?") == {"5"}
    assert claimed("Không phải 80% mà 60%.", "80% đúng không?") == {"60"}


def test_the_question_files_are_sound() -> None:
    questions = load()
    assert len(questions) >= 320
    assert not topics(questions, "tune") & topics(questions, "test")
    for split in SPLITS:
        assert {each.kind for each in questions if each.split == split} == set(KINDS)
    assert sum(each.language == "en" for each in questions) >= 35
    assert len({each.turns for each in questions}) == len(questions)
    assert all(each.expect.dates == tuple(sorted(each.expect.dates)) for each in questions)


def test_no_expectation_contradicts_itself() -> None:
    for each in load():
        demanded = {*each.expect.figures, *(n for group in each.expect.any_figures for n in group)}
        assert not demanded & set(each.expect.forbidden), each.id
        if each.expect.refusal_only:
            assert not (demanded or each.expect.says or each.expect.citation or each.expect.dates), each.id
        assert all(word == word.lower() for group in each.expect.says for word in group), each.id


@pytest.mark.parametrize(
    "changes",
    [
        {"expect": {"status": ["answered_maybe"]}},
        {"expect": {"status": []}},
        {"expect": {"status": ["smalltalk"], "figure": ["5"]}},
        {"split": "train"},
        {"kind": "riddle"},
        {"turns": []},
        {"turns": ["  "]},
    ],
)
def test_a_bad_question_is_refused(changes: Mapping[str, Any]) -> None:
    with pytest.raises(BadCaseError):
        case(**{"expect": SATISFACTION, **changes})


def test_a_bad_file_is_named_with_its_line_and_a_shared_topic_is_refused(tmp_path: Path) -> None:
    good = json.loads((question_files.FOLDER / "smalltalk.jsonl").read_text(encoding="utf-8").splitlines()[0])
    other = {**good, "id": "other", "split": "test" if good["split"] == "tune" else "tune"}
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(good)}\n{{\n", encoding="utf-8")
    with pytest.raises(BadCaseError, match=r"a\.jsonl:2"):
        load(tmp_path)
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(good)}\n{json.dumps(other)}\n", encoding="utf-8")
    with pytest.raises(BadCaseError, match="both splits"):
        load(tmp_path)
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(good)}\n{json.dumps(good)}\n", encoding="utf-8")
    with pytest.raises(BadCaseError, match="more than once"):
        load(tmp_path)


def test_spellings_are_the_same_every_time_and_differ_from_the_clean_question() -> None:
    question = "Theo kế hoạch 136, bao nhiêu phần trăm hồ sơ thủ tục hành chính phải trả đúng hạn, có được chậm không?"
    first = spellings(question, "value-001")
    assert first == spellings(question, "value-001")
    assert list(first) == list(MAKERS)
    assert all(spelt != question for spelt in first.values())
    assert first["no_marks"] == without_marks(question) and first["no_marks"].isascii()
    assert without_marks(first["partial_marks"]) == first["no_marks"] != first["partial_marks"]
    assert abs(len(first["typing_slip"]) - len(question)) <= 1
    assert "KH136" in first["abbreviation"] and "TTHC" in first["abbreviation"] and "bn" in first["abbreviation"]
    assert first["case"].casefold() == question.casefold()
    assert any(spellings(question, seed) != first for seed in ("value-002", "value-003"))


def test_no_spelling_loses_a_number_of_the_question() -> None:
    for each in load():
        for variant in variants(each):
            for turn, spelt in zip(each.turns, variant.turns, strict=True):
                digits = [letter for letter in turn if letter.isdigit()]
                assert [letter for letter in spelt if letter.isdigit()] == digits, variant


def test_intervals_are_seeded_and_honest_when_nothing_varies() -> None:
    values = [1.0] * 90 + [0.0] * 10
    first = bootstrap(values)
    assert first is not None and first == bootstrap(values)
    assert first.mean == 0.9 and 0.8 < first.low < 0.9 < first.high < 1.0
    clustered = bootstrap(values, [str(place // 10) for place in range(100)])
    assert clustered is not None and clustered.high - clustered.low > first.high - first.low
    perfect = bootstrap([1.0] * 50)
    assert perfect is not None and perfect.mean == perfect.high == 1.0 and 0.9 < perfect.low < 1.0
    assert bootstrap([]) is None


@dataclass
class SharedWords:
    """An index that scores a passage by the share of the question's words it holds."""

    texts: Mapping[str, str]

    def search(self, question: str, limit: int) -> list[Scored]:
        words = set(question.lower().split())
        found = [Scored(id_, len(words & set(text.lower().split())) / len(words)) for id_, text in self.texts.items()]
        return sorted(found, key=lambda scored: -scored.score)[:limit]


def document() -> Document:
    text = "Đến năm 2023 mức độ hài lòng đạt trên 85%"
    passage = Passage(id="p1", document="kh-136-2021", headings=(), locator="Phần I", text=text)
    return Document(
        id="kh-136-2021",
        number="136/KH-UBND",
        short="Kế hoạch 136/KH-UBND",
        short_en="Plan 136/KH-UBND",
        title="Kế hoạch",
        title_en="Plan",
        type="Kế hoạch",
        issuer="UBND thành phố Hà Nội",
        issued=None,
        effective=None,
        period=None,
        signer=None,
        status=Validity("unknown", ""),
        relations=(),
        aliases=(),
        confidence=Confidence.SINGLE,
        edition=Edition.DIGEST,
        sources=(),
        passages=(passage,),
    )


def test_the_baselines_quote_the_best_passage_and_one_refuses_below_its_threshold() -> None:
    library = library_of([document()])
    index = SharedWords({id_: passage.text for id_, (_, passage) in library.items()})
    asked, silent = case(SATISFACTION), case(SILENT, "Ai ký Kế hoạch 136?", kind="absent")
    keywords, plain = keywords_only(index, library), langchain_chroma(index, library)
    dense = dense_with_threshold(index, library, [asked, silent])
    for system in (keywords, plain):
        assert score(asked, system.answer(asked.turns), typed=system.typed).outcome is Outcome.EXACT
        assert score(silent, system.answer(silent.turns), typed=system.typed).outcome is Outcome.WRONG
    assert score(asked, dense.answer(asked.turns), typed=dense.typed).outcome is Outcome.EXACT
    assert score(silent, dense.answer(silent.turns), typed=dense.typed).outcome is Outcome.EXACT
    assert unverified_quotes(keywords.answer(asked.turns), lambda id_: library[id_][1].text) == []
    empty = keywords_only(SharedWords({}), library)
    assert empty.answer(["gì?"])["status"] == "unanswered_not_in_documents"


def test_a_threshold_is_the_lowest_that_serves_best() -> None:
    assert best_threshold([(0.9, True, False), (0.8, True, False), (0.3, False, True)]) == 0.8
    assert best_threshold([(0.9, False, True), (0.8, False, True)]) > 0.9


def test_an_evaluation_counts_lists_and_keeps_its_failures(tmp_path: Path) -> None:
    asked = case(SATISFACTION)
    silent = case(SILENT, "Ai ký Kế hoạch 136?", kind="absent", id="silent", topic="signer")

    def replies(turns: Sequence[str]) -> list[Mapping[str, Any]]:
        if "85" in turns[-1]:
            raise ValueError("broken")
        good = reply(text="Trên 85% [1].")
        return [good if "hài lòng" in turns[-1] else reply("answered_passage", "Ông A [1].")]

    passages = {"p1": "đạt trên 85%"}
    results = evaluate(
        {"ours": Product(replies)}, "tune", spellings=True, cases=[asked, silent], passage_text=passages.get
    )
    of = figures(results)
    assert of.exact is not None and of.exact.mean == 0.5
    assert of.wrong is not None and of.wrong.mean == 0.5
    assert of.coverage is not None and of.coverage.mean == 1.0
    assert of.recognised is not None and of.recognised.mean == 0.0
    assert of.quotes is not None and of.quotes.mean == 1.0
    assert of.same is not None and of.same.mean < 1.0
    assert any("Ai ký Kế hoạch 136?" in line and "answered, expected" in line for line in failures(results))
    assert "| ours | kind: absent | 1 |" in markdown(results)
    assert table(results).row_count == 1 + len(list(rows(results)))
    written = json.loads(write_json(results, tmp_path / "eval.json").read_text(encoding="utf-8"))
    assert len(written["results"]) == len(results)


def test_a_system_that_breaks_down_is_an_error_and_the_run_goes_on() -> None:
    def replies(turns: Sequence[str]) -> list[Mapping[str, Any]]:
        raise ValueError("broken")

    results = evaluate({"ours": Product(replies)}, "all", cases=[case(SATISFACTION), case(SILENT, id="other")])
    assert [result.score.outcome for result in results] == [Outcome.ERROR, Outcome.ERROR]
