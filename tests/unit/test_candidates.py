"""The answers that may be given to one question, and which of them the decision prefers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from bot.answering.candidates import Candidate, candidates
from bot.answering.deciding import Weighing, kind_of
from bot.answering.tell import Tell, _bare
from bot.meaning.query import Claim
from bot.meaning.reader import Meaning
from bot.messages import Status
from bot.telling.told import Searched
from knowledge.documents import Passage
from knowledge.learning.clause_features import Rarity
from knowledge.learning.decision import FEATURES, WAYS, Decision
from knowledge.learning.explained import Explained
from knowledge.learning.learned import Understood
from knowledge.learning.ranking import Ranked
from knowledge.retrieval.evidence import Hit
from tests.fakes_telling import facts, query

CENTRE = facts().document("qd-3076-2025")
CLAUSE = next(p for p in CENTRE.passages if "267" in p.text)
UNDERSTOOD = Understood(
    acts={"value": 0.9, "count": 0.2}, talk={"any": 0.0}, modality={"set": 1.0}, measures={}, keeps={},
    subjects={"indicator": (Ranked("satisfaction", 0.9),), "question": (Ranked("online-fee", 0.4),)}, clauses={},
)  # fmt: skip


UNCLEAR = replace(UNDERSTOOD, subjects={"indicator": (Ranked("satisfaction", 0.3),)})
EIGHTY_FIVE = Claim(Decimal(85), "%", None, "85%", "percent")


def searched(*likely: tuple[Passage, float]) -> Searched:
    return Searched(tuple(Hit(passage, 0.9, 0.8, 5.0) for passage, _ in likely), likely)


def preferring(way: str) -> Tell:
    """A step whose decision says 0.73 of this way and 0.27 of the others."""
    weights = {each: np.array([0.0] * len(FEATURES) + [1.0 if each == way else -1.0], np.float32) for each in WAYS}
    rarity = Rarity(p for d in facts().register.documents for p in d.passages)
    return Tell(
        facts(), Decision(weights), Weighing(Explained(frozenset(), {}), rarity, frozenset({"có"}), lambda _: {})
    )


def test_register_common_questions_and_clauses_are_candidates() -> None:
    asked = query("value", indicators=("satisfaction",), questions=(("online-fee", 0.4), ("elderly", 0.1)))
    found = candidates(asked, searched((CLAUSE, 0.7)), facts())
    assert [(each.way, each.own) for each in found] == [
        ("register", 0.0), ("common", 0.4), ("common", 0.1), ("clause", 0.7)
    ]  # fmt: skip
    assert found[1].margin == pytest.approx(0.3) and found[2].margin == pytest.approx(-0.3)
    assert found[3].cited == {CLAUSE.id} and kind_of(found[3]) == "passage"


@pytest.mark.parametrize(("way", "status"), [("register", Status.ANSWERED_TARGET), ("clause", Status.ANSWERED_PASSAGE)])
def test_the_likeliest_answer_is_preferred(way: str, status: Status) -> None:
    asked = query("value", indicators=("satisfaction",), modality="set", years=(2025,))
    found = candidates(asked, searched((CLAUSE, 0.7)), facts())
    likely, best = preferring(way).best(Meaning(asked, None, UNDERSTOOD), found, searched((CLAUSE, 0.7)))
    assert best is not None and best.told.status is status and likely == pytest.approx(0.731, abs=0.001)


def test_evidence_tells_what_an_answer_covers_and_where_it_was_found() -> None:
    asked = query("value", text="267 thủ tục", cited_before=(CLAUSE.id,))
    meaning = Meaning(asked, None, UNDERSTOOD, forms=("267", "thủ", "tục"))
    found = candidates(asked, searched((CLAUSE, 0.7)), facts())
    clause = next(each for each in found if each.way == "clause")
    evidence = preferring("clause").weighing.evidence(meaning, clause, (), searched((CLAUSE, 0.7)))
    assert (evidence.rank, evidence.own, evidence.repeated) == (1.0, 0.7, 1.0)
    assert evidence.covered == pytest.approx(1.0) and evidence.dense == pytest.approx(0.8)


def test_a_year_that_the_answer_does_not_name_is_evidence_against_it() -> None:
    asked = query("value", indicators=("satisfaction",), years=(2031,))
    meaning = Meaning(asked, None, UNDERSTOOD)
    clause = Candidate("clause", candidates(asked, searched((CLAUSE, 0.7)), facts())[-1].told, 0.7)
    assert preferring("clause").weighing.evidence(meaning, clause, (), searched()).year_missing == 1.0


def test_without_the_vector_of_the_question_the_register_comes_first() -> None:
    asked = query("value", indicators=("satisfaction",), modality="set", years=(2025,))
    found = candidates(asked, searched((CLAUSE, 0.7)), facts())
    _, best = preferring("clause").best(Meaning(asked, None, UNDERSTOOD, full=False), found, searched((CLAUSE, 0.7)))
    assert best is not None and best.way == "register"


@pytest.mark.parametrize(("before", "asked_back"), [(None, True), ("SIPAS 2024 là bao nhiêu?", False)])
def test_a_figure_alone_is_asked_back_unless_it_follows_a_turn(before: str | None, asked_back: bool) -> None:
    asked = query("check", claims=(EIGHTY_FIVE,), before=before)
    assert _bare(Meaning(asked, None, UNCLEAR, 0.5, ("85%",))) is asked_back
    assert not _bare(Meaning(asked, None, UNDERSTOOD, 0.5, ("hài", "lòng", "85%"))), "an indicator is clear"


def test_a_figure_stated_of_a_clear_indicator_is_checked_against_the_register() -> None:
    asked = query("check", indicators=("satisfaction",), claims=(EIGHTY_FIVE,), questions=(("online-fee", 0.9),))
    found, nothing = candidates(asked, searched(), facts()), searched((CLAUSE, 0.1))
    stated = Meaning(asked, None, UNDERSTOOD, 0.5, ("hài", "lòng", "85%", "hả"))
    assert preferring("common").best(stated, found, nothing)[1] == found[0]
    longer = replace(stated, query=replace(asked, content=2))
    assert preferring("common").best(longer, found, nothing)[1] != found[0]


def test_a_target_called_by_its_number_is_told_from_the_register() -> None:
    asked = query("value", numbered=5, questions=(("online-fee", 0.9),))
    found = candidates(asked, searched(), facts())
    _, best = preferring("common").best(Meaning(asked, None, UNDERSTOOD), found, searched((CLAUSE, 0.1)))
    assert best is not None and best.way == "register"


def test_an_answer_about_ours_may_be_given_where_another_place_is_named_beside() -> None:
    entry = next(e for e in facts().faq.entries if "Quảng Ninh" not in " ".join(e.phrasings()))
    asked = query("check", questions=((entry.id, 0.9),), other_places=("Quảng Ninh",))
    beside = replace(asked, marks=frozenset({"home"}))
    ways = [{each.way for each in candidates(q, searched(), facts())} for q in (asked, beside)]
    assert "common" not in ways[0] and "common" in ways[1]


def test_no_curated_answer_agrees_with_what_the_register_denies() -> None:
    facts_of = replace(facts(), affirming=frozenset({"có"}))
    entry = next(e for e in facts().faq.by_id.values() if e.answer and e.answer[0].text.vi.startswith("Có: "))
    claimed = Claim(Decimal(70), "%", None, "70%", "percent")
    asked = query("check", indicators=("satisfaction",), claims=(claimed,), questions=((entry.id, 0.9),), years=())
    register, common = candidates(asked, searched(), facts_of)[:2]
    assert register.told.status is Status.ANSWERED_CORRECTION
    assert not common.told.statements[0].values["line"].startswith("Có: ")
