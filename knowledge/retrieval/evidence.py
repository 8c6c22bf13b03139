"""What retrieval found for a question, what it set aside and why, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.documents import Passage


class Reason(StrEnum):
    """Why a candidate is not among the hits."""

    BELOW_CUT = "below_cut"  # others scored better and the limit was reached
    DUPLICATE = "duplicate"  # a better hit says the same, letter for letter
    SAME_DOCUMENT = "same_document"  # a better hit of that document is there, and one was asked for
    OTHER_DOCUMENT = "other_document"  # not one of the documents asked about


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. ``dense`` and ``keyword`` are None where that index did not find it."""

    passage: Passage
    score: float  # 0 to 1, comparable within one question only
    dense: float | None
    keyword: float | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was set aside."""

    passage: Passage
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Evidence:
    """The outcome of one search."""

    question: str
    hits: tuple[Hit, ...]
    rejected: tuple[Rejected, ...]
    timings_ms: Mapping[str, float]
    degraded: tuple[str, ...] = ()
