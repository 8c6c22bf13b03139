"""The register's pages over the bundled register: what a person sees is what its documents set, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

import bot.channels.web as web
import prompts
from bot.assembly import library_of
from bot.channels.web.app import create_app
from bot.publishing.desk import Desk
from bot.publishing.rows import row
from knowledge.register.register import Register
from knowledge.register.selection import Due, Selection, select
from knowledge.register.values import Level, Target, Wording
from tests.fakes_chat import FakeReadiness
from tests.fakes_knowledge import TODAY, keyword_knowledge, register
from tests.fakes_press import FakePress
from tests.fakes_web import FakeReception
from tests.html_pages import Element, parsed

TEMPLATES = sorted((Path(web.__file__).parent / "templates").glob("*.html"))
TARGETS = register().all_targets
HOSTILE = "<script>alert('x')</script>\"&\u202e"


def client(held: Register | None = None) -> TestClient:
    desk = Desk(held or register(), lambda: TODAY)
    app = create_app(FakeReception(), library_of(keyword_knowledge()), FakeReadiness(), register=(desk, FakePress()))
    return TestClient(app, raise_server_exceptions=False)


CLIENT = client()


def page(path: str, status: int = 200) -> Element:
    response = CLIENT.get(path)
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return parsed(response.text)


def shown(found: Element) -> list[str]:
    """Ids of the targets in the table, in order."""
    return [each["data-target"] for each in found.all("tr") if "data-target" in each.attributes]


def folded(text: str) -> str:
    return " ".join(text.split())


# the list


def test_the_list_shows_every_target_once_in_the_order_of_the_documents() -> None:
    found = page("/chi-tieu")
    assert shown(found) == [target.id for target in TARGETS]
    assert found.one("h2", id="count").text == f"{len(TARGETS)} chỉ tiêu"
    assert found.one("html")["lang"] == "vi"


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("year=2025", Selection(years=(2025,))),
        ("level=commune", Selection(levels=(Level.COMMUNE,))),
        ("area=digitisation", Selection(areas=("digitisation",))),
        ("document=kh-136-2021", Selection(documents=("kh-136-2021",))),
        ("document=136%2Fkh-ubnd", Selection(documents=("kh-136-2021",))),
        ("indicator=papi", Selection(indicators=("papi",))),
        ("value=95", Selection(values=(register().targets()[2].number or 0,))),  # type: ignore[arg-type]
        ("value=95%25", Selection(values=(register().targets()[2].number or 0,))),  # type: ignore[arg-type]
        ("due=before", Selection(due=Due.BEFORE)),
        ("due=after", Selection(due=Due.AFTER)),
        (
            "year=2021&level=district&document=kh-136-2021",
            Selection(("kh-136-2021",), levels=(Level.DISTRICT,), years=(2021,)),
        ),
        ("level=commune&level=district", Selection(levels=(Level.COMMUNE, Level.DISTRICT))),
        ("year=&level=&due=", Selection()),
    ],
)
def test_filters_agree_with_the_register(query: str, selection: Selection) -> None:
    expected = [target.id for target in select(register(), selection, TODAY)]
    assert expected, "a filter that finds nothing tests nothing"
    assert shown(page(f"/chi-tieu?{query}")) == expected


def test_the_day_deadlines_are_counted_from_may_be_named() -> None:
    on = date(2023, 1, 1)
    expected = [target.id for target in select(register(), Selection(due=Due.BEFORE), on)]
    found = page("/chi-tieu?due=before&on=2023-01-01")
    assert shown(found) == expected
    assert expected != [t.id for t in select(register(), Selection(due=Due.BEFORE), TODAY)]
    assert found.one("form").one("input", name="on")["value"] == "2023-01-01"


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_the_cells_of_a_row_belong_to_one_target(target: Target) -> None:
    found = page(f"/chi-tieu?document={target.place.document}")
    (line,) = [each for each in found.all("tr") if each.get("data-target") == target.id]
    own = row(target, register(), "vi", TODAY)
    assert line.one("td", _class="fig").text.lower() == folded(own.figure).lower()
    link = line.one("th", scope="row").all("a")[0]
    assert (link["href"], link.text) == (f"/chi-tieu/{target.id}", folded(own.statement))
    assert own.deadline in line.one("td", _class="when").text
    assert "".join(each.text for each in line.all("td", _class="lev")) == own.level
    assert line.one("td", _class="doc").text == folded(f"{own.document} {own.locator}")
    for text in (own.scope, own.exception, own.baseline):
        assert folded(text) in line.text


def test_the_form_says_what_was_asked_and_asks_the_same_again() -> None:
    for asked in ({"year": ["2025"], "level": ["commune"]}, {"level": ["commune", "district"]}, {"year": ["2044"]}):
        found = page(f"/chi-tieu?{urlencode(asked, doseq=True)}&lang=en")
        form = found.one("form")
        assert (form["method"], form["action"]) == ("get", "/chi-tieu")
        sent = [(each["name"], each["value"]) for each in form.all("input")]
        for select_ in form.all("select"):
            options = [each for each in select_.all("option") if "selected" in each.attributes]
            assert len(options) <= 1 or "multiple" in select_.attributes
            sent += [(select_["name"], each["value"]) for each in options] or [(select_["name"], "")]
        again = page(f"/chi-tieu?{urlencode(sent)}")
        assert shown(again) == shown(found)
        assert again.one("html")["lang"] == "en"


def test_every_offered_value_is_one_that_targets_have() -> None:
    found = page("/chi-tieu")
    for field in found.one("form").all("select"):
        for option in field.all("option")[1:]:
            assert shown(page(f"/chi-tieu?{urlencode({field['name']: option['value']})}")), option.text


def test_every_field_has_its_label_and_every_table_its_heads() -> None:
    found = page("/chi-tieu")
    labelled = {each["for"] for each in found.all("label")}
    assert {each["id"] for each in found.all("select")} <= labelled
    table = found.one("table")
    assert table.one("caption").text
    assert {each["scope"] for each in table.all("th")} == {"col", "row"}
    assert all(each.get("role") for each in table.walk() if each.name in {"tr", "td", "th", "thead", "tbody"})


def test_downloads_and_the_timeline_carry_the_same_filters() -> None:
    found = page("/chi-tieu?year=2025&level=commune&on=2024-01-01&lang=en")
    links = [each["href"] for each in found.all("a") if "/api/targets." in each.get("href")]
    pictures = [each["src"] for each in found.all("img") if "timeline" in each["src"]]
    assert [urlsplit(each).path for each in links] == ["/api/targets.csv", "/api/targets.xlsx", "/api/targets.md"]
    for each in (*links, *pictures):
        wanted = {"year": ["2025"], "level": ["commune"], "on": ["2024-01-01"], "language": ["en"]}
        assert parse_qs(urlsplit(each).query) == wanted
        assert CLIENT.get(each).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "year=abc",
        "year=20255",
        "level=xa",
        "due=now",
        "document=x",
        "value=nan",
        "value=1e99",
        "on=2026-13-01",
        "on=2026",
        "year=٢٠٢٥",
        "due=before&due=after",
    ],
)
def test_a_bad_filter_is_named_with_what_it_may_be(query: str) -> None:
    found = page(f"/chi-tieu?{query}", status=400)
    said = found.one("div", role="alert").text
    assert "Có thể dùng:" in said
    assert shown(found) == []
    assert found.one("form").all("select"), "the form is there to mend it"


def test_a_filter_that_finds_nothing_says_so_and_leads_on() -> None:
    found = page("/chi-tieu?year=2025&indicator=papi&level=commune")
    assert shown(found) == []
    assert "Không có chỉ tiêu nào khớp" in found.text
    assert found.all("a", href="/chi-tieu")


# a target


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_every_target_has_a_page_with_its_figure_and_its_quote(target: Target, language: str) -> None:
    found = page(f"/chi-tieu/{target.id}" + ("?lang=en" if language == "en" else ""))
    own = row(target, register(), language, TODAY)
    citation = register().cite(target.place)
    assert found.one("html")["lang"] == language
    assert found.one("p", _class="big").raw.casefold() == own.figure.casefold()
    assert found.one("h1").text == folded(own.statement)
    assert found.one("mark").raw == citation.quote
    assert found.one("blockquote").raw == citation.passage.text
    for source in citation.sources:
        assert folded(source.title) in found.text
        if source.url:
            link = found.all("a", href=source.url)[0]
            assert {"noopener", "noreferrer"} <= set(link["rel"].split())
    for said in (own.scope, own.exception, own.baseline, own.note, *own.disagreements):
        assert folded(said) in found.text
    assert not re.search(r"\bđã đạt(?! hay)", found.text), "a page is no verdict"


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_a_page_shows_the_path_and_the_results_of_its_own_indicator(target: Target) -> None:
    found = page(f"/chi-tieu/{target.id}")
    path = {each.id for each in register().targets([target.indicator])}
    assert set(shown(found)) == (path if len(path) > 1 else set())
    indicator = register().indicator(target.indicator)
    measured = indicator.measured_by or indicator.id
    expected = sorted(each.id for each in register().all_results if each.indicator == measured)
    results = [each for each in found.all("tr") if "data-result" in each.attributes]
    assert sorted(each["data-result"] for each in results) == expected
    yardstick = register().indicator(measured).short.vi
    assumed = prompts.say("vi", "achieved.assumed", yardstick=yardstick) in found.text
    assert assumed == (indicator.assumed and bool(expected))
    told = "không phải kết luận" if expected else "chưa thể nói đã đạt hay chưa"
    assert told in found.text


def test_a_page_has_one_stable_address_in_two_languages() -> None:
    for path in ("/chi-tieu", "/chi-tieu/kh-136-2021/2", "/chi-tieu/chi-so/papi", "/van-ban/kh-136-2021"):
        vietnamese, english = page(path), page(f"{path}?lang=en&utm_source=x")
        for found, own in ((vietnamese, path), (english, f"{path}?lang=en")):
            assert found.one("link", rel="canonical")["href"] == f"http://testserver{own}"
            others = {each["hreflang"]: each["href"] for each in found.all("link", rel="alternate")}
            assert others["vi"] == f"http://testserver{path}"
            assert others["en"] == f"http://testserver{path}?lang=en"
            assert found.one("title").text
            assert found.one("meta", name="description")["content"]
        switch = vietnamese.one("header").one("a", hreflang="en")
        assert switch["href"] == f"{path}?lang=en"


def test_a_page_offers_its_card_its_address_and_the_assistant() -> None:
    found = page("/chi-tieu/kh-136-2021/2")
    assert found.one("input", id="address")["value"] == "http://testserver/chi-tieu/kh-136-2021/2"
    card = found.one("figure", _class="card-picture").one("img")
    assert card["src"] == "/api/targets/kh-136-2021/2/card.png"
    assert "85%" in card["alt"]
    chart = next(each for each in found.all("img") if "chart.png" in each["src"])
    assert "trên 85%" in chart["alt"]
    assert "86,50%" in chart["alt"]
    asks = next(each for each in found.all("a") if each["href"].startswith("/?q="))
    (question,) = parse_qs(urlsplit(asks["href"]).query)["q"]
    assert "Kế hoạch 136" in question
    assert "2023" in question


@pytest.mark.parametrize(
    "path", ["/chi-tieu", "/chi-tieu/kh-136-2021/2", "/chi-tieu/chi-so/papi", "/van-ban", "/van-ban/nq-76-2021"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_of_a_page_leads_somewhere(path: str, language: str) -> None:
    found = page(f"{path}?lang={language}")
    places = {id_ for each in found.walk() if (id_ := each.get("id"))}
    for each in {each.get("href") or each.get("src") for each in found.all("a") + found.all("img")}:
        if each.startswith("#"):
            assert each[1:] in places
        elif not each.startswith("http"):
            assert CLIENT.get(each).status_code == 200, each
            fragment = urlsplit(each).fragment
            if fragment:
                assert any(e.get("id") == fragment for e in page(each).walk()), each


def test_indicators_have_pages_with_their_targets_and_results() -> None:
    for indicator in register().indicators:
        found = page(f"/chi-tieu/chi-so/{indicator.id}")
        assert set(shown(found)) == {each.id for each in register().targets([indicator.id])}
        assert folded(indicator.name.vi).casefold() == found.one("h1").text.casefold()


def test_every_document_is_listed_with_its_title_and_the_number_of_its_targets() -> None:
    found = page("/van-ban")
    rows = found.one("tbody").all("tr")
    documents = library_of(keyword_knowledge()).documents()
    assert [row.one("th").one("a")["href"] for row in rows] == [f"/van-ban/{each.id}" for each in documents]
    assert [row.one("th").text for row in rows] == [folded(each.title) for each in documents]
    plan = next(row for row in rows if "136/KH-UBND" in row.all("td")[0].text)
    targets = len(select(register(), Selection(documents=("kh-136-2021",)), TODAY))
    assert plan.all("td")[-1].text == str(targets)
    assert f"{len(documents)} documents" in page("/van-ban?lang=en").one("h2").text


@pytest.mark.parametrize(
    "path",
    [
        "/chi-tieu/kh-136-2021/999",
        "/chi-tieu/x",
        "/chi-tieu/..%2F..%2Fetc",
        "/chi-tieu/%3Cb%3E",
        "/chi-tieu/chi-so/x",
        "/van-ban/x",
    ],
)
def test_what_is_not_held_is_a_friendly_404_with_links(path: str) -> None:
    found = page(path, status=404)
    assert found.one("h1").text.startswith("Không có")
    assert found.all("a", href="/chi-tieu")
    assert found.all("a", href="/")


# safety


def test_what_a_document_says_stays_text() -> None:
    hostile = Wording(HOSTILE, HOSTILE)
    first = replace(TARGETS[0], statement=hostile, scope=hostile, exception=hostile, note=hostile, reviewed=False)
    held = replace(register(), all_targets=(first, *TARGETS[1:]))
    for path in ("/chi-tieu", f"/chi-tieu/{first.id}"):
        html = client(held).get(path).text
        assert "<script>alert" not in html
        found = parsed(html)
        assert "<script>alert('x')</script>\"&" in found.text
        assert "\u202e" not in html, "direction characters are taken out"
        assert "Chưa kiểm duyệt" in found.text


def test_what_an_address_says_stays_text() -> None:
    for path in ("/chi-tieu?year=%3Cscript%3E", "/chi-tieu/%3Cscript%3E%22", "/chi-tieu?lang=%22%3E%3Cscript%3E"):
        response = CLIENT.get(path)
        assert "<script>" not in response.text
        parsed(response.text)


def test_pages_carry_the_strict_headers_and_nothing_inline() -> None:
    for path in ("/chi-tieu", "/chi-tieu/kh-136-2021/2", "/chi-tieu/nope", "/api/targets", "/api/timeline.png"):
        headers = CLIENT.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "img-src 'self'" in policy
        assert "unsafe" not in policy
        assert "data:" not in policy
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|\|\s*safe\b|autoescape", text), (
            template.name
        )


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    first = CLIENT.get("/chi-tieu/kh-136-2021/2")
    again = CLIENT.get("/chi-tieu/kh-136-2021/2", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert CLIENT.head("/chi-tieu").status_code == 200


def test_both_languages_have_the_same_words_and_places_on_the_pages() -> None:
    words = {language: prompts.page_words(language) for language in prompts.LANGUAGES}
    assert {group: set(texts) for group, texts in words["vi"].items()} == {g: set(t) for g, t in words["en"].items()}
    for group, texts in words["vi"].items():
        for name, text in texts.items():
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", words["en"][group][name])), name


def test_the_chat_leads_to_the_register() -> None:
    assert parsed(CLIENT.get("/").text).one("header").one("a", href="/chi-tieu").text
