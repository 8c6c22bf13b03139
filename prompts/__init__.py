"""Every word the assistant says, by language. Templates are in ``replies``, ``pages`` and ``telegram.*.toml``."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("vi", "en")


class PromptError(ValueError):
    """A template that does not exist, or values that do not fit it."""


def render(template: str, values: dict[str, str]) -> str:
    """Fills ``{name}`` places; a missing or an unused value is an error."""
    wanted = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    if wanted != set(values):
        missing, unused = sorted(wanted - set(values)), sorted(set(values) - wanted)
        raise PromptError(f"template {template!r}: missing values {missing}, unused values {unused}")
    return template.format(**values)


def say(language: str, key: str, **values: str) -> str:
    """The words for ``key`` ("group.name") in a language, with its places filled."""
    return render(_template(language, key), values)


def fill(language: str, key: str, values: Mapping[str, str]) -> str:
    """The words for ``key`` with its places filled from ``values``, which may hold more than the template needs."""
    template = _template(language, key)
    wanted = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    return render(template, {name: value for name, value in values.items() if name in wanted})


def keys(language: str, group: str) -> tuple[str, ...]:
    """The names of a group of templates."""
    return tuple(_lookup(language, group, dict))


def phrases(language: str, key: str) -> tuple[str, ...]:
    """A list of fixed phrases, such as example questions."""
    return tuple(_lookup(language, key, list))


def called(language: str, group: str, name: str) -> str:
    """What the library calls ``name``, as a language says it by a group of words; itself where the group has none."""
    return str(_lookup(language, group, dict).get(name, name))


def _template(language: str, key: str) -> str:
    return str(_lookup(language, key, str))


def _lookup(language: str, key: str, kind: type) -> Any:
    found: Any = replies(language)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, kind):
        raise PromptError(f"replies.{language}.toml has no {kind.__name__} {key!r}; add it")
    return found


@lru_cache(maxsize=len(LANGUAGES))
def replies(language: str) -> dict[str, Any]:
    """The parsed templates of a language."""
    return tomllib.loads(files(__name__).joinpath(f"replies.{language}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=len(LANGUAGES))
def page_words(language: str) -> dict[str, dict[str, str]]:
    """The words of the register's pages, by group; templates are for ``render``."""
    return tomllib.loads(files(__name__).joinpath(f"pages.{language}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=len(LANGUAGES))
def telegram_words(language: str) -> dict[str, dict[str, str]]:
    """The words of the Telegram door around an answer, by group; templates are for ``render``."""
    return tomllib.loads(files(__name__).joinpath(f"telegram.{language}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def api_words() -> dict[str, dict[str, str]]:
    """The API's description in Vietnamese, by operation ("GET /api/faq"); its English stands beside the code."""
    return tomllib.loads(files(__name__).joinpath("api.vi.toml").read_text(encoding="utf-8"))
