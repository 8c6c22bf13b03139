"""What labels may name: the ids of a library's indicators, documents, terms, areas, common questions, clauses. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.faq import Faq
from knowledge.glossary import Glossary
from knowledge.register.register import Register

QUESTION = "common question"  # the kind that the label ``question`` names; ``subjects`` names the others


@dataclass(frozen=True, slots=True)
class Subjects:
    """The ids in the order of the library; an indicator and a term may share one."""

    indicators: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # common ones
    clauses: tuple[str, ...] = ()  # "document id#locator"

    @property
    def named(self) -> frozenset[str]:
        """What the label ``subjects`` may name."""
        return frozenset((*self.indicators, *self.documents, *self.terms, *self.areas))

    @property
    def taught(self) -> Mapping[str, tuple[str, ...]]:
        """What should be asked about in several wordings, by kind: all but areas and clauses."""
        return {
            "indicator": self.indicators,
            "document": self.documents,
            "term": self.terms,
            QUESTION: self.questions,
        }


def subjects_of(register: Register, glossary: Glossary, faq: Faq) -> Subjects:
    """The ids of a library."""
    return Subjects(
        indicators=tuple(indicator.id for indicator in register.indicators),
        documents=tuple(document.id for document in register.documents),
        terms=tuple(glossary.names),
        areas=tuple(area.id for area in register.areas),
        questions=tuple(entry.id for entry in faq.entries),
        clauses=tuple(f"{d.id}#{passage.locator}" for d in register.documents for passage in d.passages),
    )
