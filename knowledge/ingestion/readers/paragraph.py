"""What every reader gives: paragraphs in reading order; and the limits every reader keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_BYTES = 20_000_000  # of a file
MOST_PAGES = 500
MOST_CHARACTERS = 2_000_000  # of the text in it
_WRAPPED_FROM = 60  # a line this long without an end goes on in the next
_STARTS = re.compile(
    r"(?:[-–—+*•●▪◦✓|]\s|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|\(?[a-zđ]\d?[.)]\s|[IVXL]{1,5}[.)]\s|#{1,6}\s"
    r"|(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|Điều|ĐIỀU|PHỤ LỤC|Phụ lục)\s+[IVXLC\d]+\b)"
)


class UnreadableError(ValueError):
    """A file that cannot be read as a document; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one line; ``heading`` is its level (1 to 6) where the format says it is one."""

    text: str
    heading: int | None = None


def joined(lines: Iterable[str]) -> list[Paragraph]:
    """Paragraphs of lines that were wrapped by hand or by a page: a blank line, an end or a mark parts them."""
    found: list[str] = []
    last = ""
    for raw in lines:
        line = " ".join(raw.split())
        if not line:
            last = ""
            continue
        goes_on = last and last[-1] not in ".:;!?…" and not _STARTS.match(line)
        if goes_on and (line[0].islower() or len(last) >= _WRAPPED_FROM):
            found[-1] += f" {line}"
        else:
            found.append(line)
        last = line
    return [_marked(text) for text in found]


def _marked(text: str) -> Paragraph:
    heading = re.fullmatch(r"(#{1,6})\s+(\S.*)", text)
    return Paragraph(heading[2], len(heading[1])) if heading else Paragraph(text)


def within_limits(name: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs; UnreadableError when there is nothing in them or too much."""
    size = sum(len(paragraph.text) for paragraph in paragraphs)
    if not any(character.isalpha() for paragraph in paragraphs for character in paragraph.text):
        raise UnreadableError(f"{name}: there is no text in it; give a file with text")
    if size > MOST_CHARACTERS:
        raise UnreadableError(f"{name}: {size} characters, more than {MOST_CHARACTERS}; add it in parts")
    return paragraphs
