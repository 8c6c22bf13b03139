"""The matcher as arrays of a model's file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from knowledge.learning.matching import Mapped, Matcher
from knowledge.learning.packing import Arrays, put_vectors, put_weights, vectors_of, weights_of


def put_matcher(arrays: Arrays, about: dict[str, Any], matcher: Matcher) -> None:
    """Adds the matcher to the arrays, and its words and names to what is told about them."""
    mapped = matcher.mapped
    about["matched_grams"] = sorted(mapped.columns, key=lambda gram: mapped.columns[gram])
    about["matched_names"] = list(matcher.names)
    put_vectors(arrays, "match.grams", mapped.grams)
    put_weights(arrays, "match.projection", mapped.projection)
    put_vectors(arrays, "match.own", matcher.own)
    put_vectors(arrays, "match.near", matcher.near)
    arrays["match.middle"] = mapped.middle
    arrays["match.owners"] = matcher.owners.astype(np.int32)
    for kind, weights in matcher.weights.items():
        arrays[f"match.weights.{kind}"] = weights


def matcher_of(arrays: Arrays, about: Mapping[str, Any]) -> Matcher:
    """The matcher of the arrays."""
    columns = {gram: n for n, gram in enumerate(about["matched_grams"])}
    grams, projection = vectors_of(arrays, "match.grams"), weights_of(arrays, "match.projection")
    kinds = [name for name in arrays if name.startswith("match.weights.")]
    return Matcher(
        Mapped(columns, grams, projection, arrays["match.middle"]),
        tuple(about["matched_names"]),
        vectors_of(arrays, "match.own"),
        vectors_of(arrays, "match.near"),
        arrays["match.owners"],
        {name.rpartition(".")[2]: arrays[name] for name in kinds},
    )
