"""The register's JSON API: targets by filters, one in full, indicators, and the same as files to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from bot.channels.web import register_schema as shapes
from bot.channels.web.caching import UNCHANGED, kept, kept_json
from bot.channels.web.counting import Counting
from bot.channels.web.problems import Problem
from bot.channels.web.register_json import (
    indicator_line_json,
    indicator_sheet_json,
    target_sheet_json,
    targets_json,
)
from bot.channels.web.register_query import RegisterQuery, known_language, labels_of, read_query, refuse_unknown
from bot.channels.web.schema import ErrorShape
from bot.ports import Press, RegisterDesk
from bot.publishing.filters import FILTERS
from bot.publishing.rows import Row
from knowledge.register.values import Level
from prompts import LANGUAGES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorShape} for status in (422, 429)}
_NONE: dict[int | str, dict[str, Any]] = {status: {"model": ErrorShape} for status in (404, 422)}
KNOWN = (*FILTERS, "on", "language")
UNKNOWN_TARGET = Problem(404, "unknown_target", "No target has this id.", "GET /api/targets lists the ids.")
UNKNOWN_INDICATOR = Problem(404, "unknown_indicator", "No indicator has this id.", "GET /api/indicators lists the ids.")


def _one_of(*values: str) -> dict[str, Any]:
    """What a list of texts may hold: said by the description, judged by register_query, whose errors name what may."""
    return {"items": {"type": "string", "enum": ["", *values]}}


_SPOKEN = Field(description="vi (when left out) or en.", json_schema_extra={"enum": ["", *LANGUAGES]})
Language = Annotated[str, _SPOKEN]


class FilterQuery(BaseModel):
    """The parameters of a list; several values of one are alternatives, parameters add up, empty ones do nothing."""

    year: list[str] = Field([], description="A year a target names or holds for, such as 2025.")
    area: list[str] = Field([], description="An area's id, as GET /api/indicators names it.")
    level: list[str] = Field([], description="A tier of government.", json_schema_extra=_one_of(*Level))
    document: list[str] = Field([], description="A document's id or number.")
    indicator: list[str] = Field([], description="An indicator's id.")
    value: list[str] = Field([], description="A figure, such as 95 or 95%.")
    due: list[str] = Field(
        [], description="Whether the deadline's last day has passed.", json_schema_extra=_one_of("before", "after")
    )
    on: str = Field("", description="The day deadlines are counted from, such as 2026-01-31; today when left out.")
    language: Language = ""


Filters = Annotated[FilterQuery, Query()]  # says what there is; register_query reads it, with better errors


def targets(desk: RegisterDesk, press: Press, counting: Counting) -> APIRouter:
    """``GET /api/targets`` and its tables, ``GET /api/targets/{id}``."""
    router = APIRouter(tags=["register"])

    def asked(request: Request, filters: FilterQuery) -> tuple[RegisterQuery, tuple[Row, ...]]:
        refuse_unknown(request.query_params, KNOWN)
        query = read_query(request.query_params, desk, known_language(filters.language))
        return query, tuple(desk.rows(query.selection, query.language, query.on))

    counted = [Depends(counting.reading)]

    @router.get(
        "/api/targets",
        response_model=shapes.TargetsShape,
        dependencies=counted,
        responses={**_ERRORS, **UNCHANGED},
        summary="List targets by filters",
    )
    def listed(request: Request, filters: Filters) -> Response:
        """The targets that agree with every filter, each with its citation and the address of its page."""
        query, rows = asked(request, filters)
        found = {"targets": targets_json(rows), "count": len(rows), "filters": query.told(), "on": str(query.on)}
        return kept_json(request, found)

    tables: tuple[tuple[str, str, Callable[[tuple[Row, ...], str], bytes]], ...] = (
        ("csv", "text/csv; charset=utf-8", lambda rows, _: press.csv(rows)),
        ("xlsx", XLSX, press.workbook),
        ("md", "text/markdown; charset=utf-8", press.markdown),
    )
    for kind, media_type, table in tables:
        router.add_api_route(
            f"/api/targets.{kind}",
            _download(asked, kind, media_type, table),
            response_class=Response,
            dependencies=counted,
            responses={**_ERRORS, **UNCHANGED, 200: {"content": {media_type.partition(";")[0]: {}}}},
            summary=f"Download targets as {kind.upper()}",
            name=f"targets_{kind}",
        )

    @router.get(
        "/api/targets/{target_id:path}",
        response_model=shapes.TargetSheetShape,
        responses={**_NONE, **UNCHANGED},
        summary="Read a target",
    )
    def one(request: Request, target_id: str, language: Language = "") -> Response:
        """A target with its passage, its sources, the other targets of its indicator and published results."""
        sheet = desk.target(target_id, known_language(language), desk.today())
        return kept_json(request, target_sheet_json(sheet)) if sheet else UNKNOWN_TARGET.response()

    return router


def indicators(desk: RegisterDesk) -> APIRouter:
    """``GET /api/indicators`` and ``GET /api/indicators/{id}``."""
    router = APIRouter(tags=["register"], responses={**UNCHANGED, 422: {"model": ErrorShape}})

    @router.get("/api/indicators", response_model=shapes.IndicatorsShape, summary="List the indicators")
    def every(request: Request, language: Language = "") -> Response:
        """Every indicator with its area and its yardstick."""
        lines = desk.indicators(known_language(language))
        return kept_json(request, {"indicators": [indicator_line_json(line) for line in lines]})

    @router.get(
        "/api/indicators/{indicator_id}",
        response_model=shapes.IndicatorSheetShape,
        responses={**_NONE, **UNCHANGED},
        summary="Read an indicator",
    )
    def one(request: Request, indicator_id: str, language: Language = "") -> Response:
        """An indicator with its targets by year and the published results of its yardstick."""
        sheet = desk.indicator(indicator_id, known_language(language), desk.today())
        return kept_json(request, indicator_sheet_json(sheet)) if sheet else UNKNOWN_INDICATOR.response()

    return router


def _download(
    asked: Callable[[Request, FilterQuery], tuple[RegisterQuery, tuple[Row, ...]]],
    kind: str,
    media_type: str,
    table: Callable[[tuple[Row, ...], str], bytes],
) -> Callable[..., Response]:
    def download(request: Request, filters: Filters) -> Response:
        """The same targets as GET /api/targets with the same filters, as a file."""
        query, rows = asked(request, filters)
        label = labels_of(query.told())
        name = f"chi-tieu{f'-{label}' if label else ''}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return kept(request, table(rows, query.language), media_type, headers)

    return download
