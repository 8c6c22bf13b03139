"""The documents a person added, read one by one from the texts of their editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from knowledge.collection import AddedDocument
from knowledge.documents import Document
from knowledge.ingestion.edition import EditionError, read_edition
from knowledge.problems import Problem


def read_all_added(
    stored: Iterable[AddedDocument], taken: Collection[str]
) -> tuple[tuple[Document, ...], list[Problem]]:
    """The documents that can be used, and the others named. ``taken``: ids of the bundled library."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for each in stored:
        try:
            documents.append(read_added(each, taken))
        except EditionError as error:
            waiting = f"its {len(each.targets)} targets wait; " if each.targets else ""
            remedy = f"{waiting}add it again, or take it away: plan136 add --remove {each.id}"
            problems.append(Problem("document", each.id, each.id, str(error), remedy))
    return tuple(documents), problems


def read_added(stored: AddedDocument, taken: Collection[str]) -> Document:
    """One added document; EditionError when its text is not one that can stand beside the library."""
    if stored.text is None:
        raise EditionError("the document is not there")
    document = read_edition(stored.id, stored.text)
    if document.id != stored.id:
        raise EditionError(f"field 'id' is {document.id!r}; it must equal the id it is stored under, {stored.id!r}")
    if not document.is_added:
        raise EditionError("field 'edition' must be 'verbatim' for an added document; correct it")
    if document.id in taken:
        raise EditionError(f"id {document.id!r} is a bundled document's; give it another")
    return document
