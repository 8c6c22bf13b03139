"""What an address of the register asks: filters, a day, a language; what cannot be is told with what can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import QueryParams

from bot.ports import RegisterDesk
from bot.publishing.filters import FILTERS, BadFilterError, told_filters
from knowledge.register.selection import Selection
from prompts import LANGUAGES

_DAY = "2026-01-31"


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """A read address."""

    selection: Selection
    language: str
    on: date
    dated: bool  # the address names the day

    def told(self) -> dict[str, list[str]]:
        """The filters and the day as an address says them; what is not asked is left out."""
        return {**told_filters(self.selection), **({"on": [self.on.isoformat()]} if self.dated else {})}


def read_query(parameters: QueryParams, desk: RegisterDesk, language: str) -> RegisterQuery:
    """The query of an address, to be answered in ``language``; BadFilterError for a value that cannot be."""
    day = parameters.get("on", "").strip()
    return RegisterQuery(
        selection=desk.selection({name: parameters.getlist(name) for name in FILTERS}),
        language=language,
        on=_day(day) if day else desk.today(),
        dated=bool(day),
    )


def known_language(asked: str) -> str:
    """The language asked for, Vietnamese when none is; BadFilterError for one we do not speak."""
    language = asked or LANGUAGES[0]
    if language not in LANGUAGES:
        raise BadFilterError("language", language, LANGUAGES)
    return language


def refuse_unknown(parameters: QueryParams, known: Sequence[str]) -> None:
    """BadFilterError for a parameter that would be passed over: a misspelt filter must not widen a list."""
    for name in parameters:
        if name not in known:
            raise BadFilterError("parameter", name, known)


def _day(text: str) -> date:
    try:
        if len(text) != len(_DAY):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise BadFilterError("on", text, [_DAY]) from None


def labels_of(told: Mapping[str, Sequence[str]]) -> str:
    """A short name for a file of these filters: "year-2025-level-commune"; empty without filters."""
    words = [f"{name}-{'-'.join(values)}" for name, values in told.items()]
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in "-".join(words))[:80]
