"""The keyword index: BM25 over syllable unigrams and bigrams, marks kept.

BM25 in Lucene's form (Kamphuis et al., ECIR 2020) through bm25s (Lù, 2024), which scores every unit
eagerly at indexing time, so that a question costs a few sparse additions. Needs numpy only: it
answers while the encoder is still loading.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.documents import Passage
from knowledge.index.windows import best_first, units
from knowledge.ports import Scored
from knowledge.vietnamese import grams

K1 = 1.5
B = 0.75
LAYOUT = "layout.json"


class KeywordIndex:
    """Implements ``ports.PassageIndex`` by words."""

    def __init__(self, engine: bm25s.BM25 | None, passages: Sequence[str], sizes: Sequence[int]) -> None:
        self._engine = engine
        self._passages = list(passages)
        counts = np.asarray(sizes, dtype=np.int64)
        self._sizes = counts
        self._wholes = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(counts) else counts
        self._long = np.flatnonzero(counts > 1)

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> KeywordIndex:
        """An index of these passages, in memory."""
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        cut = [units(passage) for passage in passages]
        tokens = [grams(unit.text) for group in cut for unit in group]
        engine = None
        if any(tokens):
            engine = bm25s.BM25(k1=K1, b=B, method="lucene")
            engine.index(tokens, create_empty_token=False, show_progress=False)
        return cls(engine, [passage.id for passage in passages], [len(group) for group in cut])

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._engine is not None:
            self._engine.save(str(folder), show_progress=False)
        layout = {"passages": self._passages, "sizes": self._sizes.tolist(), "empty": self._engine is None}
        (folder / LAYOUT).write_text(json.dumps(layout), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> KeywordIndex:
        """Read what ``save`` wrote; OSError, ValueError or KeyError when it is not that."""
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        layout = json.loads((folder / LAYOUT).read_text(encoding="utf-8"))
        engine = None if layout["empty"] else bm25s.BM25.load(str(folder), show_progress=False)
        return cls(engine, layout["passages"], layout["sizes"])

    def search(self, question: str, limit: int) -> list[Scored]:
        """The best passages that share a word with the question."""
        if self._engine is None or limit <= 0:
            return []
        known = self._engine.get_tokens_ids(grams(question))
        if not known:
            return []
        scores = self._of_passages(np.asarray(self._engine.get_scores_from_ids(known), dtype=np.float64))
        found = np.flatnonzero(scores > 0)
        if len(found) > limit:
            cut = np.partition(scores[found], len(found) - limit)[len(found) - limit]
            found = found[scores[found] >= cut]  # ties at the cut stay, for a stable order
        return best_first([Scored(self._passages[i], float(scores[i])) for i in found])[:limit]

    def _of_passages(self, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """One score a passage: the whole, averaged with the best window where there are windows."""
        result = scores[self._wholes]
        if len(self._long):
            masked = scores.copy()
            masked[self._wholes] = -np.inf
            best = np.maximum.reduceat(masked, self._wholes)
            result[self._long] = (result[self._long] + best[self._long]) / 2
        return result
