"""The trained parts together: what a question wants and what it is about, with probabilities. Pure over a model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.learning.explained import Explained
from knowledge.learning.features import Features
from knowledge.learning.heads import Floats, Heads
from knowledge.learning.likeness import Asked
from knowledge.learning.matching import Matcher
from knowledge.learning.ranking import Nearest, Ranked, Ranking


@dataclass(frozen=True)
class Understood:
    """What the trained parts read in one question: probabilities by label, and subjects by kind, likeliest first."""

    acts: Mapping[str, float]
    talk: Mapping[str, float]
    modality: Mapping[str, float]
    measures: Mapping[str, float]
    keeps: Mapping[str, float]  # "alone": the question stands for itself
    subjects: Mapping[str, tuple[Ranked, ...]]  # by kind: indicator, document, term, area, question
    clauses: Mapping[str, float]  # how likely each clause ("document#locator") answers, by how it is asked for

    def best(self, kind: str) -> Ranked | None:
        """The likeliest subject of a kind."""
        found = self.subjects.get(kind, ())
        return found[0] if found else None


@dataclass(frozen=True)
class Learned:
    """The heads, the rankings by kind and the training utterances."""

    heads: Heads
    rankings: Mapping[str, Ranking]
    nearest: Nearest
    matcher: Matcher
    features: Features
    explained: Explained

    def read(
        self,
        forms: Sequence[str],
        vector: Floats | None,
        numbered: frozenset[str] = frozenset(),
        before: Sequence[str] | None = None,
    ) -> Understood:
        """What a question wants.

        ``vector``: None until the encoder is warm; ``numbered``: the documents found by number; ``before``: the
        forms of the turn before, in a conversation.
        """
        read = self.heads.read(self.features.of(forms, before), vector)
        alone = read if before is None else self.heads.read(self.features.of(forms), vector)  # a greeting needs no turn
        asked = Asked(tuple(forms), vector, numbered)
        examples = self.nearest.of(vector)
        odds = odds_of(read)
        matches = self.matcher.of(forms, vector)
        subjects = {kind: ranking.of(asked, odds, examples) for kind, ranking in self.rankings.items()}
        return Understood(
            acts=read["acts"],
            talk=alone["talk"],
            modality=read["modality"],
            measures=read["measures"],
            keeps=read["keeps"],
            subjects={**subjects, "question": matches.get("question", ())},
            clauses={r.subject: r.probability for r in matches.get("clause", ())},
        )

    def acts(self, forms: Sequence[str]) -> Mapping[str, float]:
        """The probabilities of the acts by the words alone."""
        return self.heads.read(self.features.of(forms), None)["acts"]


def odds_of(read: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The log odds that the heads of subjects give."""
    return {s: _odds(p) for s, p in read.get("subjects", {}).items()}


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
