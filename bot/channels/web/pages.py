"""A server-made page with its frame: its own address in both languages, and the page for what is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.caching import kept
from bot.channels.web.rendering import Renderer, address
from prompts import page_words, render

TARGETS_HOME = "/chi-tieu"
_HTML = "text/html; charset=utf-8"
_SHOWN = 80  # characters of what was asked for


class Pages:
    """Draws pages from templates; ``assets`` is the folder of the style sheets."""

    def __init__(self, assets: str) -> None:
        self._renderer = Renderer(assets)

    def page(
        self,
        request: Request,
        template: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        **values: Any,
    ) -> Response:
        """A page that names its own address, ``path`` with ``query``, in both languages."""
        language, host = language_of(request), str(request.base_url).rstrip("/")
        addresses = {each: address(path, each, query) for each in ("vi", "en")}
        html = self._renderer.page(
            template, language, addresses=addresses, host=host, here=host + addresses[language], **values
        )
        return kept(request, html.encode("utf-8", "replace"), _HTML, status=status)

    def missing(self, request: Request, group: str, asked: str) -> Response:
        """A page that says in words that ``asked`` is not there, and leads on; ``group`` is of the pages' words."""
        words = page_words(language_of(request))[group]
        return self.page(
            request,
            "missing.html",
            TARGETS_HOME,
            status=404,
            title=words["unknown_title"],
            description=words["unknown_hint"],
            told=render(words["unknown"], {"id": asked[:_SHOWN]}),
        )


def language_of(request: Request) -> str:
    """The language an address asks for."""
    return "en" if request.query_params.get("lang") == "en" else "vi"
