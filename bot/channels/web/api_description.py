"""The API's OpenAPI description in both languages: each operation in English, then in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.caching import kept_json
from prompts import api_words

_METHODS = ("get", "post")
_ALWAYS = (400, 401, 421, 500, 503)  # what any request may get, whatever it asks
_POSTED = (403, 408, 413, 415, 422)  # what is wrong with a body, or with who sends it
_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorShape"}}}
_FRAMEWORKS = ("HTTPValidationError", "ValidationError")  # shapes of errors that we do not send
_KEY = {"type": "http", "scheme": "bearer", "description": "An API key; needed by programs when keys are set."}


def describe(app: FastAPI) -> None:
    """Makes ``/openapi.json`` speak both languages; KeyError there for an operation without Vietnamese words."""
    plain = app.openapi

    def bilingual() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _in_both(plain())
        return app.openapi_schema

    async def answer(request: Request) -> Response:
        return kept_json(request, app.openapi())

    app.openapi = bilingual  # type: ignore[method-assign]  # the framework's own way to change its description
    app.router.routes.append(Route("/openapi.json", answer))


def _in_both(described: dict[str, Any]) -> dict[str, Any]:
    words = api_words()
    info = described["info"]
    info["description"] = f"{info['summary']}\n\n{words['info']['summary']}\n\n{words['info']['errors']}"
    described.setdefault("components", {})["securitySchemes"] = {"key": _KEY}
    for name, operation in _operations(described):
        told = words[name]
        _add_errors(operation, name)
        operation["summary"] = f"{operation['summary']} · {told['summary']}"
        operation["description"] = f"{operation.get('description', '')}\n\n{told['description']}".strip()
        if name.startswith("POST /api/ask"):
            operation["security"] = [{}, {"key": []}]
    for shape in _FRAMEWORKS:
        described["components"].get("schemas", {}).pop(shape, None)
    return described


def _add_errors(operation: dict[str, Any], name: str) -> None:
    """Every status the guard and the framework may answer with, beside those of the route."""
    found = operation.setdefault("responses", {})
    taken = "422" in found and "HTTPValidationError" in str(found["422"])
    posted = name.startswith("POST")
    if taken and not posted:
        del found["422"]  # the framework's guess: a path of text cannot be wrong
    elif taken:
        found["422"] = {"description": HTTPStatus(422).phrase, "content": _ERROR}
    for status in (*_ALWAYS, *(_POSTED if posted else ())):
        found.setdefault(str(status), {"description": HTTPStatus(status).phrase, "content": _ERROR})


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method in _METHODS:
                yield f"{method.upper()} {path}", operation
