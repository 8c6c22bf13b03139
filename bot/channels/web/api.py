"""The JSON API beside the answers: documents, common questions."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.channels.web import schema
from bot.channels.web.caching import UNCHANGED, kept_json
from bot.channels.web.document_json import as_full, as_summary
from bot.channels.web.faq_json import as_section
from bot.channels.web.problems import Problem
from bot.ports import CommonQuestions, Library


def documents(library: Library) -> APIRouter:
    """``GET /api/documents`` and ``GET /api/documents/{id}``."""
    router = APIRouter(tags=["documents"], responses=UNCHANGED)

    @router.get("/api/documents", response_model=schema.DocumentsShape, summary="List the documents")
    def every(request: Request) -> Response:
        """Identity and status of every document we hold."""
        return kept_json(request, {"documents": [as_summary(each) for each in library.documents()]})

    @router.get(
        "/api/documents/{document_id}",
        response_model=schema.DocumentShape,
        responses={404: {"model": schema.ErrorShape}},
        summary="Read a document",
    )
    def one(request: Request, document_id: str) -> Response:
        """A document with its sources and every passage in reading order."""
        document = library.document(document_id)
        if document is None:
            return Problem(
                404, "unknown_document", "No document has this id.", "GET /api/documents lists the ids."
            ).response()
        return kept_json(request, as_full(document))

    return router


def common_questions(listed: CommonQuestions | None) -> APIRouter:
    """``GET /api/faq``."""
    router = APIRouter(tags=["questions"], responses=UNCHANGED)

    @router.get("/api/faq", response_model=schema.FaqShape, summary="List the common questions")
    def every(request: Request) -> Response:
        """The curated questions by section, in both languages; ask one as it stands for its reviewed answer."""
        sections = [as_section(each, listed.questions(each.id)) for each in listed.sections()] if listed else []
        return kept_json(request, {"sections": sections})

    return router
