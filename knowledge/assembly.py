"""Puts the knowledge package together: the one place that names its concrete classes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document, Passage
from knowledge.faq import Faq
from knowledge.faq_file import load_faq
from knowledge.glossary import Glossary
from knowledge.holdings import open_holdings
from knowledge.index import building, generations
from knowledge.index.building import Progress
from knowledge.index.encoder import LoadableEncoder
from knowledge.index.generations import Generation
from knowledge.index.isolated_encoder import IsolatedEncoder, isolated
from knowledge.index.keywords import KeywordIndex
from knowledge.index.warming import WarmingIndex
from knowledge.ingestion.library import BUNDLED
from knowledge.lexicon_file import load_concepts, load_glossary
from knowledge.ports import PassageIndex
from knowledge.register.register import Register
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings
from knowledge.vocabulary import Vocabulary
from knowledge.vocabulary_file import load_vocabulary

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Knowledge:
    """What we know and how to search it."""

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    retriever: Retriever
    dense: WarmingIndex
    keywords: PassageIndex
    register: Register
    vocabulary: Vocabulary
    concepts: Mapping[str, Sequence[str]]
    glossary: Glossary
    faq: Faq
    encoder: IsolatedEncoder

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait for the dense half; whether searches are hybrid now."""
        return self.dense.wait(timeout)

    def close(self) -> None:
        """End the encoder's process; searches answer from keywords after that."""
        self.encoder.close()


def open_encoder(settings: KnowledgeSettings) -> IsolatedEncoder:
    """The configured encoder, or the bundled one, in a process of its own; nothing is started yet."""
    return isolated(settings.embedding_model or "", settings.hf_hub_offline)


def open_knowledge(settings: KnowledgeSettings, warm: bool = False, library: Path | None = None) -> Knowledge:
    """The library with its retriever.

    ``warm`` begins to load the dense half in the background and answers from keywords meanwhile (a
    server); otherwise the first search loads it in place (a command that may never search).
    """
    held = open_holdings(settings.plan136_home, library)
    for problem in held.problems:
        _LOG.warning("left out: %s", problem)
    documents, register = held.documents, held.register
    passages = {passage.id: passage for document in documents for passage in document.passages}
    encoder = open_encoder(settings)
    dense = WarmingIndex("dense", lambda: _open_dense(passages, encoder, settings))
    keywords = _open_keywords(passages, encoder, settings)
    if warm:
        dense.start()
    folder = library or BUNDLED
    entries = load_vocabulary(folder / "vocabulary.yaml")
    texts = _teaching(documents, register, load_concepts(folder, ["vi"]))
    return Knowledge(
        documents={document.id: document for document in documents},
        passages=passages,
        retriever=Retriever(passages, dense, keywords),
        dense=dense,
        keywords=keywords,
        register=register,
        vocabulary=Vocabulary(entries, texts),
        concepts=load_concepts(folder),
        glossary=load_glossary(folder, documents),
        faq=load_faq(folder, register),
        encoder=encoder,
    )


def _teaching(
    documents: Sequence[Document], register: Register, concepts: Mapping[str, Sequence[str]]
) -> Iterable[str]:
    """The texts the vocabulary learns syllables and their neighbours from."""
    for document in documents:
        yield document.title
        yield from document.aliases
        yield from (passage.text for passage in document.passages)
    for indicator in register.indicators:
        yield indicator.name.vi
        yield from (cue.replace("+", ".").replace("|", ".").lstrip("~") for cue in indicator.cues["vi"])
    for target in register.all_targets:
        yield target.statement.vi
    for phrases in concepts.values():
        yield from phrases


def index_library(
    settings: KnowledgeSettings, progress: Progress | None = None, again: bool = False, library: Path | None = None
) -> Generation:
    """Build the library's index, or find that it is there and unchanged."""
    documents = open_holdings(settings.plan136_home, library).documents
    passages = [passage for document in documents for passage in document.passages]
    with closing(open_encoder(settings)) as encoder:
        return building.build(passages, encoder, settings.plan136_home, progress, settings.chroma_url, again)


def _open_keywords(
    passages: Mapping[str, Passage], encoder: LoadableEncoder, settings: KnowledgeSettings
) -> PassageIndex:
    """From disk when it is of these passages, else made now: that takes well under a second."""
    ordered = list(passages.values())
    generation = generations.current(settings.plan136_home)
    if generation and generations.matches(generation, encoder.identity, generations.digest(ordered)):
        return KeywordIndex.load(generation.folder / "keywords")
    return KeywordIndex.build(ordered)


def _open_dense(passages: Mapping[str, Passage], encoder: LoadableEncoder, settings: KnowledgeSettings) -> PassageIndex:
    """The vectors of these passages, built when the disk has none or broken ones; the encoder loaded."""
    ordered = list(passages.values())
    home, url = settings.plan136_home, settings.chroma_url
    encoder.load()
    generation = building.build(ordered, encoder, home, chroma_url=url)
    try:
        return building.open_vectors(generation, encoder, url)
    except Exception:
        return building.open_vectors(building.build(ordered, encoder, home, chroma_url=url, again=True), encoder, url)
