"""What handlers say: statements with their citations, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from bot.meaning.query import Query
from bot.messages import Status
from knowledge.documents import Citation, Document, Passage, Span
from knowledge.faq import Faq
from knowledge.glossary import Glossary
from knowledge.language.bodies import Bodies
from knowledge.register.register import Register
from knowledge.register.values import Result, Target
from knowledge.retrieval.evidence import Hit
from knowledge.vietnamese import syllables

Figure = Target | Result


@dataclass(frozen=True, slots=True)
class Derivation:
    """Arithmetic shown in an answer: high − low = difference. Checked again before sending."""

    high: Decimal
    low: Decimal

    @property
    def difference(self) -> Decimal:
        """What the two figures differ by."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to be said: a template with its values, and what it rests on."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    figure: Figure | None = None
    derivation: Derivation | None = None
    counts: int | None = None  # how many figures of this finding the sentence counts
    echo: tuple[Decimal, ...] = ()  # figures the person said, named to be denied
    beside: tuple[Figure, ...] = ()  # further figures the sentence states, each with a citation of its own


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome of one handler: statements in reading order, and what it looked for and did not find."""

    status: Status
    statements: tuple[Statement, ...] = ()
    missing: tuple[Statement, ...] = ()
    suggestions: tuple[Statement, ...] = ()
    instead: bool = False  # what is told stands in place of what is missing: that is said first
    final: bool = False  # a filter of the register fits nothing: no clause is to be read for it

    @property
    def answers(self) -> bool:
        """Whether anything is said that a citation bears out."""
        return bool(self.statements)

    @property
    def values(self) -> tuple[str, ...]:
        """What is filled into all that is said, found or missing."""
        return tuple(value for s in (*self.statements, *self.missing) for value in s.values.values())


@dataclass(frozen=True, slots=True)
class Searched:
    """What retrieval finds for a query, best first, and the clauses that may answer with their probabilities."""

    hits: tuple[Hit, ...] = ()
    likely: tuple[tuple[Passage, float], ...] = ()


class ClauseFinder(Protocol):
    """Finds the clauses that answer a query."""

    def search(self, query: Query) -> Searched:
        """What is found, and how likely each of the first clauses answers."""
        ...

    def find(self, query: Query) -> Sequence[Passage]:
        """The clauses that answer, best first; empty when none is likely enough to."""
        ...


@dataclass(frozen=True)
class Facts:
    """What answers are made from."""

    register: Register
    glossary: Glossary
    faq: Faq
    clauses: ClauseFinder
    today: date
    home: str  # the document meant when none is named
    indices: frozenset[str]  # indicators known first of all by their results
    downward: frozenset[str]  # measures of which a smaller number is the better one
    bodies: Bodies
    verdicts: frozenset[str] = frozenset()  # words that answers to yes/no questions open with
    affirming: frozenset[str] = frozenset()  # those of them that agree

    def document(self, document_id: str) -> Document:
        """The document with this id."""
        return self.register.document(document_id)


CURATED = "faq.line"  # the template of a line of a curated answer
SAME = 0.75  # share of a line's words that another line holds when both say the same
Handler = Callable[[Query, Facts], Told | None]


def missing(status: Status, *what: Statement, suggestions: Sequence[Statement] = ()) -> Told:
    """Nothing found: what was looked for, and what is near."""
    return Told(status, missing=what, suggestions=tuple(suggestions))


def joined(parts: Sequence[Told]) -> Told | None:
    """Several outcomes as one: the first that answers gives the status; nothing is said twice."""
    if not parts:
        return None
    first = next((part for part in parts if part.answers), parts[0])
    said: list[Statement] = []
    for part in parts:
        for statement in part.statements:
            alike = [s for s in said if s.template == statement.template and s.values == statement.values]
            told = statement.figure is not None and any(s.figure == statement.figure for s in said)
            told = told or (part is not parts[0] and _said_again(statement, said))
            if not alike and not (told and not statement.derivation and not statement.counts):
                said.append(statement)
    lacking = _once(parts)
    return Told(first.status, tuple(said), lacking, first.suggestions, first.instead, any(part.final for part in parts))


def _said_again(statement: Statement, said: Sequence[Statement]) -> bool:
    """Whether a line of a curated answer shares a passage and most words with one that is told already."""
    words, cited = _words(statement), {c.passage.id for c in statement.citations}
    return statement.template == CURATED and any(
        other.template == CURATED
        and not cited.isdisjoint(c.passage.id for c in other.citations)
        and len(words & _words(other)) >= SAME * len(words)
        for other in said
    )


def _words(statement: Statement) -> set[str]:
    return {word for value in statement.values.values() for word in syllables(value)}


def _once(parts: Sequence[Told]) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for part in parts:
        found += [each for each in part.missing if each not in found]
    return tuple(found)


def whole(document: Document, passage: Passage) -> Citation:
    """The citation of a whole passage."""
    return Citation(document, passage, Span(passage.id, 0, len(passage.text)))


def with_clause(template: str, found: Document, needles: Sequence[str], **values: str) -> list[Statement]:
    """The statement with the clause that carries the words; nothing when no clause does."""
    for needle in needles:
        for passage in found.passages:
            if needle.lower() in passage.text.lower():
                return [Statement(template, values, (whole(found, passage),))]
    return []
