"""The page of a kept answer, at the address people share: readable without a script, drawn as in the chat with one."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.layout import headline, paragraphs, printable
from bot.channels.web import kept_answers
from bot.channels.web.caching import kept
from bot.channels.web.counting import Counting
from bot.channels.web.rendering import Renderer, address, in_hanoi
from bot.channels.wording import status_label
from bot.messages import Reply
from bot.ports import Readiness
from bot.reception_ports import Reception
from prompts import page_words

ANSWERS_PAGE = "/tra-loi"
_HTML = "text/html; charset=utf-8"
_UNSEARCHED = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-cache"}
_TITLE_LIMIT = 90


class AnswerPages:
    """Server-made pages of kept answers; ``assets`` is the folder of the style sheets."""

    def __init__(self, reception: Reception, readiness: Readiness, counting: Counting, assets: str) -> None:
        self._reception = reception
        self._readiness = readiness
        self._counting = counting
        self._renderer = Renderer(assets)

    def routes(self) -> list[Route]:
        """The address of an answer."""
        return [Route(f"{ANSWERS_PAGE}/{{answer_id}}", self._answer)]

    async def _answer(self, request: Request) -> Response:
        answer_id = request.path_params["answer_id"]
        await self._counting.reading(request)
        reply = await self._reception.kept(answer_id)
        given_at = await self._reception.given_at(answer_id)
        asked = request.query_params.get("lang") or (reply.language if reply else "vi")
        language = "en" if asked == "en" else "vi"
        host, path = str(request.base_url).rstrip("/"), f"{ANSWERS_PAGE}/{answer_id}"
        addresses = {each: f"{address(path, 'vi')}?lang={each}" for each in ("vi", "en")}
        shared = {"addresses": addresses, "host": host, "here": host + address(path, "vi")}
        words = page_words(language)["answer"]
        if reply is None:
            away = await kept_answers.store_fails(self._readiness)
            which = "away" if away else "unknown"
            html = self._renderer.page(
                "missing.html",
                language,
                title=words[f"{which}_title"],
                told=words[which],
                description=words[f"{which}_hint"],
                **shared,
            )
            headers = {**_UNSEARCHED, **(kept_answers.AWAY.headers if away else {})}
            return kept(request, html.encode(), _HTML, headers, status=kept_answers.AWAY.status if away else 404)
        html = self._renderer.page(
            "answer.html",
            language,
            title=_short(reply.question) or words["heading"],
            description=_short(headline(reply.text)[0]),
            answer_id=answer_id,
            reply=reply,
            given=in_hanoi(given_at) if given_at is not None else None,
            status=status_label(reply.status, reply.language),
            lines=paragraphs(printable(reply.text)),
            cited=_cited(reply),
            again=f"/?{urlencode({'q': reply.question}, errors='replace')}",
            **shared,
        )
        return kept(request, html.encode("utf-8", "replace"), _HTML, _UNSEARCHED)


def _cited(reply: Reply) -> list[dict[str, object]]:
    """The citations as the template lists them."""
    return [
        {
            "n": n,
            "document": citation.document,
            "locator": citation.passage.locator,
            "quote": citation.quote,
            "sources": citation.sources,
        }
        for n, citation in enumerate(reply.citations, start=1)
    ]


def _short(text: str) -> str:
    """A line of text for a title, cut at a word."""
    line = " ".join(printable(text).split())
    return line if len(line) <= _TITLE_LIMIT else f"{line[:_TITLE_LIMIT].rsplit(' ', 1)[0]}…"
