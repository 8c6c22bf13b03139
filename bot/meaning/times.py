"""The years of a question: asked about, measured from, relative, or only part of a document's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.vietnamese import years as written_years

PLAN_PERIOD = (2021, 2025)
LONGEST_SPAN = 4  # a longer range is a period, not a list of years
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTHS = re.compile(r"tháng (\d{1,2}(?:\s*(?:,|và|hay|hoặc|với)\s*(?:tháng )?\d{1,2})*)(?:/| năm )((?:19|20)\d{2})\b")
_SHORT_MONTH = re.compile(r"(?<![\w/.])(?:tháng |t)?(0?[1-9]|1[0-2])/(20\d{2})(?![\d/])")  # "9/2024", "T3/2025"
_NUMBERED = re.compile(
    r"(?:nghị quyết|nghị định|quyết định|kế hoạch|thông tư|chỉ thị|công văn|văn bản|số|quý|quarter)\s*$"
)
ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ENGLISH = "|".join(ENGLISH_MONTHS)
_ENGLISH_MONTH = re.compile(rf"\b((?:{_ENGLISH})(?:\s*(?:,|and|or|vs)\s*(?:{_ENGLISH}))*) (?:of )?((?:19|20)\d{{2}})\b")
_DAY_MONTH = re.compile(r"(?<![\d/])\d{1,2}/(\d{1,2})(?=/20\d{2}\b|[^\d/]|$)")
_ENGLISH_DAY = re.compile(rf"\b\d{{1,2}} ({_ENGLISH})\b")
_RANGE = re.compile(r"\b((?:19|20)\d{2})\s*(?:[-–]|đến|tới|to)\s*(?:năm\s+)?((?:19|20)\d{2})\b")
_SHORT_YEAR = re.compile(r"\b(?:năm|year)\s+(?:2k)?(\d{2})(?![\d.,/%]|\s*(?:%|phần))", re.IGNORECASE)
_BASELINE = re.compile(
    r"(?:so với|hơn|over|from|compared (?:with|to)|above)\s+(?:năm\s+)?((?:19|20)\d{2})\b", re.IGNORECASE
)
_AFTER = re.compile(r"(?:sau|after)\s+(?:năm\s+)?((?:19|20)\d{2})\b")
_NEXT = re.compile(r"năm (?:liền )?(?:sau đó|kế tiếp|tiếp theo|sau nữa)|(?:a year later|the (?:following|next) year)")
_OF_EITHER = {"năm sau": 1, "năm trước": -1, "next year": 1, "last year": -1}  # from today, or from the turn before
_PREVIOUS = re.compile(r"năm (?:liền )?(?:trước đó|kề trước)|(?:a year earlier|the (?:year before|previous year))")
_YEARS_BACK = re.compile(
    r"(?<!\S)(?:(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|mười|vài|mấy|nhiều) năm (?:vừa )?"
    r"(?:qua|rồi|gần đây|gần nhất|trở lại đây)"
    r"|(?:last|past) (?:\d{1,2}|two|three|four|five|six|seven|ten|few|several) years)(?!\S)"
)
_RISING = {"tăng", "increase", "rise", "rises", "grow", "grows", "growth", "increased"}
_RELATIVE = {"năm nay": 0, "this year": 0, "năm ngoái": -1, "last year": -1, "năm tới": 1, "năm sau": 1, "next year": 1}


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


def times(
    text: str, forms: Sequence[str], names: Collection[int], issued: Collection[int], this_year: int, aimed: bool
) -> Times:
    """The times of a question.

    ``names``: tokens of document names; ``issued``: the years those documents were issued in;
    ``aimed``: whether a target is spoken of, so that "so với năm …" names a baseline.
    """
    shift = 1 if _NEXT.search(text) else -1 if _PREVIOUS.search(text) else 0
    years = set(written_years(_RANGE.sub(" ", text))) - (set(issued) & _completing(forms, names))
    years -= _inside(forms, names)
    years |= {2000 + int(m[1]) for m in _SHORT_YEAR.finditer(text) if 15 <= int(m[1]) <= 35}
    period = _period(text)
    if period and period != PLAN_PERIOD and period[1] - period[0] < LONGEST_SPAN:
        years |= set(range(period[0], period[1] + 1))
    if not shift:
        years |= {this_year + by for words, by in _RELATIVE.items() if words in text.lower()}
    turned = shift or next((by for words, by in _OF_EITHER.items() if words in text.lower()), 0)
    after = _year_of(_AFTER, text, years)
    base = _year_of(_BASELINE, text, years) if aimed or _RISING & set(forms) else None
    if base is not None and any(year < base for year in years):
        base = None  # "năm 2025 so với năm 2030": a rise is measured from what lies before
    back = _back(forms)
    return Times(
        years=tuple(sorted(years - {after, base})),
        period=period,
        after=after,
        shift=turned,
        base=base,
        dated=any(re.fullmatch(r"\d{2}/\d{2}/\d{4}", form) for form in forms),
        months=_months(text),
        back=bool(back),
        tokens=frozenset(_tokens(forms) | back),
    )


def _months(text: str) -> tuple[tuple[int, int], ...]:
    """The months named with their year: "tháng 9/2025", "September 2025"."""
    named = [(int(year), int(month)) for said, year in _MONTHS.findall(text) for month in re.findall(r"\d+", said)]
    lower = text.lower()
    named += [(int(m[2]), int(m[1])) for m in _SHORT_MONTH.finditer(lower) if not _NUMBERED.search(lower[: m.start()])]
    for said, year in _ENGLISH_MONTH.findall(text.lower()):
        named += [(int(year), ENGLISH_MONTHS.index(month) + 1) for month in re.findall(_ENGLISH, said)]
    return tuple(dict.fromkeys([*named, *_span(text)]))


def _span(text: str) -> list[tuple[int, int]]:
    """The first and last month of a span of days in one year: "từ 1/7 đến 23/9/2025", "1 July - 23 September 2025"."""
    lower = text.lower()
    days = [int(month) for month in _DAY_MONTH.findall(lower)]
    days += [ENGLISH_MONTHS.index(month) + 1 for month in _ENGLISH_DAY.findall(lower)]
    years = {int(year) for year in re.findall(r"\b20\d{2}\b", text)}
    return [(year, month) for year in years for month in days] if len(days) == 2 and len(years) == 1 else []


def _period(text: str) -> tuple[int, int] | None:
    """The one range of years in the text; none when there are several."""
    ranges = _RANGE.findall(text)
    return (int(ranges[0][0]), int(ranges[0][1])) if len(ranges) == 1 else None


def _year_of(pattern: re.Pattern[str], text: str, years: Collection[int]) -> int | None:
    match = pattern.search(text)
    return int(match[1]) if match and int(match[1]) in years else None


def _completing(forms: Sequence[str], names: Collection[int]) -> set[int]:
    """Years that follow a document's name at once: "Nghị định 118 năm 2025"."""
    return {
        int(form)
        for place, form in enumerate(forms)
        if _YEAR.fullmatch(form)
        and (place - 1 in names or (place - 2 in names and forms[place - 1] in {"năm", "of", "in"}))
    }


def _inside(forms: Sequence[str], names: Collection[int]) -> set[int]:
    """Years inside a document's name, unless they are said again: "kế hoạch cải cách hành chính 2026"."""
    said = [i for i, form in enumerate(forms) if _YEAR.fullmatch(form)]
    outside = {forms[i] for i in said if i not in names}
    return {int(forms[i]) for i in said if i in names and forms[i] not in outside}


def _back(forms: Sequence[str]) -> set[int]:
    """The words that mean several years up to now."""
    said = " ".join(forms)
    found = _YEARS_BACK.search(said)
    if found is None:
        return set()
    first = said[: found.start()].count(" ")
    return set(range(first, first + found.group().count(" ") + 1))


def _tokens(forms: Sequence[str]) -> set[int]:
    written = {i for i, form in enumerate(forms) if _YEAR.fullmatch(form)}
    short = {i + 1 for i, f in enumerate(forms[:-1]) if f == "năm" and re.fullmatch(r"\d{2}", forms[i + 1])}
    return written | short
