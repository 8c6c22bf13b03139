"""Every error of the API in one shape: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from bot.channels.web.picture_shelf import TooManyWaitingError
from bot.publishing.filters import BadFilterError

_SHOWN = 60  # characters of a bad value


Code = Literal[
    "bad_field",
    "bad_filter",
    "bad_host",
    "bad_json",
    "body_too_large",
    "body_too_slow",
    "busy",
    "foreign_origin",
    "internal",
    "key_needed",
    "method_not_allowed",
    "not_deleted",
    "not_found",
    "not_json",
    "refused",
    "store_away",
    "too_many_questions",
    "too_many_targets",
    "unknown_answer",
    "unknown_document",
    "unknown_indicator",
    "unknown_target",
    "wrong_host",
    "wrong_key",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One error a caller can understand: a stable code, a message and a remedy."""

    status: int
    code: Code
    message: str
    remedy: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> JSONResponse:
        """The error as it goes over the wire."""
        error = {"code": self.code, "message": self.message, "remedy": self.remedy}
        headers = {"Cache-Control": "no-store", **self.headers}
        return JSONResponse({"error": error}, status_code=self.status, headers=headers)


INTERNAL = Problem(500, "internal", "The server failed to answer.", "Try again; if it persists, tell the operator.")
BUSY = Problem(503, "busy", "Too many questions are waiting.", "Try again in a few seconds.", {"Retry-After": "2"})


def install(app: FastAPI, nowhere: Callable[[Request], Response]) -> None:
    """Makes the framework's own errors speak the same shape; ``nowhere`` is what a person sees at a wrong address."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404 and "text/html" in request.headers.get("accept", ""):
            return nowhere(request)
        return _refused(request, error)

    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(BadFilterError, _bad_filter)
    app.add_exception_handler(TooManyWaitingError, _busy)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return _bad_json().response()
    place = ".".join(str(part) for part in first["loc"][1:]) or "body"
    return Problem(
        422,
        "bad_field",
        f"{place}: {first['msg']}.",
        'Send {"text": "...", "conversation": "..."} as /openapi.json says.',
    ).response()


def _refused(request: Request, error: HTTPException) -> JSONResponse:
    path = request.url.path
    if error.status_code == 404:
        problem = Problem(404, "not_found", f"Nothing is at {path}.", "See /openapi.json for what there is.")
    elif error.status_code == 405:
        methods = {each.strip() for each in (error.headers or {}).get("Allow", "").split(",")}
        allowed = {"Allow": ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))}
        message = f"{request.method} is not allowed at {path}."
        problem = Problem(405, "method_not_allowed", message, "Use a method of the Allow header.", allowed)
    elif error.status_code == 400:
        problem = _bad_json()
    else:
        problem = Problem(error.status_code, "refused", "The request was refused.", "See /openapi.json.")
    return problem.response()


async def _bad_filter(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BadFilterError)
    shown = error.value if len(error.value) <= _SHOWN else f"{error.value[:_SHOWN]}…"
    message = f"{error.name} cannot be {shown!r}."
    return Problem(422, "bad_filter", message, f"Valid: {', '.join(error.valid)}.").response()


async def _busy(_: Request, __: Exception) -> JSONResponse:
    return BUSY.response()


def _bad_json() -> Problem:
    return Problem(400, "bad_json", "The body is not valid JSON in UTF-8.", 'Send {"text": "..."} encoded as JSON.')
