"""The candidates of a document, each in its passage and beside the register: known already, or new."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.documents import Document, Passage
from knowledge.extracting import extract, extraction_words
from knowledge.extraction.candidate import Candidate
from knowledge.extraction.matching import IndicatorMatcher, already_known
from knowledge.register.register import Register
from knowledge.register.values import OTHER_AREA, Target


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate whose positions are characters of its passage; ``known`` when the register has it."""

    candidate: Candidate
    passage: Passage
    known: Target | None
    indicator: str | None  # the bundled indicator its subject names

    @property
    def span(self) -> str:
        """The clause that carries the figure."""
        return self.passage.text[slice(*self.candidate.span)]


def proposals(document: Document, register: Register) -> tuple[Proposal, ...]:
    """The candidates of a document in reading order, read under its headings."""
    text, places = _laid_out(document)
    matcher = _matcher(register)
    starts = [start for start, _, _ in places]
    held: dict[str, list[Target]] = {}
    for target in register.all_targets:
        if target.place.document == document.id:
            held.setdefault(target.place.passage, []).append(target)
    found = []
    for candidate in extract(text):
        start, end, passage = places[max(bisect_right(starts, candidate.figure[0]) - 1, 0)]
        if not start <= candidate.figure[0] < end:
            continue  # it stands in a heading
        inner = replace(
            candidate,
            span=(max(candidate.span[0], start) - start, min(candidate.span[1], end) - start),
            figure=(candidate.figure[0] - start, candidate.figure[1] - start),
        )
        known = already_known(inner, passage, held.get(passage.id, ()))
        indicator = known.indicator if known else matcher.named(inner.subject) if inner.subject else None
        found.append(Proposal(inner, passage, known, indicator))
    return tuple(found)


def _laid_out(document: Document) -> tuple[str, list[tuple[int, int, Passage]]]:
    """A document as one text with its headings, and where each passage stands in it."""
    lines: list[str] = []
    places = []
    at = 0
    over: tuple[str, ...] = ()
    for passage in document.passages:
        headings = passage.headings[1:]
        for depth in range(_fresh(headings, over), len(headings)):
            lines.append(f"{'#' * (depth + 1)} {headings[depth].partition('. ')[2]}")
            at += len(lines[-1]) + 1
        over = headings
        lines.append(passage.text)
        places.append((at, at + len(passage.text), passage))
        at += len(passage.text) + 1
    return "\n".join(lines), places


def _fresh(headings: tuple[str, ...], over: tuple[str, ...]) -> int:
    """From where on headings have to be written: the last one again, when only deeper ones ended."""
    if headings == over:
        return len(headings)
    shared = next(
        (i for i, (a, b) in enumerate(zip(headings, over, strict=False)) if a != b), min(len(headings), len(over))
    )
    return min(shared, max(len(headings) - 1, 0))


def _matcher(register: Register) -> IndicatorMatcher:
    own = [indicator for indicator in register.indicators if indicator.area != OTHER_AREA]
    return IndicatorMatcher(extraction_words().matching, own, _statements(register.all_targets))


def _statements(targets: Iterable[Target]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target in targets:
        if target.reviewed:
            found.setdefault(target.indicator, []).append(target.statement.vi)
    return found
