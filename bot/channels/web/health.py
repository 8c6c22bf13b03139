"""``/healthz`` (the process is alive) and ``/readyz`` (which parts do not work fully), by GET and HEAD."""

from __future__ import annotations

import ipaddress
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.types import Scope

from bot.channels.web import schema
from bot.ports import Readiness, health_status

ALIVE, READY = "/healthz", "/readyz"
_NO_STORE = {"Cache-Control": "no-store"}


def health(readiness: Readiness) -> APIRouter:
    """The two addresses; HEAD answers as GET without a body."""
    router = APIRouter(tags=["health"])

    @router.get(ALIVE, response_model=schema.HealthShape, summary="Is it alive?")
    async def alive() -> JSONResponse:
        """Says nothing but that the process answers."""
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    said = "What is kept is damaged; a person has to act."
    damaged: dict[int | str, dict[str, Any]] = {503: {"model": schema.ReadinessShape, "description": said}}

    @router.get(READY, response_model=schema.ReadinessShape, responses=damaged, summary="Is everything ready?")
    def ready() -> JSONResponse:
        """Names the degraded parts; answers are served meanwhile, marked as degraded."""
        degraded = list(readiness.degraded())
        status = "degraded" if degraded else "ready"
        return JSONResponse(
            {"status": status, "degraded": degraded}, status_code=health_status(degraded), headers=_NO_STORE
        )

    router.add_api_route(ALIVE, alive, methods=["HEAD"], include_in_schema=False)
    router.add_api_route(READY, ready, methods=["HEAD"], include_in_schema=False)
    return router


def asked_from_here(scope: Scope) -> bool:
    """Whether this machine itself asks how we are, as a container's health check does: by whatever host name."""
    if scope["path"] not in (ALIVE, READY):
        return False
    try:
        return ipaddress.ip_address((scope.get("client") or ("",))[0]).is_loopback
    except ValueError:
        return False
