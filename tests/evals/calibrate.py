"""Fits the decision: how likely an answer is right, from replies to the tune and practice questions.

``python -m tests.evals.calibrate MODEL`` (``make calibrate``): MODEL is fitted without the practice files
(``plan136 train --without practice``), so that its probabilities are those of authors it never saw. Writes
``knowledge/library/decision.json``.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.answering.deciding import evidence_of
from bot.answering.draft import Draft
from bot.answering.pipeline import Step
from bot.answering.tell import Tell
from bot.assembly import clock, model_of, steps
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.messages import Incoming
from bot.reply_json import as_json
from bot.settings import BotSettings
from knowledge.assembly import KnowledgeSource
from knowledge.learning.clause_features import Rarity
from knowledge.learning.decision import FEATURES, Decision, Evidence
from knowledge.learning.decision_file import PATH, save
from knowledge.settings import KnowledgeSettings
from tests.evals.cases import load
from tests.evals.scoring import Outcome, score

NEVER_DOUBTS = 9.0  # log odds of a decision that gives every answer
SPLITS = ("tune", "practice")


def main(model: Path) -> int:
    """Ask, fit, write; prints how many answers were looked at."""
    knowledge = KnowledgeSource(KnowledgeSettings(), model=model).open()
    knowledge.dense.search("", 1)
    knowledge.wait_until_ready()
    open_handed = Decision(np.array([0.0] * len(FEATURES) + [NEVER_DOUBTS], dtype=np.float32))
    knowledge = replace(knowledge, model=replace(model_of(knowledge), decision=open_handed))
    rarity, known = Rarity(knowledge.passages.values()), model_of(knowledge).learned.explained
    seen: dict[str, Evidence] = {}

    def beside(step: Step) -> Step:
        def watched(draft: Draft) -> Draft:
            after = step(draft)
            if after.told is not None and after.told.answers and after.meaning is not None:
                seen[after.incoming.conversation] = evidence_of(after.meaning, after.told, known, rarity)
            return after

        return watched if isinstance(step, Tell) else step

    today = clock(BotSettings(today="2026-11-30"))
    chat = PipelineChat([beside(step) for step in steps(knowledge, today)], Conversations(), today)
    rows, right, numbers = [], [], itertools.count()
    outcomes: Counter[str] = Counter()
    for case in (each for each in load() if each.split in SPLITS):
        name = f"calibrate-{next(numbers)}"
        replies = []
        for turn in case.turns:
            seen.pop(name, None)
            replies.append(as_json(chat.reply_to(Incoming(turn, name))))
        outcome = score(case, replies[-1]).outcome
        outcomes[outcome.value] += 1
        if name in seen:
            rows.append(seen[name].row())
            right.append(outcome is not Outcome.WRONG)
    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(np.array(rows), np.array(right))
    save(Decision(np.append(fitted.coef_[0], fitted.intercept_[0]).astype(np.float32)))
    print(f"{PATH}: {len(rows)} answers, {sum(right)} of them not wrong; all outcomes {dict(outcomes)}")
    knowledge.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
