"""The register's pictures: a timeline of targets, a target's card, an indicator's chart."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Depends, Request, Response

from bot.channels.web.caching import UNCHANGED, kept
from bot.channels.web.counting import Counting
from bot.channels.web.picture_shelf import PictureShelf
from bot.channels.web.problems import Problem
from bot.channels.web.register_api import KNOWN, UNKNOWN_INDICATOR, UNKNOWN_TARGET, Filters, Language
from bot.channels.web.register_query import known_language, read_query, refuse_unknown
from bot.channels.web.schema import ErrorShape
from bot.ports import Press, RegisterDesk

MOST_DRAWN = 150  # targets on one timeline: more make a picture no screen shows and memory the server has not
_TOO_MANY = Problem(
    422, "too_many_targets", f"A timeline shows {MOST_DRAWN} targets at most.", "Add a filter: year, document, area ..."
)


def pictures(desk: RegisterDesk, press: Press, counting: Counting) -> APIRouter:
    """The pictures: ``/api/timeline.png``, a target's card and an indicator's chart."""
    errors: dict[int | str, dict[str, Any]] = {status: {"model": ErrorShape} for status in (404, 422, 429, 503)}
    router = APIRouter(tags=["pictures"], dependencies=[Depends(counting.reading)], responses=errors)
    shelf = PictureShelf()
    said: dict[int | str, dict[str, Any]] = {**UNCHANGED, 200: {"content": {"image/png": {}}}}

    @router.get("/api/timeline.png", response_class=Response, responses=said, summary="Draw targets along the years")
    async def timeline(request: Request, filters: Filters) -> Response:
        """The targets that agree with every filter, by the last year of their deadlines."""
        refuse_unknown(request.query_params, KNOWN)
        query = read_query(request.query_params, desk, known_language(filters.language))
        rows = await anyio.to_thread.run_sync(desk.rows, query.selection, query.language, query.on)
        if len(rows) > MOST_DRAWN:
            return _TOO_MANY.response()
        key = ("timeline", tuple(row.id for row in rows), query.language, query.on)
        drawn = await shelf.picture(key, lambda: press.timeline(rows, query.language, query.on))
        return kept(request, drawn, "image/png")

    @router.get(
        "/api/targets/{target_id:path}/card.png",
        response_class=Response,
        responses=said,
        summary="Draw a target's card",
    )
    async def card(request: Request, target_id: str, language: Language = "") -> Response:
        """One target as a card to share."""
        spoken = known_language(language)
        if desk.target(target_id, spoken, desk.today()) is None:
            return UNKNOWN_TARGET.response()
        drawn = await shelf.picture(("card", target_id, spoken), lambda: press.card(target_id, spoken))
        name = f"{target_id.replace('/', '-')}-{spoken}.png"
        return kept(request, drawn, "image/png", {"Content-Disposition": f'inline; filename="{name}"'})

    @router.get(
        "/api/indicators/{indicator_id}/chart.png",
        response_class=Response,
        responses=said,
        summary="Draw an indicator over the years",
    )
    async def chart(request: Request, indicator_id: str, language: Language = "") -> Response:
        """An indicator's targets and the results of its yardstick over the years."""
        spoken, today = known_language(language), desk.today()
        if desk.indicator(indicator_id, spoken, today) is None:
            return UNKNOWN_INDICATOR.response()
        key = ("chart", indicator_id, spoken, today)
        drawn = await shelf.picture(key, lambda: press.history(indicator_id, spoken, today))
        return kept(request, drawn, "image/png")

    return router
