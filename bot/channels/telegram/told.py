"""The Telegram door's own words in a language, with their places filled."""

from __future__ import annotations

import prompts

LANGUAGES = prompts.LANGUAGES


def known_language(language: str | None) -> str:
    """English ("en") as a client or a setting names it; Vietnamese for any other."""
    return "en" if (language or "").lower().startswith("en") else "vi"


def told(language: str, group: str, name: str, /, **values: str) -> str:
    """The words for ``group.name``; PromptError for a name we do not have or values that do not fit."""
    words = prompts.telegram_words(known_language(language)).get(group, {})
    if name not in words:
        raise prompts.PromptError(f"telegram.{known_language(language)}.toml has no {group}.{name}; add it")
    return prompts.render(words[name], values)
