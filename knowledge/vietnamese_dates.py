"""Dates as documents here write them: the day first, then the month, then the year; ISO dates as ISO says. Pure."""

from __future__ import annotations

import re
from datetime import date

from knowledge.vietnamese import nfc
from knowledge.writing import any_of, writing

_DAY, _MONTH, _YEAR = (any_of(words) for words in (writing().day, writing().month, writing().year))
_IN_WORDS = rf"{_DAY}\s+(\d{{1,2}})\s+{_MONTH}\s+(\d{{1,2}})\s*,?\s+{_YEAR}\s+(\d{{4}}|\d{{2}})(?!\d)"
_IN_FIGURES = r"(?<![\d/.-])(\d{1,2})\s?(?P<mark>[/.-])\s?(\d{1,2})\s?(?P=mark)\s?(\d{4}|\d{2})(?![\d/]|[.-]\d)"
_ISO = r"(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d/]|[.-]\d)"
_ANY = re.compile(f"{_IN_WORDS}|{_IN_FIGURES}|{_ISO}", re.IGNORECASE)
_CENTURY_ENDS = 70  # "69" is 2069, "70" is 1970


def written_dates(text: str) -> list[date]:
    """The dates of a text in their order; those no calendar has are left out."""
    return [found for match in _ANY.finditer(nfc(text)) if (found := _date(match)) is not None]


def whole_date(text: str) -> date | None:
    """The date a text is, and nothing else; None for any other text."""
    match = _ANY.fullmatch(nfc(text).strip())
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    day, month, year = match[1] or match[4] or match[10], match[2] or match[6] or match[9], match[3] or match[7]
    try:
        return date(_year(year or match[8]), int(month), int(day))
    except ValueError:
        return None


def _year(written: str) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if int(written) < _CENTURY_ENDS else 1900)
