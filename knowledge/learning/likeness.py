"""How much a question is like each subject, by features that need no training data of that subject. Pure."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.concepts import PhraseBook, outermost
from knowledge.learning.faces import Face
from knowledge.learning.grams import masked
from knowledge.learning.heads import Floats
from knowledge.vietnamese import syllables

FEATURES = (
    *("head", "known", "meaning", "meaning_margin", "words", "words_margin", "named", "named_share", "named_alone"),
    *("example", "example_margin", "numbered"),
)


@dataclass(frozen=True)
class Asked:
    """A question as likeness needs it."""

    forms: tuple[str, ...]
    vector: Floats | None
    numbered: frozenset[str] = frozenset()  # documents found by their number


class Likeness:
    """The faces of one kind of subject, compared with questions by vectors, rare words and names."""

    def __init__(self, faces: Sequence[Face], vectors: Mapping[str, Floats], before: Likeness | None = None) -> None:
        """``vectors``: of the faces' texts, as far as they are known; ``before``: whose texts need not be cut again."""
        self.faces = tuple(faces)
        self.subjects = tuple(face.subject for face in faces)
        self._place = {subject: i for i, subject in enumerate(self.subjects)}
        told = [(i, text) for i, face in enumerate(faces) for text in face.said if text in vectors]
        self._of_text = np.array([i for i, _ in told], dtype=np.int64)
        self._texts = np.array([vectors[text] for _, text in told], dtype=np.float32) if told else None
        cut = before._cut if before else {}
        said = {text for face in faces for text in face.said}
        self._cut: dict[str, frozenset[str]] = {
            text: cut[text] if text in cut else frozenset(_pieces(syllables(text))) for text in said
        }
        self._words = [(i, self._cut[text]) for i, face in enumerate(faces) for text in face.said]
        held = Counter(piece for _, piece in {(i, piece) for i, pieces in self._words for piece in pieces})
        self._rarity = {piece: math.log(1 + len(faces) / (1 + n)) for piece, n in held.items()}
        holding: dict[str, list[int]] = {}
        for row, (_, pieces) in enumerate(self._words):
            for piece in pieces:
                holding.setdefault(piece, []).append(row)
        self._holding = {piece: np.array(rows, dtype=np.int64) for piece, rows in holding.items()}
        self._weight = np.array([sum(self._rarity[p] for p in pieces) or 1.0 for _, pieces in self._words])
        self._owner = np.array([i for i, _ in self._words], dtype=np.int64)
        self._names = PhraseBook({face.subject: face.names for face in faces})

    def features(
        self,
        asked: Asked,
        head: Mapping[str, float] | None = None,
        examples: Mapping[str, float] | None = None,
    ) -> Floats:
        """One row a subject, the columns of ``FEATURES``.

        ``head``: log odds of the trained head, for the subjects it knows; ``examples``: the likeness of the nearest
        training utterance of a subject.
        """
        out = np.zeros((len(self.subjects), len(FEATURES)), dtype=np.float32)
        for subject, odds in (head or {}).items():
            if subject in self._place:
                out[self._place[subject], :2] = (np.clip(odds, -8, 8) / 4, 1.0)
        if self._texts is not None and asked.vector is not None:
            self._fill(out, 2, self._best(self._texts @ asked.vector, self._of_text))
        self._fill(out, 4, self._best(self._shared(asked.forms), self._owner))
        for mention in outermost(self._names.all(asked.forms)):
            row = out[self._place[mention.concept]]
            row[6] = max(row[6], min(mention.length, 8) / 4)
            row[7] = max(row[7], mention.length / max(1, len(asked.forms)))
        out[:, 8] = (out[:, 6] > 0) & (out[:, 6] >= out[:, 6].max(initial=0.0))
        near = np.zeros(len(self.subjects), dtype=np.float32)
        for subject, likeness in (examples or {}).items():
            if subject in self._place:
                near[self._place[subject]] = likeness
        if examples:
            self._fill(out, 9, near)
        for subject in asked.numbered & self._place.keys():
            out[self._place[subject], 11] = 1.0
        return out

    def _fill(self, out: Floats, column: int, scores: Floats) -> None:
        """The scores, and how far each is from the best of the others."""
        out[:, column] = scores
        if len(scores) > 1:
            first, second = np.partition(scores, -2)[-2:][::-1]
            out[:, column + 1] = scores - np.where(scores == first, second, first)

    def _best(self, scores: Floats, owners: np.ndarray) -> Floats:
        best = np.zeros(len(self.subjects), dtype=np.float32)
        np.maximum.at(best, owners, scores.astype(np.float32))
        return best

    def _shared(self, forms: Sequence[str]) -> Floats:
        """Of each text: the weight of the pieces it shares, against its own weight and the question's."""
        pieces = set(_pieces(forms))
        total = sum(self._rarity.get(p, 0.0) for p in pieces) or 1.0
        shared = np.zeros(len(self._words))
        for piece in pieces:
            if (rows := self._holding.get(piece)) is not None:
                shared[rows] += self._rarity[piece]
        return np.asarray(shared / np.sqrt(self._weight * total), dtype=np.float32)


def _pieces(forms: Sequence[str]) -> list[str]:
    """Syllables and their pairs, numbers masked."""
    words = [masked(form) for form in forms]
    return [*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]
