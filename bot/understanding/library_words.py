"""Every word the documents of the library say: a word none of them says is no word of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from knowledge.documents import Document
from knowledge.vietnamese import syllables


class LibraryWords:
    """The words of documents; read when the first question needs them, a tenth of a second once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def foreign(self, forms: Iterable[str]) -> tuple[str, ...]:
        """Of matching forms, those no document says."""
        return tuple(form for form in forms if form not in self._said)

    @cached_property
    def _said(self) -> frozenset[str]:
        texts = (text for each in self._documents for p in each.passages for text in (p.text, *p.headings))
        return frozenset(word for text in texts for word in syllables(text))
