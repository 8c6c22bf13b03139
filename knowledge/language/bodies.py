"""Names of bodies as they are compared: without marks, short forms spelled out, without the place after them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.vietnamese import strip_marks


@dataclass(frozen=True, slots=True)
class Bodies:
    """Compares names of bodies; ``place`` is whose bodies are meant when no place is said."""

    short_forms: Mapping[str, str]
    place: str

    def plain(self, text: str) -> str:
        """A text as names are looked for in it."""
        said = text.lower()
        for short, whole in self.short_forms.items():
            said = said.replace(short, whole)
        return strip_marks(said)

    def core(self, name: str) -> str:
        """The name of a body of our place without that place."""
        return self.plain(name).removesuffix(f" {self.plain(self.place)}").strip()
