"""A target as a row: every cell is its own, in both languages; nothing is mixed, nothing lost."""

from __future__ import annotations

from datetime import date

import pytest

import prompts
from bot.publishing.rows import row
from bot.telling.phrases import deadline, figure, number
from knowledge.register.selection import due
from knowledge.register.values import DeadlineKind, Target
from tests.fakes_knowledge import register

TODAY = date(2026, 11, 22)
TARGETS = register().all_targets


@pytest.mark.parametrize("language", prompts.LANGUAGES)
@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.id)
def test_every_cell_is_the_targets_own(target: Target, language: str) -> None:
    held = register()
    found = row(target, held, language, TODAY)
    document = held.document(target.place.document)
    passage = next(p for p in document.passages if p.id == target.place.passage)
    indicator = held.indicator(target.indicator)
    assert (found.id, found.value, found.unit, found.comparator) == (
        target.id,
        target.value or "",
        target.unit,
        target.comparator,
    )
    assert found.figure == figure(target, language) and found.deadline == deadline(target, language)
    assert target.value is None or number(target.value, language) in found.figure
    assert (found.document_id, found.document) == (
        document.id,
        document.number or (document.short if language == "vi" else document.short_en),
    )
    assert (found.title, found.issued) == (
        document.title if language == "vi" else document.title_en,
        document.issued,
    )
    assert (found.passage, found.locator) == (passage.id, passage.locator)
    assert found.indicator_id == indicator.id and found.statement == target.statement.text(language)
    for cell, wording in (
        (found.scope, target.scope),
        (found.exception, target.exception),
        (found.baseline, target.baseline),
        (found.note, target.note),
    ):
        assert cell == (wording.text(language) if wording else "")
    assert found.disagreements == tuple(d.says.text(language) for d in target.disagreements)
    assert (found.level != "") == (target.level is not None)
    assert (found.confidence, found.reviewed) == (target.confidence.value, target.reviewed)
    assert found.due == due(target, TODAY)


@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.id)
def test_the_quote_is_in_its_passage_byte_for_byte(target: Target) -> None:
    held = register()
    found = row(target, held, "vi", TODAY)
    passage = next(p for p in held.document(found.document_id).passages if p.id == found.passage)
    assert found.quote and found.quote.encode() in passage.text.encode()
    assert found.publications and all(s in held.document(found.document_id).sources for s in found.publications)


@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.id)
def test_only_a_year_the_document_states_is_the_targets_own(target: Target) -> None:
    found = row(target, register(), "vi", TODAY)
    assert found.own_year == (target.deadline.kind not in {DeadlineKind.PERIOD, DeadlineKind.YEARLY})
    assert found.year == (target.deadline.year or target.deadline.end)
