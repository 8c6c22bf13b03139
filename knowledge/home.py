"""What the library is about: its first document, its place, and how its register is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.register.register import Register
from knowledge.register.values import Wording
from knowledge.strict_file import Strict, StrictFileError, content_of, read_strictly

NAME = "home.yaml"


@dataclass(frozen=True, slots=True)
class Series(Strict):
    """Documents that are called by their kind and their years alone."""

    type: str
    title: str
    unheld: str


@dataclass(frozen=True, slots=True)
class Home(Strict):
    """The content of ``home.yaml``."""

    document: str
    place: str
    series: Series
    collections: tuple[str, ...]
    indices: frozenset[str]
    downward: frozenset[str]
    units: Mapping[str, str]
    other_area: Wording


def load_home(folder: Path, register: Register) -> Home:
    """The home of a library folder; StrictFileError names what of it is not held."""
    home = read_strictly(NAME, Home, content_of(folder / NAME))
    if home.document not in {document.id for document in register.documents}:
        raise StrictFileError(f"{NAME}: document: {home.document!r} is not in the library; correct the id")
    if unknown := home.indices - {indicator.id for indicator in register.indicators}:
        raise StrictFileError(f"{NAME}: indices: {min(unknown)!r} is not in indicators.yaml; correct the id")
    return home
