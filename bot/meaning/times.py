"""The times of a question: years asked about, measured from, relative, or only part of a document's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.language.patterns import Found, every
from knowledge.language.words import Patterns, TimeWords
from knowledge.vietnamese import years as written_years

LONGEST_SPAN = 4  # a longer range is a period, not a list of years
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")


@dataclass(frozen=True, slots=True)
class Times:
    """When a question is about."""

    years: tuple[int, ...]
    period: tuple[int, int] | None
    after: int | None  # "sau năm 2022": only what falls later
    shift: int  # "năm sau đó" is +1, "năm trước đó" is -1
    base: int | None  # the year a rise is measured from: "tăng … so với năm 2021"
    dated: bool  # whether a day is named
    months: tuple[tuple[int, int], ...]  # the months named, as (year, month)
    back: bool  # whether several years up to now are meant: "3 năm gần đây"
    tokens: frozenset[int]  # those that carry years


class TimeGrammar:
    """Reads times by the patterns of the languages."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words

    def times(
        self,
        text: str,
        forms: Sequence[str],
        names: Collection[int],
        issued: Collection[int],
        this_year: int,
        aimed: bool,
    ) -> Times:
        """The times of a question.

        ``names``: tokens of document names; ``issued``: the years those documents were issued in;
        ``aimed``: whether a target is spoken of, so that "so với năm …" names a baseline.
        """
        said, words = text.lower(), self._words
        spoken = " ".join(forms)
        ranges = every(words.ranges, said)
        years = set(written_years(_without(said, ranges))) - (set(issued) & self._completing(forms, names))
        years -= _inside(forms, names)
        years |= {year for found in every(words.short_years, said) for year in _of_ours(found)}
        period = (ranges[0].numbers[0], ranges[0].numbers[1]) if len(ranges) == 1 else None
        if period and period[1] - period[0] < LONGEST_SPAN:
            years |= set(range(period[0], period[1] + 1))
        years |= {this_year + by for by in _counted(words.from_today, said)}
        after = _year_of(words.after, said, years)
        base = _year_of(words.base, said, years) if aimed or not set(words.rising).isdisjoint(forms) else None
        if base is not None and any(year < base for year in years):
            base = None  # "năm 2025 so với năm 2030": a rise is measured from what lies before
        lately = every(words.lately, spoken)
        return Times(
            years=tuple(sorted(years - {after, base})),
            period=period,
            after=after,
            shift=next(iter(_counted(words.from_turn, said)), 0),
            base=base,
            dated=any(_DAY.fullmatch(form) for form in forms),
            months=tuple(dict.fromkeys([*self.months(said), *self._spanned(said)])),
            back=bool(lately),
            tokens=frozenset(
                {n for n, form in enumerate(forms) if _YEAR.fullmatch(form)}.union(
                    *(found.words for found in [*lately, *every(words.short_years, spoken)])
                )
            ),
        )

    def months(self, text: str) -> list[tuple[int, int]]:
        """The months named with their year, as (year, month)."""
        said = [found.numbers for found in every(self._words.months, text.lower())]
        return [(year, month) for numbers in said for year in numbers for month in numbers if month <= 12 < year]

    def _spanned(self, said: str) -> list[tuple[int, int]]:
        """The months of the two ends of a span of days in one year: "từ 1/7 đến 23/9/2025"."""
        days = [found.numbers[1] for found in every(self._words.days, said)]
        years = {int(year) for year in re.findall(r"\b20\d{2}\b", said)}
        return [(year, month) for year in years for month in days] if len(days) == 2 and len(years) == 1 else []

    def _completing(self, forms: Sequence[str], names: Collection[int]) -> set[int]:
        """Years that follow a document's name at once: "Nghị định 118 năm 2025"."""
        return {
            int(form)
            for n, form in enumerate(forms)
            if _YEAR.fullmatch(form) and (n - 1 in names or (n - 2 in names and forms[n - 1] in self._words.of_a_name))
        }


def _counted(patterns: Mapping[int, Patterns], said: str) -> list[int]:
    """How many years away those are that are counted from another."""
    return [by for by, each in patterns.items() if every(each, said)]


def _without(text: str, ranges: Sequence[Found]) -> str:
    for found in reversed(ranges):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _of_ours(found: Found) -> list[int]:
    """Years of two digits that may be meant."""
    return [2000 + number for number in found.numbers if 15 <= number <= 35]


def _year_of(patterns: Patterns, text: str, years: Collection[int]) -> int | None:
    year = next((found.numbers[0] for found in every(patterns, text)), None)
    return year if year in years else None


def _inside(forms: Sequence[str], names: Collection[int]) -> set[int]:
    """Years inside a document's name, unless they are said again: "kế hoạch cải cách hành chính 2026"."""
    said = [n for n, form in enumerate(forms) if _YEAR.fullmatch(form)]
    outside = {forms[n] for n in said if n not in names}
    return {int(forms[n]) for n in said if n in names and forms[n] not in outside}
