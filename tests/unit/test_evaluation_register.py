"""The evaluation of the register: planted mistakes are caught, right replies pass, pairs are what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bot.answering.draft import Draft
from bot.meaning.query import Query
from bot.meaning.reader import Meaning
from bot.messages import Incoming
from knowledge.register.values import Level
from tests.evals.cases import BadCaseError, Case, parse
from tests.evals.minimal_pairs import Pair, pairs, pairs_as_cases, split_of
from tests.evals.register_figures import register_figures
from tests.evals.register_report import register_markdown, register_table
from tests.evals.results import Result
from tests.evals.row_checks import mixed_rows
from tests.evals.run import evaluate
from tests.evals.scoring import Outcome, score
from tests.evals.slots import Hearing, turns_checked, wrong_slots
from tests.evals.told_as_result import told_as_results
from tests.evals.truth import entries, targets

CITED = {"n": 1, "document": "136/KH-UBND", "passage": "p1", "quote": "trên 85%"}
BY_2023, BY_2025, CITY, DISTRICT = (f"kh-136-2021/{n}" for n in (2, 3, 10, 11))
HEARD = {"indicator": ["results_digitised"], "years": [2021], "levels": ["commune"], "documents": []}


def fact(id_: str, mark: int = 1, **changes: Any) -> dict[str, Any]:
    entry = entries()[id_]
    cells = ("indicator", "comparator", "value", "unit", "deadline", "level", "kind")
    exception = entry.exceptions[0] if entry.exceptions else None
    told = {cell: getattr(entry, cell) for cell in cells}
    return {"target": id_, **told, "exception": exception, "citations": [mark], **changes}


def reply(text: str, *facts: Mapping[str, Any], status: str = "answered_target") -> dict[str, Any]:
    return {"status": status, "text": text, "facts": list(facts), "citations": [CITED]}


def case(kind: str, expect: Mapping[str, Any], *turns: str, **changes: Any) -> Case:
    row = {"id": "planted", "split": "tune", "audience": "official", "kind": kind, "language": "vi", "topic": "planted"}
    source = changes.pop("source", "")
    return parse({**row, "turns": list(turns) or ["Chỉ tiêu nào?"], "expect": expect, **changes}, source)


LIST = {"status": ["answered_list"], "targets": [BY_2023, BY_2025], "targets_may": ["kh-136-2021/1"], "count": [2, 3]}


@pytest.mark.parametrize(
    ("text", "rows", "outcome"),
    [
        ("Có 2 chỉ tiêu:", (BY_2023, BY_2025), Outcome.EXACT),
        ("Có 3 chỉ tiêu:", (BY_2023, BY_2025, "kh-136-2021/1"), Outcome.EXACT),
        ("There are 2 targets:", (BY_2025, BY_2023), Outcome.EXACT),
        ("Có 2 chỉ tiêu:", (BY_2023,), Outcome.INCOMPLETE),
        ("Các chỉ tiêu:", (BY_2023, BY_2025), Outcome.INCOMPLETE),
        ("Có 2 chỉ tiêu:", (BY_2023, BY_2025, CITY), Outcome.WRONG),
        ("Có 2 chỉ tiêu:", (BY_2023, BY_2025, BY_2025), Outcome.WRONG),
        ("Có 4 chỉ tiêu:", (BY_2023, BY_2025), Outcome.WRONG),
    ],
)
def test_a_list_holds_exactly_its_rows_and_counts_them(text: str, rows: tuple[str, ...], outcome: Outcome) -> None:
    assert score(case("list", LIST), reply(text, *map(fact, rows), status="answered_list")).outcome is outcome


GOOD = "Trên 85%: mức độ hài lòng của người dân và tổ chức về chất lượng cung cấp dịch vụ công, đến năm 2023 [1]"


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        f"Không phải 90%. Kế hoạch 136/KH-UBND nêu {GOOD}",
        "Nguồn khác: Hanoi Times ghi 85%, không có chữ “trên”. [1]",
        "Có 6 chỉ tiêu có mức 95%:",
        "Lưu ý: đúng 85% thì chưa đạt. [1]",
    ],
)
def test_a_row_of_one_target_passes(line: str) -> None:
    assert mixed_rows(reply(line, fact(BY_2023)), "Có phải 90% không?", entries()) == []


@pytest.mark.parametrize(
    "line",
    [
        GOOD.replace("2023", "2025"),
        GOOD.replace("85", "95"),
        GOOD.replace("Trên", "Tối thiểu"),
        GOOD.replace("đến năm 2023", "hằng năm"),
        GOOD.replace("đến năm 2023", "cấp xã, đến năm 2023"),
        "Trên 85%: hồ sơ thủ tục hành chính được trả kết quả đúng hạn hoặc trước hạn, đến năm 2023 [1]",
    ],
)
def test_a_row_with_a_cell_of_another_target_is_caught(line: str) -> None:
    assert mixed_rows(reply(line, fact(BY_2023)), "", entries())


@pytest.mark.parametrize(
    "changes",
    [
        *({"value": "95"}, {"deadline": "2025"}, {"comparator": ">="}, {"unit": "bậc"}, {"level": "city"}),
        *({"indicator": "sipas"}, {"exception": "các xã vùng sâu"}, {"kind": "result"}, {"target": "kh-136-2021/99"}),
    ],
)
def test_a_fact_with_a_cell_that_is_not_its_entrys_is_caught(changes: Mapping[str, Any]) -> None:
    assert mixed_rows(reply("", fact(BY_2023, **changes)), "", entries())


def test_every_entry_of_the_register_passes_as_its_own_fact() -> None:
    assert len(entries()) > 150
    for id_, entry in entries().items():
        line = f"{entry.statements[0]}: {entry.value} [1]"
        assert mixed_rows(reply(line, fact(id_)), "", entries()) == []


def test_a_line_of_two_figures_may_carry_both_and_what_they_differ_by() -> None:
    facts = (fact(CITY, 1), fact(DISTRICT, 2))
    shown = "Cấp huyện thấp hơn cấp thành phố: 30 − 20 = 10 điểm phần trăm. [1] [2]"
    assert mixed_rows(reply(shown, *facts), "", entries()) == []
    assert mixed_rows(reply(shown.replace("= 10", "= 15"), *facts), "", entries())


REACHED = fact("sipas/2024/percent", 2)


@pytest.mark.parametrize(
    ("text", "facts", "asked", "caught"),
    [
        ("Đúng. Tối thiểu 95%: mức độ hài lòng, đến năm 2025. [1]", [fact(BY_2025)], True, True),
        ("Yes. At least 95%: satisfaction, by 2025. [1]", [fact(BY_2025)], True, True),
        ("Tối thiểu 95%: mức độ hài lòng, đến năm 2025. [1]", [fact(BY_2025)], True, True),
        ("Hà Nội đã đạt 95% năm 2025. [1]", [fact(BY_2025)], False, True),
        ("Kết quả gần nhất: 95%. [1]", [fact(BY_2025), REACHED], True, True),
        ("Hanoi reached 95% in 2025. [1]", [fact(BY_2025)], False, True),
        (
            "Chỉ tiêu: tối thiểu 95%. [1]\nKết quả gần nhất: 86,50%, năm 2024. [2]",
            [fact(BY_2025), REACHED],
            True,
            False,
        ),
        ("Chỉ tiêu: tối thiểu 95% [1]. Chưa có số liệu năm 2025.", [fact(BY_2025)], True, False),
        ("Chưa đạt 95%. [1]\nKết quả gần nhất: 86,50%. [2]", [fact(BY_2025), REACHED], True, False),
        ("Đúng. Tối thiểu 95%: mức độ hài lòng, đến năm 2025. [1]", [fact(BY_2025)], False, False),
        ("Tăng 30%/năm cho đến khi đạt 100%. [1]", [fact("kh-136-2021/14")], False, False),
    ],
)
def test_a_target_told_as_a_result_is_caught(text: str, facts: list[Any], asked: bool, caught: bool) -> None:
    assert bool(told_as_results(reply(text, *facts), asked_whether_reached=asked)) is caught


def test_agreeing_that_a_target_was_reached_is_a_wrong_answer() -> None:
    asked = case("achieved", {"status": ["answered_target"], "figures": ["95"]}, "Đã đạt 95% phải không?")
    agreed = reply("Đúng. Tối thiểu 95%, đến năm 2025. [1]", fact(BY_2025))
    assert score(asked, agreed).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("expected", "right"),
    [
        ({"indicator": "results_digitised", "years": [2021], "levels": ["commune"]}, True),
        ({"indicator": ["sipas", "results_digitised"]}, True),
        ({"documents": ["kh-136-2021"]}, True),  # Plan 136 is meant where none is named
        ({"documents": ["nq-76-2021"]}, False),
        ({"indicator": "papi"}, False),
        ({"years": [2022]}, False),
        ({"years": []}, False),
        ({"levels": ["commune", "city"]}, False),
    ],
)
def test_slots_that_are_not_as_expected_are_caught(expected: Mapping[str, Any], right: bool) -> None:
    assert (wrong_slots(expected, HEARD) == []) is right
    assert wrong_slots(expected, None)


def test_only_turns_with_slots_to_check_are_counted() -> None:
    said = {"understood": [None, HEARD, {**HEARD, "years": [2022]}]}
    assert [bool(wrong) for wrong in turns_checked([None, {"years": [2021]}, {"years": [2021]}], said)] == [False, True]
    assert [bool(wrong) for wrong in turns_checked([{"years": [2021]}], {})] == [True]


def test_what_is_understood_at_a_turn_is_overheard_once() -> None:
    hearing = Hearing()
    query = Query("cấp xã?", "vi", indicators=("papi",), years=(2021,), levels=(Level.COMMUNE,))
    draft = Draft(Incoming("cấp xã?", "c1"), date(2026, 11, 22), meaning=Meaning(query))
    assert hearing.beside(lambda same: same)(draft) is draft
    assert hearing.take("c1") == {"indicator": ["papi"], "years": [2021], "levels": ["commune"], "documents": []}
    assert hearing.take("c1") is None


@pytest.mark.parametrize("slots", [[{"years": [2021]}], [None, {"year": 2021}], [None, {}]])
def test_slots_must_be_of_every_turn_and_known(slots: list[Any]) -> None:
    with pytest.raises(BadCaseError, match="slots"):
        case("follow_up", {"status": ["answered_target"]}, "một?", "hai?", slots=slots)


def test_minimal_pairs_are_many_and_their_halves_share_no_target() -> None:
    made = pairs()
    assert len(made) >= 400 and min(len(pairs("tune")), len(pairs("test"))) >= 300
    assert not {p.original.topic for p in pairs("tune")} & {p.original.topic for p in pairs("test")}
    assert all(split_of(p.original.topic) == p.original.split == p.swapped.split for p in made)
    assert len({p.swapped.question for p in made}) == len(made)
    assert {p.swap for p in made} == {
        *("year outside", "year not set", "level", "indicator", "document", "unknown document", "place", "district"),
    }
    assert len({c.id for c in pairs_as_cases()}) == len(pairs_as_cases())


@pytest.mark.parametrize("pair", [p for p in pairs() if p.swap.startswith("year")], ids=lambda p: p.swapped.id)
def test_no_target_of_the_document_holds_for_a_swapped_year(pair: Pair) -> None:
    target = entries()[pair.original.topic]
    asked = pair.swapped.question.replace("năm 2026 của Hà Nội", "").replace("Hanoi's 2026", "")
    year = int(re.findall(r"(?:năm|in) (20\d\d)", asked)[-1])
    same = [t for t in targets() if (t.document, t.indicator) == (target.document, target.indicator)]
    yearly = pair.swap == "year outside" and target.due["kind"] == "yearly"  # every year, of the plan's period
    assert yearly or not any(t.holds_for(year) for t in same)


def test_a_pair_differs_and_asks_for_the_targets_own_figure() -> None:
    for pair in pairs():
        assert pair.original.question != pair.swapped.question
        assert pair.original.expect.figures == (entries()[pair.original.topic].value,)
        assert pair.swapped.expect.refusal_only and pair.original.expect.answer_only


def test_the_figures_say_which_budgets_are_met() -> None:
    pair = pairs("tune")[0]
    listed = case("list", LIST, id="list", source="register-lists")
    asked = case("follow_up", {"status": ["smalltalk"]}, "một?", "hai?", id="talk", slots=[None, {"years": [2021]}])

    class System:
        typed = True

        def answer(self, turns: tuple[str, ...]) -> Mapping[str, Any]:
            if turns == pair.swapped.turns:
                return {"status": "unanswered_not_in_documents", "text": "", "facts": [], "citations": []}
            if turns == asked.turns:
                return {"status": "smalltalk", "text": "", "facts": [], "citations": [], "understood": [None, HEARD]}
            return reply("Có 2 chỉ tiêu:", fact(BY_2023), fact(BY_2025, value="96"), status="answered_list")

    cases = [listed, asked, pair.original, pair.swapped]
    results: list[Result] = evaluate({"ours": System()}, "tune", cases=cases)
    found = {figure.name: figure for figure in register_figures(results, [pair])}
    assert found["register questions: exact"].met is True
    assert found["lists: every row, no other, counted right"].met is True
    assert found["rows that mix no cells of two targets"].met is False
    assert found["conversations: turns with every slot right"].met is True
    assert found["false premises corrected"].interval is None
    both = found["minimal pairs: both right"].interval
    assert both is not None and both.mean == 0.0
    assert any("| missed |" in line for line in register_markdown(results, [pair]))
    assert register_table(results, [pair]).row_count == len(found)
