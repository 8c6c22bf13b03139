"""The register's desk: rows by filters, a target or an indicator in full, and what the filters may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.publishing.filters import Option, choices, read_filters
from bot.publishing.rows import Row, row
from bot.publishing.sheets import IndicatorSheet, TargetSheet, indicator_sheet, target_sheet
from bot.telling.phrases import raised
from knowledge.documents import Document
from knowledge.register.register import Register
from knowledge.register.selection import Selection, select


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in a list."""

    id: str
    name: str
    short: str
    area_id: str
    area: str
    measured_by: str | None
    assumed: bool  # the yardstick is our reading; no document names it
    targets: int
    results: int  # of its yardstick


@dataclass(frozen=True)
class Desk:
    """The desk over a register; ``clock`` says what day it is. Implements ``bot.ports.RegisterDesk``."""

    register: Register
    clock: Callable[[], date]

    def today(self) -> date:
        """The day deadlines are counted from."""
        return self.clock()

    def choices(self, language: str) -> Mapping[str, Sequence[Option]]:
        """By filter, the values that at least one target has."""
        return choices(self.register, language)

    def selection(self, asked: Mapping[str, Sequence[str]]) -> Selection:
        """The selection an address asks for; BadFilterError for a value that cannot be."""
        return read_filters(asked, self.register)

    def rows(self, selection: Selection, language: str, on: date) -> tuple[Row, ...]:
        """The targets that agree with every filter, as rows, in the order of their documents."""
        return tuple(row(target, self.register, language, on) for target in select(self.register, selection, on))

    def target(self, target_id: str, language: str, on: date) -> TargetSheet | None:
        """A target in full; None when the register holds none such."""
        for target in self.register.all_targets:
            if target.id == target_id:
                return target_sheet(target, self.register, language, on)
        return None

    def indicators(self, language: str) -> tuple[IndicatorLine, ...]:
        """Every indicator with its area and its yardstick."""
        targets = [target.indicator for target in self.register.all_targets]
        results = [result.indicator for result in self.register.all_results]
        return tuple(
            IndicatorLine(
                id=each.id,
                name=raised(each.name.text(language)),
                short=raised(each.short.text(language)),
                area_id=each.area,
                area=raised(self.register.area(each.area).name.text(language)),
                measured_by=each.measured_by,
                assumed=each.assumed,
                targets=targets.count(each.id),
                results=results.count(each.measured_by or each.id),
            )
            for each in self.register.indicators
        )

    def indicator(self, indicator_id: str, language: str, on: date) -> IndicatorSheet | None:
        """An indicator in full; None when the register holds none such."""
        for indicator in self.register.indicators:
            if indicator.id == indicator_id:
                return indicator_sheet(indicator, self.register, language, on)
        return None

    def document(self, document_id: str) -> Document | None:
        """The document with this id; None when we hold none such."""
        return next((each for each in self.register.documents if each.id == document_id), None)
