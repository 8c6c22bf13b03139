"""Whatever the register holds can be told: no line of a target or result is dropped by the last check."""

from __future__ import annotations

import pytest

from bot.answering.compose import line_of
from bot.answering.verify import is_borne_out
from bot.meaning.query import Query
from bot.telling.lines import result_line, result_notes
from bot.telling.values import tell_targets
from tests.fakes_knowledge import TODAY
from tests.fakes_telling import facts


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_of_every_result_and_target_is_borne_out_by_its_citations(language: str) -> None:
    held, query = facts().register, Query("", language)
    said = [
        s
        for result in held.all_results
        for s in (result_line(result, facts(), language), *result_notes(result, query, facts()))
    ]
    for target in held.all_targets:
        said += tell_targets((target,), query, facts()).statements
    lines = [line_of(statement, language) for statement in said]
    told = {line.figure.id for line in lines if line.figure is not None}
    assert told == {figure.id for figure in (*held.all_results, *held.all_targets)}
    assert [line.text for line in lines if not is_borne_out(line, language == "en", TODAY)] == []
