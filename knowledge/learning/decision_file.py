"""The weights of the decision as a readable file: for each way of answering, by the name of each feature."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from knowledge.ingestion.library import BUNDLED
from knowledge.learning.decision import FEATURES, WAYS, Decision

PATH = BUNDLED / "decision.json"
BIAS = "bias"


class DecisionError(RuntimeError):
    """The file cannot be used; the message says why and what helps."""


def load(path: Path = PATH) -> Decision:
    """The decision of a file; DecisionError when it has other features than this program."""
    ways = json.loads(path.read_text(encoding="utf-8"))
    if set(ways) != set(WAYS) or any(set(weights) != {*FEATURES, BIAS} for weights in ways.values()):
        raise DecisionError(f"{path} has other features than this program; run make calibrate")
    ordered = (*FEATURES, BIAS)
    return Decision({way: np.array([ways[way][name] for name in ordered], dtype=np.float32) for way in WAYS})


def save(decision: Decision, path: Path = PATH) -> None:
    """Writes the weights, rounded to four places."""
    told = {
        way: dict(zip((*FEATURES, BIAS), (round(float(value), 4) for value in weights), strict=True))
        for way, weights in decision.weights.items()
    }
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
