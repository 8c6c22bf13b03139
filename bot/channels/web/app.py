"""The web application: the pages, the JSON API and the guard before them."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match
from starlette.types import Scope

from bot.channels.web import api, problems, register_api, register_pictures
from bot.channels.web.access import Access
from bot.channels.web.answer_pages import AnswerPages
from bot.channels.web.api_description import describe
from bot.channels.web.asking import asking
from bot.channels.web.assets import Assets
from bot.channels.web.counting import Counting, TooFastError, too_fast
from bot.channels.web.document_pages import DocumentPages
from bot.channels.web.guard import Guard
from bot.channels.web.health import health
from bot.channels.web.kept_answers import answers, forgetting
from bot.channels.web.pages import Pages
from bot.channels.web.published import Published
from bot.channels.web.register_pages import RegisterPages
from bot.ports import CommonQuestions, Library, Press, Readiness, RegisterDesk
from bot.reception_ports import Pace, Reception

_TITLE = "Plan 136 Assistant"
_SUMMARY = "Cited, verified answers about Hanoi's Plan 136/KH-UBND and its related documents."


def create_app(
    reception: Reception,
    library: Library,
    readiness: Readiness,
    *,
    register: tuple[RegisterDesk, Press] | None = None,
    questions: CommonQuestions | None = None,
    access: Access | None = None,
    pace: Pace | None = None,
    edition: Callable[[], Hashable] | None = None,
    most_asking: int = 200,
    version: str = "0.1.0",
) -> FastAPI:
    """The ASGI application over a reception.

    ``register`` is the desk and the press behind the register's pages and API, ``questions`` are the
    common questions offered; without them there are none. ``access`` is what the operator allows;
    ``pace`` counts what costs or is kept, without it nothing is limited; ``most_asking`` is how many questions
    may be under way before 503. ``edition`` is another value once what is published may be another: pages and lists
    are kept until then; without it each is made anew.
    """
    allowed = access or Access()
    app = FastAPI(title=_TITLE, summary=_SUMMARY, version=version, openapi_url=None, redirect_slashes=False)
    assets = Assets(framed=bool(allowed.frames))
    pages = Pages(assets.folder)
    counting = Counting(pace)
    problems.install(app, lambda request: pages.missing(request, "nowhere", request.url.path))
    app.add_exception_handler(TooFastError, too_fast)
    app.router.routes.extend(assets.routes())
    app.router.routes.extend(AnswerPages(reception, readiness, counting, assets.folder).routes())
    app.include_router(asking(reception, counting, most_asking))
    app.include_router(answers(reception, readiness, counting))
    app.include_router(forgetting(reception, counting))
    app.include_router(api.documents(library))
    app.include_router(api.common_questions(questions))
    app.include_router(health(readiness))
    if register:
        desk, press = register
        app.include_router(
            register_pictures.pictures(desk, press, counting)
        )  # before the targets, whose ids hold slashes
        app.include_router(register_api.targets(desk, press, counting))
        app.include_router(register_api.indicators(desk))
        app.router.routes.extend(RegisterPages(desk, pages).routes())
        app.router.routes.extend(DocumentPages(desk, library, pages).routes())
    describe(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    if edition:
        app.add_middleware(Published, edition=edition, counting=counting)
    app.add_middleware(Guard, access=allowed, posts=lambda scope: _takes(app, scope))
    return app


def _takes(app: FastAPI, scope: Scope) -> bool:
    """Whether a route takes this method at this path."""
    return any(route.matches(scope)[0] is Match.FULL for route in app.router.routes)
