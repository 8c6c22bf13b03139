"""Questions with curated answers: every line rests on figures of the register or spans of clauses. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from knowledge.documents import Citation
from knowledge.register.values import Result, Target, Wording
from knowledge.vietnamese import strip_marks, syllables

LANGUAGES = ("vi", "en")


class Audience(StrEnum):
    """Who asks a question most."""

    CITIZEN = "citizen"
    OFFICIAL = "official"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class FaqSection:
    """A group of questions: an area of the register, or a section of the list's own."""

    id: str
    name: Wording


@dataclass(frozen=True, slots=True)
class FaqLine:
    """A line of an answer with all it rests on; ``figures`` are those cited by their register id."""

    text: Wording
    citations: tuple[Citation, ...]
    figures: tuple[Target | Result, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """A question, other ways of asking it, and its answer with who looked at it and until when."""

    id: str
    section: str  # empty for one that no page lists
    audience: Audience | None
    question: Wording
    variants: Mapping[str, tuple[str, ...]]  # by language
    answer: tuple[FaqLine, ...]
    reviewer: str
    reviewed: date
    expires: date  # the last day it is served
    missing: tuple[Wording, ...] = ()  # what the documents do not state, as noun phrases
    missing_first: bool = False  # whether that is said before the answer

    def holds_on(self, day: date) -> bool:
        """Whether the review still stands on a day."""
        return day <= self.expires

    def worded(self, text: str, language: str) -> FaqEntry:
        """The entry with one more way of asking."""
        return replace(self, variants={**self.variants, language: (*self.variants[language], text)})

    def phrasings(self) -> tuple[str, ...]:
        """Every way the question is asked here, in both languages, the listed ones first."""
        return (self.question.vi, self.question.en, *(v for language in LANGUAGES for v in self.variants[language]))


@dataclass(frozen=True)
class Faq:
    """The common questions in the order of their file, with the sections that hold any, and those no page lists."""

    sections: tuple[FaqSection, ...] = ()
    entries: tuple[FaqEntry, ...] = ()
    unlisted: tuple[FaqEntry, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, FaqEntry]:
        """Every entry, listed or not."""
        return {entry.id: entry for entry in (*self.entries, *self.unlisted)}

    def served_on(self, day: date) -> tuple[FaqEntry, ...]:
        """The listed entries whose review still stands."""
        return tuple(entry for entry in self.entries if entry.holds_on(day))

    def same(self, text: str) -> FaqEntry | None:
        """The entry one of whose phrasings is this text, but for case, marks and punctuation."""
        return self._worded.get(folded(text))

    @cached_property
    def _worded(self) -> Mapping[str, FaqEntry]:
        return {folded(said): entry for entry in self.by_id.values() for said in entry.phrasings()}


def folded(question: str) -> str:
    """A question by its syllables and numbers alone: case, marks and punctuation do not count."""
    return " ".join(strip_marks(form) for form in syllables(question))
