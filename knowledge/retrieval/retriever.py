"""The recipe of retrieval: ask both indexes, fuse, keep the best, say why the others are out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from knowledge.documents import Passage
from knowledge.ports import PassageIndex, Scored
from knowledge.retrieval.evidence import Evidence, Hit, Reason, Rejected
from knowledge.retrieval.focus import focus
from knowledge.retrieval.fusion import Signal, fused
from knowledge.retrieval.weights import Weights, load_weights
from knowledge.vietnamese import nfc

REJECTED_SHOWN = 20
DEEPER_SECONDS = 0.3  # an index that took this long is not asked for more: the deadline is of each call to it


@runtime_checkable
class MayDegrade(Protocol):
    """An index that can say it is not answering in full."""

    @property
    def degraded(self) -> str | None:
        """What is wrong, in one word or two; None when nothing is."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """The outcome of asking one index."""

    scored: tuple[Scored, ...] = ()
    complete: bool = True
    degraded: str | None = None
    took_ms: float = 0.0


class Retriever:
    """Hybrid retrieval over passages. Either index may be absent."""

    def __init__(
        self,
        passages: Mapping[str, Passage],
        dense: PassageIndex | None,
        keywords: PassageIndex | None,
        weights: Weights | None = None,
    ) -> None:
        self._passages = passages
        self._dense = dense
        self._keywords = keywords
        self._weights = weights or load_weights()

    def degraded(self) -> tuple[str, ...]:
        """What does not work in full now, by the indexes' own word; asks nothing of them."""
        indexes = (self._dense, self._keywords)
        return tuple(note for each in indexes if isinstance(each, MayDegrade) and (note := each.degraded))

    def search(
        self,
        question: str,
        words: Sequence[str] = (),
        limit: int = 8,
        documents: frozenset[str] | None = None,
        one_per_document: bool = False,
    ) -> Evidence:
        """The best passages for a question.

        ``words`` join the keyword query (restored marks, synonyms); ``documents`` restricts to those
        ids; ``one_per_document`` keeps the best passage of each.
        """
        began = time.perf_counter()
        about, numbers = focus(nfc(question))
        dense = self._ask(self._dense, about, documents)
        keywords = self._ask(self._keywords, "\n".join((about, *numbers, *words)), documents)
        started = time.perf_counter()
        ranked = fused(
            (
                Signal(self._weights.dense, dense.scored),
                Signal(self._weights.keywords, keywords.scored, keywords.complete, floor=0.0),
            )
        )
        hits, rejected = self._select(ranked, dense, keywords, limit, documents, one_per_document)
        ended = time.perf_counter()
        return Evidence(
            question,
            hits,
            rejected,
            {
                "dense": dense.took_ms,
                "keywords": keywords.took_ms,
                "fuse": (ended - started) * 1000,
                "search": (ended - began) * 1000,
            },
            tuple(note for note in (dense.degraded, keywords.degraded) if note),
        )

    def _ask(self, index: PassageIndex | None, text: str, documents: frozenset[str] | None) -> _Asked:
        """Candidates of one index: deeper while a restriction leaves fewer than the depth, to a bound."""
        if index is None or not text.strip():
            return _Asked()
        began = time.perf_counter()
        before = index.degraded if isinstance(index, MayDegrade) else None
        depth, wanted = self._weights.depth, self._weights.depth
        while True:
            found = [item for item in index.search(text, depth) if item.passage in self._passages]
            inside = [item for item in found if self._within(item, documents)]
            complete = len(found) < depth
            slow = time.perf_counter() - began > DEEPER_SECONDS
            if complete or slow or len(inside) >= wanted or depth >= wanted * 16:
                break
            depth *= 4
        scored = found if documents is None else inside[:wanted] + [i for i in found if i not in inside][:wanted]
        after = index.degraded if isinstance(index, MayDegrade) else None
        took = (time.perf_counter() - began) * 1000
        note = after or (None if found else before)  # it may have become ready while it was asked
        return _Asked(tuple(scored[: wanted * 2]), complete, note, took)

    def _within(self, item: Scored, documents: frozenset[str] | None) -> bool:
        return documents is None or self._passages[item.passage].document in documents

    def _select(
        self,
        ranked: Sequence[Scored],
        dense: _Asked,
        keywords: _Asked,
        limit: int,
        documents: frozenset[str] | None,
        one_per_document: bool,
    ) -> tuple[tuple[Hit, ...], tuple[Rejected, ...]]:
        by_meaning = {item.passage: item.score for item in dense.scored}
        by_words = {item.passage: item.score for item in keywords.scored}
        hits: list[Hit] = []
        rejected: list[Rejected] = []
        texts: set[tuple[str, str]] = set()
        seen: set[str] = set()
        for item in ranked:
            passage = self._passages[item.passage]
            reason = None
            if not self._within(item, documents):
                reason = Reason.OTHER_DOCUMENT
            elif len(hits) >= limit:
                reason = Reason.BELOW_CUT
            elif (passage.document, passage.text) in texts:
                reason = Reason.DUPLICATE
            elif one_per_document and passage.document in seen:
                reason = Reason.SAME_DOCUMENT
            if reason is not None:
                rejected.append(Rejected(passage, item.score, reason))
                continue
            texts.add((passage.document, passage.text))
            seen.add(passage.document)
            hits.append(Hit(passage, item.score, by_meaning.get(item.passage), by_words.get(item.passage)))
        return tuple(hits), tuple(rejected[:REJECTED_SHOWN])
