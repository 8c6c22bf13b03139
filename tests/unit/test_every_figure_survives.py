"""Whatever the register holds can be told: no line of a target or result is dropped by the last check."""

from __future__ import annotations

import pytest

from bot.answering.compose import line_of
from bot.answering.verify import is_borne_out
from bot.finding.results import say_result
from bot.finding.targets import say_targets
from bot.understanding.question import Question
from tests.fakes_knowledge import TODAY, register


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_of_every_result_and_target_is_borne_out_by_its_citations(language: str) -> None:
    held = register()
    question = Question(text="", language=language)
    said = [statement for result in held.all_results for statement in say_result(result, question, held)]
    for target in held.all_targets:
        said += say_targets((target,), question, held, TODAY).statements
    lines = [line_of(statement, language) for statement in said]
    assert sum(line.figure is not None for line in lines) == len(held.all_results) + len(held.all_targets)
    assert [line.text for line in lines if not is_borne_out(line, language == "en", TODAY)] == []
