"""HTML from templates: everything escaped, every word from the pages' words, every place filled or an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import prompts
from bot.channels.layout import printable
from bot.channels.wording import confidence_label, edition_label
from bot.hanoi_time import HANOI
from knowledge.documents import Document

_FOLDER = Path(__file__).parent / "templates"
_SAFE_SCHEMES = ("https://", "http://")


class Renderer:
    """The templates of the register's pages; ``assets`` is the address of the style sheets' folder."""

    def __init__(self, assets: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # a serving process keeps the pages it began with, whatever an upgrade writes
            finalize=_shown,
        )
        self._assets = assets

    def page(self, template: str, language: str, **values: Any) -> str:
        """A template in ``language`` with its values, as HTML."""
        words = prompts.page_words(language)
        shown = SimpleNamespace(**{group: SimpleNamespace(**texts) for group, texts in words.items()})

        def say(key: str, **places: object) -> str:
            group, _, name = key.partition(".")
            return prompts.render(words[group][name], {place: str(value) for place, value in places.items()})

        def to(path: str, **query: Any) -> str:
            return address(path, language, query)

        shared = {"w": shown, "say": say, "to": to, "lang": language, "web_address": web_address}
        return self._environment.get_template(template).render(
            **shared,
            ctx=shared,  # macros of another file see nothing but what they are given
            other="vi" if language == "en" else "en",
            assets=self._assets,
            day=lambda found: day(found, language),
            document_name=lambda found: document_name(found, language),
            edition_of=lambda found: edition_label(found.edition, language),
            confidence_of=lambda found: confidence_label(found.confidence, language),
            **values,
        )


def address(path: str, language: str, query: Mapping[str, Any] | None = None) -> str:
    """An address in ``language``: Vietnamese is the one without a parameter. ``path`` is plain, not yet quoted."""
    asked = {name: value for name, value in (query or {}).items() if value}
    if language == "en":
        asked["lang"] = "en"
    return quote(path) + (f"?{urlencode(asked, doseq=True)}" if asked else "")


def day(found: date, language: str) -> str:
    """A date as people of that language write it."""
    return f"{found.day} {found:%B} {found.year}" if language == "en" else f"{found:%d/%m/%Y}"


def in_hanoi(seconds: float) -> datetime:
    """A moment (seconds since 1970) on the clocks of Hanoi."""
    return datetime.fromtimestamp(seconds, HANOI)


def document_name(found: Document, language: str) -> str:
    """A document's number, or its short name where it has none."""
    return found.number or (found.short_en if language == "en" else found.short)


def web_address(url: str | None) -> str | None:
    """A source's address when it is one a browser may open, else None."""
    return url if url and url.lower().startswith(_SAFE_SCHEMES) else None


def _shown(value: Any) -> Any:
    """Plain text without control and direction characters; what is already markup stays."""
    return printable(value) if type(value) is str and not value.isprintable() else value
