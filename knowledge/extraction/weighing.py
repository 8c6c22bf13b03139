"""Weighs what stands for and against a target in and around one part of a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.composing import Named
from knowledge.extraction.deadlines import Due, stated
from knowledge.extraction.frames import Frame
from knowledge.extraction.parts import Part
from knowledge.extraction.scene import Clause, Scene
from knowledge.extraction.told import GOAL, Evidence, is_told

_HEAD = re.compile(r"mục tiêu|chỉ tiêu", re.IGNORECASE)
_OUTDONE = re.compile(
    r"\s*,?\s*(?:đã\s+|và\s+)?(?:(?:tăng|giảm|tụt|cao hơn|thấp hơn|vượt|hơn|nhiều hơn|ít hơn)\b[^;.]*?"
    r"(?:so (?:với|cùng)|năm trước|cùng kỳ|năm ngoái|bình quân|trung bình|mức chung|kế hoạch|chỉ tiêu|cả nước)"
    r"|vượt (?:kế hoạch|chỉ tiêu|mục tiêu|dự toán)|(?:đứng|xếp) thứ\b)",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:so (?:với|cùng)\s+)?(?:cùng kỳ|(?:năm|quý|tháng|kỳ) (?:trước|ngoái|liền trước))", re.IGNORECASE
)
_THEN_AIMED = re.compile(
    r"[;,.]\s*(?:(?:và|nhưng|nay)\s+)?(?:phấn đấu|mục tiêu|chỉ tiêu|cần đạt|phải đạt)(?!\w)", re.IGNORECASE
)
_FORWARD = re.compile(r"vào\s", re.IGNORECASE)
_LASTING = re.compile(r"thời (?:gian|hạn)(?!\w)", re.IGNORECASE)
_COPULA = re.compile(r"(?<!\w)(?:là|có)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a part beside its figures."""

    words: str  # of the whole sentence
    clause: Clause
    part: Part
    named: Named
    dues: tuple[Due, ...]
    comparator: str | None
    aim: bool
    exception: str | None
    baseline: str | None


def is_only_told(scene: Scene, read: Read, frame: Frame, told: bool, after_set: bool) -> bool:
    """Whether a part tells and sets nothing; ``told``, ``after_set``: what parts before it in the sentence did."""
    part, clause = read.part, read.clause
    figure = part.figures[0]
    end = part.end if figure.kind == "percent" else figure.start
    goal = bool(GOAL.search(scene.words, clause.start, end)) or bool(_HEAD.search(scene.words[: figure.start]))
    shared = len(part.figures) > 1 and any(due.kind == "years" for due in read.dues)
    seen = Evidence(
        kind=figure.kind,
        leading=figure.kind == "group" and figure.unit == "hạng",
        timespan=not _LASTING.match(read.named.words)
        and figure.unit.startswith(("ngày", "giờ", "phút", "giây", "tuần", "tháng")),
        value=figure.value,
        comparator=read.comparator,
        tags=part.tags | ({"aim"} if read.aim else set()),
        due="years" if shared else stated(read.dues, figure.unit.endswith("/năm"))[0],
        goal=goal or frame.goals,
        results=frame.results,
        opened=read.named.opened and read.named.own,
        ranged=figure.upper is not None,
        compared=read.baseline is not None,
        forward=any(
            due.kind == "in" and _FORWARD.match(clause.text, due.start) and due.start > figure.start
            for due in read.dues
        ),
        outdone=not frame.goals and _outdone(scene.words, read),
        surpassed=_surpassed(scene.words, read),
        after_set=after_set,
        after_told=told and not _HEAD.search(clause.text, *part.lead),
    )
    bare_change = read.baseline is not None and "change" in part.tags and part.comparator is None
    if clause.bracketed and bare_change and "aim" not in part.tags:
        return True  # "90% (tăng 5% so với năm 2024)"
    return is_told(clause.text, clause.place, part.lead, figure.start, part.tail, seen)


def _outdone(words: str, read: Read) -> bool:
    """Whether a level that nothing before it sets is at once held against another year's: nobody sets one so."""
    part, start = read.part, read.part.figures[0].start
    if "change" in part.tags or not read.named.own:
        return False
    if GOAL.search(words, read.clause.start, start) or _HEAD.search(words[:start]):
        return False
    end = part.bindings[-1].end
    if not read.named.opened:  # "55% hồ sơ ..., tăng 2% so với năm trước"
        end = max(end, words.find(",", end))
    dated = any(due.kind in {"in", "period"} for due in read.dues)
    return bool(_OUTDONE.match(words, end)) and (dated or bool(_YEAR_BEFORE.search(words, end)))


def _surpassed(words: str, read: Read) -> bool:
    """Whether "là" tells a year's level and a later part of the sentence aims further."""
    start = read.part.figures[0].start
    dated = any(due.kind == "in" for due in read.dues)
    return (
        dated and bool(_COPULA.search(words, 0, start)) and bool(_THEN_AIMED.search(words, read.part.figures[-1].end))
    )
