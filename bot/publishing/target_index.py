"""Targets by a few words: the understanding's own slots, loosened until something is left, the home document first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.publishing.rows import Row, row
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.selection import Selection, select
from knowledge.register.values import HOME_DOCUMENT, Target


@dataclass(frozen=True)
class WordedTargets:
    """Finds targets for words; implements ``bot.ports.TargetIndex``. ``understand`` reads a text into slots."""

    register: Register
    understand: Callable[[str], Question]

    def find(self, text: str, language: str, on: date, most: int) -> tuple[Row, ...]:
        """The targets the words name, those of the home document first; its own where nothing is typed yet."""
        if not text.strip():
            found = select(self.register, Selection(documents=(HOME_DOCUMENT,)), on)
        else:
            found = self._named(self.understand(text), on)
        return tuple(row(target, self.register, language, on) for target in found[:most])

    def _named(self, question: Question, on: date) -> tuple[Target, ...]:
        """What every slot agrees with; without an indicator, a document or an area, a year alone is enough."""
        if question.other_places or question.unknown_documents:
            return ()
        named = tuple(dict.fromkeys((*question.indicators, *question.tied, *question.alternatives)))
        if not (named or question.documents or question.areas or question.years or question.levels):
            return ()
        for indicators in dict.fromkeys(((*question.indicators, *question.tied), named)):
            asked = Selection(
                documents=question.documents,
                areas=() if indicators else question.areas,
                indicators=indicators,
                levels=question.levels,
                years=question.years,
            )
            found = select(self.register, asked, on)
            if found:
                return self._ranked(found, question)
        return ()

    def _ranked(self, found: tuple[Target, ...], question: Question) -> tuple[Target, ...]:
        """The best-named indicator first, then a target that names the year itself, then the home document."""
        order = {indicator: n for n, indicator in enumerate(question.indicators)}

        def rank(target: Target) -> tuple[int, bool, bool]:
            own_year = bool(question.years) and target.deadline.year not in question.years
            return order.get(target.indicator, len(order)), own_year, target.place.document != HOME_DOCUMENT

        return tuple(sorted(found, key=rank))
