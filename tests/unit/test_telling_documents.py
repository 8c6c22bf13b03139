"""Facts of documents, terms, clauses and common questions, by hand-made queries."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import Status
from bot.telling.clauses import clauses_told, doubted
from bot.telling.tell import tell
from tests.fakes_knowledge import HOME_DOCUMENT, register
from tests.fakes_telling import cited, facts, figures, query, reply, spoken

PLAN: dict[str, Any] = {"documents": (HOME_DOCUMENT,)}
NQ_76 = "nq-76-2021"


@pytest.mark.parametrize(
    ("act", "document", "words"),
    [
        ("issued", HOME_DOCUMENT, "01/06/2021"),
        ("issuer", HOME_DOCUMENT, "UBND thành phố Hà Nội"),
        ("person", NQ_76, "Trương Hòa Bình"),
        ("effective", "nd-118-2025", "01/07/2025"),
        ("relation", "nd-107-2021", "61/2018/NĐ-CP"),
        ("validity", HOME_DOCUMENT, "đã hết thời kỳ thực hiện"),
        ("about", HOME_DOCUMENT, "19 chỉ tiêu"),
        ("source", HOME_DOCUMENT, "Hanoi Times"),
    ],
)
def test_a_fact_of_a_document_is_told_with_its_clause(act: str, document: str, words: str) -> None:
    told = reply(act, documents=(document,))
    assert told.status is Status.ANSWERED_DOCUMENT
    assert cited(told) == {document}
    assert words in told.text


@pytest.mark.parametrize(("act", "word"), [("person", "người ký"), ("basis", "căn cứ")])
def test_what_a_document_does_not_say_of_itself_is_named(act: str, word: str) -> None:
    told = reply(act, **PLAN)
    assert told.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert word in told.text and "136" in told.text
    assert told.suggestions


def test_a_vietnamese_text_in_an_english_answer_is_said_to_be_one() -> None:
    assert "(in Vietnamese)" in reply("validity", language="en", **PLAN).text


def test_a_clause_is_restated_in_an_english_answer_and_its_quote_stays_vietnamese() -> None:
    told = reply("meaning", language="en", terms=("papi",))
    assert "Performance Index" in told.text and "(in Vietnamese)" not in told.text
    assert any("viết tắt" in citation.quote for citation in told.citations)


def test_the_wording_of_a_figure_is_its_clause_whole_and_said_to_be_an_edition() -> None:
    told = reply("wording", indicators=("satisfaction",), years=(2025,))
    assert told.citations[0].passage.text in told.text
    assert "biên tập" in told.text


def test_the_source_of_a_figure_names_its_publications() -> None:
    told = reply("source", indicators=("satisfaction",), **PLAN)
    assert all(source.publisher in told.text for source in told.citations[0].sources[:2])


@pytest.mark.parametrize(("act", "words"), [("meaning", "hiệu quả quản trị"), ("who", "UNDP")])
def test_a_term_is_told_by_its_clauses(act: str, words: str) -> None:
    told = reply(act, terms=("papi",))
    assert told.status is Status.ANSWERED_TERM
    assert words in told.text and cited(told) == {"ba-chi-so"}


def test_a_clause_that_is_found_is_quoted_whole() -> None:
    passage = next(p for p in register().document("hai-cap-2025").passages)
    asked = query("how")
    told = spoken(asked, clauses_told([passage], asked, facts()))
    assert told.status is Status.ANSWERED_PASSAGE
    assert passage.text in told.text and [c.passage for c in told.citations] == [passage]


def test_a_clause_of_a_target_answers_a_question_for_a_figure_as_that_target() -> None:
    target = next(t for t in register().all_targets if t.id == "kh-136-2021/3")
    passage = register().cite(target.place).passage
    asked = query("value")
    told = spoken(asked, clauses_told([passage], asked, facts()))
    assert (told.status, figures(told)[0]) == (Status.ANSWERED_TARGET, "95")


def test_a_doubted_answer_is_offered_as_what_is_nearest() -> None:
    asked = query("value", indicators=("satisfaction",), years=(2025,), modality="set")
    told = spoken(asked, doubted(tell(asked, facts()), asked, facts()))
    assert told.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert told.facts == () and told.citations == ()
    assert any("95%" in offered for offered in told.suggestions)


def test_several_acts_are_all_told_and_nothing_twice() -> None:
    told = reply("issued", "issuer", **PLAN)
    lines = told.text.splitlines()
    assert len(lines) == len(set(lines)) == 2
    assert "01/06/2021" in told.text and "UBND" in told.text
