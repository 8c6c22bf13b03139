"""The documents' pages: all we hold, and each with its targets, its passages and its sources."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.pages import Pages, language_of
from bot.channels.web.rendering import document_name
from bot.ports import Library, RegisterDesk
from knowledge.register.selection import Selection
from prompts import page_words, render

DOCUMENTS_PAGE = "/van-ban"


class DocumentPages:
    """Server-made pages that need no script."""

    def __init__(self, desk: RegisterDesk, library: Library, pages: Pages) -> None:
        self._desk = desk
        self._library = library
        self._pages = pages

    def routes(self) -> list[Route]:
        """The addresses of the pages."""
        return [Route(DOCUMENTS_PAGE, self._list), Route(f"{DOCUMENTS_PAGE}/{{document_id}}", self._document)]

    def _list(self, request: Request) -> Response:
        language, documents = language_of(request), self._library.documents()
        words = page_words(language)["documents"]
        rows = self._desk.rows(Selection(), language, self._desk.today())
        return self._pages.page(
            request,
            "documents.html",
            DOCUMENTS_PAGE,
            title=words["title"],
            description=render(words["description"], {"count": str(len(documents))}),
            documents=documents,
            counts=Counter(row.document_id for row in rows),
        )

    def _document(self, request: Request) -> Response:
        language, asked = language_of(request), request.path_params["document_id"]
        document = self._library.document(asked)
        if document is None:
            return self._pages.missing(request, "reading", asked)
        name = document_name(document, language)
        title = document.title_en if language == "en" else document.title
        words = page_words(language)["reading"]
        return self._pages.page(
            request,
            "document.html",
            f"{DOCUMENTS_PAGE}/{document.id}",
            title=render(words["title"], {"document": name}),
            description=render(words["description"], {"document": name, "title": title}),
            document=document,
            rows=self._desk.rows(Selection(documents=(document.id,)), language, self._desk.today()),
        )
