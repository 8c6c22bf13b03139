"""Fits the decision: how likely an answer is right, from the verdicts of readers on answers to strangers' questions.

``python -m tests.evals.calibrate`` (``make calibrate``) asks the conversations of ``calibration/`` and looks up what
readers said of each answer that may be given. Prints what would be given to an author whose verdicts took no part, then
writes ``knowledge/library/decision.json``.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.assembly import KnowledgeSource
from knowledge.learning.decision import WAYS, Decision, row_of
from knowledge.learning.decision_file import PATH, save
from knowledge.learning.heads import Floats
from knowledge.settings import KnowledgeSettings
from tests.evals.graded import Graded, conversations, graded

WORTH = {"right": 1.0, "half": 0.4, "wrong": 0.0}  # how right an answer is
STRENGTH = 0.3  # inverse of the regularisation
THRESHOLDS = (0.2, 0.3, 0.4, 0.5)


def main() -> int:
    """Ask, fit, print, write."""
    knowledge = KnowledgeSource(KnowledgeSettings()).open()
    knowledge.dense.search("", 1)
    knowledge.wait_until_ready()
    try:
        rows = list(graded(knowledge, conversations()))
    finally:
        knowledge.close()
    asked = len(conversations())
    counts = Counter((each.way, each.verdict) for each in rows)
    for way in WAYS:
        print(f"{way}: " + ", ".join(f"{counts[way, verdict]} {verdict}" for verdict in WORTH))
    print(f"of {asked} conversations: " + _best_found(rows, asked))
    for threshold in THRESHOLDS:
        print(f"given from {threshold}: " + _given(rows, asked, threshold))
    save(fitted(rows))
    print(f"{PATH}: written")
    return 0


def fitted(rows: Sequence[Graded]) -> Decision:
    """A logistic regression for each way; an answer that is half right counts as both, in part."""
    return Decision({way: _weights([each for each in rows if each.way == way]) for way in WAYS})


def _weights(rows: Sequence[Graded]) -> Floats:
    table = np.array([row_of(each.evidence, each.kind) for each in rows])
    worth = np.array([WORTH[each.verdict] for each in rows])
    labels = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(np.vstack([table, table]), labels, sample_weight=np.concatenate([worth, 1 - worth]))
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


def _best_found(rows: Sequence[Graded], asked: int) -> str:
    best: dict[str, float] = defaultdict(float)
    for each in rows:
        best[each.conversation] = max(best[each.conversation], WORTH[each.verdict])
    right, half = (sum(worth >= least for worth in best.values()) / asked for least in (1.0, WORTH["half"]))
    return f"a right answer was found for {right:.3f}, one at least half right for {half:.3f}"


def _given(rows: Sequence[Graded], asked: int, threshold: float) -> str:
    """Shares of verdicts on the likeliest answers, each author judged by the others' verdicts."""
    likeliest: dict[str, tuple[float, str]] = {}
    for author in sorted({each.author for each in rows}):
        decision = fitted([each for each in rows if each.author != author])
        for each in (e for e in rows if e.author == author):
            likely = decision.probability(each.way, each.evidence, each.kind)
            if likely > likeliest.get(each.conversation, (0.0, ""))[0]:
                likeliest[each.conversation] = (likely, each.verdict)
    counts = Counter(verdict if likely >= threshold else "none" for likely, verdict in likeliest.values())
    counts["none"] += asked - len(likeliest)
    return ", ".join(f"{verdict} {counts[verdict] / asked:.3f}" for verdict in (*WORTH, "none"))


if __name__ == "__main__":
    sys.exit(main())
