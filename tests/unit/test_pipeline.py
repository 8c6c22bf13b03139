"""Running the steps: order, timings, the end of the walk, and the only catch-all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

import prompts
from bot.answering.draft import Draft
from bot.answering.pipeline import run
from bot.assembly import steps
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.messages import Incoming, Reply, Status
from tests.fakes_knowledge import TODAY, keyword_knowledge
from tests.fakes_telling import read_as

SECRET = "mật khẩu 12345 tại /srv/plan136/secrets.py"


class Passing:
    """A step that lets the draft through, and counts."""

    def __init__(self) -> None:
        self.seen: list[Draft] = []

    def __call__(self, draft: Draft) -> Draft:
        self.seen.append(draft)
        return draft


class Noting(Passing):
    """A step that leaves a line of interpretation."""

    def __call__(self, draft: Draft) -> Draft:
        return replace(super().__call__(draft), interpretation="ghi chú")


class Replying:
    """A step that ends the walk."""

    def __call__(self, draft: Draft) -> Draft:
        return replace(draft, reply=Reply(draft.incoming.text, Status.SMALLTALK, "vi", "Chào."))


class Failing:
    """A step that breaks."""

    def __call__(self, draft: Draft) -> Draft:
        raise RuntimeError(f"{SECRET}: {draft.incoming.text}")


def draft(language: str | None = None) -> Draft:
    reading = read_as("câu hỏi", language) if language else None
    return Draft(Incoming("câu hỏi", "a"), TODAY, reading=reading)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[dict[str, object]]]:
    """What is logged stays here."""
    with capture_logs() as entries:
        yield entries  # type: ignore[misc]


def test_steps_run_in_order_each_on_what_the_one_before_left() -> None:
    first, second, third = Passing(), Noting(), Passing()
    done = run((first, second, third, Replying()), draft())
    assert first.seen[0].interpretation is None and third.seen[0].interpretation == "ghi chú"
    assert done.reply is not None and done.reply.text == "Chào."


def test_nothing_runs_after_a_reply() -> None:
    after = Passing()
    done = run((Replying(), after), draft())
    assert after.seen == [] and done.reply is not None and done.reply.status is Status.SMALLTALK


def test_each_step_that_ran_is_timed_and_the_whole_too() -> None:
    reply = run((Passing(), Noting(), Replying(), Failing()), draft()).reply
    assert reply is not None and list(reply.timings_ms) == ["passing", "noting", "replying", "total"]
    assert all(took >= 0 for took in reply.timings_ms.values())


@pytest.mark.parametrize("language", ["vi", "en", None])
def test_a_failing_step_gives_words_in_the_questions_language_and_no_trace(language: str | None) -> None:
    after = Passing()
    reply = run((Passing(), Failing(), after), draft(language)).reply
    assert reply is not None and reply.status is Status.ERROR_INTERNAL
    assert reply.language == (language or "vi") and reply.question == "câu hỏi"
    assert reply.text == prompts.say(language or "vi", "status.error_internal")
    assert reply.citations == () and reply.facts == ()
    for leak in (SECRET, "12345", "RuntimeError", "Traceback", "failing"):
        assert leak not in repr(replace(reply, timings_ms={}))
    assert after.seen == [] and set(reply.timings_ms) == {"passing", "failing", "total"}


def test_the_log_names_the_step_that_failed(logged: list[dict[str, object]]) -> None:
    run((Passing(), Failing()), draft())
    errors = [entry for entry in logged if entry["log_level"] == "error"]
    assert [entry["step"] for entry in errors] == ["failing"]
    assert errors[0]["exc_info"]


def test_steps_that_leave_no_reply_end_in_an_apology() -> None:
    reply = run((Passing(),), draft("en")).reply
    assert reply is not None and reply.status is Status.ERROR_INTERNAL and reply.language == "en"
    empty = run((), draft()).reply
    assert empty is not None and empty.status is Status.ERROR_INTERNAL


@pytest.mark.parametrize("broken", range(1, 6))
def test_any_real_step_may_break_and_the_next_question_is_answered(broken: int) -> None:
    walk = steps(keyword_knowledge(), lambda: TODAY)
    held = Conversations()
    limping = PipelineChat((*walk[: broken - 1], Failing(), *walk[broken:]), held, lambda: TODAY)
    failed = limping.reply_to(Incoming("Kế hoạch 136 ban hành ngày nào?", "a"))
    assert failed.status is Status.ERROR_INTERNAL and SECRET not in failed.text
    sound = PipelineChat(walk, held, lambda: TODAY)
    answered = sound.reply_to(Incoming("Kế hoạch 136 ban hành ngày nào?", "a"))
    assert answered.status is Status.ANSWERED_DOCUMENT and "01/06/2021" in answered.text


def test_a_whole_walk_times_every_step() -> None:
    chat = PipelineChat(steps(keyword_knowledge(), lambda: TODAY), Conversations(), lambda: TODAY)
    walked = chat.reply_to(Incoming("PAPI phải tăng mấy bậc mỗi năm?", "a"))
    assert list(walked.timings_ms) == ["screen", "understand", "tell", "compose", "verify", "total"]
    greeted = chat.reply_to(Incoming("xin chào", "a"))
    assert list(greeted.timings_ms) == ["screen", "understand", "total"]
    assert not re.search(r"\d", greeted.text.replace("136", ""))
