"""The register's pages: the filterable list, a target, an indicator; each at a stable address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.pages import Pages, language_of
from bot.channels.web.register_json import INDICATORS_PAGE, TARGETS_PAGE
from bot.channels.web.register_pictures import MOST_DRAWN
from bot.channels.web.register_query import RegisterQuery, read_query
from bot.channels.web.rendering import address
from bot.ports import RegisterDesk
from bot.publishing.filters import FILTERS, BadFilterError, Option
from bot.publishing.rows import Row
from bot.publishing.sheets import IndicatorSheet, TargetSheet
from knowledge.register.selection import Selection
from prompts import page_words, render

_TABLES = ("csv", "xlsx", "md")


class RegisterPages:
    """Server-made pages that need no script."""

    def __init__(self, desk: RegisterDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    def routes(self) -> list[Route]:
        """The addresses of the pages; an indicator's before a target's, whose ids hold slashes."""
        return [
            Route(TARGETS_PAGE, self._list),
            Route(f"{INDICATORS_PAGE}/{{indicator_id}}", self._indicator),
            Route(f"{TARGETS_PAGE}/{{target_id:path}}", self._target),
        ]

    def _list(self, request: Request) -> Response:
        language = language_of(request)
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
        return self._pages.page(
            request,
            "register.html",
            TARGETS_PAGE,
            told,
            status=400 if bad else 200,
            title=page_words(language)["list"]["title"],
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
        language, asked = language_of(request), request.path_params["target_id"]
        sheet = self._desk.target(asked, language, self._desk.today())
        if sheet is None:
            return self._pages.missing(request, "target", asked)
        row, words = sheet.row, page_words(language)["target"]
        told = {"figure": row.figure, "statement": row.statement, "document": row.document}
        described = {**told, "deadline": row.deadline, "locator": row.locator}
        return self._pages.page(
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
        language, asked = language_of(request), request.path_params["indicator_id"]
        sheet = self._desk.indicator(asked, language, self._desk.today())
        if sheet is None:
            return self._pages.missing(request, "indicator", asked)
        words = page_words(language)["indicator"]
        counts = {"targets": str(len(sheet.targets)), "results": str(len(sheet.results))}
        question = render(page_words(language)["ask"]["indicator_question"], {"subject": sheet.short})
        return self._pages.page(
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
