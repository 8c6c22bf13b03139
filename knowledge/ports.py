"""The seams of the knowledge package: what the core asks of its adapters.

Every implementation of a port runs the same contract suite in ``tests/contracts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage id with a score; higher is better, comparable only within one list."""

    passage: str
    score: float


class EncoderBusyError(RuntimeError):
    """The encoder had no time for this text within the time it may wait; nothing is wrong with it."""


class Encoder(Protocol):
    """Turns text into unit-length vectors."""

    @property
    def identity(self) -> str:
        """Name, version and prefixes: an index built by another identity is not usable."""
        ...

    def encode_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of passages, in order."""
        ...


class PassageIndex(Protocol):
    """Finds passages for a question: by meaning (vectors) or by words."""

    def search(self, question: str, limit: int) -> list[Scored]:
        """The best ``limit`` passages, best first; an empty question finds nothing."""
        ...
