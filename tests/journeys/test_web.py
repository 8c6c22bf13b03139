"""The web door from outside: every address, every bad input, the page's own rules."""

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import bot.channels.web as web
from bot.channels import wording
from bot.channels.web import answer_schema, schema
from bot.channels.web.access import Access
from bot.channels.web.app import create_app
from bot.channels.web.guard import BODY_LIMIT
from bot.messages import Incoming, Status
from bot.reply_json import as_json
from knowledge.documents import Confidence, Edition
from knowledge.faq import Audience
from tests.fakes_chat import HOSTILE, PLAN, SATISFACTION, TARGET, BrokenChat, FakeChat, FakeLibrary, FakeReadiness
from tests.fakes_faq import FakeQuestions
from tests.fakes_knowledge import assistant
from tests.fakes_web import FakeReception

FOLDER = Path(web.__file__).parent / "browser"
ASSETS = sorted(path for path in FOLDER.iterdir() if path.suffix in {".html", ".css", ".js", ".svg"})
STYLES = {"page.css", "chat.css", "answer.css", "passage.css", "actions.css", "panels.css", "framed.css"}
CONVERSATION = "abcDEF_-123"


def client(chat=None, *, degraded=(), base_url="http://testserver", **options):
    app = create_app(FakeReception(chat), FakeLibrary(), FakeReadiness(*degraded), **options)
    return TestClient(app, base_url=base_url, raise_server_exceptions=False)


def error_of(response):
    schema.ErrorShape.model_validate(response.json())
    return response.json()["error"]["code"]


def data(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    return json.loads(text[text.index(" = ") + 3 :].rstrip().removesuffix(";"))


def words():
    return {code: data(f"words.{code}.js") for code in ("vi", "en")}


# asking


def test_ask_answers_with_the_reply_object():
    chat = FakeChat()
    response = client(chat).post("/api/ask", json={"text": TARGET.question, "conversation": CONVERSATION})
    assert response.status_code == 200
    told = response.json()
    assert {**as_json(TARGET), "conversation": CONVERSATION, "id": told["id"]} == told
    assert response.headers["cache-control"] == "no-store"
    assert chat.asked[0].text == TARGET.question
    assert chat.asked[0].conversation == f"web:{CONVERSATION}"


def test_a_reply_has_the_shape_openapi_names():
    for question in (TARGET.question, HOSTILE.question, "không có trong kịch bản"):
        answer_schema.ReplyShape.model_validate(client().post("/api/ask", json={"text": question}).json())


def test_without_a_conversation_a_new_valid_one_is_made():
    ids = {client().post("/api/ask", json={"text": "một"}).json()["conversation"] for _ in range(3)}
    assert len(ids) == 3
    assert all(re.fullmatch(schema.CONVERSATION, each) for each in ids)


def test_a_long_question_reaches_the_chat_which_refuses_it():
    response = client().post("/api/ask", json={"text": "à" * 2001})
    assert response.status_code == 200
    assert response.json()["status"] == "refused_too_long"


def test_markup_in_a_reply_stays_data():
    response = client().post("/api/ask", json={"text": HOSTILE.question})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["text"] == HOSTILE.text


def test_a_lone_surrogate_becomes_a_replacement_character():
    chat = FakeChat()
    headers = {"content-type": "application/json"}
    response = client(chat).post("/api/ask", content=rb'{"text": "a\ud83d"}', headers=headers)
    assert response.status_code == 200
    assert chat.asked[0].text == "a\ufffd"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "bad_field"),
        (b"{", 400, "bad_json"),
        (b'{"text": "\xff"}', 400, "bad_json"),
        (b"[" * 12000, 400, "bad_json"),
        (b"[]", 422, "bad_field"),
        (b"null", 422, "bad_field"),
        (b"{}", 422, "bad_field"),
        (b'{"text": 1}', 422, "bad_field"),
        (b'{"text": null}', 422, "bad_field"),
        (b'{"text": "a", "conversation": "short"}', 422, "bad_field"),
        (b'{"text": "a", "conversation": "abcdefgh\\n"}', 422, "bad_field"),
        (b'{"text": "a", "conversation": "../../../etc"}', 422, "bad_field"),
        (b'{"text": "a", "conversaton": "abcdefgh"}', 422, "bad_field"),
    ],
)
def test_bad_bodies_get_a_clear_error(body, status, code):
    chat = FakeChat()
    response = client(chat).post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, error_of(response)) == (status, code)
    assert chat.asked == []


def test_a_bad_field_is_named():
    message = client().post("/api/ask", json={"text": 1}).json()["error"]["message"]
    assert message.startswith("text: ")


def test_a_body_over_the_cap_is_refused_naming_the_limit():
    response = client().post("/api/ask", json={"text": "a" * BODY_LIMIT})
    assert (response.status_code, error_of(response)) == (413, "body_too_large")
    assert str(BODY_LIMIT) in response.json()["error"]["message"]


def test_a_body_over_the_cap_in_unannounced_chunks_is_refused():
    chunks = (b"a" * 1024 for _ in range(64))
    response = client().post("/api/ask", content=chunks, headers={"content-type": "application/json"})
    assert (response.status_code, error_of(response)) == (413, "body_too_large")


@pytest.mark.parametrize("declared", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_not_declared_as_json_is_refused(declared):
    response = client().post("/api/ask", content=b'{"text": "a"}', headers={"content-type": declared})
    assert (response.status_code, error_of(response)) == (415, "not_json")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_other_sites_may_not_post(headers):
    chat = FakeChat()
    response = client(chat).post("/api/ask", json={"text": "a"}, headers=headers)
    assert (response.status_code, error_of(response)) == (403, "foreign_origin")
    assert chat.asked == []


def test_our_own_page_may_post():
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert client().post("/api/ask", json={"text": "a"}, headers=headers).status_code == 200


def test_only_published_hosts_are_served_when_named():
    hosts = ("hoi.example.vn",)
    assert client(access=Access(hosts=hosts)).get("/healthz").status_code == 421
    assert error_of(client(access=Access(hosts=hosts)).get("/")) == "wrong_host"
    assert client(access=Access(hosts=hosts), base_url="http://HOI.example.vn:8136").get("/healthz").status_code == 200
    behind_proxy = client(access=Access(hosts=hosts), base_url="http://hoi.example.vn:8136")
    headers = {"origin": "https://hoi.example.vn"}
    assert behind_proxy.post("/api/ask", json={"text": "a"}, headers=headers).status_code == 200


def test_a_failure_shows_no_trace_and_is_logged(caplog):
    response = client(BrokenChat()).post("/api/ask", json={"text": "a"})
    assert (response.status_code, error_of(response)) == (500, "internal")
    assert "bí mật" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["content-security-policy"]
    assert "unhandled error at POST /api/ask" in caplog.text


def test_too_many_waiting_questions_are_told_to_come_back():
    response = client(most_asking=0).post("/api/ask", json={"text": "a"})
    assert (response.status_code, error_of(response)) == (503, "busy")
    assert response.headers["retry-after"]


# documents and health


def test_documents_are_listed():
    listed = client().get("/api/documents").json()
    schema.DocumentsShape.model_validate(listed)
    (only,) = listed["documents"]
    assert (only["id"], only["number"], only["issued_on"]) == ("kh-136-2021", "136/KH-UBND", "2021-06-01")


def test_a_document_has_its_status_sources_and_passages():
    document = client().get("/api/documents/kh-136-2021").json()
    schema.DocumentShape.model_validate(document)
    assert document["status"]["value"] == "ended"
    assert [source["id"] for source in document["sources"]] == ["S01", "S02"]
    first = document["passages"][0]
    assert (first["id"], first["locator"], first["text"]) == (
        SATISFACTION.id,
        SATISFACTION.locator,
        SATISFACTION.text,
    )
    assert first["sources"] == ["S01", "S02"]
    assert len(document["passages"]) == len(PLAN.passages)


@pytest.mark.parametrize("name", ["khong-co", "..%2F..%2Fetc%2Fpasswd", "%00", "kh-136-2021%20"])
def test_an_unknown_document_is_not_found(name):
    response = client().get(f"/api/documents/{name}")
    assert response.status_code == 404
    assert error_of(response) in ("unknown_document", "not_found")


def test_common_questions_come_by_section_in_both_languages():
    listed = client(questions=FakeQuestions()).get("/api/faq").json()
    schema.FaqShape.model_validate(listed)
    assert [(each["id"], each["name_en"]) for each in listed["sections"]] == [
        ("reading", "Reading the targets"),
        ("citizens", "Citizens and their procedures"),
    ]
    assert listed["sections"][1]["questions"] == [
        {
            "id": "fee",
            "question": "Nộp trực tuyến có mất phí không?",
            "question_en": "Is there a fee?",
            "audience": "citizen",
        }
    ]


def test_without_common_questions_the_list_is_empty():
    assert client().get("/api/faq").json() == {"sections": []}


def test_health():
    assert client().get("/healthz").json() == {"status": "ok"}
    assert client().get("/readyz").json() == {"status": "ready", "degraded": []}
    warming = client(degraded=("encoder",)).get("/readyz")
    assert warming.status_code == 200
    assert warming.json() == {"status": "degraded", "degraded": ["encoder"]}


def test_openapi_names_every_address():
    described = client().get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/answers/{answer_id}",
        "/api/answers/{answer_id}/documents/{document_id}",
        "/api/answers/{answer_id}/opinion",
        "/api/answers/{answer_id}/share",
        "/api/ask",
        "/api/ask/events",
        "/api/documents",
        "/api/documents/{document_id}",
        "/api/faq",
        "/api/forget",
        "/healthz",
        "/readyz",
    }


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/nope", "/assets/x/app.py", "/assets/x/page.html"])
def test_nothing_else_is_served(path):
    response = client().get(path)
    assert (response.status_code, error_of(response)) == (404, "not_found")


def test_a_person_at_a_wrong_address_sees_a_page_and_a_program_an_error():
    told = client().get("/nope?lang=en", headers={"Accept": "text/html,*/*;q=0.8"})
    assert told.status_code == 404
    assert told.headers["content-type"] == "text/html; charset=utf-8"
    assert "No such page" in told.text
    assert 'href="/"' in told.text
    hostile = client().get("/<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert "<script>alert" not in hostile.text
    assert error_of(client().get("/nope", headers={"Accept": "application/json"})) == "not_found"


def test_a_wrong_method_names_the_right_one():
    response = client().get("/api/ask")
    assert (response.status_code, error_of(response)) == (405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/documents", "/nope", "/favicon.ico"])
def test_security_headers_are_everywhere(path):
    headers = client().get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


# the page


def test_the_page_is_vietnamese_and_its_files_are_cached_by_content():
    page = client().get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert '<html lang="vi" class="whole">' in page.text
    linked = re.findall(r'(?<!modulepreload" )(?:href|src)="(/assets/[^"]+)"', page.text)
    assert {Path(path).name for path in linked} == {"icon.svg", *STYLES, "page.js"}
    for path in linked:
        response = client().get(path)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
    assert client().get("/", headers={"if-none-match": page.headers["etag"]}).status_code == 304
    assert client().get("/assets/older/page.js").headers["cache-control"] == "no-cache"


def test_every_module_the_page_imports_is_served():
    for path in FOLDER.glob("*.js"):
        for name in re.findall(r'from "\./([^"]+)"', path.read_text(encoding="utf-8")):
            assert client().get(f"/assets/x/{name}").headers["content-type"] == "text/javascript; charset=utf-8"


def test_the_page_names_every_module_it_needs_so_that_none_waits_for_another():
    named = re.findall(r'<link rel="modulepreload" href="(/assets/[^"]+)">', client().get("/").text)
    needed, waiting = set(), ["page.js"]
    while waiting:
        text = (FOLDER / waiting.pop()).read_text(encoding="utf-8")
        new = set(re.findall(r'from "\./([^"]+)"', text)) - needed
        needed |= new
        waiting += new
    assert {each.rpartition("/")[2] for each in named} == needed
    assert all(client().get(each).headers["cache-control"].endswith("immutable") for each in named)


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_assets_name_no_foreign_host_and_put_no_data_into_markup(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(?:https?:)?//[\w-]+\.\w", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


def test_the_page_has_no_inline_script_or_style():
    page = (FOLDER / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def test_the_page_is_labelled():
    page = (FOLDER / "page.html").read_text(encoding="utf-8")
    assert 'id="faq-open" aria-haspopup="dialog"' in page
    assert '<dialog id="faq" class="panel" aria-labelledby="faq-title">' in page
    assert 'class="skip" href="#question"' in page
    assert 'for="question"' in page
    assert 'aria-live="polite"' in page


def keys(value):
    return {name: keys(each) for name, each in value.items()} if isinstance(value, dict) else None


def test_both_languages_have_the_same_words():
    assert keys(words()["vi"]) == keys(words()["en"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_labels_are_those_of_every_channel(language):
    page = words()[language]
    assert page["statuses"] == {status.value: wording.status_label(status, language) for status in Status}
    assert page["editions"] == {each.value: wording.edition_label(each, language) for each in Edition}
    assert set(page["audiences"]) == {each.value for each in Audience}
    assert page["confidences"] == {each.value: wording.confidence_label(each, language) for each in Confidence}


def test_words_in_the_page_are_the_vietnamese_ones():
    page = (FOLDER / "page.html").read_text(encoding="utf-8")
    found = re.findall(r'data-words="(\w+)">([^<]*)<', page)
    assert found
    for key, text in found:
        assert words()["vi"][key] == text


def test_examples_include_an_unmarked_and_an_english_one():
    examples = data("examples.js")
    assert 6 <= len(examples) <= 8
    assert any(each["text"].isascii() and each["lang"] == "vi" for each in examples)
    assert any(each["lang"] == "en" for each in examples)
    assert sum(each["lang_en"] == "en" for each in examples) >= 6, "an English page speaks English"


@pytest.mark.parametrize("text", [each[key] for each in data("examples.js") for key in ("text", "text_en")])
def test_every_example_is_answered(text):
    assert assistant().chat.reply_to(Incoming(text, "examples")).status.group == "answered"
