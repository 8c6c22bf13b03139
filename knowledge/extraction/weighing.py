"""Weighs what stands for and against a target in and around one part of a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.composing import Named
from knowledge.extraction.deadlines import Due, stated
from knowledge.extraction.evidence import Evidence
from knowledge.extraction.figures import FigureGrammar
from knowledge.extraction.frames import Frame
from knowledge.extraction.parts import Part
from knowledge.extraction.scene import Clause, Scene
from knowledge.extraction.told import ToldGrammar
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class WeighingWords:
    """The section ``weighing`` of the words."""

    heads: Phrases
    outdone_opens: Phrases
    outdone: Phrases
    moved: Phrases
    moved_against: Phrases
    year_before: Phrases
    then_aimed: Phrases
    forward: Phrases
    lasting: Phrases
    copula: Phrases


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


class WeighingGrammar:
    """Weighs parts."""

    def __init__(self, words: WeighingWords, told: ToldGrammar, figures: FigureGrammar) -> None:
        self._told, self._figures = told, figures
        self._head = re.compile(f"{words.heads}", re.IGNORECASE)
        self._outdone_by = re.compile(
            rf"\s*,?\s*(?:{words.outdone_opens}\s+)?"
            rf"(?:{words.moved}\b[^;.]*?{words.moved_against}|{words.outdone})",
            re.IGNORECASE,
        )
        self._year_before = re.compile(f"{words.year_before}", re.IGNORECASE)
        self._then_aimed = re.compile(rf"[;,.]\s*{words.then_aimed}(?!\w)", re.IGNORECASE)
        self._forward = re.compile(rf"{words.forward}\s", re.IGNORECASE)
        self._lasting = re.compile(rf"{words.lasting}(?!\w)", re.IGNORECASE)
        self._copula = re.compile(rf"(?<!\w){words.copula}\s*$", re.IGNORECASE)

    def is_only_told(self, scene: Scene, read: Read, frame: Frame, told: bool, after_set: bool) -> bool:
        """Whether a part tells and sets nothing; ``told``, ``after_set``: what parts before it in the sentence did."""
        part, clause = read.part, read.clause
        figure = part.figures[0]
        end = part.end if figure.kind == "percent" else figure.start
        goal = bool(self._told.goal.search(scene.words, clause.start, end))
        goal = goal or bool(self._head.search(scene.words[: figure.start]))
        shared = len(part.figures) > 1 and any(due.kind == "years" for due in read.dues)
        seen = Evidence(
            kind=figure.kind,
            leading=self._figures.is_leading(figure),
            timespan=not self._lasting.match(read.named.words) and self._figures.is_timespan(figure),
            value=figure.value,
            comparator=read.comparator,
            tags=part.tags | ({"aim"} if read.aim else set()),
            due="years" if shared else stated(read.dues, self._figures.is_per_year(figure.unit))[0],
            goal=goal or frame.goals,
            results=frame.results,
            opened=read.named.opened and read.named.own,
            ranged=figure.upper is not None,
            compared=read.baseline is not None,
            forward=any(
                due.kind == "in" and self._forward.match(clause.text, due.start) and due.start > figure.start
                for due in read.dues
            ),
            outdone=not frame.goals and self._outdone(scene.words, read),
            surpassed=self._surpassed(scene.words, read),
            after_set=after_set,
            after_told=told and not self._head.search(clause.text, *part.lead),
        )
        bare_change = read.baseline is not None and "change" in part.tags and part.comparator is None
        if clause.bracketed and bare_change and "aim" not in part.tags:
            return True  # "90% (tăng 5% so với năm 2024)"
        return self._told.is_told(clause.text, clause.place, part.lead, figure.start, part.tail, seen)

    def _outdone(self, words: str, read: Read) -> bool:
        """Whether a level that nothing before it sets is at once held against another year's: nobody sets one so."""
        part, start = read.part, read.part.figures[0].start
        if "change" in part.tags or not read.named.own:
            return False
        if self._told.goal.search(words, read.clause.start, start) or self._head.search(words[:start]):
            return False
        end = part.bindings[-1].end
        if not read.named.opened:  # "55% hồ sơ ..., tăng 2% so với năm trước"
            end = max(end, words.find(",", end))
        dated = any(due.kind in {"in", "period"} for due in read.dues)
        return bool(self._outdone_by.match(words, end)) and (dated or bool(self._year_before.search(words, end)))

    def _surpassed(self, words: str, read: Read) -> bool:
        """Whether "là" tells a year's level and a later part of the sentence aims further."""
        start = read.part.figures[0].start
        dated = any(due.kind == "in" for due in read.dues)
        aimed = self._then_aimed.search(words, read.part.figures[-1].end)
        return dated and bool(self._copula.search(words, 0, start)) and bool(aimed)
