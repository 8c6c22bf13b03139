"""Confidence intervals of shares and means: a seeded bootstrap over whole topics.

Questions on one topic stand or fall together, so topics are drawn, not questions. Where every
value is the same the bootstrap knows no width; a Wilson bound is given then instead of false certainty.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

ROUNDS = 2000
SEED = 136
_Z = 1.959963984540054  # of a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds of its 95 % interval."""

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(
    values: Sequence[float], clusters: Sequence[str] | None = None, *, seed: int = SEED, rounds: int = ROUNDS
) -> Interval | None:
    """The mean of the values with its interval; None of nothing. Without clusters each value is its own."""
    if not values:
        return None
    mean = math.fsum(values) / len(values)
    grouped: dict[str, list[float]] = defaultdict(list)
    for place, value in enumerate(values):
        grouped[clusters[place] if clusters else str(place)].append(value)
    if len(set(values)) == 1 and values[0] in (0.0, 1.0):
        low, high = _wilson(mean, len(grouped))
        return Interval(mean, low, high, len(values))
    totals = numpy.array([math.fsum(group) for group in grouped.values()])
    sizes = numpy.array([len(group) for group in grouped.values()])
    drawn = numpy.random.default_rng(seed).integers(0, len(sizes), size=(rounds, len(sizes)))
    means = totals[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = numpy.quantile(means, (0.025, 0.975))
    return Interval(mean, float(low), float(high), len(values))


def _wilson(share: float, count: int) -> tuple[float, float]:
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / (1 + _Z**2 / count)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))
