"""The shape of a language file, ``library/language/vi.yaml`` and its like; several languages are read as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import reduce
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationInfo

from knowledge.language.patterns import Pattern, PatternError, compiled
from knowledge.strict_file import Strict

Words = TypeVar("Words")


def _patterns(written: Any, info: ValidationInfo) -> tuple[Pattern, ...]:
    if not isinstance(written, list):
        raise PatternError("a list of patterns is expected; write [a, b]")
    told = [each if isinstance(each, dict) else {"is": each} for each in written]
    for each in told:
        if not isinstance(each.get("is"), str) or each.keys() - {"is", "not_after"}:
            raise PatternError(f"{each!r} is no pattern; write a text, or {{is: a text, not_after: [words]}}")
    return tuple(compiled(each["is"], info.context or {}, each.get("not_after", ())) for each in told)


Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_patterns)]


@dataclass(frozen=True, slots=True)
class NumberWords(Strict):
    """Numbers in words; "after_tens" are those that may follow the words of ``tens``."""

    alone: Mapping[str, int]
    tens: Mapping[str, int]
    after_tens: Mapping[str, int]
    ordinal: Mapping[str, int]

    def all(self) -> dict[str, int]:
        """Every number in words, up to 99."""
        both = {f"{ten} {one}": tens + ones for ten, tens in self.tens.items() for one, ones in self.after_tens.items()}
        return {**self.alone, **self.tens, **both}


@dataclass(frozen=True, slots=True)
class PieceWords(Strict):
    """What the slots of the other sections stand for."""

    numbers: NumberWords
    months: Mapping[str, int]
    more: Mapping[str, str]  # slots made of others


@dataclass(frozen=True, slots=True)
class TimeWords(Strict):
    """How times are said."""

    ranges: Patterns
    short_years: Patterns
    months: Patterns
    days: Patterns
    base: Patterns
    after: Patterns
    from_today: Mapping[int, Patterns]
    from_turn: Mapping[int, Patterns]
    lately: Patterns
    rising: tuple[str, ...]
    of_a_name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureWords(Strict):
    """How figures are said: units by the measure they tell, comparators, and what makes a number no figure."""

    units: Mapping[str, tuple[str, ...]]
    units_before: Mapping[str, tuple[str, ...]]
    comparators: Mapping[str, tuple[str, ...]]
    no_figure_after: tuple[str, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrdinalWords(Strict):
    """Numbers that name or count and state no figure."""

    numbered: Patterns
    counted: Patterns
    no_figures: Patterns


@dataclass(frozen=True, slots=True)
class DocumentWords(Strict):
    """How documents are named."""

    any_kind: tuple[str, ...]
    counting_kinds: tuple[str, ...]
    number_signs: tuple[str, ...]
    no_number_before: tuple[str, ...]
    no_bare_number_before: tuple[str, ...]
    no_bare_number_after: tuple[str, ...]
    series: Patterns


@dataclass(frozen=True, slots=True)
class PlaceWords(Strict):
    """Words beside places: ``worlds`` are what is ranked in, not asked about."""

    worlds: tuple[str, ...]
    no_family_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartWords(Strict):
    """How things are asked: words that ask, those among them for yes or no, and words between two askings."""

    asking: tuple[str, ...]
    closed: tuple[str, ...]  # of a question for yes or no, beside other words too
    joints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language(Strict):
    """Everything a language file holds beside its pieces."""

    times: TimeWords
    figures: FigureWords
    ordinals: OrdinalWords
    documents: DocumentWords
    places: PlaceWords
    parts: PartWords
    verdicts: tuple[str, ...]
    affirming: tuple[str, ...]
    tiers_set: tuple[str, ...]
    bodies: Mapping[str, str]


def together(languages: Sequence[Words]) -> Words:
    """Languages as one: lists one after the other, mappings key by key."""
    return reduce(_both, languages)


def _both(one: Any, other: Any) -> Any:
    if is_dataclass(one) and not isinstance(one, type):
        return replace(one, **{f.name: _both(getattr(one, f.name), getattr(other, f.name)) for f in fields(one)})
    if isinstance(one, Mapping):
        shared = {key: _both(one[key], other[key]) for key in one if key in other}
        return {**one, **other, **shared}
    return one + other if isinstance(one, tuple) else other
