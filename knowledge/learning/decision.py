"""How likely an answer is right: a logistic model for each way of answering, over the evidence for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from knowledge.learning.heads import Floats

WAYS = ("register", "common", "clause")  # rows of the register and of documents, a common question, a clause quoted
KINDS = (  # statuses of the first way, and of curated answers that name what is missing
    *("target", "list", "comparison", "result", "document", "term", "correction"),
    "not_in_documents",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a question and of one answer to it. Shares and probabilities are 0 to 1."""

    act: float  # probability of the first act
    second_act: float
    subject: float  # probability of the likeliest subject that the answer is about
    margin: float  # how far it is before the next of its kind
    question: float  # probability of the likeliest common question
    clause: float  # probability of the likeliest clause
    own: float  # probability of what is told: of the common question or the clause; 0 for the register
    own_margin: float  # how far it is before the next of its kind
    dense: float  # likeness of the question and the nearest passage that is cited, as retrieval finds it
    dense_gap: float  # how much more like the best passage of all is
    rank: float  # 1 for the first passage found, 1/2 for the second ...; 0 when nothing cited was found
    covered: float  # share of the question's words, by rarity, that the answer or what it cites holds
    unexplained: float  # words that nothing accounts for
    unexplained_weight: float
    agreed: float  # whether another way of answering cites the same passage
    seconded: float  # probability of the likeliest other answer of its way that cites a passage in common
    own_apart: float  # how far ``own`` is before the likeliest of its way that cites nothing in common
    year_missing: float  # a year is asked that the answer does not name
    talk: float
    forecast: float
    absent: float  # phrases for what documents rarely state
    district: float
    months: float
    acts: float  # how many
    carried: float
    english: float
    words: float
    lines: float  # how many sentences are told
    related: float  # in a follow-up, the share of what is cited that stands in documents the turn before cited
    named: float  # the share of what is cited that stands in the documents named
    unnamed: float  # whether documents are named and none of them is cited
    claims: float  # figures that are stated
    claims_missing: float  # whether one of them is neither told nor cited
    tier_missing: float  # whether a tier is named that is neither told nor cited
    place_missing: float  # whether another place is named that is neither told nor cited
    document_missing: float  # the same of a document that is not held
    parts: float  # how many things are asked at once, 0 for one
    sure: float  # of act and subject together
    judges: float  # whether the answer opens with yes or no
    judges_claim: float  # the same, by how likely something stated is to be confirmed
    leaning: float  # whether the question leans on the turn before
    acts_shared: float  # how much of what is asked for is what the curated answer is for, as mass in common
    acts_alike: float  # the same as a cosine
    acts_same: float  # whether the likeliest act of both is the same
    lacks: float  # whether the answer names something that the documents do not state
    rare_lacks: float  # the same, by how likely what libraries rarely hold is asked for
    rare_told: float  # that nothing is named as missing, by the same
    repeated: float  # whether all that is cited was cited by the turn before


FEATURES = (*(field.name for field in fields(Evidence)), *KINDS)


def row_of(evidence: Evidence, kind: str) -> Floats:
    """The columns of ``FEATURES``; ``kind``: the status without its group."""
    return np.array(
        [*(getattr(evidence, field.name) for field in fields(Evidence)), *(float(kind == each) for each in KINDS)],
        dtype=np.float32,
    )


@dataclass(frozen=True)
class Decision:
    """For each way of answering, weights over the features, the bias last."""

    weights: Mapping[str, Floats]

    def probability(self, way: str, evidence: Evidence, kind: str) -> float:
        """How likely the answer is right."""
        weights = self.weights[way]
        odds = float(row_of(evidence, kind) @ weights[:-1] + weights[-1])
        return float(1 / (1 + np.exp(-odds)))
