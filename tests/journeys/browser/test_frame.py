"""The chat in other sites' pages: shown where it is allowed, a kind word where it is not."""

from __future__ import annotations

from tests.browser_acts import TARGET, overflow


def test_one_line_puts_the_assistant_into_an_allowed_site(visit, stage, shot) -> None:
    page = visit(stage.allowed, quiet=False)
    button = page.get_by_role("button", name="Hỏi về Kế hoạch 136")
    button.wait_for()
    assert page.locator("iframe").count() == 0  # nothing is loaded before a person asks for it
    shot(page, "button")
    button.click()
    frame = page.frame_locator("iframe")
    frame.locator("#question:focus").wait_for()
    inside = next(each for each in page.frames if each.url.endswith("/nhung"))
    assert inside.evaluate("scrollY") == 0, "it opens at its beginning"
    frame.locator(".example").first.click()
    card = frame.locator("article.card")
    card.wait_for()
    assert card.locator(".figure").first.inner_text() == "95%"
    shot(page)
    card.locator(".mark").first.click()
    frame.locator("#passage mark").wait_for()
    shot(page, "passage")


def test_the_frame_is_used_and_left_by_keyboard_alone(visit, stage) -> None:
    page = visit(stage.allowed, quiet=False)
    button = page.get_by_role("button", name="Hỏi về Kế hoạch 136")
    button.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    frame.locator("#question:focus").wait_for()
    page.keyboard.type(TARGET)
    page.keyboard.press("Enter")
    frame.locator("article.card").wait_for()
    page.keyboard.press("Escape")
    button.wait_for()
    assert page.evaluate("document.querySelector('[data-plan136]').shadowRoot.activeElement?.className") == "ask"
    page.keyboard.press("Enter")
    frame.locator("article.card").wait_for()  # what was asked is still there


def test_links_of_the_frame_open_outside_it(visit, stage) -> None:
    page = visit(stage.allowed, quiet=False)
    page.get_by_role("button", name="Hỏi về Kế hoạch 136").click()
    frame = page.frame_locator("iframe")
    frame.locator(".example").first.click()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Trang chỉ tiêu").click()
    assert opened.value.url.startswith(f"{stage.address}/chi-tieu/")


def test_a_site_that_is_not_allowed_is_told_kindly(visit, stage, shot) -> None:
    page = visit(stage.refused, quiet=False)
    page.get_by_role("button", name="Hỏi về Kế hoạch 136").click()
    page.get_by_text("Chưa thể hiện trợ lý trong trang này.").wait_for()
    assert page.locator("iframe").count() == 0
    link = page.get_by_role("link", name="Mở trang của trợ lý")
    assert link.get_attribute("href") == stage.address
    shot(page)
    page.get_by_role("button", name="Đóng trợ lý").click()
    assert link.is_hidden()


def test_a_page_of_an_allowed_site_may_call_the_api_and_another_may_not(visit, stage) -> None:
    call = """async (server) => {
        const told = await fetch(`${server}/api/ask`, {
          method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({text: "PAPI là gì?"}),
        });
        return (await told.json()).status;
    }"""
    for site, may in ((stage.allowed, True), (stage.refused, False)):
        page = visit(f"{site}/without", quiet=False)
        try:
            told = page.evaluate(call, stage.address)
        except Exception as refusal:  # the browser's own, of no class of its own
            told = str(refusal)
        assert ("answered_term" in told) is may, told
        assert may or "Failed to fetch" in told


def test_the_frame_fits_a_phone(visit, stage, shot) -> None:
    page = visit(stage.allowed, quiet=False, width=360, height=740)
    page.get_by_role("button", name="Hỏi về Kế hoạch 136").click()
    frame = page.frame_locator("iframe")
    frame.locator(".example").first.click()
    frame.locator("article.card").wait_for()
    assert overflow(page) <= 0
    inside = next(each for each in page.frames if each.url.endswith("/nhung"))
    assert overflow(inside) <= 0
    shot(page)
    inside.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    frame.get_by_role("button", name="Đóng khung trợ lý").click()
    page.get_by_role("button", name="Hỏi về Kế hoạch 136").wait_for()
