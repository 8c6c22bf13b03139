"""The values everything else speaks of: documents, passages, spans and citations.

All are frozen; identifiers derive from content, so a passage that did not change keeps its
id when others are added, moved or removed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property


class Edition(StrEnum):
    """Which text of a document we hold."""

    DIGEST = "digest"  # ours, restated from published sources
    VERBATIM = "verbatim"  # the original, added by a user


class Confidence(StrEnum):
    """How well a statement is supported by published sources."""

    AGREED = "A"  # two or more sources agree
    SINGLE = "B"  # seen in one source
    DERIVED = "D"  # arithmetic on agreed or single facts
    CONFLICT = "X"  # sources disagree; the passage shows both


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was published."""

    id: str
    title: str
    publisher: str
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What one document does to another, as a source states it."""

    kind: str  # amends, amended_by, replaces, replaced_by, implements, based_on, followed_by, related
    number: str
    since: date | None = None  # the day from which an amendment or replacement holds, where a source states it


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a document still applies, and who says so."""

    value: str  # in_force, ended, amended, unknown
    text: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and cited: one clause with its place in the edition."""

    id: str
    document: str
    headings: tuple[str, ...]
    locator: str
    text: str
    sources: tuple[str, ...] = ()
    confidence: Confidence = Confidence.SINGLE
    previous: str | None = None
    next: str | None = None
    english: str | None = None  # our restatement, for answers in English; the quote stays the Vietnamese text

    @property
    def searchable(self) -> str:
        """Heading path and clause: what the indexes read."""
        return "\n".join((*self.headings, self.text))


@dataclass(frozen=True)
class Document:
    """A document of the library with its identity and its passages, in reading order."""

    id: str
    number: str | None
    short: str
    short_en: str
    title: str
    title_en: str
    type: str
    issuer: str  # "" when nobody stated it
    issued: date | None
    effective: date | None
    period: tuple[int | None, int | None] | None
    signer: str | None
    status: Validity
    relations: tuple[Relation, ...]
    aliases: tuple[str, ...]
    confidence: Confidence
    edition: Edition
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...] = field(repr=False)

    @property
    def is_added(self) -> bool:
        """Whether a person added it: only the bundled library holds editions of ours."""
        return self.edition is Edition.VERBATIM

    def source(self, source_id: str) -> Source:
        """The source with this id; KeyError when the document has none such."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    def at(self, locator: str) -> Passage:
        """The passage at a locator such as "Phần II, mục 1, chỉ tiêu 2"; KeyError when absent."""
        return self._by_locator[locator]

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id; KeyError when the document has none such."""
        return self._by_id[passage_id]

    def holds(self, passage: Passage) -> bool:
        """Whether this very passage is one of the document's."""
        return self._by_locator.get(passage.locator) == passage

    @cached_property
    def _by_locator(self) -> dict[str, Passage]:
        return {passage.locator: passage for passage in reversed(self.passages)}

    @cached_property
    def _by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in reversed(self.passages)}  # of two, the first


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a passage's text."""

    passage: str
    start: int
    end: int

    def of(self, passage: Passage) -> str:
        """The characters themselves."""
        return passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verifiable reference: where a statement stands, and who published it."""

    document: Document
    passage: Passage
    span: Span
    match: str = "exact"  # exact or normalised, see quoting.py

    @property
    def quote(self) -> str:
        """The source's own characters."""
        return self.span.of(self.passage)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The publications that support the passage; all of the document's when it names none."""
        named = tuple(s for s in self.document.sources if s.id in self.passage.sources)
        return named or self.document.sources


def passage_id(document: str, headings: tuple[str, ...], text: str, occurrence: int = 1) -> str:
    """An id that changes only when the document, the heading path or the text does.

    ``occurrence`` tells the second and later ones of the same text under the same headings from the first.
    """
    told = "\x1f".join((document, *headings, text))
    content = (told if occurrence == 1 else f"{told}\x1e{occurrence}").encode()
    return hashlib.sha256(content).hexdigest()[:16]
