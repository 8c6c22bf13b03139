"""The checked-in weights of fusion."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

CHECKED_IN = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, and how many candidates it gives."""

    dense: float
    keywords: float
    depth: int

    def __post_init__(self) -> None:
        if min(self.dense, self.keywords) < 0 or self.dense + self.keywords <= 0:
            raise ValueError("weights: dense and keywords must not be negative, nor both zero")
        if self.depth < 1:
            raise ValueError("weights: depth must be at least 1")


def load_weights(path: Path = CHECKED_IN) -> Weights:
    """The weights of a file; ValueError names a field that is missing or unknown."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Weights)}
    if read.keys() != names:
        raise ValueError(f"{path.name}: fields {sorted(read.keys() ^ names)} are missing or unknown")
    return Weights(float(read["dense"]), float(read["keywords"]), int(read["depth"]))
