"""How likely an answer is right: a logistic model over what is known of the question and of the answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.learning.heads import Floats

KINDS = ("target", "list", "comparison", "result", "document", "term", "faq", "passage", "correction")
FEATURES = (
    *("act", "second_act", "subject", "margin", "question", "talk", "forecast"),
    *("unexplained", "unexplained_weight", "unexplained_most", "absent", "district", "months", "acts", "carried"),
    *("english", "words"),
    *KINDS,
    *("passage_question", "absent_register", "unexplained_register", "unexplained_passage"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a question and of the answer to it."""

    act: float  # probability of the first act
    second_act: float
    subject: float  # probability of the likeliest subject that the answer is about
    margin: float  # how far it is before the next of its kind
    question: float  # probability of the common question
    talk: float
    forecast: float
    unexplained: tuple[float, ...]  # the weight of each word that nothing accounts for
    absent: int  # phrases for what documents rarely state
    district: bool
    months: bool
    acts: int
    carried: bool
    english: bool
    words: int
    kind: str  # target, list, ...: the status without its group

    def row(self) -> Floats:
        """The columns of ``FEATURES``."""
        weight = sum(self.unexplained) / 10
        kinds = [float(self.kind == kind) for kind in KINDS]
        register = float(self.kind in KINDS[:4] or self.kind == "correction")
        passage = float(self.kind == "passage")
        return np.array(
            [
                *(self.act, self.second_act, self.subject, self.margin, self.question, self.talk, self.forecast),
                *(min(len(self.unexplained), 6) / 3, min(weight, 3.0), max(self.unexplained, default=0.0) / 5),
                *(min(self.absent, 2), self.district, self.months, self.acts / 2, self.carried),
                *(self.english, min(self.words, 40) / 20),
                *kinds,
                *(passage * self.question, register * min(self.absent, 1)),
                *(register * min(weight, 3.0), passage * min(weight, 3.0)),
            ],
            dtype=np.float32,
        )


@dataclass(frozen=True)
class Decision:
    """Weights over the features, the bias last."""

    weights: Floats

    def probability(self, evidence: Evidence) -> float:
        """How likely the answer is right."""
        odds = float(evidence.row() @ self.weights[:-1] + self.weights[-1])
        return float(1 / (1 + np.exp(-odds)))
