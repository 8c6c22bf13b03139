"""The words around a figure that say how it binds: "tối thiểu", "trên", "... trở lên", "bình quân", "phấn đấu"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.ranges import Range
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases

_COMPARING = (">=", "<=", ">", "<")


@dataclass(frozen=True, slots=True)
class ComparatorWords:
    """The section ``comparators`` of the words."""

    at_least: Phrases
    starting: Phrases
    at_most: Phrases
    over: Phrases
    under: Phrases
    average: Phrases
    must: Phrases
    change: Phrases
    yearly: Phrases
    reach: Phrases
    have: Phrases
    about: Phrases
    among: Phrases
    or_more: Phrases
    or_less: Phrases
    upwards: Phrases
    average_not_before: Phrases


@dataclass(frozen=True, slots=True)
class Binding:
    """How a figure binds, and the range of the words that say so (the figure lies inside)."""

    comparator: str | None  # None: no word says; the figure stands bare
    tags: frozenset[str]  # which kinds of word stand before the figure: reach, change, have, average, aim, must, yearly
    start: int
    end: int
    later: Range | None = None  # a "trở lên" that stands away from its figure


class ComparatorGrammar:
    """Finds the words that bind a figure."""

    def __init__(self, words: ComparatorWords, shared: SharedWords) -> None:
        kinds = {
            ">=": words.at_least + words.starting,
            "<=": words.at_most,
            ">": words.over,
            "<": words.under,
            "average": words.average,
            "aim": shared.aim,
            "must": words.must,
            "change": words.change,
            "yearly": words.yearly,
            "reach": words.reach,
            "have": words.have,
            "about": words.about,
            "in": words.among,
        }
        self._before = {
            tag: re.compile(rf"(?:^|(?<=[\s,(:;“\"])){kind}\s*$", re.IGNORECASE) for tag, kind in kinds.items()
        }
        self._starting = tuple(form for word in words.starting.written for form in (word, word.capitalize()))
        self._or_more = re.compile(rf"\s*(?:\([^)]*\)\s*)?{words.or_more}\b", re.IGNORECASE)
        self._or_less = re.compile(rf"\s*{words.or_less}\b", re.IGNORECASE)
        self._upwards = re.compile(rf"(?:(?!\b{words.starting}\b)[^;.%])*?\b(?P<said>{words.upwards})\b", re.IGNORECASE)
        self._average_after = re.compile(
            rf"\s*(?:{shared.per_year}\s+)?{words.average}\b(?!\s+{words.average_not_before})", re.IGNORECASE
        )

    def binding(self, text: str, floor: int, figure: Range, ceiling: int) -> Binding:
        """The words that bind a figure, read leftwards from it to ``floor`` and rightwards to ``ceiling``."""
        start, tags, comparator = figure[0], [], None
        while found := self._word_before(text, floor, start):
            tag, start = found
            if tag in _COMPARING and comparator is None:
                comparator = tag
                tags.append("from" if text.startswith(self._starting, start) else "compared")
            tags.append(tag)
        end, later = figure[1], None
        if more := self._or_more.match(text, end, ceiling):
            comparator, end = ">=", more.end()
        elif less := self._or_less.match(text, end, ceiling):
            comparator, end = "<=", less.end()
        elif "from" in tags and (away := self._upwards.match(text, end, ceiling)):
            later = away.span("said")
        if after := self._average_after.match(text, end, ceiling):
            tags.append("average")
            end = after.end()
        return Binding(comparator, frozenset(tags), start, end, later)

    def _word_before(self, text: str, floor: int, place: int) -> tuple[str, int] | None:
        """The kind and start of the longest binding word that ends where ``place`` begins."""
        before = text[max(floor, place - 24) : place]
        best: tuple[str, int] | None = None
        for tag, kind in self._before.items():
            found = kind.search(before)
            if found and (best is None or found.start() < best[1]):
                best = (tag, found.start())
        return (best[0], max(floor, place - 24) + best[1]) if best else None
