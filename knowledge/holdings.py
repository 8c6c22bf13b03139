"""Everything we hold: the bundled library, what a person added to it, and the register over both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.collection import UNREAD, AddedDocument, Collection, CollectionError, Snapshot
from knowledge.documents import Document
from knowledge.home import Home, load_home
from knowledge.ingestion.added import read_all_added
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.problems import Problem
from knowledge.register.personal import with_personal
from knowledge.register.proposal_words import ProposalWords, load_proposal_words
from knowledge.register.register import Register
from knowledge.register.register_file import load_register


@dataclass(frozen=True, slots=True)
class Holdings:
    """Documents, bundled first, with the register over them; ``problems`` names what of a person's was left out."""

    documents: tuple[Document, ...]
    register: Register
    home: Home
    words: ProposalWords  # by which candidates of added documents become entries
    problems: tuple[Problem, ...] = ()
    revision: int = 0  # of the collection; UNREAD when it could not be read
    stored: tuple[AddedDocument, ...] = ()  # the added documents as they are stored


def bundled_holdings(library: Path | None = None) -> Holdings:
    """The library alone; an error in it stops."""
    folder = library or BUNDLED
    documents = load_library(folder)
    register = load_register(folder, documents)
    return Holdings(documents, register, load_home(folder, register), load_proposal_words(folder))


def with_added(bundled: Holdings, snapshot: Snapshot) -> Holdings:
    """The library with what a person added; what of that does not hold is left out and named."""
    if not snapshot.documents:
        return replace(bundled, revision=snapshot.revision)
    added, faulty = read_all_added(snapshot.documents, {document.id for document in bundled.documents})
    documents = (*bundled.documents, *added)
    own = bundled.register
    over = Register(own.areas, own.indicators, own.all_targets, own.all_results, documents)
    personal = with_personal(over, snapshot.documents, bundled.home.other_area)
    problems = (*faulty, *personal.problems)
    return replace(
        bundled,
        documents=documents,
        register=personal.register,
        problems=problems,
        revision=snapshot.revision,
        stored=snapshot.documents,
    )


def open_holdings(collection: Collection | None = None, library: Path | None = None) -> Holdings:
    """The library with the collection; the library alone, and that named, when the collection cannot be read."""
    return joined_holdings(bundled_holdings(library), collection)


def joined_holdings(bundled: Holdings, collection: Collection | None) -> Holdings:
    """As ``open_holdings`` over a library that is read already."""
    if collection is None:
        return bundled
    try:
        return with_added(bundled, collection.snapshot())
    except CollectionError as error:
        away = Problem("collection", "of added documents", "", str(error), "the library answers alone until then")
        return replace(bundled, problems=(away,), revision=UNREAD)
