"""Reads .txt and .md files that are not editions of ours."""

from __future__ import annotations

from pathlib import Path

from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError, joined, within_limits
from knowledge.vietnamese import nfc


def read_plain_text(path: Path) -> list[Paragraph]:
    """The paragraphs of a text file in UTF-8 or UTF-16; UnreadableError for other encodings."""
    return within_limits(joined(nfc(decoded(path.read_bytes())).splitlines()))


def own_edition(path: Path) -> str | None:
    """The text of a file that is an edition of ours, which begins with a line of '---'; None of any other."""
    text = nfc(decoded(path.read_bytes()))
    return text if text.startswith("---\n") else None


def decoded(content: bytes) -> str:
    """The text of a file's bytes; UnreadableError when they are no Unicode text."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"byte {error.start} is not Unicode text (an old Vietnamese encoding?); save it as UTF-8"
        ) from None
    if "\x00" in text:
        raise UnreadableError("it is not a text file; give .txt in UTF-8, or .md, .docx, .pdf")
    return text
