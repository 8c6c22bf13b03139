"""The log of a serving process: JSON, with what belongs in it and nothing that is anybody's."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.messages import Incoming
from bot.redaction import COVER
from bot.serving.journal import keep_journal
from tests.fakes_chat import TARGET
from tests.fakes_reception import reception_of
from tests.fakes_zalo import TOKEN

SECRET = "một-khóa-rất-bí-mật"


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    keep_journal(logging.INFO, [SECRET, TOKEN], stream)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_and_those_of_libraries_are_json_with_a_time_and_a_level(journal: io.StringIO) -> None:
    structlog.get_logger("bot.x").info("answered", ms=3)
    logging.getLogger("library").warning("%s of %s lost", 1, 2)
    ours, theirs = lines(journal)
    assert (ours["event"], ours["ms"], ours["level"], ours["logger"]) == ("answered", 3, "info", "bot.x")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("1 of 2 lost", "warning", "library")
    assert ours["timestamp"].endswith("Z")


def test_tokens_passwords_and_personal_data_are_covered_wherever_they_stand(journal: io.StringIO) -> None:
    log = structlog.get_logger("bot.x")
    log.info("call", url=f"https://api.example/bot{TOKEN}/getMe", held={"key": [SECRET]})
    log.info("call", url="https://api.example/bot123456789:AAHkfdsgkjhdsgkjhdsfgkjhdsfg/getMe")
    log.info("database", url="postgresql://plan:hunter2@host/name")
    log.info("asked", note="gọi 0912345678, a.b@example.org", about="136/KH-UBND")
    try:
        raise ValueError(f"CCCD 001203004567 with {SECRET}")
    except ValueError:
        log.exception("broken")
    logging.getLogger("httpx").info("POST /bot%s/getMe", TOKEN)
    said = journal.getvalue()
    for secret in (TOKEN, SECRET, "AAHkfdsgkjhds", "hunter2", "0912345678", "a.b@example.org", "001203004567"):
        assert secret not in said
    *_, asked, broken = lines(journal)
    assert asked["note"] == f"gọi {COVER}, {COVER}"
    assert asked["about"] == "136/KH-UBND"
    assert "ValueError" in broken["exception"]


@pytest.mark.anyio
async def test_a_question_leaves_its_request_its_status_and_none_of_its_words(journal: io.StringIO) -> None:
    reception = reception_of()
    for _ in range(2):
        await reception.ask(Incoming(TARGET.question, "chat 1", "telegram", "77"))
    first, second = lines(journal)
    assert (first["event"], first["status"], first["channel"]) == ("answered", "answered_target", "telegram")
    assert first["request"] != second["request"]
    assert "hài lòng" not in journal.getvalue()
    assert "77" not in [first.get("user"), first.get("person")]


@pytest.mark.anyio
async def test_what_breaks_in_a_worker_thread_names_its_request(journal: io.StringIO) -> None:
    class Broken:
        def reply_to(self, incoming: Incoming) -> Any:
            structlog.get_logger("bot.step").warning("half way")
            raise RuntimeError(f"bí mật 0912345678 {len(incoming.text)}")

        def forget(self, conversation: str) -> None:
            pass

    await reception_of(Broken()).ask(Incoming("hỏi", "chat 1", "web"))
    half, broken, answered = lines(journal)
    assert half["request"] == broken["request"] == answered["request"]
    assert "0912345678" not in journal.getvalue()
