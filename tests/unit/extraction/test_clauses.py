"""Target clauses read cell by cell, and clauses that must not become targets."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.extracting import extract
from knowledge.extraction.candidate import Candidate

CLAUSES = yaml.safe_load(Path(__file__).with_name("clauses.yaml").read_text(encoding="utf-8"))
BARE: dict[str, Any] = {
    "comparator": "=",
    "average": False,
    "aim": False,
    "upper": None,
    "unit": "%",
    "deadline_kind": None,
    "deadline_year": None,
    "level": None,
    "exception": None,
    "baseline": None,
    "responsible": (),
}
RESULTS = [
    "Năm 2023, tỷ lệ hồ sơ đúng hạn của thành phố đạt 97,42%.",
    "Đã có 92% thủ tục được tái cấu trúc quy trình.",
    "Tính đến ngày 30/6/2025, tỷ lệ số hóa là 71%.",
    "Hiện nay trên 80% hộ dân có điện thoại thông minh.",
    "Thành phố xếp thứ 3 cả nước về chỉ số này năm 2023.",
    "Số hồ sơ tiếp nhận tăng 12% so với cùng kỳ năm trước.",
    "Theo khảo sát, 90% người trả lời đã từng nộp hồ sơ qua mạng.",
    "Căn cứ khoản 2 Điều 15 Nghị định số 45/2020/NĐ-CP ngày 08/4/2020.",
    "Kế hoạch gồm 7 lĩnh vực, 19 nhiệm vụ và 3 phụ lục.",
    "Mức phạt tiền từ 5 triệu đồng đến 10 triệu đồng.",
    "Cuộc họp bắt đầu lúc 8 giờ ngày 12/3/2026 tại phòng 205.",
    "Đơn vị chưa đạt 85% theo kế hoạch.",
    "Nếu tỷ lệ trễ hạn vượt 3% thì phải báo cáo.",
]


def cells(candidate: Candidate, text: str) -> dict[str, Any]:
    """Everything a candidate says but its span."""
    held = {f.name: getattr(candidate, f.name) for f in fields(candidate) if f.name not in {"span", "figure"}}
    return held | {"figure": text[slice(*candidate.figure)]}


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: str(clause["text"])[:48])
def test_a_clause_is_read_cell_by_cell(clause: dict[str, Any]) -> None:
    text = clause["text"]
    wanted = [BARE | row | {"responsible": tuple(row.get("responsible", ()))} for row in clause["candidates"]]
    assert [cells(candidate, text) for candidate in extract(text)] == wanted


@pytest.mark.parametrize("text", RESULTS)
def test_what_is_told_or_cited_is_no_target(text: str) -> None:
    assert extract(text) == ()


def test_there_are_enough_clauses_of_enough_kinds() -> None:
    rows = [row for clause in CLAUSES for row in clause["candidates"]]
    assert len(CLAUSES) >= 80
    assert {row.get("comparator", "=") for row in rows} == {"=", ">", ">=", "<", "<=", "in"}
    assert {row.get("deadline_kind") for row in rows} == {None, "by", "in", "yearly", "yearly_until", "period"}


def test_the_end_of_a_growth_target_is_no_target_and_keeps_its_exception() -> None:
    text = "Đến năm 2028, số thủ tục được số hóa tăng ít nhất 25%/năm cho đến khi đạt 100%, trừ các xã đảo."
    (only,) = extract(text)
    assert (only.value, only.unit, only.deadline_kind, only.exception) == ("25", "%/năm", "yearly_until", "các xã đảo")


def test_a_title_of_results_keeps_its_figures_out_and_one_of_goals_lets_them_in() -> None:
    text = "I. KẾT QUẢ ĐẠT ĐƯỢC\n- Tỷ lệ đúng hạn đạt 95%.\nII. MỤC TIÊU NĂM 2027\n- Tỷ lệ đúng hạn đạt 98%."
    assert [(c.value, c.deadline_year) for c in extract(text)] == [("98", 2027)]


def test_letters_typed_apart_are_read_and_placed_in_the_text_as_it_is() -> None:
    text = unicodedata.normalize("NFD", "Đến năm 2027, tỷ lệ hồ sơ trực tuyến đạt tối thiểu 75%.")
    (only,) = extract(text)
    assert text[slice(*only.figure)] == "75%"
    assert (only.comparator, only.deadline_year) == (">=", 2027)
