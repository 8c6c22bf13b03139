"""Weights packed into a byte each and vectors into half a byte, as arrays of a model's file. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.learning.heads import Floats

Arrays = dict[str, NDArray[Any]]
STEP = 0.335  # of the standard deviation: 16 steps of this width lose least of what is normally distributed


def put_weights(arrays: Arrays, name: str, values: Floats, least: int = 0) -> None:
    """The rows in one byte a value, each row with its own scale; up to ``least`` steps become 0."""
    scale = np.abs(values).max(axis=1, keepdims=True) / 127 + 1e-12
    steps = np.round(values / scale)
    arrays[name] = np.where(np.abs(steps) <= least, 0, steps).astype(np.int8)
    arrays[f"{name}.scale"] = scale.astype(np.float32)


def weights_of(arrays: Arrays, name: str) -> Floats:
    """What ``put_weights`` put."""
    return np.asarray(arrays[name].astype(np.float32) * arrays[f"{name}.scale"], dtype=np.float32)


def put_vectors(arrays: Arrays, name: str, values: Floats) -> None:
    """Vectors of an even length in four bits a value: how far each lies from their mean, each row with its own step."""
    middle = values.mean(axis=0)
    away = values - middle
    step = STEP * away.std(axis=1, keepdims=True) + 1e-12
    steps = np.clip(np.floor(away / step), -8, 7).astype(np.int8) + 8
    arrays[name] = (steps[:, ::2] << 4 | steps[:, 1::2]).astype(np.uint8)
    arrays[f"{name}.middle"], arrays[f"{name}.step"] = middle.astype(np.float32), step.astype(np.float32)


def vectors_of(arrays: Arrays, name: str) -> Floats:
    """What ``put_vectors`` put."""
    packed = arrays[name]
    steps = np.empty((len(packed), 2 * packed.shape[1]), dtype=np.float32)
    steps[:, ::2], steps[:, 1::2] = packed >> 4, packed & 15
    return np.asarray((steps - 7.5) * arrays[f"{name}.step"] + arrays[f"{name}.middle"], dtype=np.float32)
