"""Reads the bundled library from disk."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents import Document
from knowledge.ingestion.edition import EditionError, read_edition
from knowledge.ingestion.restatements import FILE, with_english

BUNDLED = Path(__file__).parent.parent / "library"


def load_library(folder: Path | None = None) -> tuple[Document, ...]:
    """Every edition of a library folder, by file name; EditionError names the first bad file."""
    documents = []
    for path in sorted(((folder or BUNDLED) / "documents").glob("*.md")):
        document = read_edition(path.name, path.read_text(encoding="utf-8"))
        if document.id != path.stem:
            raise EditionError(f"{path.name}: field 'id' is {document.id!r}; it must equal the file name's stem")
        documents.append(document)
    return with_english(documents, (folder or BUNDLED) / FILE)
