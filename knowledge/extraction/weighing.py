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
    seen = Evidence(
        kind=figure.kind,
        leading=figure.kind == "group" and figure.unit == "hạng",
        timespan=figure.unit.startswith(("ngày", "giờ", "phút", "giây", "tuần", "tháng")),
        value=figure.value,
        comparator=read.comparator,
        tags=part.tags | ({"aim"} if read.aim else set()),
        due=stated(read.dues, figure.unit.endswith("/năm"))[0],
        goal=goal or frame.goals,
        results=frame.results,
        opened=read.named.opened and read.named.own,
        ranged=figure.upper is not None,
        compared=read.baseline is not None,
        after_set=after_set,
        after_told=told and not _HEAD.search(clause.text, *part.lead),
    )
    bare_change = read.baseline is not None and "change" in part.tags and part.comparator is None
    if clause.bracketed and bare_change and "aim" not in part.tags:
        return True  # "90% (tăng 5% so với năm 2024)"
    return is_told(clause.text, clause.place, part.lead, figure.start, part.tail, seen)
