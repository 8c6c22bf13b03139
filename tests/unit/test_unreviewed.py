"""A target no person has reviewed says so in every answer that states it, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.publishing.rows import row
from bot.telling import phrases
from tests.fakes_knowledge import TODAY, register


@pytest.mark.parametrize(("language", "label"), [("vi", "chưa được người kiểm duyệt"), ("en", "not yet reviewed")])
def test_every_figure_carries_the_label_until_it_is_reviewed(language: str, label: str) -> None:
    for target in register().all_targets:
        assert label not in phrases.figure(target, language)
        assert label in phrases.figure(replace(target, reviewed=False), language)


def test_a_row_has_a_column_for_it_instead() -> None:
    known = register()
    unreviewed = replace(known.all_targets[0], reviewed=False)
    held = row(unreviewed, known, "vi", TODAY)
    assert not held.reviewed and "kiểm duyệt" not in held.figure


def test_ceilings_ranges_and_averages_are_said_as_they_are() -> None:
    plain = next(t for t in register().all_targets if t.id == "kh-136-2021/3")
    assert phrases.figure(replace(plain, comparator="<="), "vi") == "tối đa 95%"
    assert phrases.figure(replace(plain, comparator="<"), "en") == "under 95%"
    assert phrases.figure(replace(plain, comparator="=", upper="97.5"), "vi") == "95–97,5%"
    assert phrases.figure(replace(plain, comparator="=", average=True), "vi") == "trung bình 95%"
