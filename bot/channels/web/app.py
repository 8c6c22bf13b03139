"""The web application: the page, the JSON API and the guard before them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from bot.channels.web import api, problems
from bot.channels.web.assets import Assets
from bot.channels.web.guard import Guard
from bot.ports import Chat, CommonQuestions, Library, Readiness

_TITLE = "Plan 136 Assistant"
_SUMMARY = "Cited, verified answers about Hanoi's Plan 136/KH-UBND and its related documents."


def create_app(
    chat: Chat,
    library: Library,
    readiness: Readiness,
    *,
    questions: CommonQuestions | None = None,
    hosts: tuple[str, ...] = (),
    threads: int = 4,
    queue: int = 200,
    version: str = "0.1.0",
) -> FastAPI:
    """The ASGI application over a chat.

    ``questions`` are the common questions offered (left out: none). ``hosts`` are the public host
    names it answers under (empty: any); ``threads`` is how many questions are worked on at a time
    and ``queue`` how many more may wait before 503.
    """
    app = FastAPI(title=_TITLE, summary=_SUMMARY, version=version, docs_url=None, redoc_url=None)
    problems.install(app)
    app.router.routes.extend(Assets().routes())
    app.include_router(api.questions(chat, threads, queue))
    app.include_router(api.documents(library))
    app.include_router(api.common_questions(questions))
    app.include_router(api.health(readiness))
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guard, hosts=hosts)
    return app
