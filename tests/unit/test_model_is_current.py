"""The model in the library is of the utterances and the texts in the library: else ``make train`` is due."""

from __future__ import annotations

from knowledge.assembly import MODEL
from knowledge.learning.faces import faces
from knowledge.learning.features import Features
from knowledge.learning.making import wordings_of
from knowledge.learning.model_file import digest_of, load
from knowledge.teaching.utterances_file import FOLDER
from tests.fakes_knowledge import keyword_knowledge

MOST_BYTES = 12_000_000


def test_the_model_is_of_the_utterances_and_knows_every_text_that_names_a_subject() -> None:
    knowledge = keyword_knowledge()
    held = faces(knowledge.register, list(knowledge.documents.values()), knowledge.glossary)
    model = load(MODEL, held, Features(held, knowledge.concepts))
    assert model.digest == digest_of(FOLDER, wordings_of(knowledge.faq)), (
        "utterances or curated answers have changed: run make train"
    )
    unknown = {text for face in held for text in face.said} - set(model.face_vectors)
    assert unknown == set(), "names or statements have changed: run make train"


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size < MOST_BYTES
