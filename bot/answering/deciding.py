"""What is known of a question and the answer to it, as the decision reads it. Pure."""

from __future__ import annotations

from bot.meaning.reader import Meaning
from bot.telling.told import Told
from knowledge.learning.clause_features import Rarity
from knowledge.learning.decision import Evidence
from knowledge.learning.explained import Explained
from knowledge.learning.ranking import Ranked

_KIND = {"faq": "question", "document": "document", "term": "term"}  # which subjects an answer is about


def evidence_of(meaning: Meaning, told: Told, explained: Explained, rarity: Rarity) -> Evidence:
    """The evidence for an answer."""
    query, understood = meaning.query, meaning.understood
    assert understood is not None, "only talk is not understood"
    kind = told.status.value.partition("_")[2]
    acts = sorted(understood.acts.values(), reverse=True)
    ranked = understood.subjects.get(_KIND.get(kind, "indicator"), ())
    subjects = (*query.indicators, *query.documents, *query.terms, *query.areas)
    subjects = (*subjects, query.question) if query.question else subjects
    unexplained = explained.unexplained(meaning.forms, subjects)
    question = understood.best("question")
    known = bool({"indicators", "documents"} & set(query.carried))  # the turn before told what it is about
    return Evidence(
        act=acts[0],
        second_act=acts[1],
        subject=1.0 if known else _probability(ranked, 0),
        margin=1.0 if known else _probability(ranked, 0) - _probability(ranked, 1),
        question=question.probability if question else 0.0,
        talk=understood.talk.get("any", 0.0),
        forecast=understood.acts.get("forecast", 0.0),
        unexplained=tuple(rarity.of(word) for word in unexplained),
        absent=0 if kind == "faq" else len(meaning.absent),  # a common question may be about just that
        district=bool(query.districts),
        months=bool(query.months or query.dated),
        acts=len(query.acts),
        carried=bool(query.carried),
        english=query.language == "en",
        words=len(meaning.forms),
        kind=kind,
    )


def _probability(ranked: tuple[Ranked, ...], place: int) -> float:
    return ranked[place].probability if len(ranked) > place else 0.0
