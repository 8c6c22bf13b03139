"""Filters as people write them in an address: read strictly, offered with what they may be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import prompts
from bot.telling.phrases import document, number, raised
from knowledge.register.register import Register
from knowledge.register.selection import Due, Selection
from knowledge.register.values import Level, Target

FILTERS = ("year", "area", "level", "value", "document", "indicator", "due")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_VALUE = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,6}))?\s*%?")


class BadFilterError(ValueError):
    """A filter's value that cannot be; ``valid`` says what can."""

    def __init__(self, name: str, value: str, valid: Sequence[str]) -> None:
        super().__init__(f"{name}={value!r}")
        self.name = name
        self.value = value
        self.valid = tuple(valid)


@dataclass(frozen=True, slots=True)
class Option:
    """One value a filter may take."""

    value: str  # as it stands in an address
    label: str
    count: int  # targets that have it


def read_filters(asked: Mapping[str, Sequence[str]], register: Register) -> Selection:
    """The selection a person asks for; an empty value filters nothing.

    BadFilterError names the first value that cannot be, and what can.
    """
    given = {name: tuple(v for each in asked.get(name, ()) if (v := each.strip())) for name in FILTERS}
    areas = [area.id for area in register.areas]
    indicators = [indicator.id for indicator in register.indicators]
    due = _known("due", given["due"], list(Due))
    if len(set(due)) > 1:
        raise BadFilterError("due", ",".join(due), list(Due))
    return Selection(
        documents=_documents(given["document"], register),
        areas=_known("area", given["area"], areas),
        indicators=_known("indicator", given["indicator"], indicators),
        levels=tuple(Level(each) for each in _known("level", given["level"], list(Level))),
        years=tuple(int(_matching("year", each, _YEAR, "2025")[0]) for each in given["year"]),
        values=tuple(_value(each) for each in given["value"]),
        due=Due(due[0]) if due else None,
    )


def told_filters(selection: Selection) -> dict[str, list[str]]:
    """A selection as the values of an address: reading them gives the selection again."""
    told = {
        "year": [str(year) for year in selection.years],
        "area": list(selection.areas),
        "level": [level.value for level in selection.levels],
        "document": list(selection.documents),
        "indicator": list(selection.indicators),
        "value": [f"{value:f}" for value in selection.values],
        "due": [selection.due.value] if selection.due else [],
    }
    return {name: values for name, values in told.items() if values}


def choices(register: Register, language: str) -> dict[str, tuple[Option, ...]]:
    """For every filter, what at least one target has, with how many have it."""
    targets = register.all_targets
    areas = {indicator.id: indicator.area for indicator in register.indicators}
    words = prompts.page_words(language)["due"]

    def options(pairs: Sequence[tuple[str, str]], having: Mapping[str, int]) -> tuple[Option, ...]:
        return tuple(Option(value, label, having[value]) for value, label in pairs if having.get(value))

    years = sorted({year for target in targets for year in _years(target)})
    values = sorted({target.number for target in targets if target.number is not None})
    return {
        "year": tuple(Option(str(y), str(y), len(register.targets(years=[y]))) for y in years),
        "area": options(
            [(a.id, raised(a.name.text(language))) for a in register.areas],
            _counts([areas[t.indicator] for t in targets]),
        ),
        "level": options(
            [(level.value, raised(prompts.say(language, f"level.{level.value}"))) for level in Level],
            _counts([t.level.value for t in targets if t.level]),
        ),
        "document": options(
            [(d.id, document(d, language)) for d in register.documents], _counts([t.place.document for t in targets])
        ),
        "indicator": options(
            [(i.id, raised(i.short.text(language))) for i in register.indicators],
            _counts([t.indicator for t in targets]),
        ),
        "value": tuple(
            Option(f"{v:f}", number(v, language), sum(target.number == v for target in targets)) for v in values
        ),
        "due": tuple(Option(due.value, words[due.value], 0) for due in Due),
    }


def _counts(values: Sequence[str]) -> dict[str, int]:
    return {value: values.count(value) for value in set(values)}


def _years(target: Target) -> range:
    last = target.deadline.year or target.deadline.end
    return range(target.deadline.start or last, last + 1) if last else range(0)


def _known(name: str, values: Sequence[str], valid: Sequence[str]) -> tuple[str, ...]:
    for value in values:
        if value not in valid:
            raise BadFilterError(name, value, [str(each) for each in valid])
    return tuple(values)


def _documents(values: Sequence[str], register: Register) -> tuple[str, ...]:
    """Documents by their id, or by their number as it is printed."""
    ids = {document.id: document.id for document in register.documents}
    numbers = {each.number.casefold(): each.id for each in register.documents if each.number}
    having = {target.place.document for target in register.all_targets}
    for value in values:
        if value not in ids and value.casefold() not in numbers:
            raise BadFilterError("document", value, [each for each in ids if each in having])
    return tuple(ids.get(value) or numbers[value.casefold()] for value in values)


def _matching(name: str, value: str, pattern: re.Pattern[str], example: str) -> re.Match[str]:
    match = pattern.fullmatch(value)
    if match is None:
        raise BadFilterError(name, value, [example])
    return match


def _value(value: str) -> Decimal:
    whole, decimals = _matching("value", value, _VALUE, "95").groups()
    return Decimal(f"{whole}.{decimals}" if decimals else whole)
