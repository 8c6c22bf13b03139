"""``plan136 train``: fits what reads questions to the labelled utterances of the library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.progress import Progress

from bot.commands import opening
from bot.meaning.documents_named import DocumentFinder
from knowledge.assembly import MODEL, KnowledgeSource
from knowledge.index import building, shipped_vectors
from knowledge.index.encoder import open_model
from knowledge.learning.examples import Example
from knowledge.learning.faces import faces
from knowledge.learning.features import Features
from knowledge.learning.heads import Floats
from knowledge.learning.making import Library, make, wordings_of
from knowledge.learning.model_file import save
from knowledge.learning.vector_cache import VectorCache
from knowledge.settings import KnowledgeSettings
from knowledge.teaching.utterances_file import FOLDER, load_utterances

STEPS = 10  # about as many as ``make`` reports


def train(written: Path | None, without: str | None = None) -> int:
    """Writes the model and the vectors of the passages beside the library; vectors of texts are kept under the home.

    ``without``: leaves out the authors whose names begin so, to measure or calibrate on them.
    """
    settings = KnowledgeSettings()
    told = load_utterances()
    utterances = tuple(u for u in told if without is None or not u.author.startswith(without))
    knowledge = KnowledgeSource(settings, model=None).open()
    try:
        encoder = open_model(settings.embedding_model or "", settings.hf_hub_offline)
        cache = VectorCache(
            settings.plan136_home / "training" / "vectors.npz",
            encoder.identity,
            lambda texts: [encoder.encode_query(text) for text in texts],
        )
        register, types = knowledge.register, knowledge.vocabulary.entries.document_types
        finder = DocumentFinder(register.documents, knowledge.language.documents, types, knowledge.home)
        knowledge.dense.search("", 1)
        knowledge.wait_until_ready()
        with Progress(console=opening.screen()) as bar:
            steps, encoding = bar.add_task("training", total=STEPS), bar.add_task("vectors", total=None)

            def vectors(texts: Sequence[str]) -> dict[str, Floats]:
                return cache.vectors(texts, lambda done, of: bar.update(encoding, completed=done, total=of))

            def numbered(example: Example) -> frozenset[str]:
                return frozenset(finder.find(list(example.reading.forms)).known)

            held = faces(register, list(knowledge.documents.values()), knowledge.glossary)
            library = Library(
                vocabulary=knowledge.vocabulary,
                retriever=knowledge.retriever,
                documents=knowledge.documents,
                faces=held,
                features=Features(held, knowledge.concepts),
                wordings=wordings_of(knowledge.faq),
                encoder=encoder.identity,
                vectors=vectors,
                numbered=numbered,
            )
            model = make(
                utterances, library, FOLDER, lambda step: bar.update(steps, advance=1, description=f"training: {step}")
            )
        save(model, written or MODEL)
        if written is None:
            passages = [p for d in knowledge.documents.values() if not d.is_added for p in d.passages]
            shipped_vectors.save(encoder.identity, building.encoded(passages, encoder, settings.plan136_home))
        opening.screen().print(f"{written or MODEL}: {len(utterances)} utterances")
        return 0
    finally:
        knowledge.close()
