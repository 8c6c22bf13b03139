"""The web application: the page, the JSON API and the guard before them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from bot.channels.web import api, problems, register_api, register_pages, register_pictures
from bot.channels.web.assets import Assets
from bot.channels.web.guard import Guard
from bot.ports import Chat, CommonQuestions, Library, Press, Readiness, RegisterDesk

_TITLE = "Plan 136 Assistant"
_SUMMARY = "Cited, verified answers about Hanoi's Plan 136/KH-UBND and its related documents."


def create_app(
    chat: Chat,
    library: Library,
    readiness: Readiness,
    *,
    register: tuple[RegisterDesk, Press] | None = None,
    questions: CommonQuestions | None = None,
    hosts: tuple[str, ...] = (),
    threads: int = 4,
    queue: int = 200,
    version: str = "0.1.0",
) -> FastAPI:
    """The ASGI application over a chat.

    ``register`` is the desk and the press behind the register's pages and API, ``questions`` are the
    common questions offered; without them there are none. ``hosts`` are the public host names it
    answers under (empty: any); ``threads`` is how many questions are worked on at a time and
    ``queue`` how many more may wait before 503.
    """
    app = FastAPI(title=_TITLE, summary=_SUMMARY, version=version, docs_url=None, redoc_url=None)
    problems.install(app)
    assets = Assets()
    app.router.routes.extend(assets.routes())
    app.include_router(api.questions(chat, threads, queue))
    app.include_router(api.documents(library))
    app.include_router(api.common_questions(questions))
    app.include_router(api.health(readiness))
    if register:
        desk, press = register
        app.include_router(register_pictures.pictures(desk, press))  # before the targets, whose ids hold slashes
        app.include_router(register_api.targets(desk, press))
        app.include_router(register_api.indicators(desk))
        app.router.routes.extend(register_pages.RegisterPages(desk, library, assets.folder).routes())
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guard, hosts=hosts)
    return app
