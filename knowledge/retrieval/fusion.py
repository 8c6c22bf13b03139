"""Score fusion: a convex combination of min-max scaled scores. Pure.

Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 2023): a
convex combination beats reciprocal rank fusion, because it keeps how far apart the scores are. The
scale runs over a fixed depth of candidates, so the weights mean the same in a small and in a large
library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.ports import Scored


@dataclass(frozen=True, slots=True)
class Signal:
    """One index's list and what it weighs.

    ``floor`` is the least score the index can give (0 for BM25), used when the list is shorter than
    was asked for; None when there is no such score.
    """

    weight: float
    scored: Sequence[Scored]
    complete: bool = False  # the index had no more to give
    floor: float | None = None


def scaled(signal: Signal) -> dict[str, float]:
    """Scores brought to 0..1; the best is 1. A passage that is not in the list would be at 0."""
    if not signal.scored:
        return {}
    values = [item.score for item in signal.scored]
    low, high = min(values), max(values)
    if signal.complete and signal.floor is not None:
        low = min(low, signal.floor)
    if high <= low:
        return {item.passage: 1.0 for item in signal.scored}
    return {item.passage: (item.score - low) / (high - low) for item in signal.scored}


def fused(signals: Iterable[Signal]) -> list[Scored]:
    """All candidates by weighted sum, best first, equal ones by id. Empty signals lend their weight to the others."""
    present = [signal for signal in signals if signal.scored and signal.weight > 0]
    total = sum(signal.weight for signal in present)
    sums: dict[str, float] = {}
    for signal in present:
        for passage, value in scaled(signal).items():
            sums[passage] = sums.get(passage, 0.0) + signal.weight / total * value
    return sorted((Scored(passage, score) for passage, score in sums.items()), key=lambda s: (-s.score, s.passage))
