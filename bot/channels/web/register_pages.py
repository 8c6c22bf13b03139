"""The register's pages: the filterable list, a target, an indicator, a document; each at a stable address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.caching import kept
from bot.channels.web.register_json import INDICATORS_PAGE, TARGETS_PAGE
from bot.channels.web.register_pictures import MOST_DRAWN
from bot.channels.web.register_query import RegisterQuery, read_query
from bot.channels.web.rendering import Renderer, address, document_name
from bot.ports import Library, RegisterDesk
from bot.publishing.filters import FILTERS, BadFilterError, Option
from bot.publishing.rows import Row
from bot.publishing.sheets import IndicatorSheet, TargetSheet
from knowledge.register.selection import Selection
from prompts import page_words, render

DOCUMENTS_PAGE = "/van-ban"
_HTML = "text/html; charset=utf-8"
_TABLES = ("csv", "xlsx", "md")


class RegisterPages:
    """Server-made pages that need no script; ``assets`` is the folder of the style sheets."""

    def __init__(self, desk: RegisterDesk, library: Library, assets: str) -> None:
        self._desk = desk
        self._library = library
        self._renderer = Renderer(assets)

    def routes(self) -> list[Route]:
        """The addresses of the pages; an indicator's before a target's, whose ids hold slashes."""
        return [
            Route(TARGETS_PAGE, self._list),
            Route(f"{INDICATORS_PAGE}/{{indicator_id}}", self._indicator),
            Route(f"{TARGETS_PAGE}/{{target_id:path}}", self._target),
            Route(f"{DOCUMENTS_PAGE}/{{document_id}}", self._document),
        ]

    def _list(self, request: Request) -> Response:
        language = _language(request)
        bad: BadFilterError | None = None
        try:
            query = read_query(request.query_params, self._desk, language)
            rows = self._desk.rows(query.selection, language, query.on)
        except BadFilterError as error:
            bad, rows = error, ()
            query = RegisterQuery(Selection(), language, self._desk.today(), dated=False)
        told = query.told()
        files: dict[str, Any] = {**told, **({"language": [language]} if language == "en" else {})}
        options = self._desk.choices(language)
        total = len(self._desk.rows(Selection(), language, query.on))
        return self._page(
            request,
            "register.html",
            TARGETS_PAGE,
            told,
            status=400 if bad else 200,
            rows=rows,
            total=total,
            description=render(page_words(language)["list"]["description"], {"count": str(total)}),
            bad=bad,
            filters=[_filter(name, options[name], told.get(name, [])) for name in FILTERS],
            dated=query.on.isoformat() if query.dated else "",
            on=query.on,
            filtered=bool(told),
            tables=[(kind, address(f"/api/targets.{kind}", "vi", files)) for kind in _TABLES],
            timeline=address("/api/timeline.png", "vi", files) if len(rows) <= MOST_DRAWN else "",
            timeline_told=_timeline_told(rows, language),
        )

    def _target(self, request: Request) -> Response:
        language, asked = _language(request), request.path_params["target_id"]
        sheet = self._desk.target(asked, language, self._desk.today())
        if sheet is None:
            return self._missing(request, "target", asked)
        row, words = sheet.row, page_words(language)["target"]
        told = {"figure": row.figure, "statement": row.statement, "document": row.document}
        described = {**told, "deadline": row.deadline, "locator": row.locator}
        return self._page(
            request,
            "target.html",
            f"{TARGETS_PAGE}/{row.id}",
            title=render(words["title"], told),
            description=render(words["description"], described),
            sheet=sheet,
            row=row,
            on=self._desk.today(),
            document=sheet.document,
            text=_around(sheet),
            chart=_chart(sheet.path, sheet.results),
            chart_told=_chart_told(row.indicator, sheet, language),
            described=described,
        )

    def _indicator(self, request: Request) -> Response:
        language, asked = _language(request), request.path_params["indicator_id"]
        sheet = self._desk.indicator(asked, language, self._desk.today())
        if sheet is None:
            return self._missing(request, "indicator", asked)
        words = page_words(language)["indicator"]
        counts = {"targets": str(len(sheet.targets)), "results": str(len(sheet.results))}
        question = render(page_words(language)["ask"]["indicator_question"], {"subject": sheet.short})
        return self._page(
            request,
            "indicator.html",
            f"{INDICATORS_PAGE}/{sheet.id}",
            title=render(words["title"], {"indicator": sheet.short}),
            description=render(words["description"], {"indicator": sheet.name, **counts}),
            sheet=sheet,
            on=self._desk.today(),
            chart=_chart(sheet.targets, sheet.results),
            chart_told=_chart_told(sheet.short, sheet, language),
            question=question,
        )

    def _document(self, request: Request) -> Response:
        language, asked = _language(request), request.path_params["document_id"]
        document = self._library.document(asked)
        if document is None:
            return self._missing(request, "reading", asked)
        name = document_name(document, language)
        title = document.title_en if language == "en" else document.title
        rows = self._desk.rows(Selection(documents=(document.id,)), language, self._desk.today())
        words = page_words(language)["reading"]
        return self._page(
            request,
            "document.html",
            f"{DOCUMENTS_PAGE}/{document.id}",
            title=render(words["title"], {"document": name}),
            description=render(words["description"], {"document": name, "title": title}),
            document=document,
            on=self._desk.today(),
            rows=rows,
        )

    def _missing(self, request: Request, group: str, asked: str) -> Response:
        words = page_words(_language(request))[group]
        return self._page(
            request,
            "missing.html",
            TARGETS_PAGE,
            status=404,
            title=words["unknown_title"],
            description=words["unknown_hint"],
            told=render(words["unknown"], {"id": asked[:80]}),
        )

    def _page(
        self,
        request: Request,
        template: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        **values: Any,
    ) -> Response:
        """A page that names its own address in both languages."""
        language, host = _language(request), str(request.base_url).rstrip("/")
        addresses = {each: address(path, each, query) for each in ("vi", "en")}
        values.setdefault("title", page_words(language)["list"]["title"])
        html = self._renderer.page(
            template, language, addresses=addresses, host=host, here=host + addresses[language], **values
        )
        return kept(request, html.encode(), _HTML, status=status)


def _language(request: Request) -> str:
    return "en" if request.query_params.get("lang") == "en" else "vi"


def _filter(name: str, options: Sequence[Option], chosen: Sequence[str]) -> dict[str, Any]:
    """A field of the form; a chosen value that no target has is offered too, so that the form says what was asked."""
    offered = {option.value for option in options}
    extra = [Option(value, value, 0) for value in chosen if value not in offered]
    return {"name": name, "options": [*options, *extra], "chosen": list(chosen)}


def _around(sheet: TargetSheet) -> tuple[str, str, str]:
    """The passage before the quote, the quote, and the passage after it."""
    text, span = sheet.passage.text, sheet.span
    return text[: span.start], text[span.start : span.end], text[span.end :]


def _chart(rows: Sequence[Row], results: Sequence[Any]) -> bool:
    """Whether there is a figure to draw."""
    return any(row.value for row in rows) or bool(results)


def _chart_told(name: str, sheet: TargetSheet | IndicatorSheet, language: str) -> str:
    """What the chart shows, for who does not see it."""
    words = page_words(language)["path"]
    rows = sheet.path if isinstance(sheet, TargetSheet) else sheet.targets
    targets = "; ".join(f"{row.figure}, {row.deadline} ({row.document})" for row in rows) or "–"
    measured = "; ".join(f"{each.when}: {each.figure}" for each in sheet.results)
    told = render(words["chart_results"], {"results": measured}) if measured else words["chart_no_results"]
    return render(words["chart_alt"], {"indicator": name, "targets": targets, "results": told})


def _timeline_told(rows: Sequence[Row], language: str) -> str:
    """How many targets fall due in each year."""
    words = page_words(language)["list"]
    counts = Counter(row.year for row in rows)
    dated = sorted(year for year in counts if year is not None)
    told = [render(words["timeline_year"], {"year": str(y), "count": str(counts[y])}) for y in dated]
    if counts[None]:
        told.append(render(words["timeline_none"], {"count": str(counts[None])}))
    return "; ".join(told)
