"""Labelled utterances as examples for fitting: read, split into grams, with vectors and the labels of each head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.learning.features import Features
from knowledge.learning.fitting import Examples
from knowledge.learning.heads import Floats
from knowledge.teaching.labels import ANY
from knowledge.teaching.utterance import Utterance
from knowledge.vocabulary import Reading, Vocabulary


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance as it is read."""

    utterance: Utterance
    reading: Reading
    grams: tuple[str, ...]


def read(utterances: Sequence[Utterance], vocabulary: Vocabulary, features: Features) -> tuple[Example, ...]:
    """Each utterance with its reading, as the chat reads a question."""
    found = []
    for utterance in utterances:
        reading = vocabulary.read(utterance.text)
        before = vocabulary.read(utterance.before[-1]).forms if utterance.before else None
        found.append(Example(utterance, reading, features.of(reading.forms, before)))
    return tuple(found)


def labelled(examples: Sequence[Example], vectors: Mapping[str, Floats]) -> Examples:
    """The examples with the labels of every head; ``vectors``: of the texts as read."""
    told = [example.utterance for example in examples]
    heads: dict[str, Callable[[Utterance], tuple[str, ...] | None]] = {
        "acts": lambda u: u.acts,
        "talk": lambda u: (u.talk, ANY) if u.talk else (),
        "modality": lambda u: (u.modality,) if u.modality else None,
        "measures": lambda u: u.measures if u.modality else None,
        "subjects": lambda u: u.subjects,
        "keeps": lambda u: u.keeps if u.before else ("alone",),
    }
    return Examples(
        grams=[example.grams for example in examples],
        vectors=np.array([vectors[example.reading.text] for example in examples], dtype=np.float32),
        labels={name: [label(u) for u in told] for name, label in heads.items()},
        weights=np.ones(len(examples), dtype=np.float32),
    )
