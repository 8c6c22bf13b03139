"""Inline look-up: which targets a few words find, and that a card holds its own citation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.telegram.inline import InlineAnswer, card, inline_answer
from bot.channels.telegram.links import LinkedTarget, deep_link
from bot.channels.telegram.message import Link
from bot.channels.telegram.target_pages import found_page
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
    for found in answer.cards:
        row, read = rows[found.id], check(found.message.html).text
        assert len(found.id.encode()) <= 64
        assert row.figure.lower() in found.title.lower()
        assert row.indicator in found.title
        assert all(said in read for said in (row.locator, row.document, row.deadline, row.exception))
        assert " ".join(row.quote.split()) in " ".join(read.split())
        assert all((source.publisher or source.title) in read for source in row.publications)
        assert found.message.buttons == ((Link(found.message.buttons[0][0].label, str(link(row.id))),),)


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


def test_a_target_that_names_the_year_stands_before_those_that_only_cover_it() -> None:
    assert [each.id for each in searched("papi 2025").cards] == ["kh-159-2025/4", "kh-136-2021/1", "ctr-01-2021/1"]
    assert searched("papi").cards[0].id == "kh-136-2021/1"


def test_a_level_and_a_year_find_only_what_has_both() -> None:
    assert {card.id for card in searched("số hóa cấp xã 2021").cards} == {"kh-136-2021/12"}


@pytest.mark.parametrize("query", ["qwxz", "PAPI Đà Nẵng", "thời tiết", "\x00", "<b>", "a" * 5000])
def test_what_names_nothing_of_ours_offers_to_ask_instead(query: str) -> None:
    answer = searched(query)
    assert answer.cards == ()
    assert answer.button.startswith("Không thấy chỉ tiêu")
    assert answer.payload.isascii()


@pytest.mark.parametrize(("language", "warning"), [("vi", "chưa được người kiểm duyệt"), ("en", "not reviewed")])
def test_a_target_nobody_reviewed_is_marked_so_wherever_it_is_shown(language: str, warning: str) -> None:
    held = pages()
    row = replace(held.index.find("papi", language, TODAY, 1)[0], reviewed=False)
    found = card(row, held.library, "plan136_bot", language)
    assert found.description.startswith(f"⚠ {warning}")
    assert "⚠" in check(found.message.html).text
    assert warning in check(found_page("papi", [row], language)[0].html).text


def test_a_target_too_long_for_one_message_keeps_its_bounds_and_its_quote() -> None:
    held = pages()
    row = replace(held.index.find("papi", "vi", TODAY, 1)[0], note="dài " * 1500, exception="xã đảo")
    read = check(card(row, held.library, "plan136_bot", "vi").message.html).text
    assert "xã đảo" in read
    assert row.quote in read
    assert "dài dài" not in read
