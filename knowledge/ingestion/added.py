"""The documents a person added: edition files under PLAN136_HOME/documents, read one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.ingestion.edition import EditionError, read_edition

FOLDER = "documents"


@dataclass(frozen=True, slots=True)
class Added:
    """The documents that can be used, and one line for each file that cannot."""

    documents: tuple[Document, ...]
    problems: tuple[str, ...]


def folder(home: Path) -> Path:
    """Where the added documents of a PLAN136_HOME stand."""
    return home / FOLDER


def load_added(home: Path, taken: Collection[str]) -> Added:
    """The added documents by file name; a broken one is left out and named. ``taken``: ids of the bundled library."""
    documents: list[Document] = []
    problems: list[str] = []
    for path in sorted(folder(home).glob("*.md")):
        try:
            documents.append(read_added(path, taken))
        except (EditionError, OSError, UnicodeDecodeError) as error:
            problems.append(f"{path}: {error}; correct it, add it again, or remove it")
    return Added(tuple(documents), tuple(problems))


def read_added(path: Path, taken: Collection[str]) -> Document:
    """One added document; EditionError when its file does not hold one that can stand beside the library."""
    document = read_edition(path.name, path.read_text(encoding="utf-8"))
    if document.id != path.stem:
        raise EditionError(f"{path.name}: field 'id' is {document.id!r}; it must equal the file name's stem")
    if not document.is_added:
        raise EditionError(f"{path.name}: field 'edition' must be 'verbatim' for an added document; correct it")
    if document.id in taken:
        raise EditionError(f"{path.name}: id {document.id!r} is a bundled document's; give it another")
    return document
