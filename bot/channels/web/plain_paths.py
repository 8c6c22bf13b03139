"""What holds for every path: without a slash at its end, and HEAD wherever GET is."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT = "/:@!$&'()*+,;=~-._"


def without_last_slash(scope: Scope) -> Response | None:
    """The redirect of a path that ends with a slash; None for another one. Its Location never names a host."""
    path: str = scope["path"]
    if path == "/" or not path.endswith("/"):
        return None
    plain = "/" + path.strip("/")  # two slashes in front would name another host
    query = scope.get("query_string", b"").decode("latin-1")
    location = quote(plain, safe=_KEPT) + (f"?{quote(query, safe=_KEPT + '%?')}" if query else "")
    return Response(status_code=308, headers={"Location": location})


async def as_get(scope: Scope, receive: Receive, send: Send, app: ASGIApp) -> None:
    """Answers HEAD as GET is answered, without the body."""

    async def headless(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    await app({**scope, "method": "GET"}, receive, headless)
