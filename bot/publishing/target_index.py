"""Targets by a few words: the reader's own filters, loosened until something is left, the home document first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.meaning.query import Query
from bot.meaning.reader import Meaning
from bot.publishing.rows import Row, row
from knowledge.register.register import Register
from knowledge.register.selection import Selection, select
from knowledge.register.values import Target

NEAR = 0.05  # an indicator that words may mean is looked under from this probability on
MOST_NEAR = 3


@dataclass(frozen=True)
class WordedTargets:
    """Finds targets for words; implements ``bot.ports.TargetIndex``. ``understand`` reads a text."""

    register: Register
    understand: Callable[[str], Meaning]
    home: str  # the document whose targets come first

    def find(self, text: str, language: str, on: date, most: int) -> tuple[Row, ...]:
        """The targets the words name, those of the home document first; its own where nothing is typed yet."""
        if not text.strip():
            found = select(self.register, Selection(documents=(self.home,)), on)
        else:
            found = self._named(self.understand(text), on)
        return tuple(row(target, self.register, language, on) for target in found[:most])

    def _named(self, meaning: Meaning, on: date) -> tuple[Target, ...]:
        """What every filter agrees with; without an indicator, a document or an area, a year alone is enough."""
        query = meaning.query
        if meaning.talk or query.other_places or query.unknown_documents:
            return ()
        for indicators in self._tried(meaning):
            asked = Selection(
                documents=query.documents,
                areas=() if indicators else query.areas,
                indicators=indicators,
                levels=query.levels,
                years=query.years,
            )
            found = select(self.register, asked, on)
            if found:
                return self._ranked(found, query)
        return ()

    @staticmethod
    def _tried(meaning: Meaning) -> Iterator[tuple[str, ...]]:
        """The indicators to look under, one attempt after another; none where other filters are enough."""
        query = meaning.query
        ranked = meaning.understood.subjects.get("indicator", ()) if meaning.understood else ()
        near = tuple(r.subject for r in ranked[:MOST_NEAR] if r.probability >= NEAR)
        if query.indicators:
            yield query.indicators
        elif query.documents or query.areas:
            yield ()
        if near:
            yield tuple(dict.fromkeys((*query.indicators, *near)))
        if not query.indicators and (query.years or query.levels):
            yield ()

    def _ranked(self, found: tuple[Target, ...], query: Query) -> tuple[Target, ...]:
        """The best-named indicator first, then a target that names the year itself, then the home document."""
        order = {indicator: n for n, indicator in enumerate(query.indicators)}

        def rank(target: Target) -> tuple[int, bool, bool]:
            own_year = bool(query.years) and target.deadline.year not in query.years
            return order.get(target.indicator, len(order)), own_year, target.place.document != self.home

        return tuple(sorted(found, key=rank))
