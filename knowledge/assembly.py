"""Puts the knowledge package together: the one place that names its concrete classes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.answers_file import load_answers
from knowledge.collection import Collection
from knowledge.documents import Document, Passage
from knowledge.faq import Faq
from knowledge.faq_file import load_faq
from knowledge.glossary import Glossary
from knowledge.holdings import Holdings, bundled_holdings, joined_holdings, with_added
from knowledge.home import Home
from knowledge.index import building, chroma, generations
from knowledge.index.building import Progress
from knowledge.index.encoder import LoadableEncoder
from knowledge.index.generations import Generation
from knowledge.index.isolated_encoder import IsolatedEncoder, isolated
from knowledge.index.keywords import KeywordIndex
from knowledge.index.succeeding import DenseIndex, SucceedingIndex
from knowledge.index.warming import WarmingIndex
from knowledge.ingestion.library import BUNDLED
from knowledge.language.language_file import load_language
from knowledge.language.words import Language
from knowledge.learning.faces import faces
from knowledge.learning.features import Features
from knowledge.learning.model_file import Model, over
from knowledge.learning.model_file import load as load_model
from knowledge.lexicon_file import load_concepts, load_glossary
from knowledge.ports import PassageIndex
from knowledge.register.register import Register
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings
from knowledge.vocabulary import Vocabulary
from knowledge.vocabulary_file import load_vocabulary

MODEL = BUNDLED / "model.npz"  # made by ``make train``
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Knowledge:
    """What we know and how to search it."""

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    retriever: Retriever
    dense: DenseIndex
    keywords: PassageIndex
    register: Register
    vocabulary: Vocabulary
    concepts: Mapping[str, Sequence[str]]
    language: Language
    home: Home
    glossary: Glossary
    faq: Faq
    encoder: IsolatedEncoder
    model: Model | None  # None until ``make train`` has written one
    revision: int = 0  # of the collection

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait for the dense half; whether searches are hybrid now."""
        return self.dense.wait(timeout)

    def close(self) -> None:
        """Let go of the vectors and end the encoder's process; searches answer from keywords after that."""
        self.dense.close()
        self.encoder.close()


def open_encoder(settings: KnowledgeSettings) -> IsolatedEncoder:
    """The configured encoder, or the bundled one, in a process of its own; nothing is started yet."""
    return isolated(settings.embedding_model or "", settings.hf_hub_offline)


class KnowledgeSource:
    """Opens the knowledge, and opens it anew when the collection has changed; the bundled library is read once."""

    def __init__(
        self,
        settings: KnowledgeSettings,
        collection: Collection | None = None,
        library: Path | None = None,
        model: Path | None = MODEL,
    ) -> None:
        """Without a ``collection`` there is the bundled library alone; ``model``: the file of the trained parts."""
        self._model_file = model
        self._read_model: Model | None = None  # over the faces of the first knowledge
        self._settings = settings
        self._collection = collection
        folder = library or BUNDLED
        self._bundled = bundled_holdings(folder)
        self._encoder = open_encoder(settings)
        self._entries = load_vocabulary(folder / "vocabulary.yaml")
        self._phrases, self._concepts = load_concepts(folder, ["vi"]), load_concepts(folder)
        self._language = load_language(folder)
        self._glossary = load_glossary(folder, self._bundled.documents)
        register = self._bundled.register
        self._faq = replace(load_faq(folder, register), unlisted=load_answers(folder, register))

    def open(self) -> Knowledge:
        """Library and collection as they are now; the library alone when the collection cannot be read."""
        return self._over(joined_holdings(self._bundled, self._collection), None)

    def renewed(self, before: Knowledge) -> Knowledge | None:
        """The knowledge after a change of the collection, None when there was none; CollectionError when unreadable.

        Its keywords are of the new passages at once; its vectors follow when ``dense`` is started, and those of
        ``before`` answer until then.
        """
        if self._collection is None or self._collection.revision() == before.revision:
            return None
        return self._over(with_added(self._bundled, self._collection.snapshot()), before)

    def _over(self, held: Holdings, before: Knowledge | None) -> Knowledge:
        for problem in held.problems:
            _LOG.warning("left out: %s", problem)
        documents, register = held.documents, held.register
        passages = {passage.id: passage for document in documents for passage in document.passages}
        if before is not None and before.passages == passages:  # a decision on a target: the texts are the same
            found = {document.id: document for document in documents}
            model = self._model(register, documents)
            return replace(before, documents=found, register=register, model=model, revision=held.revision)
        warming = WarmingIndex("dense", lambda: open_dense(passages, self._encoder, self._settings))
        dense = warming if before is None else SucceedingIndex(before.dense, warming)
        if before is None:
            keywords = _open_keywords(passages, self._encoder, self._settings)
        else:
            keywords = KeywordIndex.build(list(passages.values()))
        taught = _teaching(documents, register, self._phrases)
        return Knowledge(
            documents={document.id: document for document in documents},
            passages=passages,
            retriever=Retriever(passages, dense, keywords),
            dense=dense,
            keywords=keywords,
            register=register,
            vocabulary=Vocabulary(self._entries, taught, before.vocabulary if before else None),
            concepts=self._concepts,
            language=self._language,
            home=held.home,
            glossary=self._glossary,
            faq=self._faq,
            encoder=self._encoder,
            model=self._model(register, documents),
            revision=held.revision,
        )

    def _model(self, register: Register, documents: Sequence[Document]) -> Model | None:
        if self._model_file is None or not self._model_file.exists():
            return None
        held = faces(register, documents, self._glossary)
        features = Features(held, self._concepts)
        if self._read_model is None:
            self._read_model = load_model(self._model_file, held, features)
            return self._read_model
        return over(self._read_model, held, features)


def open_knowledge(
    settings: KnowledgeSettings,
    collection: Collection | None = None,
    library: Path | None = None,
) -> Knowledge:
    """The library with its retriever and what a person added; the first search loads the dense half in place."""
    return KnowledgeSource(settings, collection, library).open()


def _teaching(
    documents: Sequence[Document], register: Register, concepts: Mapping[str, Sequence[str]]
) -> Iterable[str]:
    """The texts the vocabulary learns syllables and their neighbours from; words quoted from a document count once."""
    quoted = set()
    for document in documents:
        yield document.title
        yield from document.aliases
        yield from (passage.text for passage in document.passages)
    added = {document.id: document for document in documents if document.is_added}
    for target in register.all_targets:
        place, statement = target.place, target.statement.vi
        if place.document in added and statement in added[place.document].passage(place.passage).text:
            quoted.add(statement)
        else:
            yield statement
    for indicator in register.indicators:
        names = (indicator.name.vi, *indicator.cues["vi"])
        yield from (name.replace("+", ".").replace("|", ".").lstrip("~") for name in names if name not in quoted)
    for phrases in concepts.values():
        yield from phrases


def index_library(
    settings: KnowledgeSettings,
    progress: Progress | None = None,
    again: bool = False,
    library: Path | None = None,
    collection: Collection | None = None,
) -> Generation:
    """Build the index of library and collection, or find that it is there and unchanged.

    CollectionError when the collection cannot be read: an index without it would have to be built again.
    """
    bundled = bundled_holdings(library)
    documents = with_added(bundled, collection.snapshot()).documents if collection else bundled.documents
    passages = [passage for document in documents for passage in document.passages]
    with closing(open_encoder(settings)) as encoder:
        return building.build(passages, encoder, settings.plan136_home, progress, settings.chroma_url, again)


def _open_keywords(
    passages: Mapping[str, Passage], encoder: LoadableEncoder, settings: KnowledgeSettings
) -> PassageIndex:
    """From disk when it is of these passages and can be read, else made now: that takes well under a second."""
    ordered = list(passages.values())
    try:
        generation = generations.current(settings.plan136_home)
        if generation and generations.matches(generation, encoder.identity, generations.digest(ordered)):
            return KeywordIndex.load(generation.folder / "keywords")
    except Exception as error:  # whatever a broken file makes a library raise
        _LOG.warning("the keyword index on disk cannot be read and is made in memory: %r", error)
    return KeywordIndex.build(ordered)


def open_dense(passages: Mapping[str, Passage], encoder: LoadableEncoder, settings: KnowledgeSettings) -> PassageIndex:
    """The vectors of these passages: written when the disk has none, put into their store when that lost them.

    A server that cannot be reached raises at once: nothing is known of what it holds.
    """
    ordered = list(passages.values())
    home, url = settings.plan136_home, settings.chroma_url
    encoder.load()
    generation = building.write(ordered, encoder, home)
    try:
        return building.open_vectors(generation, encoder, url)
    except Exception as error:
        if chroma.is_away(error):
            raise
        _LOG.info("the vectors of %s are put into their store: %s", generation.name, error)
    building.fill_store(generation, ordered, home, url)
    return building.open_vectors(generation, encoder, url)
