"""The numbered lists behind commands, over the bundled library: whole, in order, and every entry leads on."""

from __future__ import annotations

import re

import pytest

from bot.assembly import Assistant
from bot.channels.zalo.lists import PAGE, Listed
from bot.channels.zalo.splitting import units
from bot.messages import Incoming, Status
from tests.fakes_zalo_channel import lists

COMMANDS = ["/faq", "/chitieu", "/han", "/ketqua", "/vanban"]
NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.M)


def listed(command: str, words: str = "", language: str = "vi") -> Listed:
    found = lists().of(command, words, language)
    assert isinstance(found, Listed)
    return found


def turned(command: str, language: str) -> list[Listed]:
    """Every page of a list, as 0 leads from one to the next."""
    pages = [listed(command, "", language)]
    while (offer := pages[-1].offer) and offer.more:
        name, _, words = offer.more.partition(" ")
        pages.append(listed(name, words, language))
    return pages


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_list_goes_on_page_by_page_and_its_numbers_go_on_with_it(command: str, language: str) -> None:
    pages = turned(command, language)
    shown = [NUMBERED.findall(message) for page in pages for message in page.messages]
    entries = [int(n) for page in shown for n, _ in page if n != "0"]
    last = pages[-1].offer
    assert last is not None and entries == list(range(1, len(last.choices) + 1)) and not last.more
    assert all(len(page.messages) == 1 and units(page.messages[0]) <= 2000 for page in pages)
    for page in pages[:-1]:
        assert page.offer is not None and page.offer.choices == last.choices[: len(page.offer.choices)]
        assert ("0. Xem tiếp" if language == "vi" else "0. More") in page.messages[0].split("\n")


def test_a_section_of_the_common_questions_opens_by_its_number_and_by_its_name() -> None:
    sections = listed("/faq")
    assert sections.offer is not None and sections.offer.choices[0] == "/faq reading"
    first = listed("/faq", "reading")
    assert first == listed("/faq", "1") and first.messages[0].startswith("Cách đọc chỉ tiêu (1/2):\n")
    assert first.offer is not None and len(first.offer.choices) == PAGE
    assert first.offer.choices[0] in first.messages[0], "a question stands for itself"


@pytest.mark.real
def test_a_question_of_a_list_takes_nothing_from_the_turn_before(assistant: Assistant) -> None:
    asked = lists().of("/han", "2030", "vi")
    assert isinstance(asked, str)
    assistant.chat.reply_to(Incoming("Nghị định 118 là văn bản gì?", "trước đó"))
    reply = assistant.chat.reply_to(Incoming(asked, "trước đó", alone=True))
    assert reply.status is Status.ANSWERED_LIST and reply.interpretation is None


@pytest.mark.parametrize("words", ["một cửa", "mot cua", "Một  Cửa"])
def test_common_questions_are_found_by_words_in_a_row_with_marks_or_without(words: str) -> None:
    found = listed("/faq", words)
    assert found.offer is not None
    assert found.offer.choices == ("Làm một cửa bây giờ theo Nghị định 61 hay Nghị định 118?",)


def test_common_questions_are_found_by_other_ways_of_asking_and_by_words_apart() -> None:
    assert listed("/faq", "số hoá").offer == listed("/faq", "số hóa").offer is not None, "wherever the mark stands"
    assert listed("/faq", "vừa khít 95%").offer == listed("/faq", "vua khit 95%").offer is not None
    apart = listed("/faq", "PAPI hạng điểm").offer
    assert apart is not None and all("PAPI" in each for each in apart.choices)


def test_what_no_common_question_says_is_told_and_offers_nothing() -> None:
    (said,) = listed("/faq", "bóng đá " * 60).messages
    assert said.startswith("Không có câu hỏi thường gặp nào về “bóng đá") and len(said) < 300
    assert listed("/faq", "bóng đá").offer is None and listed("/faq", "!").offer is None


@pytest.mark.parametrize(
    ("command", "words", "asked"),
    [
        ("/chitieu", "papi", "Chỉ tiêu papi là bao nhiêu?"),
        ("/ketqua", "PAPI 2024", "Kết quả PAPI 2024 là bao nhiêu?"),
        ("/han", "2025", "Những chỉ tiêu nào đến hạn năm 2025?"),
        ("/han", "năm 2025", "Những chỉ tiêu nào đến hạn năm 2025?"),
        ("/han", "papi", "Thời hạn của papi là khi nào?"),
        ("/vanban", "76", "Nghị quyết 76/NQ-CP là văn bản gì?"),
        ("/vanban", "nghi quyet 76", "Nghị quyết 76/NQ-CP là văn bản gì?"),
        ("/vanban", "hai cấp", "hai cấp là văn bản gì?"),
    ],
)
def test_words_behind_a_command_ask_for_what_they_name(command: str, words: str, asked: str) -> None:
    assert lists().of(command, words, "vi") == asked


def test_words_that_several_documents_bear_offer_those() -> None:
    found = listed("/vanban", "kế hoạch")
    assert found.offer is not None and len(found.offer.choices) > 2
    assert all(each.startswith("/vanban Kế hoạch ") for each in found.offer.choices)


def test_what_is_no_list_is_none() -> None:
    assert lists().of("/nguon", "", "vi") is None


@pytest.mark.real
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_entry_is_answered(command: str, language: str, assistant: Assistant) -> None:
    last = turned(command, language)[-1].offer
    assert last is not None
    entries = list(last.choices)
    if command == "/faq":
        sections = [turned_from(each, language) for each in entries]
        entries = [question for section in sections for question in section]
        assert len(entries) == len(set(entries)) > 60
    for n, entry in enumerate(entries):
        name, _, words = entry.partition(" ")
        question = lists().of(name, words, language) or entry
        assert isinstance(question, str), "it asks one thing, and leads to no further list"
        reply = assistant.chat.reply_to(Incoming(question, f"{command} {language} {n}"))
        assert reply.status.group == "answered", question
        assert command != "/faq" or reply.status is Status.ANSWERED_FAQ, question
        if command == "/ketqua" and language == "vi":
            assert reply.status in (Status.ANSWERED_RESULT, Status.ANSWERED_FAQ), question


def turned_from(command: str, language: str) -> tuple[str, ...]:
    """The questions of a section, all of its pages."""
    offer = None
    while command:
        name, _, words = command.partition(" ")
        offer = listed(name, words, language).offer
        assert offer is not None
        command = offer.more
    assert offer is not None
    return offer.choices
