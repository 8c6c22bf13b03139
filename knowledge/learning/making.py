"""Makes the model from the bundled utterances: the work of ``make train``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document, Passage
from knowledge.faq import Faq
from knowledge.learning.clause_features import Rarity, Sought, with_beside
from knowledge.learning.decision import Decision
from knowledge.learning.examples import Example, read
from knowledge.learning.faces import Face
from knowledge.learning.features import Features
from knowledge.learning.fitting_matches import CURATED, Matches, Worded, fit_matcher
from knowledge.learning.heads import Floats
from knowledge.learning.model_file import Model, digest_of
from knowledge.learning.training import Numbered, train, train_clauses
from knowledge.retrieval.evidence import Hit
from knowledge.retrieval.retriever import Retriever
from knowledge.teaching.labels import RARE_ACTS
from knowledge.teaching.utterance import Utterance
from knowledge.vietnamese import years
from knowledge.vocabulary import Vocabulary

CLAUSE_HITS = 8
CLAUSES = 1500  # about as many utterances with a clause are searched for: each search encodes its question
RARE = frozenset(RARE_ACTS)

Vectors = Callable[[Sequence[str]], dict[str, Floats]]


@dataclass(frozen=True)
class Library:
    """What utterances are about, and what reads and finds in it."""

    vocabulary: Vocabulary
    retriever: Retriever
    documents: Mapping[str, Document]
    faces: Sequence[Face]
    features: Features
    wordings: Sequence[Utterance]  # of curated answers
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
    worded = read(library.wordings, library.vocabulary, library.features)
    progress("vectors")
    texts = [text for face in library.faces for text in face.said]
    said = library.vectors([*(e.reading.text for e in (*examples, *worded)), *texts])
    progress("known questions")
    matched = [
        *worded,
        *(e for e in examples if not e.utterance.before and (e.utterance.question or e.utterance.clause)),
    ]
    matcher, unseen = fit_matcher([_worded(e, said) for e in matched])
    number = {e.utterance.text: n for n, e in enumerate(matched)}

    def matches(example: Example) -> Matches:
        text, reading = example.utterance.text, example.reading
        return unseen(number[text]) if text in number else matcher.of(reading.forms, said[reading.text])

    learned = train(examples, matcher, library.faces, said, library.numbered, library.features, progress)
    progress("clauses")
    passages = (p for d in library.documents.values() for p in d.passages)
    clauses = train_clauses(clause_examples(examples, library, matches), Rarity(passages))
    digest = digest_of(folder, library.wordings)
    return Model(learned, clauses, Decision({}), digest, library.encoder, {text: said[text] for text in texts})


def wordings_of(faq: Faq) -> tuple[Utterance, ...]:
    """Every wording of the curated answers, as an utterance that asks for it."""
    return tuple(
        Utterance(text, author=CURATED, question=entry.id) for entry in faq.by_id.values() for text in entry.phrasings()
    )


def _worded(example: Example, vectors: Mapping[str, Floats]) -> Worded:
    told = example.utterance
    name = told.question or told.clause or ""
    return Worded(example.reading.forms, vectors[example.reading.text], name, told.author)


def clause_examples(
    examples: Sequence[Example],
    library: Library,
    matches: Callable[[Example], Matches],
) -> list[tuple[Sought, Sequence[Hit], frozenset[str]]]:
    """Questions that a clause answers, and questions for what libraries rarely hold, with what retrieval finds.

    ``matches``: what is found by a matcher that never saw the author: that is what a stranger's question finds.
    """
    found: list[tuple[Sought, Sequence[Hit], frozenset[str]]] = []
    of_ten = 10 * CLAUSES // max(1, sum(bool(e.utterance.clause) for e in examples))
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
        near = {r.subject: r.probability for r in matches(example).get("clause", ())}
        beside = [p for clause in near if (p := library.clause(clause)) and (not documents or p.document in documents)]
        hits = with_beside(hits, beside)
        sought = Sought(example.reading.forms, acts, documents, said, near)
        found.append((sought, hits, frozenset(p.id for p in [library.clause(told.clause or "")] if p)))
    return found


def _digit(text: str) -> int:
    """A number from 0 to 9 that the text decides: a choice of utterances that does not depend on their order."""
    return hashlib.sha256(text.encode()).digest()[0] % 10
