"""A year among the words behind a command: "/han năm 2025", "/han in 2025", "/ketqua papi 2024". Pure."""

from __future__ import annotations

import re

import prompts
from knowledge.vietnamese import nfc

_BEFORE = "|".join(word for language in prompts.LANGUAGES for word in prompts.phrases(language, "command.year_words"))
_YEAR = re.compile(rf"(?:\b(?:{_BEFORE})\s+)?\b([0-9]{{4}})\b", re.IGNORECASE)


def asked_year(words: str) -> str | None:
    """The year, where the words are a year and nothing else."""
    year = _YEAR.fullmatch(nfc(words).strip())
    return year[1] if year else None


def without_year(words: str) -> str:
    """The words without the years among them."""
    return " ".join(_YEAR.sub(" ", nfc(words)).split())
