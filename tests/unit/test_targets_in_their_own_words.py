"""Every target of the register is found by its own words: what it measures, its document, its deadline."""

from __future__ import annotations

import pytest

from bot.finding.phrases import deadline, document, statement
from knowledge.register.values import Target
from tests.fakes_knowledge import ask, register

WORDINGS = (
    "Theo {document}, {statement} phải đạt bao nhiêu {deadline}?",
    "{document} đặt chỉ tiêu {short} {deadline} là bao nhiêu?",
    "Chỉ tiêu {short} của {document} có hạn khi nào?",
)


def asked(target: Target, wording: str) -> str:
    known = register()
    return wording.format(
        document=document(known.document(target.place.document), "vi"),
        statement=statement(target, "vi"),
        deadline=deadline(target, "vi"),
        short=known.indicator(target.indicator).short.vi,
    )


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("target", register().all_targets, ids=lambda t: t.id)
def test_a_target_answers_a_question_in_its_own_words(target: Target, wording: str) -> None:
    reply = ask(asked(target, wording))
    assert target.id in {fact.target for fact in reply.facts}, reply.text
