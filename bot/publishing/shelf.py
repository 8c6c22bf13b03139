"""The documents that the web door shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.documents import Document


@dataclass(frozen=True)
class Shelf:
    """The documents of a knowledge; implements ``bot.ports.Library``."""

    held: Mapping[str, Document]
    first: str

    def documents(self) -> Sequence[Document]:
        """The home document first, the others by date of issue, those without one last."""
        return sorted(self.held.values(), key=lambda d: (d.id != self.first, d.issued or date.max, d.id))

    def document(self, document_id: str) -> Document | None:
        """The document with this id, if held."""
        return self.held.get(document_id)
