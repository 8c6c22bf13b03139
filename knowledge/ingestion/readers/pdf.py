"""Reads .pdf files that carry a text layer, with pypdf."""

from __future__ import annotations

import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge.ingestion.readers.paragraph import MOST_PAGES, Paragraph, UnreadableError, joined, within_limits
from knowledge.vietnamese import nfc

_LEAST_LETTERS = 20  # on an average page; fewer means pictures of pages
_PAGE_NUMBER = re.compile(r"\s*(?:-\s*)?\d{1,4}(?:\s*-)?\s*")


def read_pdf(path: Path) -> list[Paragraph]:
    """The paragraphs of a PDF; UnreadableError when it is locked, broken, too long, or pictures only."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError(f"{path.name}: it is locked with a password; save a copy without one")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise UnreadableError(f"{path.name}: {count} pages, more than {MOST_PAGES}; add it in parts")
        pages = [nfc(page.extract_text()) for page in reader.pages]
    except UnreadableError:
        raise
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(f"{path.name}: not a readable PDF ({error}); save or print it as PDF again") from None
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < _LEAST_LETTERS * max(count, 1):
        raise UnreadableError(
            f"{path.name}: its {count} pages are pictures without a text layer; run text recognition (OCR) on it first"
        )
    lines = [line for page in pages for line in page.splitlines() if not _PAGE_NUMBER.fullmatch(line)]
    return within_limits(path.name, joined(lines))
