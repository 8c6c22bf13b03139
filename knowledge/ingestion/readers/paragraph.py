"""What every reader gives: paragraphs in reading order, no more and no longer than the limits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.ingestion.characters import cleaned
from knowledge.ingestion.readers.limits import LONGEST_PARAGRAPH, MOST_CHARACTERS, MOST_PARAGRAPHS
from knowledge.ingestion.words import ingestion_words
from knowledge.vietnamese import SMALL

_WRAPPED_FROM = 60  # a line this long without an end goes on in the next


class UnreadableError(ValueError):
    """A file that cannot be read as a document. Readers say why and the remedy, ``read_file`` puts the name before."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one line; ``heading`` is its level (1 to 6) where the format says it is one."""

    text: str
    heading: int | None = None


def joined(lines: Iterable[str]) -> list[Paragraph]:
    """Paragraphs of lines that were wrapped by hand or by a page: a blank line, an end or a mark parts them."""
    found: list[list[str]] = []  # the lines of each paragraph
    last = ""
    for raw in lines:
        line = " ".join(raw.split())
        if not line:
            last = ""
            continue
        goes_on = last and last[-1] not in ".:;!?…" and not _starts().match(line)
        if goes_on and (line[0].islower() or len(last) >= _WRAPPED_FROM):
            found[-1].append(line)
        else:
            found.append([line])
        last = line
    return [_marked(" ".join(parts)) for parts in found]


@lru_cache(maxsize=1)
def _starts() -> re.Pattern[str]:
    """What a paragraph of its own begins with."""
    kinds = "|".join(form for kind in ingestion_words().headings.kinds.written for form in (kind, kind.upper()))
    return re.compile(
        rf"(?:[-–—+*•●▪◦✓|]\s|\(?\d{{1,2}}(?:\.\d{{1,2}})*[.)]\s|\(?[{SMALL}]\d?[.)]\s|[IVXL]{{1,5}}[.)]\s|#{{1,6}}\s"
        rf"|(?:{kinds})\s+[IVXLC\d]+\b)"
    )


def _marked(text: str) -> Paragraph:
    heading = re.fullmatch(r"(#{1,6})\s+(\S.*)", text)
    return Paragraph(heading[2], len(heading[1])) if heading else Paragraph(text)


def within_limits(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The paragraphs without hidden characters; UnreadableError when there is nothing in them or too much.

    They are counted as they come: what goes on without end is left at the limit.
    """
    found: list[Paragraph] = []
    size = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        text = " ".join(cleaned(paragraph.text).split())
        size += len(text)
        if len(text) > LONGEST_PARAGRAPH:
            raise UnreadableError(
                f"paragraph {number} ({text[:40]!r}) has {len(text)} characters, more than {LONGEST_PARAGRAPH}; "
                "put its paragraphs on lines of their own"
            )
        if size > MOST_CHARACTERS:
            raise UnreadableError(f"its text is longer than {MOST_CHARACTERS} characters; add it in parts")
        if len(found) >= MOST_PARAGRAPHS:
            raise UnreadableError(f"it has more than {MOST_PARAGRAPHS} paragraphs; add it in parts")
        if text:
            found.append(Paragraph(text, paragraph.heading))
    if not any(character.isalpha() for paragraph in found for character in paragraph.text):
        raise UnreadableError("there is no text in it; give a file with text")
    return found
