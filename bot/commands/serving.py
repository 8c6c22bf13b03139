"""``plan136 serve``: every configured channel in one process, from the first second on keywords alone."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import FrameType
from typing import Any

import structlog
from pydantic import SecretStr

from bot import operator_lists
from bot.assembly import FrontDesk, open_front_desk
from bot.channels.web.app import create_app
from bot.commands import doors, opening
from bot.commands.collection import open_collection
from bot.commands.web_access import access_of
from bot.ports import Readiness
from bot.serving.connections import ConnectionLimits
from bot.serving.gateway import App, Figures, Gateway, Health
from bot.serving.healing import Healing
from bot.serving.http_door import HttpDoor
from bot.serving.journal import keep_journal
from bot.serving.metrics import Metrics
from bot.serving.open_files import room_for
from bot.serving.process import Process
from bot.serving.renewal import Renewal
from bot.serving.retention import Retention
from bot.serving.supervisor import Part, Supervisor
from bot.settings import BotSettings
from bot.views import readiness_now, views_of
from knowledge.assembly import KnowledgeSource
from knowledge.settings import KnowledgeSettings

_WAITING_CONNECTIONS = 2048
_SWITCH_SECONDS = (
    0.001  # a short question changes threads often, and waits this long for each thread that reads a long one
)
_COLLECTION_SECONDS = 2.0  # for what a person added: without it the library answers, and it is looked for again

log = structlog.get_logger(__name__)


class CannotListenError(RuntimeError):
    """The address cannot be listened on; the message names it and the remedy."""


def serve(host: str | None, port: int | None, only: Sequence[str] = ()) -> None:
    """Serves until it is told to stop; answers from keywords and the register while the encoder loads."""
    settings = opening.bot_settings()
    names = doors.chosen(settings, only)
    listening = listen(host or settings.host, settings.port if port is None else port)
    with listening:
        keep_journal(opening.level(settings), _secrets(settings))
        sys.setswitchinterval(_SWITCH_SECONDS)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, _leave)
        home = KnowledgeSettings().plan136_home
        collection = open_collection(settings, home, _COLLECTION_SECONDS)
        source = KnowledgeSource(KnowledgeSettings(), collection)
        metrics = Metrics()
        desk = open_front_desk(settings, home, source.open(), metrics)
        asyncio.run(_served(settings, names, listening, desk, metrics, home, Renewal(source, desk.assistant)))
    desk.store.close()
    collection.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # all is in order: a thread that does not end, or taking the encoder apart, would take seconds more


async def _served(
    settings: BotSettings,
    names: Sequence[str],
    listening: socket.socket,
    desk: FrontDesk,
    metrics: Metrics,
    home: Path,
    renewal: Renewal,
) -> None:
    """Puts the channels together and runs them until the process is told to stop."""
    async with AsyncExitStack() as stack:
        opened = await doors.opened(names, settings, home, desk, stack)
        gateway = Gateway()
        retention = Retention(desk.store.upkeep, settings.retention_days, watched=True)
        supervisor = Supervisor(
            [
                Part("http", _door(settings, listening, gateway).run),
                *(door.part for door in opened),
                Part("inbox", desk.inbox.hold),
                Part("retention", retention.run),
                Part("store", Healing(desk.standing, desk.store.check).run),
                Part("documents", renewal.run, renewal.degraded),
            ],
            metrics.failed,
        )
        readiness = readiness_now(desk.assistant, desk, supervisor)
        metrics.show(lambda: desk.workers.load, readiness.degraded)
        token = settings.admin_token
        figures = Figures(metrics.render, token.get_secret_value() if token else None)
        routes = {path: app for door in opened for path, app in door.routes.items()}
        page = _page(settings, desk, readiness) if doors.WEB in names else Health(readiness)
        gateway.lead({"/metrics": figures, **routes}, page)
        opening.screen().print(f"Plan 136 Assistant: {address(listening)} (Ctrl-C stops it)", soft_wrap=True)
        kept_in = "DATABASE_URL" if settings.database_url else str(home)
        log.info("serving", at=address(listening), channels=names, kept_in=kept_in, process=os.getpid())
        renewal.warm()  # only now: importing torch would slow down everything above
        await Process(supervisor, desk.workers, desk.inbox, settings.shutdown_seconds).run()


def _door(settings: BotSettings, listening: socket.socket, gateway: Gateway) -> HttpDoor:
    """The HTTP door, with as many connections as the settings allow and the system has room for."""
    most = room_for(settings.max_connections)
    if most < settings.max_connections:
        log.warning(
            "the limit on open files leaves room for fewer connections", most=most, set=settings.max_connections
        )
    limits = ConnectionLimits(most, min(most, settings.max_connections_per_address))
    proxies = operator_lists.proxies(settings.forwarded_allow_ips)
    return HttpDoor(listening, gateway, max(1, settings.shutdown_seconds - 2), limits, proxies)


def _page(settings: BotSettings, desk: FrontDesk, readiness: Readiness) -> App:
    """The web channel."""
    views = views_of(desk.assistant, settings)
    app: Any = create_app(
        desk.reception,
        views.library,
        readiness,
        register=(views.register, views.press),
        questions=views.questions,
        access=access_of(settings),
        pace=desk.pace,
        edition=lambda: (desk.assistant.knowledge.revision, views.register.today()),
        most_asking=settings.answer_threads + settings.answer_queue,
    )
    return app  # type: ignore[no-any-return]


def _secrets(settings: BotSettings) -> list[str]:
    """Every secret of the settings, for the log to cover."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    found = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    keys = settings.api_keys.get_secret_value() if settings.api_keys else ""
    return [*found, *operator_lists.keys(keys).values()]


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; CannotListenError when the port is taken or the address is not ours."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListenError(f"HOST={host!r} is no address ({error.strerror}); use 127.0.0.1 or 0.0.0.0") from error
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(place)
        found.listen(_WAITING_CONNECTIONS)
    except OSError as error:
        found.close()
        raise CannotListenError(_refusal(host, port, error)) from error
    return found


def address(listening: socket.socket) -> str:
    """Where a browser finds the page."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8136
        return f"port {port} on {host} is in use; stop the program that has it, or set PORT to another, such as {other}"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights; choose one above 1023: plan136 serve --port 8136"
    return f"cannot listen on {host} port {port} ({error.strerror}); check HOST and PORT"


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Before the server runs, leave at once; after it has closed its connections, leave with success."""
    raise SystemExit(0)
