"""What the register holds: indicators, targets and results. A target is never a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.documents import Confidence, Span

_AS_MANY = Decimal("0.9")  # of the larger number ranked
OTHER_AREA = "other"  # indicators of documents a person added, which no bundled one is


class Level(StrEnum):
    """The tier of government a figure speaks of."""

    CITY = "city"
    DISTRICT = "district"
    COMMUNE = "commune"
    MINISTRY_PROVINCE = "ministry_province"
    CENTRE = "centre"  # Trung tâm Phục vụ hành chính công
    NATIONAL = "national"


class DeadlineKind(StrEnum):
    """How a document states when."""

    BY = "by"  # đến năm
    IN = "in"  # trong năm
    YEARLY = "yearly"  # hằng năm
    YEARLY_UNTIL = "yearly_until"  # mỗi năm, đến năm
    PERIOD = "period"  # no year of its own, only the document's period


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a target falls due: ``year``, and its ``day`` where one is set, or the document's period."""

    kind: DeadlineKind
    year: int | None = None
    start: int | None = None
    end: int | None = None
    day: date | None = None  # "đến ngày 30/07/2025": stricter than the end of the year

    @property
    def label(self) -> str | None:
        """The reply object's ``deadline``: a year, "yearly", or None where no year is stated."""
        if self.kind is DeadlineKind.YEARLY:
            return "yearly"
        if self.kind is DeadlineKind.PERIOD:
            return None
        return str(self.year)

    @property
    def last_day(self) -> date | None:
        """The day that is set, else the last of the deadline's year or of its period; None where none is stated."""
        if self.day:
            return self.day
        last = self.year or self.end
        return date(last, 12, 31) if last else None


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in Vietnamese and English."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """The words in ``language`` ("vi" or "en")."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What another publication says of the same figure."""

    source: str
    says: Wording


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: a passage of a document and the span that carries it."""

    document: str
    passage: str
    span: Span


@dataclass(frozen=True, slots=True)
class Area:
    """A field of reform; groups indicators."""

    id: str
    name: Wording
    cues: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, how people name it, and which index is its yardstick."""

    id: str
    area: str
    name: Wording
    short: Wording  # as people say it in passing
    cues: dict[str, tuple[str, ...]]
    measured_by: str | None = None
    assumed: bool = False  # the yardstick is our reading; no document names it
    kind_of: str | None = None  # the wider indicator: satisfaction with procedures is a kind of satisfaction


@dataclass(frozen=True, slots=True)
class Target:
    """A figure a document sets: indicator, comparator, value, unit, deadline, scope, exception."""

    id: str
    indicator: str
    measure: str
    comparator: str  # ">", ">=", "=", "<", "<=", "in"
    average: bool
    aim: bool
    value: str | None  # canonical decimal; None for goals without a figure ("leading group")
    unit: str
    deadline: Deadline
    level: Level | None
    statement: Wording
    scope: Wording | None
    exception: Wording | None
    baseline: Wording | None
    note: Wording | None
    place: Place
    confidence: Confidence
    disagreements: tuple[Disagreement, ...] = ()
    reviewed: bool = True  # False: read from a document by grammar, and no person has looked yet
    upper: str | None = None  # the upper end, where the document sets a range
    note_place: Place | None = None  # where another document says what the note tells of it
    outcome_at: tuple[str, ...] = ()  # locators of its document's clauses that conclude whether it was met

    @property
    def number(self) -> Decimal | None:
        """The figure as a number."""
        return Decimal(self.value) if self.value is not None else None

    def holds_for(self, year: int) -> bool:
        """Whether the document's wording covers a year (a period target covers its whole period)."""
        match self.deadline.kind:
            case DeadlineKind.BY | DeadlineKind.IN:
                return year == self.deadline.year
            case DeadlineKind.YEARLY_UNTIL:
                return (self.deadline.start or self.deadline.year or 0) <= year <= (self.deadline.year or 0)
            case _:
                return (self.deadline.start or 0) <= year <= (self.deadline.end or 9999)


@dataclass(frozen=True, slots=True)
class Result:
    """A measured value of an indicator in a year or part of it, with its publication."""

    id: str
    indicator: str
    measure: str  # score, rank, group, percent, count
    year: int
    period: Wording | None
    value: str
    unit: str
    of: str | None  # scale ("80") or number ranked ("63")
    level: Level | None
    statement: Wording
    place: Place
    confidence: Confidence
    disagreements: tuple[Disagreement, ...] = ()
    above: bool = False  # the source gives a lower bound ("trên 97%"): the exact figure is not known

    @property
    def number(self) -> Decimal:
        """The figure as a number."""
        return Decimal(self.value)

    def is_alike(self, other: Result) -> bool:
        """Whether two figures have one unit and one scale, so that they can be set side by side.

        Ranks are alike when about as many provinces were ranked: 60 and 63, not 34 and 63.
        """
        if (self.measure, self.unit) != (other.measure, other.unit):
            return False
        if self.of is None or other.of is None or self.of == other.of:
            return True
        if self.measure != "rank":
            return False
        fewer, more = sorted((Decimal(self.of), Decimal(other.of)))
        return fewer >= more * _AS_MANY
