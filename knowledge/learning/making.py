"""Makes the model from the bundled utterances: the work of ``make train``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.documents import Document, Passage
from knowledge.learning.clause_features import Rarity, Sought, with_beside
from knowledge.learning.decision import Decision
from knowledge.learning.examples import Example, read
from knowledge.learning.faces import Face
from knowledge.learning.features import Features
from knowledge.learning.heads import Floats
from knowledge.learning.model_file import Model, digest_of
from knowledge.learning.ranking import Nearest
from knowledge.learning.training import Numbered, train, train_clauses
from knowledge.retrieval.evidence import Hit
from knowledge.retrieval.retriever import Retriever
from knowledge.teaching.utterance import Utterance
from knowledge.vietnamese import years
from knowledge.vocabulary import Vocabulary

CLAUSE_HITS = 8
CLAUSES = 1500  # about as many utterances with a clause are searched for: each search encodes its question
RARE = frozenset(("fee", "hours", "address", "contact", "budget", "person", "forecast"))

Vectors = Callable[[Sequence[str]], dict[str, Floats]]


@dataclass(frozen=True)
class Library:
    """What utterances are about, and what reads and finds in it."""

    vocabulary: Vocabulary
    retriever: Retriever
    documents: Mapping[str, Document]
    faces: Sequence[Face]
    features: Features
    encoder: str  # its identity
    vectors: Vectors
    numbered: Numbered  # the documents an example names by number

    def clause(self, named: str) -> Passage | None:
        """The passage of a clause ("document#locator"); None where none is so named."""
        document, _, locator = named.partition("#")
        return self.documents[document].at(locator) if document in self.documents else None


def make(
    utterances: Sequence[Utterance],
    library: Library,
    folder: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> Model:
    """The model of these utterances over a library; ``folder``: where they were read from."""
    progress("reading")
    examples = read(utterances, library.vocabulary, library.features)
    progress("vectors")
    texts = [text for face in library.faces for text in face.said]
    said = library.vectors([*(e.reading.text for e in examples), *texts])
    learned = train(examples, library.faces, said, library.numbered, library.features, progress)
    progress("clauses")
    passages = (p for d in library.documents.values() for p in d.passages)
    clauses = train_clauses(clause_examples(examples, library, said, learned.asked), Rarity(passages))
    return Model(
        learned, clauses, Decision({}), digest_of(folder), library.encoder, {text: said[text] for text in texts}
    )


def clause_examples(
    examples: Sequence[Example], library: Library, vectors: Mapping[str, Floats], asked: Nearest
) -> list[tuple[Sought, Sequence[Hit], frozenset[str]]]:
    """Questions that a clause answers, and questions for what libraries rarely hold, with what retrieval finds.

    The likeness of examples is to those of other authors: it is that of a stranger's question.
    """
    found: list[tuple[Sought, Sequence[Hit], frozenset[str]]] = []
    of_ten = 10 * CLAUSES // max(1, sum(bool(e.utterance.clause) for e in examples))
    authors = [e.utterance.author for e in examples if e.utterance.clause]
    own = {a: np.array([9.0 if x == a else 0.0 for x in authors], dtype=np.float32) for a in set(authors)}
    for example in examples:
        told = example.utterance
        asked_of_clauses = told.clause or (RARE & set(told.acts) and not told.question)
        if not asked_of_clauses or told.talk or told.before or _digit(told.text) >= of_ten:
            continue
        documents = library.numbered(example)
        words = library.vocabulary.expand(example.reading.tokens)
        hits = library.retriever.search(
            example.reading.text, words=words, limit=CLAUSE_HITS, documents=documents or None
        ).hits
        acts, said = frozenset(told.acts), frozenset(years(example.reading.text))
        near = asked.of(vectors[example.reading.text], own.get(told.author))
        beside = [p for clause in near if (p := library.clause(clause)) and (not documents or p.document in documents)]
        hits = with_beside(hits, beside)
        sought = Sought(example.reading.forms, acts, documents, said, near)
        found.append((sought, hits, frozenset(p.id for p in [library.clause(told.clause or "")] if p)))
    return found


def _digit(text: str) -> int:
    """A number from 0 to 9 that the text decides: a choice of utterances that does not depend on their order."""
    return hashlib.sha256(text.encode()).digest()[0] % 10
