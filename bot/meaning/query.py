"""What a question asks, as one frozen value: acts, subjects, modality and filters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from knowledge.register.values import Level

LIKELY = 0.5  # a common question is named as the one asked from this probability on


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure the person states: "tối thiểu 95%", "5 điểm"."""

    value: Decimal
    unit: str | None  # as the register writes it: "%", "bậc"; None when bare
    comparator: str | None  # ">", ">=", "<", "<=" or None when none was said
    text: str
    measure: str | None = None  # what a figure in that unit is of: percent, rank_gain, score, rank, group


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; an empty filter filters nothing."""

    text: str  # as restored
    language: str = "vi"
    acts: tuple[str, ...] = ()  # of the closed list of ``knowledge.teaching.labels``, the likeliest first
    modality: str = "either"  # set, done, either
    indicators: tuple[str, ...] = ()  # the likeliest first; several only when several are meant
    documents: tuple[str, ...] = ()
    unknown_documents: tuple[str, ...] = ()  # named, and not held
    terms: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    questions: tuple[tuple[str, float], ...] = ()  # common questions that may ask the same, with their probabilities
    clauses: tuple[tuple[str, float], ...] = ()  # that may answer, by how they are asked for
    before: str | None = None  # the text of the turn before, where this one leans on it
    cited_before: tuple[str, ...] = ()  # the passages that the turn before cited
    documents_before: tuple[str, ...] = ()  # the documents of these
    cited: tuple[str, ...] = ()  # the passages that the reply cited; known once it was given
    cited_documents: tuple[str, ...] = ()  # the documents of these
    told_years: tuple[int, ...] = ()  # the years of the results that the reply told
    measures: frozenset[str] = frozenset()  # rank, score, group, percent, count, rank_gain, growth
    years: tuple[int, ...] = ()
    period: tuple[int, int] | None = None
    base: int | None = None  # the year a rise is measured from
    shift: int = 0  # "năm sau" is +1: from the year of the turn before, where there is one
    after: int | None = None  # only what falls later
    months: tuple[tuple[int, int], ...] = ()  # as (year, month)
    dated: bool = False  # whether a day is named
    levels: tuple[Level, ...] = ()
    claims: tuple[Claim, ...] = ()
    numbered: int | None = None  # which target of its document, by its number there
    counted: int | None = None  # how many targets the person says there are
    other_places: tuple[str, ...] = ()
    nationwide: bool = False
    districts: tuple[str, ...] = ()
    marks: frozenset[str] = (
        frozenset()
    )  # highest, passed, negated, open (not for yes or no) ..., and wordings of targets
    content: int = 0  # words that are neither part of a name nor said of everything
    expanded: tuple[str, ...] = ()  # further words to search clauses by
    carried: tuple[str, ...] = ()  # what was taken from the turn before

    def asks(self, *acts: str) -> bool:
        """Whether any of these acts is asked."""
        return any(act in self.acts for act in acts)

    @property
    def about_something(self) -> bool:
        """Whether it names anything held."""
        return bool(self.indicators or self.documents or self.unknown_documents or self.areas or self.terms)

    @property
    def question(self) -> str | None:
        """The common question that most likely asks the same; None where none is likelier than not."""
        return self.questions[0][0] if self.questions and self.questions[0][1] >= LIKELY else None
