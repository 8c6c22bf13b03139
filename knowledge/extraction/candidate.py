"""A target as a clause words it: read by grammar, shown beside its span, true only once a person says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure a clause sets, with everything the clause says about it. Positions are characters of the text."""

    span: tuple[int, int]  # the clause that carries the figure
    figure: tuple[int, int]  # the figure with its unit
    subject: str  # what is measured, in the text's own words
    comparator: str  # "=", ">", ">=", "<", "<=", "in"
    average: bool
    aim: bool
    value: str  # canonical decimal with a point
    upper: str | None  # the upper end of a range
    unit: str  # "%", "%/năm", "bậc", "hạng", "ngày làm việc", ... lower case
    deadline_kind: str | None  # by, in, yearly, yearly_until, period
    deadline_year: int | None  # of a period its last year
    level: str | None  # see knowledge.register.values.Level
    exception: str | None  # without its "trừ"
    baseline: str | None  # with its "so với"
    responsible: tuple[str, ...]  # the bodies that lead
