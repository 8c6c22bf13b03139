"""Inline look-up: which targets a few words find, and that a card holds its own citation."""

from __future__ import annotations

import pytest

from bot.channels.telegram.inline import InlineAnswer, inline_answer
from bot.channels.telegram.links import LinkedTarget, deep_link
from bot.channels.telegram.message import Link
from tests.fakes_knowledge import TODAY
from tests.fakes_telegram import pages
from tests.telegram_html import check


def searched(query: str, language: str = "vi") -> InlineAnswer:
    held = pages()
    return inline_answer(query, held.index, held.desk, held.library, "plan136_bot", language)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "query", ["papi", "hài lòng 2025", "cấp xã 2021", "nghị quyết 76", "số hóa", "", "satisfaction"]
)
def test_cards_hold_their_figure_and_their_citation(query: str, language: str) -> None:
    answer = searched(query, language)
    assert 1 <= len(answer.cards) <= 20
    assert answer.personal
    assert answer.cache_seconds > 0
    assert len({card.id for card in answer.cards}) == len(answer.cards)
    rows = {row.id: row for row in pages().index.find(query, language, TODAY, 20)}
    for card in answer.cards:
        row, read = rows[card.id], check(card.message.html).text
        assert len(card.id.encode()) <= 64
        assert row.figure.lower() in card.title.lower()
        assert row.indicator in card.title
        assert all(said in read for said in (row.locator, row.document, row.deadline, row.exception))
        assert " ".join(row.quote.split()) in " ".join(read.split())
        assert all((source.publisher or source.title) in read for source in row.publications)
        assert card.message.buttons == ((Link(card.message.buttons[0][0].label, str(link(row.id))),),)


def link(target: str) -> str | None:
    return deep_link("plan136_bot", LinkedTarget(target))


def test_the_reporter_s_papi_is_the_first_card() -> None:
    first = searched("papi").cards[0]
    assert first.id == "kh-136-2021/1"
    assert first.title == "Tăng trung bình tối thiểu 5 bậc · PAPI"


def test_a_year_and_an_indicator_find_the_target_of_that_year_first() -> None:
    assert searched("hài lòng 2025").cards[0].id == "kh-136-2021/3"
    assert searched("hài lòng 2023").cards[0].id == "kh-136-2021/2"
    assert searched("hai long 2025").cards[0].id == "kh-136-2021/3"


def test_a_level_and_a_year_find_only_what_has_both() -> None:
    assert {card.id for card in searched("số hóa cấp xã 2021").cards} == {"kh-136-2021/12"}


@pytest.mark.parametrize("query", ["qwxz", "PAPI Đà Nẵng", "thời tiết", "\x00", "<b>", "a" * 5000])
def test_what_names_nothing_of_ours_offers_to_ask_instead(query: str) -> None:
    answer = searched(query)
    assert answer.cards == ()
    assert answer.button.startswith("Không thấy chỉ tiêu")
    assert answer.payload.isascii()
