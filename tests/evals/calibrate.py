"""Fits the decision: how likely an answer is right, from every answer that may be given to questions with patterns.

``python -m tests.evals.calibrate MODEL`` (``make calibrate``): the practice questions are asked of MODEL, which is
fitted without them (``plan136 train --without practice``); the calibration conversations, of authors without
utterances, are asked of the library's own model. Writes ``knowledge/library/decision.json``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.assembly import MODEL, KnowledgeSource
from knowledge.learning.decision import WAYS, Decision, row_of
from knowledge.learning.decision_file import PATH, save
from knowledge.learning.heads import Floats
from knowledge.settings import KnowledgeSettings
from tests.evals.cases import Case, load
from tests.evals.fresh_split import Conversation, judged
from tests.evals.fresh_split import load as load_conversations
from tests.evals.graded import Asked, Graded, graded
from tests.evals.scoring import score

CONVERSATIONS = Path(__file__).parent / "calibration"
SPLITS = ("tune", "practice")
EVERY = 2  # of the practice questions: they are many, and like each other
STRANGERS = 3.0  # weight of the authors who never saw the engine, beside the practice questions
WORTH = {"right": 1.0, "exact": 1.0, "half": 0.4}  # how right an outcome is
STRENGTH = 1.0  # inverse of the regularisation


def main(model: Path) -> int:
    """Ask, fit, write; prints how many answers of each way were looked at."""
    rows = [*_asked(model, practice()), *_asked(MODEL, strangers())]
    save(fitted(rows))
    counts = Counter((each.way, WORTH.get(each.outcome, 0.0)) for each in rows)
    for way in WAYS:
        print(f"{PATH}: {way}: {counts[way, 1.0]} right, {counts[way, 0.4]} half right, {counts[way, 0.0]} wrong")
    return 0


def practice() -> Iterator[Asked]:
    """A part of the tune and practice questions."""
    cases = [case for case in load() if case.split in SPLITS]
    for case in cases[::EVERY]:
        yield Asked("practice", case.turns, partial(_outcome, case))


def strangers() -> Iterator[Asked]:
    """The calibration conversations."""
    for each in load_conversations(CONVERSATIONS):
        yield Asked(each.author, each.turns, partial(_judged, each))


def _judged(case: Conversation, reply: Mapping[str, Any]) -> str:
    """The outcome; an answer with a part of what is expected is half right, one with none of it another answer."""
    outcome = judged(case, reply)
    if outcome != "incomplete":
        return outcome
    return "half" if any(re.search(each, str(reply["text"]), re.IGNORECASE) for each in case.says) else "wrong"


def _outcome(case: Case, reply: Mapping[str, Any]) -> str:
    outcome = score(case, reply).outcome.value
    return "half" if outcome == "incomplete" else outcome


def _asked(model: Path, asked: Iterator[Asked]) -> list[Graded]:
    knowledge = KnowledgeSource(KnowledgeSettings(), model=model).open()
    knowledge.dense.search("", 1)
    knowledge.wait_until_ready()
    try:
        return list(graded(knowledge, asked))
    finally:
        knowledge.close()


def fitted(rows: Sequence[Graded]) -> Decision:
    """A logistic regression for each way; an answer that is half right counts as both, half each."""
    return Decision({way: _weights([each for each in rows if each.way == way]) for way in WAYS})


def _weights(rows: Sequence[Graded]) -> Floats:
    table = np.array([row_of(each.evidence, each.kind) for each in rows])
    worth = np.array([WORTH.get(each.outcome, 0.0) for each in rows])
    weight = np.array([1.0 if each.author == "practice" else STRANGERS for each in rows])
    inputs = np.vstack([table, table])
    labels = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(inputs, labels, sample_weight=np.concatenate([weight * worth, weight * (1 - worth)]))
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
