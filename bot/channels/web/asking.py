"""Asking through the API: the answer at once, or its progress as a stream. No thinking of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from bot.channels.web import answer_schema as shapes
from bot.channels.web.counting import CHANNEL, Counting, address_of, conversation_of, person_of
from bot.channels.web.problems import BUSY, Problem
from bot.channels.web.progress import HEADERS, Note, events
from bot.channels.web.schema import ErrorShape
from bot.messages import Incoming
from bot.reception_ports import Kept, Reception
from bot.reply_json import as_json

_ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorShape} for status in (429, 503)}
_NO_STORE = {"Cache-Control": "no-store"}
_EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}


class Crowd:
    """How many questions are under way; one more than ``most`` is turned away."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = 0

    @property
    def full(self) -> bool:
        """Whether another question would wait too long."""
        return self._inside >= self._most

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Counts a question while it is worked on."""
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1


def asking(reception: Reception, counting: Counting, most: int) -> APIRouter:
    """``POST /api/ask`` and ``POST /api/ask/events``: at most ``most`` questions under way."""
    router = APIRouter(tags=["questions"])
    crowd = Crowd(most)

    async def refused(request: Request) -> Problem | None:
        if crowd.full:
            return BUSY
        await counting.question(request)
        return None

    async def answered(request: Request, question: shapes.Question, note: Note | None = None) -> dict[str, Any]:
        conversation = question.conversation or secrets.token_urlsafe(16)
        incoming = Incoming(
            text=_well_formed(question.text),
            conversation=conversation_of(request, conversation),
            channel=CHANNEL,
            user=person_of(request, question.visitor),
            address=address_of(request),
            program=request.state.key,
            progress=note,
        )
        with crowd.one_more():
            kept = await reception.ask(incoming)
        return {**kept_json(kept), "conversation": conversation}

    @router.post("/api/ask", response_model=shapes.ReplyShape, responses=_ERRORS, summary="Ask a question")
    async def ask(request: Request, question: shapes.Question) -> JSONResponse:
        """Answers in the language of the question; refusals are answers too, with their own status."""
        problem = await refused(request)
        if problem:
            return problem.response()
        return JSONResponse(await answered(request, question), headers=_NO_STORE)

    @router.post(
        "/api/ask/events",
        response_class=StreamingResponse,
        responses={**_ERRORS, **_EVENTS},
        summary="Ask a question and watch its progress",
    )
    async def ask_events(request: Request, question: shapes.Question) -> Response:
        """Server-Sent Events: `state` (understanding, searching, reading), then `reply` with what POST /api/ask
        answers, or `error` with an error object."""
        problem = await refused(request)
        if problem:
            return problem.response()
        stream = events(lambda note: answered(request, question, note))
        return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)

    return router


def kept_json(kept: Kept) -> dict[str, Any]:
    """An answer with the id it can be opened under."""
    return {**as_json(kept.reply), "id": kept.id}


def _well_formed(text: str) -> str:
    """Text whose lone surrogates, which JSON can carry and UTF-8 cannot, are replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
