"""Commands with words behind them, over the bundled register: they lead to what the words name."""

from __future__ import annotations

import pytest

from bot.channels.telegram.message import Message
from tests.fakes_telegram import pages
from tests.telegram_html import check


def text(sent: tuple[Message, ...]) -> str:
    return "\n".join(check(each.html).text for each in sent)


@pytest.mark.parametrize("words", ["papi", "PAPI 2024", "Papi năm 2023"])
def test_results_of_a_named_index_are_shown_at_once(words: str) -> None:
    told = text(pages().command("ketqua", words, "vi"))
    assert told.startswith("PAPI: kết quả đã công bố") and "2024" in told


def test_results_are_found_by_the_name_people_use() -> None:
    assert "83,57%" in text(pages().command("ketqua", "mức độ hài lòng", "vi"))
    assert "83.57%" in text(pages().command("ketqua", "public satisfaction", "en"))


def test_what_two_measures_are_called_offers_both() -> None:
    (sent,) = pages().command("ketqua", "hài lòng", "vi")
    assert {"Mức độ hài lòng", "Bộ chỉ số phục vụ phần hài lòng"} <= {b.label for row in sent.buttons for b in row}


def test_words_that_fit_several_indices_offer_those_alone() -> None:
    (sent,) = pages().command("ketqua", "bộ chỉ số phục vụ tiến độ", "vi")
    assert "Bộ chỉ số phục vụ phần tiến độ" in check(sent.html).text
    (several,) = pages().command("ketqua", "dịch vụ công", "vi")
    labels = [button.label for row in several.buttons for button in row]
    assert len(labels) > 1 and "PAPI" not in labels


@pytest.mark.parametrize("words", ["76", "76/NQ-CP", "nghị quyết 76", "nghi quyet 76"])
def test_a_document_is_opened_by_its_number(words: str) -> None:
    assert text(pages().command("vanban", words, "vi")).startswith("Nghị quyết 76/NQ-CP")


def test_documents_with_the_same_words_are_listed_to_pick_from() -> None:
    told = text(pages().command("vanban", "một cửa", "vi"))
    assert told.startswith("Văn bản theo “một cửa”") and "Nghị định 61/2018/NĐ-CP" in told
    assert "136/KH-UBND" not in told


def test_a_year_behind_the_deadlines_lists_the_targets_of_that_year() -> None:
    told = text(pages().command("han", "2025", "vi"))
    assert "đến năm 2025" in told and "Hết năm 2026" not in told
    assert "hằng năm" in text(pages().command("han", "papi", "vi"))


def test_common_questions_are_found_by_their_words_and_asked_by_number() -> None:
    (sent,) = pages().command("faq", "papi", "vi")
    shown = check(sent.html).text
    assert all("PAPI" in line for line in shown.split("\n") if line[:1].isdigit())
    assert sent.buttons[0][0].label == "1"


@pytest.mark.parametrize("command", ["chitieu", "han", "vanban", "faq", "ketqua"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_that_name_nothing_are_said_back(command: str, language: str) -> None:
    assert "“xyzxyz <b>”" in text(pages().command(command, "xyzxyz <b>", language))
    assert text(pages().command(command, "   ", language)) == text(pages().command(command, "", language))
