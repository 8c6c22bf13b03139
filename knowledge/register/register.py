"""The register of targets and results, queried exactly: no similarity anywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from knowledge.documents import Citation, Document
from knowledge.register.values import Area, Indicator, Level, Place, Result, Target


@dataclass(frozen=True)
class Register:
    """All targets and results, with the documents they stand in."""

    areas: tuple[Area, ...]
    indicators: tuple[Indicator, ...]
    all_targets: tuple[Target, ...]
    all_results: tuple[Result, ...]
    documents: tuple[Document, ...]

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator with this id; KeyError when there is none."""
        return self._indicators[indicator_id]

    def area(self, area_id: str) -> Area:
        """The area with this id; KeyError when there is none."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise KeyError(area_id)

    def document(self, document_id: str) -> Document:
        """The document with this id; KeyError when there is none."""
        return self._documents[document_id]

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    def targets(
        self,
        indicators: Collection[str] | None = None,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        levels: Collection[Level] | None = None,
        areas: Collection[str] | None = None,
        value: Decimal | None = None,
        also_added: bool = False,
    ) -> tuple[Target, ...]:
        """The targets that agree with every given filter, in the order of their documents.

        Where no document is named, those of documents a person added stand back: they are given when the
        bundled library holds none such, or with ``also_added``.
        """
        found = self._targets(indicators, documents, years, levels, areas, value)
        if documents is not None or also_added:
            return found
        added = {document.id for document in self.documents if document.is_added}
        return tuple(target for target in found if target.place.document not in added) or found

    def _targets(
        self,
        indicators: Collection[str] | None,
        documents: Collection[str] | None,
        years: Collection[int] | None,
        levels: Collection[Level] | None,
        areas: Collection[str] | None,
        value: Decimal | None,
    ) -> tuple[Target, ...]:
        in_area = {i.id for i in self.indicators if areas is None or i.area in areas}
        return tuple(
            target
            for target in self.all_targets
            if (indicators is None or target.indicator in indicators)
            and (documents is None or target.place.document in documents)
            and (years is None or any(target.holds_for(year) for year in years))
            and (levels is None or target.level in levels)
            and target.indicator in in_area
            and (value is None or target.number == value)
        )

    def results(
        self,
        indicator: str,
        years: Collection[int] | None = None,
        measures: Collection[str] | None = None,
        level: Level | None = None,
    ) -> tuple[Result, ...]:
        """The results of an indicator, oldest first; ``level`` None means the city's own."""
        own = {None, Level.CITY} if level is None else {level}
        found = [
            result
            for result in self.all_results
            if result.indicator == indicator
            and result.level in own
            and (years is None or result.year in years)
            and (measures is None or result.measure in measures)
        ]
        return tuple(sorted(found, key=lambda r: r.year))

    def cite(self, place: Place) -> Citation:
        """The citation of a figure."""
        document = self.document(place.document)
        return Citation(document, document.passage(place.passage), place.span)

    def result_years(self, results: Sequence[Result]) -> tuple[int, ...]:
        """The years of results, ascending, each once."""
        return tuple(sorted({result.year for result in results}))
