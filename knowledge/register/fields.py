"""The fields an entry of the register's YAML files may have, and what each must be."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.documents import Confidence
from knowledge.register.values import DeadlineKind, Level


class Strict(BaseModel):
    """Fields that are all named here: a misspelt one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AreaFields(Strict):
    """An area of reform, or the part of an indicator that is the same."""

    vi: str
    en: str
    cues_vi: tuple[str, ...] = ()
    cues_en: tuple[str, ...] = ()


class IndicatorFields(AreaFields):
    """An indicator: what is measured."""

    id: str
    area: str
    short_vi: str
    short_en: str
    measured_by: str | None = None
    assumed: bool = False
    kind_of: str | None = None


_Figure = Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")]


class DeadlineFields(Strict):
    """When a target falls due."""

    kind: DeadlineKind
    year: int | None = None
    start: int | None = None
    end: int | None = None
    day: date | None = None

    @model_validator(mode="after")
    def _has_its_year(self) -> Self:
        if self.kind in {DeadlineKind.BY, DeadlineKind.IN, DeadlineKind.YEARLY_UNTIL} and self.year is None:
            raise ValueError(f"a deadline of kind {self.kind.value!r} needs a year")
        if self.day and (self.kind is not DeadlineKind.BY or self.day.year != self.year):
            raise ValueError(f"day {self.day} belongs to a deadline of kind 'by' and year {self.day.year}")
        return self


class DisagreementFields(Strict):
    """Another publication that says otherwise."""

    source: str
    says_vi: str
    says_en: str


class NoteSourceFields(Strict):
    """Where another document says what a note tells of it."""

    document: str
    locator: str
    span: str


class FigureFields(Strict):
    """What targets and results share."""

    id: str
    document: str
    indicator: str
    measure: str
    unit: str
    level: Level | None = None
    statement_vi: str
    statement_en: str
    locator: str
    span: str
    confidence: Confidence
    disagreements: tuple[DisagreementFields, ...] = ()


class TargetFields(FigureFields):
    """A target."""

    comparator: Literal["=", ">", ">=", "<", "<=", "in"]
    average: bool = False
    aim: bool = False
    value: _Figure | None
    deadline: dict[str, Any]
    scope_vi: str | None = None
    scope_en: str | None = None
    exception_vi: str | None = None
    exception_en: str | None = None
    baseline_vi: str | None = None
    baseline_en: str | None = None
    note_vi: str | None = None
    note_en: str | None = None
    note_source: NoteSourceFields | None = None
    outcome_at: tuple[str, ...] = ()  # locators of the document's clauses that conclude whether it was met
    reviewed: bool = True
    upper: _Figure | None = None


class PeriodFields(Strict):
    """A period in words: "tháng 3/2025"."""

    text_vi: str
    text_en: str


class ResultFields(FigureFields):
    """A measured value."""

    year: int
    period: PeriodFields | None = None
    value: _Figure
    of: str | None = None
    above: bool = False
