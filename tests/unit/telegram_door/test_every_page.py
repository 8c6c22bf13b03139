"""Every page a person can reach by commands and buttons, in both languages, over the bundled register."""

from __future__ import annotations

import re
from collections import deque

import pytest

import prompts
from bot.channels.telegram.actions import (
    Action,
    Chart,
    Compare,
    DueList,
    Feedback,
    Menu,
    OpenDocument,
    OpenTarget,
    ResultList,
    SetLanguage,
    TargetCard,
    TargetList,
    TurnSource,
    Verdict,
)
from bot.channels.telegram.callbacks import decode, encode
from bot.channels.telegram.command_lists import GROUP, PRIVATE, about, command_list
from bot.channels.telegram.guide_pages import why_page
from bot.channels.telegram.links import LinkedDocument, LinkedTarget, deep_link, read_payload, start_payload
from bot.channels.telegram.message import Link, Message, Picture, Press
from bot.channels.telegram.source_pages import source_page
from bot.channels.telegram.told import told
from knowledge.register.selection import Due, Selection
from tests.fakes_knowledge import TODAY, ask
from tests.fakes_telegram import pages
from tests.telegram_html import CAPTION_LIMIT, TEXT_LIMIT, check

LANGUAGES = ("vi", "en")
DATA_BYTES = 64


def taken(sent: tuple[Message, ...]) -> str:
    """The words of a page Telegram would take, with every button checked."""
    assert sent
    for message in sent:
        check(message.html, CAPTION_LIMIT if message.picture else TEXT_LIMIT)
        assert message.plain
        for row in message.buttons:
            assert 1 <= len(row) <= 8
            for button in row:
                assert 0 < len(button.label) <= 64
                assert not isinstance(button, Press) or len(button.data.encode()) <= DATA_BYTES
    return "\n".join(check(message.html).text for message in sent)


def pressable(sent: tuple[Message, ...]) -> list[str]:
    rows = [row for message in sent for row in message.buttons]
    return [button.data for row in rows for button in row if isinstance(button, Press)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_from_every_command_leads_to_a_page_or_a_question(language: str) -> None:
    seen: set[str] = set()
    kinds: set[type[Action]] = set()
    waiting: deque[str] = deque()
    for name in PRIVATE:
        if name != "nguon":
            sent = pages().command(name, "", language)
            taken(sent)
            waiting += pressable(sent)
    while waiting:
        data = waiting.popleft()
        action = decode(data)
        assert action is not None, data
        assert encode(action) == data
        if isinstance(action, TargetList) and action.page == 0 and (action.year, action.area).count(None) == 0:
            continue  # years by areas by levels: the same page again and again
        if data in seen:
            continue
        seen.add(data)
        kinds.add(type(action))
        shown = pages().pressed(action, language)
        if shown is not None:
            taken(shown)
            waiting += pressable(shown)
        else:
            asks = pages().question(action, None, language)
            assert asks or type(action).__name__ in ("Erase", "SetLanguage"), data
    assert len(seen) > 400
    assert len(kinds) >= 17


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_opens_with_its_quote_its_figure_and_its_card(language: str) -> None:
    desk = pages().desk
    for row in desk.rows(Selection(), language, TODAY):
        read = taken(pages().pressed(OpenTarget(row.id), language) or ())
        assert row.figure.lower() in read.lower()
        assert " ".join(row.quote.split()) in " ".join(read.split())
        assert row.locator in read
        assert row.exception in read
        (card,) = pages().pressed(TargetCard(row.id), language) or ()
        caption = taken((card,))
        assert all(said in caption for said in (row.exception, row.scope, row.locator))
        assert card.picture == Picture("card", row.id, language)
        payload = start_payload(LinkedTarget(row.id))
        assert payload is not None
        assert len(payload) <= 64
        assert read_payload(payload) == LinkedTarget(row.id)
        assert taken(pages().command("start", payload, language)) == read


def test_every_document_is_linked_and_read_to_its_last_passage() -> None:
    for held in pages().library.documents():
        payload = start_payload(LinkedDocument(held.id))
        assert read_payload(payload) == LinkedDocument(held.id)
        assert held.title in taken(pages().command("start", payload or "", "vi"))
    plan = pages().library.documents()[0]
    read, shown = "", pages().pressed(OpenDocument(plan.id), "vi")
    data = [each for each in pressable(shown or ()) if each.startswith("w:")]
    while data:
        shown = pages().pressed(decode(data[-1]), "vi")  # type: ignore[arg-type]
        read += taken(shown or ())
        later = [each for each in pressable(shown or ()) if each.startswith("w:")]
        data = later if later and int(later[-1].split(":")[2]) > int(data[-1].split(":")[2]) else []
    assert all(" ".join(passage.text.split()) in " ".join(read.split()) for passage in plan.passages)


@pytest.mark.parametrize(
    "payload", ["x", "t_", "t_!!", "d_khong-co", "t_" + "A" * 62, "d_" + "a" * 63, "t_w6nigJQ", "\x00"]
)
def test_a_link_to_nothing_we_hold_says_so_and_welcomes(payload: str) -> None:
    read = taken(pages().command("start", payload, "vi"))
    assert "không trỏ tới" in read
    assert "Trợ lý Kế hoạch 136" in read


def test_a_target_with_a_long_id_is_not_linked_rather_than_wrongly() -> None:
    assert start_payload(LinkedTarget("x" * 60)) is None
    assert deep_link("bot", LinkedTarget("x" * 60)) is None
    assert deep_link("plan_bot", LinkedTarget("kh-136-2021/3")) == "https://t.me/plan_bot?start=t_a2gtMTM2LTIwMjEvMw"


def test_the_list_is_filtered_by_what_is_picked() -> None:
    sent = pages().pressed(decode("t:2021::commune:0:"), "vi")  # type: ignore[arg-type]
    read = taken(sent or ())
    assert "Tối thiểu 15%" in read
    assert "hài lòng" not in read
    labels = [button.label for row in (sent or ())[-1].buttons for button in row]
    assert "Năm: 2021" in labels
    assert "Cấp xã" in labels
    assert "Bỏ lọc" in labels


def test_a_filter_offers_only_what_the_others_leave_with_how_many_that_are() -> None:
    menu = pages().pressed(TargetList(year=2021, menu=Menu.LEVEL), "vi") or ()
    buttons = [button for row in menu[-1].buttons for button in row if isinstance(button, Press)]
    assert buttons[-1].label == "Tất cả"
    for button in buttons[:-1]:
        count = int(button.label.rpartition("(")[2].rstrip(")"))
        assert count > 0
        assert f"{count} chỉ tiêu" in taken(pages().pressed(decode(button.data), "vi") or ())  # type: ignore[arg-type]
    areas = pages().pressed(TargetList(menu=Menu.AREA), "vi") or ()
    assert all("…" not in button.label for row in areas[-1].buttons for button in row)
    nothing = pages().pressed(TargetList(2026, "direction", menu=Menu.LEVEL), "vi") or ()
    assert "không còn gì khác để chọn" in taken(nothing)


def test_the_results_of_an_indicator_are_one_message_by_measure_the_newest_first() -> None:
    (message,) = pages().command("ketqua", "papi", "vi")
    read = taken((message,))
    shown, _, cited = read.partition("Căn cứ:")
    ranks = re.findall(r"Năm (\d{4}): Hạng (\d+)", shown)
    assert ranks == [("2024", "29"), ("2023", "15"), ("2022", "12"), ("2021", "9"), ("2020", "48"), ("2019", "53")]
    assert shown.count("Hạng Chỉ số PAPI của Hà Nội") == 1
    (n,) = re.findall(r"Hạng 53 \(trong 63 tỉnh, thành phố\) \[(\d+)\] – nguồn khác: .* 59", shown)
    assert re.search(rf"\[{n}\] Kết quả theo năm, .*\n“PAPI năm 2019: hạng của Hà Nội là 53 .* hoặc 59", cited)
    assert cited.count("Ban biên tập") == 1, "what a document is, is said once"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_of_results_and_comparisons_rests_on_a_citation_of_its_number(language: str) -> None:
    for each in pages().desk.indicators(language):
        for action in (ResultList(each.id), Compare(each.id)):
            shown, _, cited = taken(pages().pressed(action, language) or ()).partition(
                told(language, "reply", "citations")
            )
            marks = set(re.findall(r"\[(\d+)\]", shown))
            assert marks == set(re.findall(r"^\[(\d+)\] ", cited, re.MULTILINE)), action


def test_a_filter_that_is_no_longer_one_is_said_to_be_stale() -> None:
    assert "/chitieu" in taken(pages().pressed(TargetList(area="khong_co"), "vi") or ())


def test_words_after_the_command_look_targets_up() -> None:
    read = taken(pages().command("chitieu", "hài lòng 2025", "vi"))
    assert "Tối thiểu 95%" in read
    assert "Không thấy chỉ tiêu nào" in taken(pages().command("chitieu", "<b>qwxz", "vi"))


def test_deadlines_are_told_apart_and_never_called_reached() -> None:
    past, coming = (taken(pages().pressed(DueList(due), "vi") or ()) for due in (Due.BEFORE, Due.AFTER))
    assert "đã qua hạn, tính đến 22/11/2026" in past
    assert "không nói chỉ tiêu đã đạt hay chưa" in past
    assert "Hết năm 2026" in coming
    assert "Hết năm 2025" not in coming


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_with_results_is_in_the_menu_or_measured_by_one_that_is(language: str) -> None:
    listed = {decode(data) for data in pressable(pages().command("ketqua", "", language))}
    for each in pages().desk.indicators(language):
        if each.results:
            assert ResultList(each.measured_by or each.id) in listed
            read = taken(pages().pressed(ResultList(each.id), language) or ())
            sheet = pages().desk.indicator(each.id, language, TODAY)
            assert sheet is not None
            assert all(row.figure in read and " ".join(row.quote.split()) in read for row in sheet.results)


def test_a_chart_is_a_picture_whose_caption_gives_no_verdict() -> None:
    (message,) = pages().pressed(Chart("papi"), "vi") or ()
    assert message.picture == Picture("history", "papi", "vi")
    assert "không phải kết luận" in message.html


def test_a_comparison_shows_each_document_s_own_level() -> None:
    read = taken(pages().pressed(Compare("portal_integration"), "vi") or ())
    assert "136/KH-UBND" in read
    assert "76/NQ-CP" in read


def test_the_passage_behind_an_answer_shows_its_quote_in_bold() -> None:
    reply = ask("Mức độ hài lòng đến năm 2025?")
    sent = source_page(reply, "Ab1", 1, "vi")
    taken(sent)
    assert f"<b>{reply.citations[0].quote}</b>" in sent[0].html
    many = ask("chỉ tiêu của Kế hoạch 136")
    count = len(many.citations)
    assert count >= 10
    assert f"Trích dẫn {count} trên {count}" in taken(source_page(many, "Ab1", 999, "vi"))
    assert encode(TurnSource("Ab1", count - 1)) in pressable(source_page(many, "Ab1", count, "vi"))
    assert "Chưa có câu trả lời" in taken(source_page(None, None, 1, "vi"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_of_a_thumb_down_are_buttons(language: str) -> None:
    reasons = [decode(data) for data in pressable(why_page("Ab1", language))]
    assert len(reasons) == 5
    assert all(isinstance(each, Feedback) and each.verdict is Verdict.WRONG and each.reason for each in reasons)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", [False, True])
def test_commands_are_what_telegram_lists(language: str, group: bool) -> None:
    commands = command_list(language, group)
    assert [each.name for each in commands] == list(GROUP if group else PRIVATE)
    assert all(re.fullmatch("[a-z0-9_]{1,32}", each.name) and 1 <= len(each.description) <= 256 for each in commands)
    said = about(language)
    assert len(said.description) <= 512
    assert len(said.short) <= 120


def test_both_languages_have_the_same_words_and_places() -> None:
    vietnamese, english = (
        {(group, key): text for group, words in prompts.telegram_words(each).items() for key, text in words.items()}
        for each in LANGUAGES
    )
    assert vietnamese.keys() == english.keys()
    for key, text in vietnamese.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", english[key])), key


def test_setting_the_language_is_a_button_in_its_own_name() -> None:
    sent = pages().command("ngonngu", "", "vi")
    assert [decode(data) for data in pressable(sent)] == [SetLanguage("vi"), SetLanguage("en")]


def test_no_page_links_anywhere_but_by_address() -> None:
    assert not [b for row in pages().command("start", "", "vi")[-1].buttons for b in row if isinstance(b, Link)]
