"""Kept answers through the API: read again as they were given, judged, and a person's data deleted."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from bot.channels.web import answer_schema as shapes
from bot.channels.web.asking import kept_json
from bot.channels.web.counting import CHANNEL, Counting, conversation_of, person_of
from bot.channels.web.document_json import as_full
from bot.channels.web.problems import Problem
from bot.channels.web.rendering import in_hanoi
from bot.channels.web.schema import DocumentShape, ErrorShape
from bot.ports import Readiness
from bot.reception_ports import Kept, Reception
from bot.store_errors import StoreError
from bot.store_ports import Opinion

_ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorShape} for status in (404, 429, 503)}
_UNKNOWN = Problem(
    404, "unknown_answer", "No answer is kept under this id.", "It may have been deleted; ask the question again."
)
_UNCITED = Problem(404, "unknown_document", "This answer cites no such document.", "Its citations name the ids.")
AWAY = Problem(
    503, "store_away", "What is kept cannot be reached now.", "Try again in a few seconds.", {"Retry-After": "10"}
)
_NOT_NOW = Problem(
    503, "not_deleted", "What is kept could not be deleted now.", "Try again in a minute.", {"Retry-After": "60"}
)
_PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


async def store_fails(readiness: Readiness) -> bool:
    """Whether nothing can be said of what is kept, least of all that it is not there."""
    degraded = await asyncio.to_thread(readiness.degraded)
    return any(part.partition(":")[0] == "store" for part in degraded)


def answers(reception: Reception, readiness: Readiness, counting: Counting) -> APIRouter:
    """``GET /api/answers/{id}``, the documents it cites, and ``POST /api/answers/{id}/opinion``."""
    router = APIRouter(tags=["answers"], responses=_ERRORS)

    async def absent() -> JSONResponse:
        return (AWAY if await store_fails(readiness) else _UNKNOWN).response()

    @router.get(
        "/api/answers/{answer_id}",
        response_model=shapes.KeptShape,
        dependencies=[Depends(counting.reading)],
        summary="Read an answer again",
    )
    async def one(request: Request, answer_id: str) -> JSONResponse:
        """The answer as it was given, whatever has become of the library since."""
        reply = await reception.kept(answer_id, request.state.key)
        if reply is None:
            return await absent()
        given = await reception.given_at(answer_id, request.state.key)
        answered_at = in_hanoi(given).isoformat(timespec="seconds") if given is not None else None
        return JSONResponse({**kept_json(Kept(reply, answer_id)), "answered_at": answered_at}, headers=_PRIVATE)

    @router.get(
        "/api/answers/{answer_id}/documents/{document_id}",
        response_model=DocumentShape,
        dependencies=[Depends(counting.reading)],
        summary="Read a document as an answer cited it",
    )
    async def cited(request: Request, answer_id: str, document_id: str) -> JSONResponse:
        """The document as it was when the answer was given, with every passage."""
        reply = await reception.kept(answer_id, request.state.key)
        if reply is None:
            return await absent()
        for citation in reply.citations:
            if citation.document.id == document_id:
                return JSONResponse(as_full(citation.document), headers=_PRIVATE)
        return _UNCITED.response()

    @router.post("/api/answers/{answer_id}/share", response_model=shapes.SharedShape, summary="Share an answer")
    async def share(request: Request, answer_id: str, given: shapes.ShareGiven) -> JSONResponse:
        """Notes that the person who asked gives its address away: it then stays when their data is deleted, unless
        they ask for it too."""
        await counting.writing(request, given.visitor)
        person, program = person_of(request, given.visitor), request.state.key
        shared = await reception.share(answer_id, CHANNEL, person, program)
        if not shared and await reception.kept(answer_id, program) is None:
            return await absent()
        return JSONResponse({"shared": shared})

    @router.post("/api/answers/{answer_id}/opinion", response_model=shapes.NotedShape, summary="Judge an answer")
    async def judge(request: Request, answer_id: str, given: shapes.OpinionGiven) -> JSONResponse:
        """Notes whether the answer was useful; personal data in the reason is removed before it is kept."""
        opinion = Opinion(given.useful, (given.reason or "").strip() or None)
        await counting.writing(request, given.visitor)
        who = person_of(request, given.visitor)
        noted = await reception.opinion(answer_id, CHANNEL, who, opinion, request.state.key)
        return JSONResponse({"noted": True}) if noted else await absent()

    return router


def forgetting(reception: Reception, counting: Counting) -> APIRouter:
    """``POST /api/forget``."""
    router = APIRouter(tags=["answers"], responses={status: {"model": ErrorShape} for status in (429, 503)})

    @router.post("/api/forget", response_model=shapes.ForgottenShape, summary="Delete a person's data")
    async def forget(request: Request, asked: shapes.ForgetMe) -> JSONResponse:
        """Deletes what is kept of a browser's id and of the conversations it names, questions and answers with it.

        Answers that were shared stay readable at their addresses and are counted in `shared_left`; with
        `"shared": true` they are deleted too. A program deletes what it kept itself: of the id it names, or of the
        conversations.
        """
        await counting.writing(request, asked.visitor)
        person = person_of(request, asked.visitor) if asked.visitor else None
        conversations = [conversation_of(request, each) for each in asked.conversations]
        try:
            removed = await reception.forget(CHANNEL, person, *conversations, shared=asked.shared)
        except StoreError:
            return _NOT_NOW.response()
        counts = {
            "answers": removed.answers,
            "turns": removed.turns,
            "feedback": removed.feedback,
            "shared_left": removed.shared,
        }
        return JSONResponse(counts, headers={"Cache-Control": "no-store"})

    return router
