"""The structure of a person's document: its headings as a path, its paragraphs as clauses with a place of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.ingestion.readers.paragraph import Paragraph
from knowledge.ingestion.words import ingestion_words
from knowledge.vietnamese import SMALL

_LONGEST_HEADING = 140
_LONGEST_STYLED = 300  # of a heading by its style; a longer one is a clause under its opening words
_ROMAN = re.compile(r"(?P<number>[IVXL]{1,6})[.)]\s+(?P<title>\S.*)")
_ARABIC = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?P<title>\S.*)")
_ITEM = re.compile(rf"(?:[-–—+*•●▪◦✓]|\(?[{SMALL}]\d?[.)]|\(?\d{{1,2}}(?:\.\d{{1,2}})*[.)])\s")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: how deep (2 to 4, the marks of an edition), its label and its title."""

    depth: int
    label: str  # "Chương II", "Mục 1"
    title: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph that says something, with its running number in the document."""

    number: int
    text: str


def structured(paragraphs: Iterable[Paragraph]) -> list[Heading | Clause]:
    """Headings and clauses in reading order. Every word of the paragraphs stands in one of them."""
    found: list[Heading | Clause] = []
    waiting: Heading | None = None  # a heading whose title stands in the next paragraph
    count = 0
    unnamed = 0
    section = ingestion_words().headings.section
    for paragraph in paragraphs:
        text = paragraph.text
        if waiting is not None:
            own = _heading(paragraph)
            short = own is None and len(text) <= _LONGEST_HEADING and text[-1] not in ".;"
            found.append(Heading(waiting.depth, waiting.label, text if short else waiting.label))
            waiting = None
            if short:
                continue
        heading = _heading(paragraph)
        if heading is None and paragraph.heading:
            unnamed += 1
            depth, label = min(4, max(2, paragraph.heading)), f"{section} {unnamed}"
            if len(text) > _LONGEST_STYLED:
                found.append(Heading(depth, label, _opening(text)))
            else:
                heading = Heading(depth, label, text)
        if heading is None:
            count += 1
            found.append(Clause(count, text))
        elif not heading.title:
            waiting = heading
        elif len(heading.title) > _LONGEST_HEADING or heading.title[-1] in ".;":
            count += 1  # "Điều 5. ..." whose text goes on in the same line: a short heading over the whole
            found += [Heading(heading.depth, heading.label, _opening(heading.title)), Clause(count, text)]
        else:
            found.append(heading)
    if waiting is not None:
        found.append(Heading(waiting.depth, waiting.label, waiting.label))
    return _with_leads(found)


def _with_leads(items: list[Heading | Clause]) -> list[Heading | Clause]:
    """The items, a line that dates the list under it ("Đến năm 2027:") made the heading of that list alone."""
    found: list[Heading | Clause] = []
    ends = _ends_of_lists(items)
    groups = 0
    closes = 0  # where the list under the last such line ends
    parent: Heading | None = None  # the last heading before the item
    for place, item in enumerate(items):
        if closes and place == closes:
            closes = 0
            found += [parent] if isinstance(item, Clause) and parent is not None else []
        if isinstance(item, Heading):
            parent = item
        end = ends[place + 1] if isinstance(item, Clause) and not closes and _dates_a_list(item.text) else place
        if end > place + 1 and (parent is not None or end == len(items) or isinstance(items[end], Heading)):
            assert isinstance(item, Clause), "only a clause stands over a list"
            groups += 1
            closes = end
            found.append(Heading(5, f"{ingestion_words().headings.group} {groups}", item.text))
        else:
            found.append(item)
    return found


def _dates_a_list(text: str) -> bool:
    """Whether a line dates what stands under it: "Đến năm 2027:"."""
    return text.endswith(":") and len(text) <= _LONGEST_HEADING and _YEAR.search(text) is not None


def _ends_of_lists(items: list[Heading | Clause]) -> list[int]:
    """For each place, and the one behind the last, where the run of list items that begins there ends."""
    ends = [len(items)] * (len(items) + 1)
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        ends[place] = ends[place + 1] if isinstance(item, Clause) and _ITEM.match(item.text) else place
    return ends


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    """A heading with the name of its kind: "Chương II", "Điều 5. Phạm vi"."""
    return re.compile(
        rf"(?P<kind>{ingestion_words().headings.kinds})\s+(?P<number>[IVXLC]{{1,9}}|\d{{1,3}}[{SMALL}]?)\b"
        r"\s*[.:)–-]?\s*(?P<title>.*)",
        re.IGNORECASE,
    )


def _heading(paragraph: Paragraph) -> Heading | None:
    text, words = paragraph.text, ingestion_words().headings
    named = _named().fullmatch(text)
    if named and (named["kind"][0].isupper() or named["kind"].isupper()) and _opens(named):
        kind = named["kind"].capitalize()
        return Heading(2 if kind in words.outer.written else 3, f"{kind} {named['number']}", named["title"].strip())
    if roman := _ROMAN.fullmatch(text):
        return Heading(2, f"{words.section} {roman['number']}", roman["title"]) if _is_title(roman["title"]) else None
    if arabic := _ARABIC.fullmatch(text):
        return (
            Heading(4, f"{words.section} {arabic['number']}", arabic["title"]) if _is_title(arabic["title"]) else None
        )
    return None


def _opens(named: re.Match[str]) -> bool:
    """Whether it heads what follows: "Điều 5 của Luật" in running text does not."""
    title = named["title"].strip()
    return not title or title[0].isupper() or title[0] in '“"('


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and text[-1] not in ".;:," and "%" not in text


def _opening(title: str) -> str:
    first = re.split(r"(?<=[.;:])\s", title)[0].rstrip(" .;:")
    return first if len(first) <= _LONGEST_HEADING else first[:_LONGEST_HEADING].rsplit(" ", 1)[0] + "…"
