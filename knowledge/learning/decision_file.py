"""The weights of the decision as a readable file, by the name of each feature."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from knowledge.ingestion.library import BUNDLED
from knowledge.learning.decision import FEATURES, Decision

PATH = BUNDLED / "decision.json"
BIAS = "bias"


class DecisionError(RuntimeError):
    """The file cannot be used; the message says why and what helps."""


def load(path: Path = PATH) -> Decision:
    """The decision of a file; DecisionError when it has other features than this program."""
    weights = json.loads(path.read_text(encoding="utf-8"))
    if set(weights) != {*FEATURES, BIAS}:
        raise DecisionError(f"{path} has other features than this program; run make calibrate")
    return Decision(np.array([*(weights[name] for name in FEATURES), weights[BIAS]], dtype=np.float32))


def save(decision: Decision, path: Path = PATH) -> None:
    """Writes the weights, rounded to four places."""
    values = [round(float(value), 4) for value in decision.weights]
    path.write_text(json.dumps(dict(zip((*FEATURES, BIAS), values, strict=True)), indent=1) + "\n", encoding="utf-8")
