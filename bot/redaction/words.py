"""Reads ``words.toml``: the words personal data stand behind, as pieces of regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from knowledge.vietnamese import strip_marks

SPACE = "[ \t]"


class WordsError(ValueError):
    """``words.toml`` has no such list, or something else than words in it."""


def words(key: str) -> tuple[str, ...]:
    """The words of a list ("birth.lead") and their unmarked forms, the longest first; WordsError when it is no list."""
    found: Any = _file()
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, list) or not found or not all(isinstance(word, str) and word.strip() for word in found):
        raise WordsError(f"bot/redaction/words.toml: {key} must be a list of words")
    both = dict.fromkeys(form for word in found for form in (word, strip_marks(word)))
    return tuple(sorted(both, key=len, reverse=True))


def any_of(key: str) -> str:
    """A pattern of any word of a list, whole, with any spaces between its parts."""
    return _bounded(words(key))


def any_after(key: str) -> str:
    """A pattern of any word of a list, whole, right behind something or after spaces."""
    return rf"{SPACE}*(?:{'|'.join(_spaced(word) for word in words(key))})(?!\w)"


def lead(key: str) -> str:
    """A pattern of a lead word and the words, colons and dashes that may stand between it and its value."""
    between = "|".join(_spaced(word) for word in words(f"{key}.between"))
    return rf"{any_of(f'{key}.lead')}(?:{SPACE}*(?:(?:{between})(?!\w)|[:=(\-–]))*{SPACE}*"


def _bounded(listed: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(map(_spaced, listed))})(?!\w)"


def _spaced(word: str) -> str:
    return rf"{SPACE}+".join(map(re.escape, word.split()))


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
