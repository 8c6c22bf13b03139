"""The documents a person added: edition files under PLAN136_HOME/documents, read one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.ingestion.characters import shown
from knowledge.ingestion.edition import EditionError, is_document_id, read_edition
from knowledge.ingestion.regular_file import IrregularFileError, read_regular

FOLDER = "documents"
_MOST_BYTES = 20_000_000  # of an edition file


@dataclass(frozen=True, slots=True)
class Added:
    """The documents that can be used, and one line for each file that cannot."""

    documents: tuple[Document, ...]
    problems: tuple[str, ...]


def folder(home: Path) -> Path:
    """Where the added documents of a PLAN136_HOME stand."""
    return home / FOLDER


def document_file(home: Path, document: str) -> Path:
    """Where the document with this id stands under a home; EditionError for an id that could lead elsewhere."""
    if not is_document_id(document):
        raise EditionError(f"'{shown(document)}' cannot be an id: small letters a-z, digits and hyphens, 80 at most")
    return folder(home) / f"{document}.md"


def load_added(home: Path, taken: Collection[str]) -> Added:
    """The added documents by file name; a broken one is left out and named. ``taken``: ids of the bundled library."""
    documents: list[Document] = []
    problems: list[str] = []
    for path in sorted(folder(home).glob("*.md")):
        try:
            documents.append(read_added(path, taken))
        except (EditionError, OSError, UnicodeDecodeError) as error:
            problems.append(f"{shown(str(path), 300)}: {error}; correct it, add it again, or remove it")
    return Added(tuple(documents), tuple(problems))


def read_added(path: Path, taken: Collection[str]) -> Document:
    """One added document; EditionError when its file does not hold one that can stand beside the library."""
    name = shown(path.name)
    try:
        if not path.resolve().is_relative_to(path.parent.resolve()):
            raise EditionError(f"{name}: it is a link that leads out of its folder; put the file itself there")
        document = read_edition(name, read_regular(path, _MOST_BYTES).decode("utf-8"))
    except IrregularFileError as error:
        raise EditionError(f"{name}: {error}") from None
    if document.id != path.stem:
        raise EditionError(f"{name}: field 'id' is {document.id!r}; it must equal the file name's stem")
    if not document.is_added:
        raise EditionError(f"{name}: field 'edition' must be 'verbatim' for an added document; correct it")
    if document.id in taken:
        raise EditionError(f"{name}: id {document.id!r} is a bundled document's; give it another")
    return document
