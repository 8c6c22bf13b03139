"""The trained parts as one file of plain arrays, packed, with the digest of the data they come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.learning.clause_features import ClauseModel
from knowledge.learning.decision import Decision
from knowledge.learning.decision_file import load as load_decision
from knowledge.learning.explained import Explained
from knowledge.learning.faces import KINDS, Face
from knowledge.learning.features import Features
from knowledge.learning.heads import Floats, Head, Heads, Weights
from knowledge.learning.learned import Learned
from knowledge.learning.likeness import Likeness
from knowledge.learning.matcher_arrays import matcher_of, put_matcher
from knowledge.learning.packing import Arrays, put_vectors, put_weights, vectors_of, weights_of
from knowledge.learning.ranking import Nearest, Ranking
from knowledge.teaching.utterance import Utterance

FORMAT = 3
LEAST = 2  # of 127 steps: a weight of a gram that changes nothing


class ModelError(RuntimeError):
    """The file cannot be used; the message says why and what helps."""


@dataclass(frozen=True)
class Model:
    """The trained parts with the digest of their data; vectors of faces by their text."""

    learned: Learned
    clauses: ClauseModel
    decision: Decision
    digest: str
    encoder: str  # the identity of the encoder the vectors are of
    face_vectors: Mapping[str, Floats]


def save(model: Model, path: Path) -> None:
    """Writes the model; the old file is replaced at once."""
    heads, texts = model.learned.heads, sorted(model.face_vectors)
    subjects = sorted({s for each in model.learned.nearest.subjects for s in each})
    place = {subject: n for n, subject in enumerate(subjects)}
    about: dict[str, Any] = {
        "format": FORMAT,
        "digest": model.digest,
        "encoder": model.encoder,
        "grams": sorted(heads.columns, key=lambda gram: heads.columns[gram]),
        "heads": {name: list(head.labels) for name, head in heads.heads.items()},
        "generic": sorted(model.learned.explained.generic),
        "words": {s: sorted(w) for s, w in sorted(model.learned.explained.of_subject.items())},
        "faces": [_key(text) for text in texts],
        "subjects": subjects,
        "nearest": [[place[s] for s in each] for each in model.learned.nearest.subjects],
    }
    arrays: Arrays = {}
    for name, head in heads.heads.items():
        for part, weights in (("full", head.full), ("words", head.words)):
            if weights is not None:
                put_weights(arrays, f"{name}.{part}.grams", weights.grams, least=LEAST)
                arrays[f"{name}.{part}.bias"] = weights.bias
                if weights.vector is not None:
                    put_weights(arrays, f"{name}.{part}.vector", weights.vector)
    for kind, ranking in model.learned.rankings.items():
        arrays[f"ranking.{kind}"] = np.stack([ranking.full, ranking.words])
    arrays["clauses"] = model.clauses.weights
    put_vectors(arrays, "faces", np.array([model.face_vectors[text] for text in texts], dtype=np.float32))
    put_vectors(arrays, "nearest", model.learned.nearest.vectors)
    put_matcher(arrays, about, model.learned.matcher)
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    written = path.with_suffix(".part.npz")
    with written.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    written.replace(path)


def load(path: Path, faces: Sequence[Face], features: Features, more: Mapping[str, Floats] | None = None) -> Model:
    """The model of a file over the faces of what is held now; ModelError when it cannot be used.

    ``more``: vectors of texts that are not in the file, as of documents added since.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(arrays["about"].tobytes())
        if about["format"] != FORMAT:
            raise ModelError(f"{path} has format {about['format']}, this program reads {FORMAT}; run make train")
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelError(f"{path} cannot be read ({error}); run make train") from error
    by_key = dict(zip(about["faces"], vectors_of(arrays, "faces"), strict=True))
    said = {text for face in faces for text in face.said}
    vectors = {**{text: by_key[key] for text in said if (key := _key(text)) in by_key}, **(more or {})}
    columns = {gram: n for n, gram in enumerate(about["grams"])}
    heads = Heads(columns, {name: _head(arrays, name, labels) for name, labels in about["heads"].items()})
    rankings = {}
    for kind in KINDS:
        full, words = arrays[f"ranking.{kind}"]
        rankings[kind] = Ranking(Likeness([], {}), full, words)
    nearest = Nearest(
        vectors_of(arrays, "nearest"), [[about["subjects"][n] for n in each] for each in about["nearest"]]
    )
    clauses = ClauseModel(arrays["clauses"])
    words = {subject: frozenset(of_it) for subject, of_it in about["words"].items()}
    known = Explained(frozenset(about["generic"]), words)
    return over(
        Model(
            Learned(heads, rankings, nearest, matcher_of(arrays, about), features, known),
            clauses,
            load_decision(),
            about["digest"],
            about["encoder"],
            vectors,
        ),
        faces,
        features,
    )


def over(model: Model, faces: Sequence[Face], features: Features) -> Model:
    """The same model over other faces; a face that its data do not know is known by its own words."""
    rankings = {}
    for kind, ranking in model.learned.rankings.items():
        of_kind = tuple(face for face in faces if face.kind == kind)
        if of_kind != ranking.likeness.faces:
            ranking = replace(ranking, likeness=Likeness(of_kind, model.face_vectors, ranking.likeness))
        rankings[kind] = ranking
    known = model.learned.explained.with_faces(faces)
    return replace(model, learned=replace(model.learned, rankings=rankings, features=features, explained=known))


def digest_of(folder: Path, wordings: Sequence[Utterance] = ()) -> str:
    """The digest of the utterances in a folder, of the wordings of curated answers and of the form of this file.

    A model of another digest is stale.
    """
    found = hashlib.sha256(str(FORMAT).encode())
    for path in sorted(folder.glob("*.jsonl")):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    for each in wordings:
        found.update(f"{each.question}\0{each.text}\0".encode())
    return found.hexdigest()


def _head(arrays: Arrays, name: str, labels: Sequence[str]) -> Head:
    full = _weights(arrays, f"{name}.full")
    assert full is not None, "every head has weights with a vector"
    return Head(tuple(labels), full, _weights(arrays, f"{name}.words"))


def _weights(arrays: Arrays, name: str) -> Weights | None:
    if f"{name}.bias" not in arrays:
        return None
    vector = weights_of(arrays, f"{name}.vector") if f"{name}.vector" in arrays else None
    return Weights(weights_of(arrays, f"{name}.grams"), arrays[f"{name}.bias"], vector)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
