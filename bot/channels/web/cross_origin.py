"""What a browser must be told before a page of an invited site may call the API (CORS); never with cookies."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import Response

API = "/api/"
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-API-Key",
    "Access-Control-Max-Age": "600",
}


def asks_first(method: str, headers: Headers) -> bool:
    """Whether a browser asks if a call from another site is allowed, before it makes it."""
    return method == "OPTIONS" and "access-control-request-method" in headers


def allowed_headers(path: str, origin: str | None) -> Mapping[str, str]:
    """What goes with every answer of the API: the invited origin, and that answers differ by it."""
    if not path.startswith(API):
        return {}
    return {"Vary": "Origin"} if origin is None else {"Vary": "Origin", "Access-Control-Allow-Origin": origin}


def permission() -> Response:
    """The answer to a browser that asks first, for an invited origin."""
    return Response(status_code=204, headers=dict(_ALLOWED))
