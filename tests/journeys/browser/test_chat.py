"""The chat in a real browser: what a person asks, sees, opens, judges, shares and deletes."""

from __future__ import annotations

import json
import threading

import pytest

from tests.browser_acts import ABSENT, AMBIGUOUS, COMPARISON, PATH, RESULT, TARGET, answered, ask, text_of
from tests.fakes_store import PEOPLE

WIDTH = "(image) => image.decode().then(() => image.naturalWidth)"  # of a picture, once it is there


def person_of(page) -> str:
    """Who this browser is, as the store knows it."""
    visitor = page.evaluate("localStorage.getItem('plan136.visitor')")
    return PEOPLE.person("web", f"visitor:{visitor}")


def test_an_answer_leads_with_its_figure(visit, shot) -> None:
    page = visit()
    shot(page, "welcome")
    card = ask(page, TARGET)
    assert card.locator(".figure").first.inner_text() == "95%"
    assert "đến năm 2025" in text_of(card)
    assert page.locator("#welcome").is_hidden()
    weight = card.locator(".figure").first.evaluate("(e) => Number(getComputedStyle(e).fontWeight)")
    assert weight >= 600
    shot(page)


def test_what_the_assistant_does_is_told_while_it_works(visit, stage, shot) -> None:
    page = visit()
    for step, state, words in (
        ("tell", "searching", "Đang tìm trong văn bản…"),
        ("compose", "reading", "Đang đối chiếu với đoạn được trích…"),
    ):
        gate = stage.chat.gates[step] = threading.Event()
        try:
            before = page.locator(".turn").count()
            page.fill("#question", TARGET)
            page.press("#question", "Enter")
            waiting = page.locator(f".thinking[data-state={state}]")
            waiting.wait_for()
            assert words in waiting.inner_text()
            assert page.locator("#send").is_disabled()
            shot(page, state)
        finally:
            gate.set()
            del stage.chat.gates[step]
        answered(page, before)
        assert page.locator(".thinking").count() == 0


def test_a_follow_up_carries_on_and_says_how_it_was_understood(visit, shot) -> None:
    page = visit()
    ask(page, TARGET)
    card = ask(page, "Thế còn năm 2023?")
    assert card.locator(".figure").first.inner_text() == "85%"
    assert card.locator(".understood").inner_text().startswith("Đang hiểu là:")
    shot(page)


def test_a_suggestion_asks_the_next_question(visit) -> None:
    page = visit()
    first = ask(page, TARGET)
    suggestion = first.locator(".suggestion").first
    question = suggestion.inner_text()
    suggestion.click()
    answered(page, 1)
    assert question in page.locator(".asked").nth(1).inner_text()


def test_a_choice_settles_what_was_ambiguous(visit, shot) -> None:
    page = visit()
    card = ask(page, AMBIGUOUS)
    assert "clarify" in card.get_attribute("class")
    assert "Chọn một cách hiểu" in card.inner_text()
    shot(page)
    before = page.locator(".turn").count()
    card.locator(".suggestion").first.click()
    assert "clarify" not in answered(page, before).get_attribute("class")


def test_a_refusal_cites_nothing(visit, shot) -> None:
    page = visit()
    card = ask(page, ABSENT)
    assert "unanswered" in card.get_attribute("class")
    assert card.locator(".citations").count() == 0
    shot(page)


def test_a_citation_opens_its_passage_with_the_quote_marked(visit, shot) -> None:
    page = visit()
    card = ask(page, TARGET)
    mark = card.locator(".mark").first
    assert mark.get_attribute("aria-label").startswith("Trích dẫn 1: 136/KH-UBND")
    mark.click()
    panel = page.locator("#passage")
    panel.locator("mark").wait_for()
    assert "tối thiểu 95%" in panel.locator("mark").inner_text()
    assert "Kế hoạch cải cách hành chính" in panel.locator("h2").inner_text()
    assert panel.locator(".sources li").count() >= 1
    shot(page)
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.className") == "mark"


def test_a_comparison_shows_its_figures_alike(visit, shot) -> None:
    page = visit()
    card = ask(page, COMPARISON)
    assert "Tối thiểu 20% là mức" in text_of(card) and "Tối thiểu 15% là mức" in text_of(card)
    shot(page)


def test_a_path_over_the_years_shows_its_chart(visit, shot) -> None:
    page = visit()
    card = ask(page, PATH)
    image = card.locator(".drawing img")
    image.wait_for()
    assert image.evaluate(WIDTH) > 300
    assert image.get_attribute("alt")
    shot(page)


def test_a_long_path_begins_with_its_chart_which_is_cut_until_asked_for(visit, shot) -> None:
    page = visit()
    card = ask(page, PATH)
    card.locator(".drawing-view.long").wait_for()
    view = card.locator(".drawing-view")
    before = view.bounding_box()["height"]
    card.get_by_role("button", name="Xem cả hình").click()
    assert view.bounding_box()["height"] > before
    assert card.get_by_role("button", name="Xem cả hình").count() == 0
    assert view.evaluate("(e) => e.scrollHeight - e.clientHeight") <= 1, "nothing scrolls inside the page"


def test_a_sum_is_told_and_not_shown_as_a_figure(visit, shot) -> None:
    page = visit()
    card = ask(page, "Chỉ tiêu hài lòng năm 2023 đã đạt chưa?")
    assert "83,57%" in [each.inner_text() for each in card.locator(".figure").all()]
    assert "So với mức 85%: 85 − 83,57 = 1,43 điểm phần trăm." in text_of(card)
    shot(page)


def test_what_opens_under_an_answer_is_in_sight(visit, shot) -> None:
    page = visit(width=1280, height=640)
    card = ask(page, TARGET)
    for opened, shown in ((".share", ".share-address"), ("[data-opinion=not]", ".opinion-form button[type=submit]")):
        card.locator(opened).click()
        box, dock = card.locator(shown).bounding_box(), page.locator(".composer").bounding_box()
        assert box["y"] + box["height"] <= dock["y"]


def test_the_first_page_opens_at_its_beginning(visit, shot) -> None:
    page = visit(width=1280, height=640)
    assert page.evaluate("document.activeElement.id") == "question"
    assert page.evaluate("scrollY") == 0


def test_a_question_without_an_answer_yet_survives_a_reload(visit) -> None:
    page = visit(quiet=False)
    page.route("**/api/ask/events", lambda route: route.abort())
    page.fill("#question", "dòng một\ndòng hai")
    page.press("#question", "Enter")
    page.get_by_text("Không kết nối được tới máy chủ.").first.wait_for()
    page.unroute("**/api/ask/events")
    page.reload()
    assert page.locator("#question").input_value() == "dòng một\ndòng hai"
    page.press("#question", "Enter")
    answered(page, 0)
    page.reload()
    assert page.locator("#question").input_value() == ""


def test_the_card_of_a_target_opens_in_the_answer(visit, shot) -> None:
    page = visit()
    card = ask(page, TARGET)
    card.get_by_text("Thẻ chỉ tiêu", exact=True).click()
    assert card.locator(".drawing img").evaluate(WIDTH) == 1200
    assert "Tối thiểu 95%" in card.locator(".drawing img").get_attribute("alt")
    assert card.locator(".drawing-links a[download]").get_attribute("href").endswith("/card.png")
    card.locator(".drawing-view").scroll_into_view_if_needed()
    shot(page)


def test_an_answer_is_copied_with_its_citations(visit, stage) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    card = ask(page, TARGET)
    card.locator(".copy").click()
    card.get_by_text("Đã chép", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Tối thiểu 95% là mức Kế hoạch 136/KH-UBND đặt cho")
    assert "Căn cứ:\n[1] 136/KH-UBND, Phần II, mục 1, chỉ tiêu 3" in copied
    assert "Nguồn: " in copied


def test_what_is_selected_and_copied_by_hand_has_no_stray_numbers(visit) -> None:
    page = visit()
    card = ask(page, TARGET)
    selected = card.locator(".text").evaluate(
        "(e) => { getSelection().selectAllChildren(e); return getSelection().toString(); }"
    )
    lines = [line.strip() for line in selected.split("\n") if line.strip()]
    assert lines[0].startswith("Tối thiểu 95% là mức")
    assert lines[0].endswith("chất lượng cung cấp dịch vụ công, đến năm 2025.")


def test_an_answer_that_breaks_off_is_told_and_never_shown_in_part(visit) -> None:
    page = visit(quiet=False)
    torn = 'event: state\ndata: {"state":"searching"}\n\nevent: reply\ndata: {"question":"a","status":"answered_target'
    headers = {"content-type": "text/event-stream"}
    page.route("**/api/ask/events", lambda route: route.fulfill(headers=headers, body=torn))
    page.fill("#question", TARGET)
    page.press("#question", "Enter")
    page.get_by_text("Kết nối bị ngắt giữa chừng.").first.wait_for()
    assert page.locator("article.card").count() == 0
    page.unroute("**/api/ask/events")
    page.get_by_role("button", name="Hỏi lại").click()
    answered(page, 0)
    assert page.locator(".turn").count() == 1


def test_two_tabs_keep_their_own_conversations_and_one_list(visit) -> None:
    page = visit()
    ask(page, TARGET)
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator(".turn").count() == 0
    ask(other, RESULT)
    ask(page, PATH)
    page.click("#history-open")
    assert [each.locator("b").inner_text() for each in page.locator(".history-open").all()] == [TARGET, RESULT]


def test_the_way_back_leads_to_the_same_place_of_the_conversation(visit) -> None:
    page = visit(width=1200, height=600)
    ask(page, TARGET)
    ask(page, RESULT)
    page.locator(".pages a").first.click()
    page.wait_for_url("**/chi-tieu/**")
    page.go_back()
    page.locator("article.card").nth(1).wait_for()
    assert page.locator(".turn").count() == 2


def test_useful_is_noted_and_a_reason_too(visit, stage, shot) -> None:
    page = visit()
    card = ask(page, TARGET)
    card.locator("[data-opinion=useful]").click()
    card.get_by_text("Cảm ơn bạn đã góp ý.").wait_for()
    answer = page.evaluate("JSON.parse(localStorage.getItem('plan136.conversations'))[0].turns[0].reply.id")
    person = person_of(page)
    assert stage.store.feedback.given(answer, person).useful is True
    card.locator("[data-opinion=not]").click()
    card.get_by_label("Số liệu chưa đúng").check()
    card.locator("textarea").fill("thiếu năm 2024, gọi tôi 0912345678")
    shot(page)
    card.get_by_role("button", name="Gửi góp ý").click()
    card.get_by_text("Cảm ơn bạn đã góp ý.").wait_for()
    given = stage.store.feedback.given(answer, person)
    assert given.useful is False
    assert given.reason.startswith("Số liệu chưa đúng: thiếu năm 2024")
    assert "0912345678" not in given.reason
    page.reload()
    assert page.locator("[data-opinion=not]").get_attribute("aria-pressed") == "true"


def test_a_shared_answer_is_the_same_on_its_own_page(visit, stage, shot) -> None:
    page = visit()
    ask(page, TARGET)
    card = ask(page, PATH)
    card.locator(".share").click()
    address = card.locator(".share-address input").input_value()
    assert address.startswith(f"{stage.address}/tra-loi/")
    other = visit(address)
    shared = other.locator("#answer article.card")
    other.locator("#answer .citation").first.wait_for()
    assert other.locator("time").inner_text().endswith("(giờ Hà Nội)")
    drawn = "(card) => [...card.children].filter((e) => !e.matches('.foot-actions')).map((e) => e.outerHTML)"
    assert shared.evaluate(drawn) == card.evaluate(drawn)
    shared.locator(".mark").first.click()
    other.locator("#passage mark").wait_for()
    other.keyboard.press("Escape")
    shot(other, whole=True)


def test_a_shared_answer_can_be_read_without_a_script(visit, shot) -> None:
    page = visit()
    card = ask(page, TARGET)
    card.locator(".share").click()
    plain = visit(card.locator(".share-address input").input_value(), java_script_enabled=False)
    assert "Tối thiểu 95%" in plain.locator("#answer").inner_text()
    assert plain.locator("blockquote mark").count() == card.locator(".citation").count() > 0
    shot(plain, whole=True)


def test_the_language_changes_with_the_page_and_is_remembered(visit, shot) -> None:
    page = visit()
    ask(page, RESULT)
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == "Plan 136 Assistant"
    assert page.locator(".card .label").inner_text() == "Result"
    page.reload()
    assert page.locator("h1").inner_text() == "Plan 136 Assistant"
    card = ask(page, "What satisfaction rate must Hanoi reach by 2025?")
    assert card.get_attribute("lang") == "en"
    assert "95%" in card.locator(".figure").first.inner_text()
    shot(page)


def test_conversations_are_kept_opened_and_deleted(visit, shot) -> None:
    page = visit()
    ask(page, TARGET)
    page.click("#new")
    assert page.locator("#welcome").is_visible()
    ask(page, RESULT)
    page.reload()
    assert RESULT in page.locator(".asked").first.inner_text()
    page.click("#history-open")
    rows = page.locator(".history-open")
    assert [each.locator("b").inner_text() for each in rows.all()] == [RESULT, TARGET]
    assert rows.first.get_attribute("aria-current") == "true"
    shot(page)
    rows.nth(1).click()
    assert TARGET in page.locator(".asked").first.inner_text()
    page.click("#history-open")
    page.get_by_role("button", name=f"Xoá khỏi danh sách: {TARGET}").click()
    page.get_by_text("Đã xoá khỏi danh sách.").wait_for()
    assert page.locator(".history-open").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#welcome").is_visible()


def test_my_data_is_deleted_here_and_on_the_server(visit, stage, shot) -> None:
    page = visit()
    card = ask(page, TARGET)
    card.locator("[data-opinion=useful]").click()
    card.get_by_text("Cảm ơn bạn đã góp ý.").wait_for()
    answer = json.loads(page.evaluate("localStorage.getItem('plan136.conversations')"))[0]["turns"][0]["reply"]["id"]
    person = person_of(page)
    page.click("#history-open")
    page.get_by_role("button", name="Xoá dữ liệu của tôi").click()
    shot(page)
    page.get_by_role("button", name="Xoá hẳn").click()
    page.get_by_text("Đã xoá dữ liệu của bạn, gồm 1 câu trả lời.").wait_for()
    assert page.locator(".history-open").count() == 0
    assert stage.store.feedback.given(answer, person) is None
    assert page.evaluate("localStorage.getItem('plan136.visitor')") is None
    assert stage.store.answers.get(answer) is None


def test_a_server_that_is_away_is_told_and_asked_again(visit, shot) -> None:
    page = visit(quiet=False)
    page.route("**/api/ask/events", lambda route: route.abort())
    page.fill("#question", TARGET)
    page.press("#question", "Enter")
    page.get_by_text("Không kết nối được tới máy chủ.").first.wait_for()
    shot(page)
    page.unroute("**/api/ask/events")
    page.get_by_role("button", name="Hỏi lại").click()
    answered(page, 0)
    assert page.locator(".turn").count() == 1


@pytest.mark.parametrize("question", ["<img src=x onerror=alert(1)>", "'; DROP TABLE answers; --"])
def test_markup_that_is_asked_stays_text(visit, question) -> None:
    page = visit()
    ask(page, question)
    assert question in page.locator(".asked").inner_text()
    assert page.locator(".turn img").count() == 0
