"""Blocks, sentences and clauses of a text, each with its place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.ranges import Range
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases
from knowledge.vietnamese import CAPITALS, SMALL

_LINE = re.compile(r"[^\n]+")
_SUPPORT = re.compile(r"\s*\{(?:S\w+ )*[ABDX]\}\s*$")  # the sources at the end of a clause of our editions
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+")
_LONGEST = 3000  # characters of a sentence
_WRAPPED_FROM = 60  # a line this long without an end goes on in the next


@dataclass(frozen=True, slots=True)
class Block:
    """A list item, heading or paragraph: where its words stand, and the kind of mark before them."""

    start: int
    end: int
    mark: str  # "", "#", "-", "+", "1.", "1.1.", "a)", "I."
    leads: bool  # ends with a colon: what follows stands under it
    title: bool  # a heading by its form: marked or short, and no sentence


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The section ``sentences`` of the words; capitals and small letters differ in it."""

    headings: Phrases
    abbreviations: Phrases
    after_row: Phrases
    after_row_whole: Phrases


class SentenceGrammar:
    """Cuts a text into blocks, blocks into sentences, sentences into clauses."""

    def __init__(self, words: SentenceWords, shared: SharedWords) -> None:
        self._marker = re.compile(
            r"\s*(?P<mark>#{1,6}\s+|\*\*[^*\n]{1,40}\*\*\s*|[-–—+*•●▪◦✓]\s+(?:\*\*[^*\n]{1,40}\*\*\s*)?"
            rf"|\(?\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.)]\s+|\(?[{SMALL}]\d?[.)]\s+|[IVXL]{{1,5}}[.)]\s+"
            rf"|{words.headings}\s+\w{{1,4}}[.:]\s+)"
        )
        self._abbreviated = re.compile(rf"(?:\b{words.abbreviations}|(?<![\w.])[{CAPITALS}])\.$")
        self._before_last = re.compile(f"{shared.conjunction}|")
        self._after_row = re.compile(rf"\s*(?:[;,.)]|{words.after_row_whole}\b|{words.after_row}|$)")

    def blocks(self, text: str) -> tuple[Block, ...]:
        """The blocks of a text, lines wrapped by hand joined again."""
        found: list[Block] = []
        pending: tuple[int, int, str] | None = None
        last_end = 0
        for match in _LINE.finditer(text):
            if not match.group().strip():
                continue
            marker = self._marker.match(text, match.start(), match.end())
            mark = _kind(marker["mark"]) if marker else ""
            start = marker.end() if marker else match.start()
            if pending and not mark and _goes_on(text, pending, last_end, match.start()):
                pending = (pending[0], match.end(), pending[2])
            else:
                if pending:
                    found.append(_block(text, *pending))
                pending = (start, match.end(), mark)
            last_end = match.end()
        if pending:
            found.append(_block(text, *pending))
        return tuple(found)

    def sentences(self, text: str, whole: Range) -> tuple[Range, ...]:
        """The sentences of a range: never cut after an abbreviation or before a small letter."""
        found = []
        start = whole[0]
        for match in _END.finditer(text, *whole):
            after = text[match.end() : match.end() + 1]
            if match.end() >= whole[1] or after.islower() or self._abbreviated.search(text[start : match.start()]):
                continue
            found.append((start, match.start()))
            start = match.end()
        found.append((start, whole[1]))
        return tuple(piece for each in found for piece in _bounded(text, each) if text[slice(*piece)].strip())

    def clauses(self, text: str, sentence: Range, figures: list[Range]) -> tuple[Range, ...]:
        """The clauses of a sentence, cut at ";" outside brackets and not inside a row of figures."""
        found = []
        start, depth = sentence[0], 0
        for place in range(*sentence):
            character = text[place]
            depth += (character in "([") - (character in ")]")
            if character == ";" and depth <= 0 and not self._in_row(text, place, figures):
                found.append((start, place))
                start = place + 1
        found.append((start, sentence[1]))
        return tuple((s, e) for s, e in found if text[s:e].strip())

    def _in_row(self, text: str, place: int, figures: list[Range]) -> bool:
        """Whether a ";" parts two bare figures of one row: "30%; 20%; 15%"."""
        before = any(end <= place and not text[end:place].strip() for _, end in figures)
        after = [f for f in figures if f[0] > place and self._before_last.fullmatch(text[place + 1 : f[0]].strip())]
        return before and bool(after) and bool(self._after_row.match(text[after[0][1] :]))


def _goes_on(text: str, pending: tuple[int, int, str], end: int, start: int) -> bool:
    """Whether a line goes on in the next: it has no end, and the next begins small or it was full."""
    before = text[pending[0] : end].rstrip()
    first = text[start:].lstrip()[:1]
    blank = "\n" in text[end:start].replace("\n", "", 1)
    line = before.rpartition("\n")[2]
    return not blank and before[-1:] not in ".:;!?…" and (first.islower() or len(line) >= _WRAPPED_FROM)


def _kind(mark: str) -> str:
    written = mark.strip()
    if written.startswith("#"):
        return written
    if written[0] in "-–—+*•●▪◦✓":
        return "-" if written[0] in "-–—" else written[0]
    if re.match(r"\(?\d", written):
        return "1" + ".1" * (written.strip("().").count("."))
    return (
        "I" if re.match(r"[IVXL]+[.)]", written) else "a" if written[0].islower() or written[0] == "(" else written[0]
    )


def _block(text: str, start: int, end: int, mark: str) -> Block:
    support = _SUPPORT.search(text, start, end)
    if support:
        end = support.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    words = text[start:end]
    return Block(start, end, mark, words.endswith(":"), len(words) < 160 and words[-1:] not in ".;,:")


def _bounded(text: str, whole: Range) -> list[Range]:
    """A sentence no one could read is cut at a ";" or space, so that reading stays quick whatever is put in."""
    start, end = whole
    pieces = []
    while end - start > _LONGEST:
        cut = max(text.rfind(mark, start + 1, start + _LONGEST) for mark in ";\n ")
        cut = cut if cut > start else start + _LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def brackets(text: str, whole: Range) -> tuple[Range, ...]:
    """The outermost (...) of a range, brackets included; an unclosed one ends with the range."""
    found = []
    depth, start = 0, whole[0]
    for place in range(*whole):
        if text[place] == "(":
            start = place if depth == 0 else start
            depth += 1
        elif text[place] == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, place + 1))
    return (*found, (start, whole[1])) if depth else tuple(found)
