"""Reads .pdf files that carry a text layer, with pypdf."""

from __future__ import annotations

import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError

from knowledge.ingestion.characters import shown
from knowledge.ingestion.readers.limits import LIMITS, MOST_CHARACTERS, another_page
from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError, joined, within_limits
from knowledge.vietnamese import nfc

_LEAST_LETTERS = 20  # on an average page; fewer means pictures of pages
_PAGE_NUMBER = re.compile(r"\s*(?:-\s*)?\d{1,4}(?:\s*-)?\s*")


def read_pdf(path: Path) -> list[Paragraph]:
    """The paragraphs of a PDF; UnreadableError when it is locked, broken, too long, or pictures only."""
    try:
        pages = _pages(path)
    except (UnreadableError, MemoryError):
        raise
    except DependencyError:
        raise UnreadableError(
            "it is encrypted in a way that is not read here; save a copy without a password"
        ) from None
    except Exception as error:  # pypdf lets errors of every kind through
        raise UnreadableError(f"not a readable PDF ({shown(str(error))}); save or print it as PDF again") from None
    if not pages:
        raise UnreadableError("it has no page; save or print it as PDF again")
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < _LEAST_LETTERS * len(pages):
        raise UnreadableError(
            f"its {len(pages)} pages are pictures without a text layer; run text recognition (OCR) on it first"
        )
    return within_limits(
        joined(line for page in pages for line in page.splitlines() if not _PAGE_NUMBER.fullmatch(line))
    )


def _pages(path: Path) -> list[str]:
    """The text of each page, the clock set on by each."""
    limits = LIMITS[".pdf"]
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("it is locked with a password; save a copy without one")
    count = len(reader.pages)
    if count > limits.most_pages:
        raise UnreadableError(f"{count} pages, more than {limits.most_pages}; add it in parts")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        another_page(limits)
        pages.append(nfc(page.extract_text()))
        size += len(pages[-1])
        if size > 2 * MOST_CHARACTERS:  # with the spaces and page numbers that go
            raise UnreadableError(f"its text is longer than {MOST_CHARACTERS} characters; add it in parts")
    return pages
