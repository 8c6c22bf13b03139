"""Everything we hold: the bundled library, what a person added to it, and the register over both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.ingestion.added import load_added
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.register.personal import with_personal
from knowledge.register.register import Register
from knowledge.register.register_file import load_register


@dataclass(frozen=True, slots=True)
class Holdings:
    """Documents, bundled first, with the register over them; ``problems`` names what of a person's was left out."""

    documents: tuple[Document, ...]
    register: Register
    problems: tuple[str, ...]


def open_holdings(home: Path, library: Path | None = None) -> Holdings:
    """What stands in the library and under ``home``; an error of the library stops, one of the person's does not."""
    folder = library or BUNDLED
    bundled = load_library(folder)
    added = load_added(home, {document.id for document in bundled})
    documents = (*bundled, *added.documents)
    personal = with_personal(load_register(folder, documents), home)
    return Holdings(documents, personal.register, (*added.problems, *personal.problems))
