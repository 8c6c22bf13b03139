"""The words by which documents are read and laid out as editions, as ``ingestion.vi.yaml`` holds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.phrases import Phrases
from knowledge.words_file import LANGUAGE, load_words


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """The section ``headings``: the labels of the parts of a document."""

    outer: Phrases
    inner: Phrases
    section: str
    group: str
    clause: str
    styles: Phrases

    @property
    def kinds(self) -> Phrases:
        """Every kind a document may number its headings with."""
        return self.outer + self.inner


@dataclass(frozen=True, slots=True)
class TypeLetters:
    """Letters of a document's number and the type they name."""

    code: str
    type: str


@dataclass(frozen=True, slots=True)
class IdentityWords:
    """The section ``identity``: what stands at the head of a document."""

    number_labels: Phrases
    dated: Phrases
    issuers: Phrases
    ministry: Phrases
    places: Phrases
    motto: Phrases
    types: tuple[str, ...]
    letters: tuple[TypeLetters, ...]


@dataclass(frozen=True, slots=True)
class AddedWords:
    """The section ``added``: what an added document is called."""

    type: str
    status: str
    publisher: str


@dataclass(frozen=True, slots=True)
class IngestionWords:
    """All of them."""

    headings: HeadingWords
    identity: IdentityWords
    added: AddedWords


@lru_cache(maxsize=1)
def ingestion_words() -> IngestionWords:
    """The words, read once."""
    return load_words(LANGUAGE / "ingestion.vi.yaml", IngestionWords)
