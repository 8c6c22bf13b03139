"""The API around an answer: its progress, its address, what people think of it, and forgetting."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from starlette.testclient import TestClient

from bot.channels.layout import printable
from bot.channels.web import answer_schema, schema
from bot.channels.web.app import create_app
from bot.channels.web.progress import STATES
from bot.messages import Incoming, Reply
from bot.reception_ports import Kept
from bot.reply_json import as_json
from bot.store_errors import StoreError
from bot.store_ports import Opinion, Removed
from tests.fakes_chat import HOSTILE, PLAN, TARGET, FakeChat, FakeLibrary, FakeReadiness
from tests.fakes_web import FakeReception
from tests.generated_replies import Made, replies
from tests.html_pages import parsed

CONVERSATION, VISITOR = "abcDEF_-123", "visitor-0001"


def client(reception: FakeReception | None = None) -> TestClient:
    app = create_app(reception or FakeReception(), FakeLibrary(), FakeReadiness())
    return TestClient(app, raise_server_exceptions=False)


def events(text: str) -> list[tuple[str, dict]]:
    return [(name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)]


def error_of(response) -> str:
    schema.ErrorShape.model_validate(response.json())
    return response.json()["error"]["code"]


class StepChat(FakeChat):
    """Tells its steps as the pipeline does."""

    def reply_to(self, incoming: Incoming) -> Reply:
        for step in ("screen", "understand", "tell", "compose", "verify"):
            assert incoming.progress
            incoming.progress(step)
        return super().reply_to(incoming)


class BrokenReception(FakeReception):
    async def ask(self, _: Incoming) -> Kept:
        raise RuntimeError("bí mật nội bộ")


class StuckReception(FakeReception):
    async def forget(self, *_: str | None, shared: bool = False) -> Removed:  # noqa: ARG002
        raise StoreError("đĩa đầy")


def asked(door: TestClient) -> str:
    told = door.post("/api/ask", json={"text": TARGET.question, "visitor": VISITOR}).json()
    return str(told["id"])


# progress


def test_a_stream_tells_each_state_once_and_then_the_reply() -> None:
    response = client(FakeReception(StepChat())).post(
        "/api/ask/events", json={"text": TARGET.question, "conversation": CONVERSATION}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    *states, (last, reply) = events(response.text)
    assert states == [("state", {"state": each}) for each in ("understanding", "searching", "reading")]
    assert last == "reply"
    answer_schema.ReplyShape.model_validate(reply)
    assert reply == {**as_json(TARGET), "id": reply["id"], "conversation": CONVERSATION}


def test_a_stream_that_fails_ends_with_an_error_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    response = client(BrokenReception()).post("/api/ask/events", json={"text": "a"})
    ((name, error),) = events(response.text)
    assert (name, error["error"]["code"]) == ("error", "internal")
    assert "bí mật" not in response.text
    assert "unhandled error while answering a stream" in caplog.text


def test_line_breaks_in_an_answer_do_not_break_the_stream() -> None:
    response = client().post("/api/ask/events", json={"text": HOSTILE.question})
    assert events(response.text)[-1][1]["text"] == HOSTILE.text


def test_every_step_of_the_pipeline_has_a_state() -> None:
    from tests.fakes_knowledge import assistant  # noqa: PLC0415  the real steps

    seen: list[str] = []
    reply = assistant().chat.reply_to(Incoming("Chỉ tiêu PAPI là bao nhiêu?", "steps", progress=seen.append))
    assert reply.status.group == "answered"
    assert set(seen) == set(STATES)


# who asks


def test_a_question_is_counted_to_the_browser_that_names_itself_else_to_its_address() -> None:
    reception = FakeReception()
    door = client(reception)
    door.post("/api/ask", json={"text": "a", "visitor": VISITOR})
    door.post("/api/ask", json={"text": "a"})
    assert [each.user for each in reception.asked] == [f"visitor:{VISITOR}", "address:testclient"]
    assert {each.channel for each in reception.asked} == {"web"}


# kept answers


def test_an_answer_can_be_read_again_as_it_was() -> None:
    door = client()
    answer_id = asked(door)
    response = door.get(f"/api/answers/{answer_id}")
    answer_schema.KeptShape.model_validate(response.json())
    assert response.json() == {**as_json(TARGET), "id": answer_id, "answered_at": "2026-11-23T00:00:00+07:00"}
    assert response.headers["x-robots-tag"] == "noindex"


def test_the_cited_document_is_the_one_the_answer_was_given_from() -> None:
    reception = FakeReception()
    app = create_app(reception, FakeLibrary(()), FakeReadiness())  # the library has lost it since
    door = TestClient(app)
    document = door.get(f"/api/answers/{asked(door)}/documents/{PLAN.id}").json()
    schema.DocumentShape.model_validate(document)
    assert document["passages"][0]["text"] == PLAN.passages[0].text
    assert error_of(door.get(f"/api/answers/{asked(door)}/documents/khac")) == "unknown_document"


def test_an_answer_that_was_not_kept_has_no_address() -> None:
    assert client(FakeReception(keeping=False)).post("/api/ask", json={"text": TARGET.question}).json()["id"] is None


@pytest.mark.parametrize("path", ["/api/answers/khong-co", "/api/answers/khong-co/documents/kh-136-2021"])
def test_an_unknown_answer_is_not_found(path: str) -> None:
    response = client().get(path)
    assert (response.status_code, error_of(response)) == (404, "unknown_answer")


def test_the_page_of_an_answer_can_be_read_without_a_script() -> None:
    door = client()
    response = door.get(f"/tra-loi/{asked(door)}")
    page = parsed(response.text)
    assert page.one("h1").text == TARGET.question
    shown = page.one("div", id="answer").text
    for line in TARGET.text.split("\n"):
        assert " ".join(line.split()) in shown
    for citation in TARGET.citations:
        assert citation.quote in shown
        assert citation.passage.locator in shown
    assert response.headers["x-robots-tag"] == "noindex"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", response.text)


def test_the_page_of_an_answer_says_when_it_was_given_and_is_the_same_every_time() -> None:
    door = client()
    address = f"/tra-loi/{asked(door)}"
    first, second, english = (door.get(each) for each in (address, address, f"{address}?lang=en"))
    assert parsed(first.text).one("time").text == "Trả lời lúc 00:00 ngày 23/11/2026 (giờ Hà Nội)"
    assert parsed(english.text).one("time").text == "Answered at 00:00 on 23 November 2026 (Hanoi time)"
    assert parsed(first.text).one("time")["datetime"] == "2026-11-23T00:00+07:00"
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_markup_in_a_shared_answer_stays_text() -> None:
    door = client()
    told = door.post("/api/ask", json={"text": HOSTILE.question}).json()
    text = door.get(f"/tra-loi/{told['id']}").text
    assert "<script>alert" not in text
    assert "\u202e" not in text


def test_a_page_that_was_never_there_says_so_in_words() -> None:
    response = client().get("/tra-loi/khong-co")
    assert response.status_code == 404
    assert "Không có câu trả lời này" in response.text
    assert "No such answer" in client().get("/tra-loi/khong-co?lang=en").text


@settings(max_examples=60)
@given(replies)
def test_no_generated_reply_breaks_its_page_or_loses_a_quote_there(made: Made) -> None:
    reception = FakeReception()
    reply = reception.replies["made"] = made.reply()
    page = parsed(client(reception).get("/tra-loi/made").text)
    shown = squeezed(page.one("div", id="answer").raw)
    assert not page.one("div", id="answer").all("img")
    assert len(page.all("blockquote")) == len(reply.citations)
    for citation in reply.citations:
        assert squeezed(citation.quote) in shown
    assert all(link["href"].startswith(("/", "#", "http")) for link in page.all("a") if "href" in link.attributes)


def squeezed(text: str) -> str:
    """What a page shows of a text: no spaces, no hidden characters."""
    return "".join(printable(text.encode("utf-8", "replace").decode()).split())


# opinions and forgetting


def test_while_the_store_fails_nothing_is_said_to_be_absent() -> None:
    app = create_app(FakeReception(), FakeLibrary(), FakeReadiness("store"))
    door = TestClient(app)
    judged = door.post("/api/answers/khong-co/opinion", json={"useful": True})
    documents = door.get("/api/answers/khong-co/documents/kh-136-2021")
    for response in (door.get("/api/answers/khong-co"), documents, judged):
        assert (response.status_code, error_of(response)) == (503, "store_away")
        assert response.headers["retry-after"] == "10"
    page = door.get("/tra-loi/khong-co")
    assert (page.status_code, page.headers["retry-after"]) == (503, "10")
    assert "câu trả lời không bị mất" in page.text


def test_an_opinion_is_noted_with_its_reason() -> None:
    reception = FakeReception()
    door = client(reception)
    answer_id = asked(door)
    body = {"useful": False, "reason": " Số liệu chưa đúng ", "visitor": VISITOR}
    assert door.post(f"/api/answers/{answer_id}/opinion", json=body).json() == {"noted": True}
    assert reception.opinions == {(answer_id, f"visitor:{VISITOR}"): Opinion(False, "Số liệu chưa đúng")}


def test_an_opinion_of_an_unknown_answer_is_refused() -> None:
    response = client().post("/api/answers/khong-co/opinion", json={"useful": True})
    assert (response.status_code, error_of(response)) == (404, "unknown_answer")


def test_a_reason_too_long_is_refused() -> None:
    door = client()
    response = door.post(f"/api/answers/{asked(door)}/opinion", json={"useful": False, "reason": "a" * 1001})
    assert (response.status_code, error_of(response)) == (422, "bad_field")


def test_a_persons_data_is_deleted_with_every_conversation_named() -> None:
    reception = FakeReception()
    door = client(reception)
    told = door.post("/api/ask", json={"text": "a", "visitor": VISITOR, "conversation": CONVERSATION}).json()
    door.post(f"/api/answers/{told['id']}/opinion", json={"useful": True, "visitor": VISITOR})
    response = door.post("/api/forget", json={"visitor": VISITOR, "conversations": [CONVERSATION, "another-1"]})
    answer_schema.ForgottenShape.model_validate(response.json())
    assert response.json() == {"answers": 1, "turns": 1, "feedback": 1, "shared_left": 0}
    assert reception.forgotten == [("web", f"visitor:{VISITOR}", f"web:{CONVERSATION}", "web:another-1")]
    assert door.get(f"/api/answers/{told['id']}").status_code == 404


def test_a_shared_answer_is_said_to_stay_and_is_deleted_when_asked() -> None:
    door = client()
    told = door.post("/api/ask", json={"text": "a", "visitor": VISITOR, "conversation": CONVERSATION}).json()
    assert door.post(f"/api/answers/{told['id']}/share", json={}).json() == {"shared": False}, "another person's"
    assert door.post("/api/answers/khong-co/share", json={}).status_code == 404
    response = door.post(f"/api/answers/{told['id']}/share", json={"visitor": VISITOR})
    answer_schema.SharedShape.model_validate(response.json())
    assert door.post("/api/forget", json={"visitor": VISITOR}).json()["shared_left"] == 1
    assert door.get(f"/api/answers/{told['id']}").status_code == 200
    left = door.post("/api/forget", json={"visitor": VISITOR, "shared": True}).json()
    assert (left["answers"], left["shared_left"]) == (1, 0)
    assert door.get(f"/api/answers/{told['id']}").status_code == 404


def test_without_a_visitor_the_conversations_are_forgotten_and_nobody_elses() -> None:
    reception = FakeReception()
    door = client(reception)
    mine = door.post("/api/ask", json={"text": "a", "conversation": CONVERSATION}).json()
    other = door.post("/api/ask", json={"text": "a", "conversation": "another-1"}).json()
    assert door.post("/api/forget", json={"conversations": [CONVERSATION]}).json()["answers"] == 1
    assert reception.forgotten == [("web", None, f"web:{CONVERSATION}")]
    assert door.get(f"/api/answers/{mine['id']}").status_code == 404
    assert door.get(f"/api/answers/{other['id']}").status_code == 200, "of the same network address"
    assert door.post("/api/forget", json={}).status_code == 422


def test_forgetting_that_failed_says_so() -> None:
    response = client(StuckReception()).post("/api/forget", json={"visitor": VISITOR})
    assert (response.status_code, error_of(response)) == (503, "not_deleted")
    assert "đĩa đầy" not in response.text
