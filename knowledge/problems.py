"""What of a person's collection cannot be used, why, and what helps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing left out; everything else is used."""

    kind: str  # document, target, indicator, or collection when nothing of it could be read
    id: str
    document: str  # the document it belongs to; "" for the collection
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}: {self.reason}; {self.remedy}"
