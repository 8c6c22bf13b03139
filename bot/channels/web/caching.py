"""Answers a browser may keep and must ask about: named by their content, 304 when it has them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

_ASK_AGAIN = "no-cache"  # keep it, but ask whether it still holds: the register may have changed


def kept(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """The content with its ETag; an empty 304 when the asker holds it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    sent = {"Cache-Control": _ASK_AGAIN, "ETag": etag, **(headers or {})}
    held = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if status == 200 and etag in held:
        return Response(status_code=304, headers=sent)
    return Response(content, status_code=status, media_type=media_type, headers=sent)
