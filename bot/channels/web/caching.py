"""Answers a browser may keep and must ask about: named by their content, 304 when it has them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "Not Modified: If-None-Match names it."}}
_ASK_AGAIN = "no-cache"  # keep it, but ask whether it still holds: the register may have changed


def kept(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """The content with its ETag; an empty 304 when the asker holds it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    sent = {"Cache-Control": _ASK_AGAIN, "ETag": etag, **(headers or {})}
    if status == 200 and unchanged(request.headers, etag):
        return Response(status_code=304, headers=sent)
    return Response(content, status_code=status, media_type=media_type, headers=sent)


def kept_json(request: Request, found: object) -> Response:
    """JSON with its ETag."""
    return kept(request, bytes(JSONResponse(found).body), "application/json")


def unchanged(asked: Mapping[str, str], etag: str) -> bool:
    """Whether the asker holds the content of this name already, by the headers of the request."""
    held = [each.strip().removeprefix("W/") for each in asked.get("if-none-match", "").split(",")]
    return bool(etag) and etag in held
