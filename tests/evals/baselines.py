"""Three plain systems to stand beside ours, behind one interface.

Each gives the best passage as the answer, to the last turn alone. They know neither statuses nor
slots, so they are scored by the group of the status (``typed = False``) and lose nothing by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from knowledge.documents import Document, Passage
from knowledge.ports import PassageIndex
from tests.evals.cases import Case
from tests.evals.scoring import Outcome, score

Library = Mapping[str, tuple[Document, Passage]]


class Answerer(Protocol):
    """Whatever holds a conversation and gives its last reply as the JSON object."""

    @property
    def typed(self) -> bool:
        """Whether its statuses are meant to be exact, not only their group."""
        ...

    def answer(self, turns: Sequence[str]) -> Mapping[str, Any]:
        """The reply to the last turn."""
        ...


@dataclass(frozen=True, slots=True)
class Product:
    """Our own program as an answerer: ``replies`` gives one reply object a turn of a fresh conversation."""

    replies: Callable[[Sequence[str]], Sequence[Mapping[str, Any]]]
    typed: bool = True

    def answer(self, turns: Sequence[str]) -> Mapping[str, Any]:
        """The reply to the last turn; ``understood`` holds the slots of every turn, where replies carry them."""
        given = self.replies(turns)
        return {**given[-1], "understood": [reply.get("understood") for reply in given]}


@dataclass(frozen=True, slots=True)
class TopPassage:
    """The best passage of one index, or a refusal when it scores below the threshold."""

    index: PassageIndex
    library: Library
    threshold: float | None = None
    typed: bool = False

    def answer(self, turns: Sequence[str]) -> Mapping[str, Any]:
        """The best passage as it stands, cited; the earlier turns are not looked at."""
        best = next(iter(self.index.search(turns[-1], 1)), None)
        if best is None or (self.threshold is not None and best.score < self.threshold):
            return _reply(turns[-1], "unanswered_not_in_documents", "", [])
        document, passage = self.library[best.passage]
        return _reply(turns[-1], "answered_passage", f"{passage.text} [1]", [_citation(document, passage)])


def keywords_only(keywords: PassageIndex, library: Library) -> TopPassage:
    """BM25's best passage, whatever its score."""
    return TopPassage(keywords, library)


def langchain_chroma(store: PassageIndex, library: Library) -> TopPassage:
    """The first result of a plain LangChain + Chroma store, whatever its score."""
    return TopPassage(store, library)


def dense_with_threshold(dense: PassageIndex, library: Library, tuning: Iterable[Case]) -> TopPassage:
    """The nearest passage by meaning, refusing below the similarity that served the tuning cases best."""
    system = TopPassage(dense, library)
    seen = []
    for case in tuning:
        best = next(iter(dense.search(case.question, 1)), None)
        answered = score(case, system.answer(case.turns), typed=False).outcome is Outcome.EXACT
        refusal = _reply(case.question, "unanswered_not_in_documents", "", [])
        refused = score(case, refusal, typed=False).outcome is Outcome.EXACT
        seen.append((best.score if best else float("-inf"), answered, refused))
    return replace(system, threshold=best_threshold(seen))


def best_threshold(seen: Sequence[tuple[float, bool, bool]]) -> float:
    """The lowest threshold with the most right replies; each triple is a score, and whether answering
    and refusing would be right.
    """
    candidates = sorted({similarity for similarity, _, _ in seen})
    candidates.append(candidates[-1] + 1.0 if candidates else 0.0)

    def right(threshold: float) -> int:
        return sum(refused if similarity < threshold else answered for similarity, answered, refused in seen)

    return max(candidates, key=lambda threshold: (right(threshold), -threshold))


def library_of(documents: Iterable[Document]) -> dict[str, tuple[Document, Passage]]:
    """Passages with their documents, by passage id."""
    return {passage.id: (document, passage) for document in documents for passage in document.passages}


def _reply(question: str, status: str, text: str, citations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"question": question, "status": status, "text": text, "facts": [], "citations": citations}


def _citation(document: Document, passage: Passage) -> dict[str, Any]:
    return {
        "n": 1,
        "document": document.number or document.short,
        "document_id": document.id,
        "passage": passage.id,
        "locator": passage.locator,
        "quote": passage.text,
        "match": "exact",
    }
