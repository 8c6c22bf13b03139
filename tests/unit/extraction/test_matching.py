"""Candidates against the register: known ones are found again, subjects name an indicator only clearly."""

from __future__ import annotations

import pytest

from knowledge.documents import Document
from knowledge.extracting import extraction_words
from knowledge.extraction.matching import IndicatorMatcher
from knowledge.proposing import proposals
from tests.fakes_knowledge import library, register


def matcher() -> IndicatorMatcher:
    known = register()
    statements: dict[str, list[str]] = {}
    for target in known.all_targets:
        statements.setdefault(target.indicator, []).append(target.statement.vi)
    return IndicatorMatcher(extraction_words().matching, known.indicators, statements)


def plan() -> Document:
    return next(document for document in library() if document.id == "kh-136-2021")


def test_the_targets_of_plan_136_are_known_already() -> None:
    known = {p.known.id for p in proposals(plan(), register()) if p.known}
    assert known == {f"kh-136-2021/{n}" for n in range(1, 20)}


@pytest.mark.parametrize(
    ("subject", "indicator"),
    [
        ("Mức độ hài lòng của người dân về chất lượng cung cấp dịch vụ công", "satisfaction"),
        ("hồ sơ thủ tục hành chính được trả kết quả đúng hạn, trước hạn", "on_time"),
        ("Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực", "results_digitised"),
        ("Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử", None),
        ("cán bộ khuyến nông được tập huấn", None),
        ("số hóa bản đồ thổ nhưỡng toàn tỉnh và vùng đệm", None),
        ("hồ sơ", None),
    ],
)
def test_a_subject_names_an_indicator_only_clearly(subject: str, indicator: str | None) -> None:
    assert matcher().named(subject) == indicator
