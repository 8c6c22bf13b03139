"""Care: for who uses a keyboard, a screen reader, large type, a phone, the dark, or wants no motion."""

from __future__ import annotations

import pytest

from tests.browser_acts import COMPARISON, PATH, RESULT, TARGET, ask, overflow
from tests.browser_stage import axe_source

PAGES = {
    "register": "chi-tieu",
    "target": "chi-tieu/kh-136-2021/1",
    "indicator": "chi-tieu/chi-so/papi",
    "documents": "van-ban",
    "document": "van-ban/kh-136-2021",
}
SCENES = ("welcome", "answers", "panel", "history", "faq", "opinion", "shared", *PAGES)
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
TOLD = """found => found.violations.map((each) =>
    `${each.id} (${each.impact}): ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`)"""


@pytest.fixture(scope="session")
def axe() -> str:
    return axe_source()


def set_up(page, scene: str) -> None:
    """Brings a page to a scene."""
    if scene == "welcome":
        return
    if scene in PAGES:
        page.goto(page.url + PAGES[scene])
        return
    card = ask(page, TARGET)
    if scene == "answers":
        card.locator(".drawing summary").last.click()
        ask(page, COMPARISON)
        ask(page, RESULT)
    elif scene == "panel":
        card.locator(".mark").first.click()
        page.locator("#passage mark").wait_for()
    elif scene == "history":
        page.click("#history-open")
        page.get_by_role("button", name="Xoá dữ liệu của tôi").click()
    elif scene == "faq":
        page.click("#faq-open")
        page.locator(".faq-section summary").first.click()
    elif scene == "opinion":
        card.locator("[data-opinion=not]").click()
        card.locator(".share").click()
    elif scene == "shared":
        card.locator(".share").click()
        page.goto(card.locator(".share-address input").input_value())
        page.locator("#answer .citation").first.wait_for()


def violations(page, axe: str) -> list[str]:
    page.evaluate(axe)
    return page.evaluate(f"axe.run(document, {RULES}).then({TOLD})")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_axe_finds_nothing(visit, shot, axe, scene, scheme) -> None:
    page = visit(color_scheme=scheme)
    set_up(page, scene)
    shot(page)
    assert violations(page, axe) == []


@pytest.mark.parametrize("scene", ["welcome", "answers", "panel", "history", "shared", *PAGES])
def test_a_phone_of_360_pixels_shows_everything(visit, shot, axe, scene) -> None:
    page = visit(width=360, height=740, device_scale_factor=2, has_touch=True, is_mobile=True)
    set_up(page, scene)
    assert overflow(page) <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, .suggestion, .citation')]
            .filter((e) => e.checkVisibility() && !e.matches('.mark'))
            .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
            .filter(([box]) => box.height > 1 && (box.height < 40 || box.width < 40)).map(([, html]) => html)"""
    )
    assert small == [], "too small for a finger"
    shot(page)
    assert violations(page, axe) == []


@pytest.mark.parametrize("scene", ["welcome", "answers", "panel", "history"])
def test_zoomed_to_200_percent_nothing_is_lost(visit, shot, scene) -> None:
    page = visit(width=640, height=400, device_scale_factor=2)  # what 1280 x 800 is at 200 %
    set_up(page, scene)
    assert overflow(page) <= 0
    shot(page)
    if scene == "answers":
        figure = page.locator(".turn").last.locator(".figure").first
        figure.scroll_into_view_if_needed()
        middle = figure.evaluate(
            "(e) => { const b = e.getBoundingClientRect(); "
            "return document.elementFromPoint(b.x + 5, b.y + b.height / 2) === e; }"
        )
        assert middle, "the figure is behind something"


def test_everything_is_reached_by_keyboard_and_focus_is_seen(visit, shot) -> None:
    page = visit(has_touch=True, is_mobile=True)  # where the box does not take the focus at once
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    shot(page, "skip")
    page.keyboard.press("Enter")
    page.keyboard.type(TARGET)
    page.keyboard.press("Enter")
    page.locator("article.card").wait_for()
    page.locator(".asked").focus()
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate(
            "[document.activeElement.className || document.activeElement.tagName, "
            "getComputedStyle(document.activeElement).outlineStyle]"
        )
        if name == "TEXTAREA":
            break
        assert outlined != "none", name
        seen.append(name)
    for wanted in ("mark", "SUMMARY", "citation", "suggestion", "quiet copy", "quiet share", "quiet"):
        assert wanted in seen, seen


def test_the_panel_keeps_the_focus_and_gives_it_back(visit) -> None:
    page = visit()
    card = ask(page, COMPARISON)
    card.locator(".citation").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("#passage mark").wait_for()
    for _ in range(15):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#passage')"
        )
        assert inside
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "citation"


def test_a_screen_reader_hears_the_answer(visit) -> None:
    page = visit()
    ask(page, RESULT)
    said = page.locator("#live").inner_text()
    assert said.startswith("Kết quả. 86,50%")
    assert "[1]" not in said
    assert page.locator("#live").get_attribute("aria-live") == "polite"


def test_who_wants_no_motion_gets_none(visit) -> None:
    for wanted, most in (("reduce", 0), ("no-preference", 9)):
        page = visit(reduced_motion=wanted)
        ask(page, TARGET)
        page.click("#history-open")
        moving = page.evaluate("document.getAnimations().length")
        assert moving <= most
        assert moving > 0 or not most


def test_an_answer_prints_whole_with_every_citation_and_without_what_paper_cannot_use(visit, shot) -> None:
    page = visit(color_scheme="dark")
    card = ask(page, PATH)
    cited = card.locator(".citation").count()
    assert card.locator(".citation:visible").count() < cited
    page.emulate_media(media="print", color_scheme="dark")
    assert card.is_visible()
    assert card.locator(".citation:visible").count() == cited
    assert card.locator(".on-paper:visible").filter(has_text="“").count() == cited
    assert card.locator(".on-paper:visible").filter(has_text="Nguồn:").count() >= cited
    assert page.locator(".dock").is_hidden()
    assert card.locator(".foot-actions").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    shot(page, whole=True)
