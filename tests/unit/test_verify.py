"""The last step: a line that its citations do not bear out never leaves."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.answering.draft import Draft, Line
from bot.answering.verify import Verify
from bot.meaning.query import Query
from bot.meaning.reader import Meaning
from bot.messages import Incoming, Reply, Status
from bot.telling.told import Derivation, Statement, Told
from knowledge.documents import Citation, Span
from knowledge.register.values import Target
from knowledge.vietnamese import dates, document_numbers, quantities
from tests.fakes_knowledge import TODAY, library, register
from tests.fakes_telling import read_as

PLAN = next(d for d in library() if d.id == "kh-136-2021")
NQ_76 = next(d for d in library() if d.id == "nq-76-2021")
TARGETS = {t.id: t for t in register().all_targets}


def target(number: int) -> Target:
    return TARGETS[f"kh-136-2021/{number}"]


def cite(number: int) -> Citation:
    return register().cite(target(number).place)


def quoted(locator: str, document: object = PLAN) -> Citation:
    passage = document.at(locator)  # type: ignore[attr-defined]
    return Citation(document, passage, Span(passage.id, 0, len(passage.text)))  # type: ignore[arg-type]


GOOD = Line("Tối thiểu 95%: mức độ hài lòng, đến năm 2025 (Kế hoạch 136/KH-UBND).", (cite(3),), target(3))
ISSUED = Line("01/06/2021: ngày ban hành Kế hoạch 136/KH-UBND.", (quoted("Phần I, mục 3"),))
MINUS = Line("Chênh 95 − 85 = 10 điểm phần trăm.", (cite(2), cite(3)), derivation=Derivation(Decimal(95), Decimal(85)))


def verified(*lines: Line, language: str = "vi", status: Status = Status.ANSWERED_TARGET) -> Reply:
    told = Told(status, tuple(Statement("target.line") for _ in lines))
    meaning = Meaning(Query("câu hỏi", language))
    reading = read_as("câu hỏi", language)
    draft = Draft(Incoming("câu hỏi", "a"), TODAY, reading=reading, meaning=meaning, told=told, lines=tuple(lines))
    reply = Verify()(draft).reply
    assert reply is not None
    return reply


def test_good_lines_stay_with_their_citations_and_facts() -> None:
    reply = verified(GOOD, ISSUED, MINUS)
    assert reply.status is Status.ANSWERED_TARGET
    assert reply.text.splitlines() == [f"{GOOD.text} [1]", f"{ISSUED.text} [2]", f"{MINUS.text} [3] [1]"]
    assert [c.passage.locator.rpartition(", ")[2] for c in reply.citations] == ["chỉ tiêu 3", "mục 3", "chỉ tiêu 2"]
    assert [(f.value, f.citations) for f in reply.facts] == [("95", (1,))]


def test_one_place_is_cited_once() -> None:
    reply = verified(GOOD, replace(GOOD, text="Đúng 95% thì đạt.", figure=None))
    assert len(reply.citations) == 1 and reply.text.count("[1]") == 2


PLANTED = {
    "a wrong number": Line("Tối thiểu 96%: mức độ hài lòng, đến năm 2025.", (cite(3),), target(3)),
    "a wrong decimal": Line("Tối thiểu 95,5% đến năm 2025.", (cite(3),), target(3)),
    "a number more": Line("Tối thiểu 95% ở 30 quận, huyện đến năm 2025.", (cite(3),), target(3)),
    "another clause's number": Line("Tối thiểu 60% đến năm 2025.", (cite(18),), target(18)),
    "a wrong year": Line("Tối thiểu 95% đến năm 2030.", (cite(3),), target(3)),
    "a wrong date": Line("Ban hành ngày 15/07/2021.", (quoted("Phần I, mục 3"),)),
    "a date out of nowhere": Line("Tối thiểu 95%, từ ngày 03/03/2022.", (cite(3),)),
    "a foreign document number": Line("Tối thiểu 95% theo Nghị quyết 76/NQ-CP.", (cite(3),), target(3)),
    "a made-up document number": Line("Tối thiểu 95% theo 999/2024/QĐ-TTg.", (cite(3),), target(3)),
    "a wrong difference": replace(MINUS, text="Chênh 95 − 85 = 12 điểm phần trăm."),
    "a difference without its arithmetic": Line("Chênh 10 điểm phần trăm, từ 85 lên 95.", (cite(2), cite(3))),
    "no citation": Line("Tối thiểu 95%."),
    "no citation and no figure": Line("Mức này rất cao."),
    "a count above the lines": Line("Có 40 chỉ tiêu:", counts=40),
    "a wrong count": Line("Có 7 chỉ tiêu:", (cite(3),), counts=2),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=list(PLANTED))
def test_a_planted_line_is_dropped_and_good_ones_stay(planted: Line) -> None:
    reply = verified(GOOD, planted, ISSUED)
    assert planted.text not in reply.text
    assert reply.text.splitlines() == [f"{GOOD.text} [1]", f"{ISSUED.text} [2]"]
    assert len(reply.facts) == 1 and len(reply.citations) == 2


@pytest.mark.parametrize("planted", PLANTED.values(), ids=list(PLANTED))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_with_nothing_left_the_documents_are_silent(planted: Line, language: str) -> None:
    reply = verified(planted, language=language)
    assert reply.status is Status.UNANSWERED_NOT_IN_DOCUMENTS and reply.language == language
    assert reply.citations == () and reply.facts == () and "[1]" not in reply.text
    assert reply.text and planted.text not in reply.text


def test_a_count_alone_is_no_answer() -> None:
    assert verified(Line("Có 1 chỉ tiêu:", counts=1)).status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    kept = verified(Line("Có 1 chỉ tiêu:", counts=1), GOOD, status=Status.ANSWERED_LIST)
    assert kept.text.splitlines()[0] == "Có 1 chỉ tiêu:" and len(kept.facts) == 1


def test_a_count_may_hold_more_than_the_rows_shown_when_the_rest_is_told() -> None:
    more = Line("và 17 chỉ tiêu khác.", (cite(4),), counts=17)
    assert "Có 18 chỉ tiêu:" in verified(Line("Có 18 chỉ tiêu:", counts=18), GOOD, more).text
    assert "Có 19 chỉ tiêu:" not in verified(Line("Có 19 chỉ tiêu:", counts=19), GOOD, more).text


# Lines that once left although no cited span bore them out.

LEAKS = {
    "a number of a headline": (Line("Trên 95%: mức độ hài lòng, đến năm 2023.", (cite(2),), target(2)),),
    "a number of the locator": (Line("Tăng tối thiểu 14%/năm đến năm 2025.", (cite(14),), target(14)),),
    "a difference of figures nobody cited": (
        Line("Chênh 99 − 50 = 49.", (cite(2), cite(3)), derivation=Derivation(Decimal(99), Decimal(50))),
    ),
    "a count below the facts": (
        Line("Có 1 chỉ tiêu:", counts=1),
        GOOD,
        Line("Trên 85% đến năm 2023.", (cite(2),), target(2)),
    ),
    "a count of what was dropped": (Line("Có 2 chỉ tiêu:", counts=2), GOOD, PLANTED["a wrong number"]),
}


@pytest.mark.parametrize("lines", LEAKS.values(), ids=list(LEAKS))
def test_a_line_that_no_cited_span_bears_out_is_dropped(lines: tuple[Line, ...]) -> None:
    assert lines[0].text not in verified(*lines).text


# A quote that is not in its passage.

FORGED = replace(cite(3).passage, text="Mức độ hài lòng phải đạt tối thiểu 99% đến năm 2025.")
BAD_QUOTES = {
    "a passage the document does not hold": Citation(PLAN, FORGED, Span(FORGED.id, 0, len(FORGED.text))),
    "a passage of another document": replace(quoted("Phần II, chỉ tiêu 5", NQ_76), document=PLAN),
    "characters past the end": replace(cite(3), span=Span(cite(3).passage.id, 10_000, 10_050)),
    "no characters": replace(cite(3), span=Span(cite(3).passage.id, 5, 5)),
}


@pytest.mark.parametrize("citation", BAD_QUOTES.values(), ids=list(BAD_QUOTES))
def test_a_quote_that_is_not_in_its_passage_drops_the_line(citation: Citation) -> None:
    for citations in ((citation,), (cite(3), citation)):
        reply = verified(Line("Mức này đã nêu.", citations), ISSUED)
        assert reply.text.splitlines() == [f"{ISSUED.text} [1]"]


def test_a_figure_must_stand_in_the_cited_span_itself() -> None:
    passage = cite(18).passage
    before = replace(cite(18), span=Span(passage.id, 0, passage.text.index("80%")))
    assert verified(Line("Tối thiểu 80%.", (cite(18),), target(18))).citations
    assert verified(Line("Tối thiểu 80%.", (before,), target(18))).citations == ()


def test_numbers_are_read_in_the_language_of_the_line() -> None:
    known = next(r for r in register().all_results if r.id == "sipas/2024/percent")
    cited = (register().cite(known.place),)
    assert verified(Line("86.50%: SIPAS, 2024.", cited, known), language="en").facts
    assert verified(Line("86,50%: SIPAS, năm 2024.", cited, known)).facts
    assert not verified(Line("86.05%: SIPAS, 2024.", cited, known), language="en").facts


def test_a_refusal_says_its_sentence_and_keeps_its_suggestions() -> None:
    told = Told(Status.UNANSWERED_OTHER_PLACE)
    draft = Draft(
        Incoming("PAPI của Huế?", "a"),
        TODAY,
        meaning=Meaning(Query("papi của huế?")),
        told=told,
        lines=(Line("Tôi không có số liệu của Huế."),),
        suggestions=("Gần nhất: x",),
    )
    reply = Verify()(draft).reply
    assert reply is not None
    assert (reply.status, reply.text) == (told.status, "Tôi không có số liệu của Huế.")
    assert reply.citations == () and reply.suggestions == ("Gần nhất: x",) and reply.question == "PAPI của Huế?"


# A hundred poisoned lines: none leaks.


def poisoned(seed: int) -> Line:
    """A line on a target of Plan 136 with a figure, date or number that nothing about its citation says."""
    chance = random.Random(seed)
    number = chance.randint(1, 19)
    citation = cite(number)
    beside = " ".join(
        (
            citation.passage.text,
            PLAN.title,
            citation.passage.locator,
            *(f"{s.title} {s.publisher}" for s in citation.sources),
        )
    )
    said = {q.value for q in quantities(beside)} | {Decimal(y) for y in range(2021, 2026)}
    wrong = chance.choice([v for v in range(0, 101) if v not in said])
    year = chance.choice([y for y in range(1990, 2051) if Decimal(y) not in said])
    day = date(chance.randint(2000, 2030), chance.randint(1, 12), chance.randint(1, 28))
    assert day not in dates(beside) and day != PLAN.issued
    foreign = chance.choice([d.number for d in library() if d.number and d.number not in {PLAN.number}])
    assert foreign not in document_numbers(beside)
    value = target(number).value
    text = chance.choice(
        [
            f"Tối thiểu {wrong}%: {target(number).statement.vi}.",
            f"{value}%: {target(number).statement.vi}, đến năm {year}.",
            f"{value}%, theo {foreign}.",
            f"{value}%, ban hành ngày {day:%d/%m/%Y}.",
            f"Từ {value}% lên {wrong}%.",
            f"{value}% của {wrong}.{chance.randint(100, 999)} hồ sơ.",
            f"{value},{chance.randint(1, 9)}%",
        ]
    )
    return Line(text, (citation,), chance.choice([target(number), None]))


@pytest.mark.parametrize("seed", range(100))
def test_a_poisoned_line_does_not_leak(seed: int) -> None:
    line = poisoned(seed)
    reply = verified(GOOD, line)
    assert line.text not in reply.text
    assert reply.text == f"{GOOD.text} [1]" and [f.value for f in reply.facts] == ["95"]
