"""The API's OpenAPI description in both languages: each operation in English, then in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from prompts import api_words

_METHODS = ("get", "post")
_KEY = {"type": "http", "scheme": "bearer", "description": "An API key; needed by programs when keys are set."}


def describe(app: FastAPI) -> None:
    """Makes ``/openapi.json`` speak both languages; KeyError there for an operation without Vietnamese words."""
    plain = app.openapi

    def bilingual() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _in_both(plain())
        return app.openapi_schema

    app.openapi = bilingual  # type: ignore[method-assign]  # the framework's own way to change its description


def _in_both(described: dict[str, Any]) -> dict[str, Any]:
    words = api_words()
    info = described["info"]
    info["description"] = f"{info['summary']}\n\n{words['info']['summary']}\n\n{words['info']['errors']}"
    described.setdefault("components", {})["securitySchemes"] = {"key": _KEY}
    for name, operation in _operations(described):
        told = words[name]
        operation["summary"] = f"{operation['summary']} · {told['summary']}"
        operation["description"] = f"{operation.get('description', '')}\n\n{told['description']}".strip()
        if name.startswith("POST /api/ask"):
            operation["security"] = [{}, {"key": []}]
    return described


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method in _METHODS:
                yield f"{method.upper()} {path}", operation
