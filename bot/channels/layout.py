"""How a reply is laid out, before any channel's own format: pure functions shared by every renderer.

A renderer asks for the headline and the rest, walks their segments, and decides only how a
mark, a figure and a paragraph look in its medium.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import prompts
from bot.channels.wording import edition_label, wording
from bot.messages import Fact, Reply
from knowledge.documents import Citation, Source

HEADLINE_LIMIT = 180  # characters: a longer first line is cut after its first sentence

_MARK = re.compile(r"\[(\d{1,3})\]")
_SENTENCE_END = re.compile(r"[.!?…](?:\s*\[\d{1,3}\])*\s+(?=[\"“(]?[^\W_])")
_SHORTENED = [each for language in prompts.LANGUAGES for each in prompts.phrases(language, "layout.abbreviations")]
_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:[^\W\d_]|{'|'.join(map(re.escape, _SHORTENED))})\.$")
_KEPT_CONTROLS = "\n\t"
_HIDDEN_CATEGORIES = ("Cc", "Cf")  # terminal escapes, text-direction overrides


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure the question asked for, to be made prominent."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference to citation ``n`` (1-based), which exists."""

    n: int


Segment = Words | Figure | Mark


class _Visible(dict[int, int | None]):
    """A translation table that drops hidden characters; each character is looked up once."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        hidden = character not in _KEPT_CONTROLS and unicodedata.category(character) in _HIDDEN_CATEGORIES
        kept = self[code] = None if hidden else code
        return kept


_VISIBLE = _Visible()


def printable(text: str) -> str:
    """Text without control and direction characters: safe to show on a terminal or a page."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # as nearly every text is; looking at each character is a hundred times slower
    return text.translate(_VISIBLE)


def headline(text: str) -> tuple[str, str]:
    """The leading line, or its first sentence when the line is long; and what follows."""
    first, _, rest = printable(text).strip().partition("\n")
    first, rest = first.strip(), rest.strip("\n")
    if len(first) <= HEADLINE_LIMIT:
        return first, rest
    for end in _SENTENCE_END.finditer(first):
        sentence = first[: end.end()].strip()
        if not _ABBREVIATION.search(_MARK.sub("", sentence).strip()):
            return sentence, "\n".join(part for part in (first[end.end() :], rest) if part)
    return first, rest


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def segments(line: str, citations: int, facts: Sequence[Fact] = ()) -> tuple[Segment, ...]:
    """A line as text and marks; a bracketed number that cites nothing stays text.

    With facts, the first figure of the line that one of them states becomes a Figure.
    """
    found: list[Segment] = []
    position = 0
    for match in _MARK.finditer(line):
        n = int(match.group(1))
        if not 1 <= n <= citations:
            continue
        found.extend(_words(line[position : match.start()]))
        found.append(Mark(n))
        position = match.end()
    found.extend(_words(line[position:]))
    return _with_figure(tuple(found), facts)


def copyable(reply: Reply) -> str:
    """The answer as plain text with its citations and sources in full, for pasting elsewhere."""
    words = wording(reply.language)
    lines = [printable(reply.text).strip()]
    if reply.citations:
        lines += ["", f"{words.citations}:"]
    for n, citation in enumerate(reply.citations, start=1):
        lines.append(f"[{n}] {citation_line(citation, reply.language)}: “{printable(citation.quote).strip()}”")
        first = next(m for m, each in enumerate(reply.citations, start=1) if each.sources == citation.sources)
        told = [words.same_sources.format(n=first)] if first < n else [source_line(each) for each in citation.sources]
        lines += [f"    {words.source}: {line}" for line in told]
    return "\n".join(lines)


def citation_line(citation: Citation, language: str) -> str:
    """A citation in one line: document, place, issuer, date, edition."""
    document = citation.document
    details = [document.issuer] if document.issuer else []
    if document.issued:
        details.append(document.issued.strftime("%d/%m/%Y"))
    details.append(edition_label(document.edition, language))
    name = document.number or document.short
    return printable(f"{name}, {citation.passage.locator} ({'; '.join(details)})")


def source_line(source: Source) -> str:
    """A source in one line: publisher, title, date, address."""
    return printable(" · ".join(part for part in (source.publisher, source.title, source.date, source.url) if part))


def _words(text: str) -> list[Segment]:
    return [Words(text)] if text else []


def _with_figure(line: tuple[Segment, ...], facts: Sequence[Fact]) -> tuple[Segment, ...]:
    for index, segment in enumerate(line):
        if not isinstance(segment, Words):
            continue
        found = _first_figure(segment.text, facts)
        if found:
            start, end = found
            parts = (*_words(segment.text[:start]), Figure(segment.text[start:end]), *_words(segment.text[end:]))
            return (*line[:index], *parts, *line[index + 1 :])
    return line


def _first_figure(text: str, facts: Sequence[Fact]) -> tuple[int, int] | None:
    """Where the earliest stated figure stands, with its unit when the unit follows it."""
    spans = []
    for fact in facts:
        if not fact.value:
            continue
        value = re.escape(fact.value).replace(r"\.", "[.,]")  # written with a comma in Vietnamese
        unit = rf"(?:\s?{re.escape(fact.unit)}(?!\w))?" if fact.unit else ""
        match = re.search(rf"(?<![\w.,/]){value}(?![\w/]|[.,]\d){unit}", text)
        if match:
            spans.append(match.span())
    return min(spans, default=None)
