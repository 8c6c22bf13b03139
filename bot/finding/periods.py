"""Results of a part of a year: which months a period is of. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from knowledge.register.values import Result

_ENDS = re.compile(r"\d{2}/(\d{2})\b")  # the months of "từ 01/07 đến 23/09/2025"


def is_of_months(result: Result, months: Collection[tuple[int, int]]) -> bool:
    """Whether a result is of one of the months (year, month), or of the very span of months, that is asked.

    A result of a longer or other period is of none of them.
    """
    told = result.period.vi if result.period else ""
    if any(re.search(rf"tháng 0?{month}/{year}\b", told) for year, month in months):
        return True
    span = {int(month) for month in _ENDS.findall(told)}
    years = {year for year, _ in months}
    return len(span) > 1 and span == {month for _, month in months} and years == {result.year}
