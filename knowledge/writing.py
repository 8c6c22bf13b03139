"""The words by which Vietnamese writes out numbers and dates: data of ``library/language/writing.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "library" / "language" / "writing.toml"


@dataclass(frozen=True)
class Writing:
    """The content of the file; TypeError for a key that is missing or unknown."""

    percent: Sequence[str]
    day: Sequence[str]
    month: Sequence[str]
    year: Sequence[str]
    symbols: Mapping[str, str]


@cache
def writing() -> Writing:
    """The words, read once."""
    return Writing(**tomllib.loads(PATH.read_text(encoding="utf-8")))


def any_of(words: Sequence[str]) -> str:
    """A pattern of any of these words, whatever space stands within one."""
    return "(?:" + "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in words) + ")"
