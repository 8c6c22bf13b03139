"""What a lead line ("Giai đoạn 2021-2025:") or a title says for everything that stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.extraction.deadlines import Due
from knowledge.extraction.finders import Finders
from knowledge.extraction.levels import only
from knowledge.extraction.ranges import blanked
from knowledge.extraction.sentences import Block
from knowledge.extraction.shared import SharedWords
from knowledge.extraction.subjects import SubjectGrammar
from knowledge.extraction.told import ToldGrammar
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The section ``frames`` of the words."""

    sets_goals: Phrases


@dataclass(frozen=True, slots=True)
class Frame:
    """What is carried from above."""

    dues: tuple[Due, ...] = ()
    aim: bool = False
    subject: str = ""
    level: str | None = None
    bodies: tuple[str, ...] = ()
    goals: bool = False
    results: bool = False

    def over(self, inner: Frame) -> Frame:
        """This frame with an inner one in it: what the inner says wins."""
        return Frame(
            inner.dues or self.dues,
            inner.aim or self.aim,
            inner.subject or self.subject,
            inner.level or self.level,
            inner.bodies or self.bodies,
            inner.goals or (self.goals and not inner.results),
            inner.results or (self.results and not inner.goals),
        )


class FrameGrammar:
    """Reads what stands over each block."""

    def __init__(
        self, words: FrameWords, shared: SharedWords, finders: Finders, subjects: SubjectGrammar, told: ToldGrammar
    ) -> None:
        self._find, self._subjects, self._told = finders, subjects, told
        self._aim = re.compile(rf"(?<!\w){shared.aim}(?!\w)", re.IGNORECASE)
        self._sets_goals = re.compile(f"{words.sets_goals}", re.IGNORECASE)

    def framed(self, text: str) -> Iterator[tuple[Block, Frame]]:
        """Each block of a text with what stands over it."""
        stack: list[tuple[str, Frame]] = []
        for block in self._find.sentences.blocks(text):
            figures = self._find.figures.figures
            opens = block.leads or (block.title and not figures(text, (block.start, block.end), []))
            if block.mark or opens:
                marks = [mark for mark, _ in stack]
                if block.mark in marks:
                    del stack[marks.index(block.mark) :]
            frame = Frame()
            for _, outer in stack:
                frame = frame.over(outer)
            yield block, frame
            if opens:
                stack.append((block.mark, self._said(text[block.start : block.end], block)))

    def _said(self, words: str, block: Block) -> Frame:
        whole = (0, len(words))
        dues = tuple(due for due in self._find.deadlines.deadlines(words, whole) if due.kind != "since")
        named = self._find.levels.tiers(words, whole)
        goals = bool(self._told.goals_title.search(words))
        sets_goals = bool(self._sets_goals.search(words))
        if not block.leads and not block.mark and not sets_goals:
            dues = ()  # the title of a document names its period; that is no deadline of a target
        bare = blanked(words, whole, [due.place for due in dues])
        names = block.leads and not goals and not self._find.figures.figures(words, whole, [])
        subject = self._subjects.before(bare, whole) if names else ""
        level = only(named)
        placed = self._subjects.without_place(subject).lower()
        if level and placed == words[named[0].start : named[0].end].lower():
            subject = ""
        bodies = tuple(body for lead in self._find.leading.leads(words, whole) for body in lead.bodies)
        return Frame(
            dues=dues,
            aim=block.leads and bool(self._aim.search(words)),
            subject=subject,
            level=level if block.leads else None,
            bodies=bodies,
            goals=goals,
            results=bool(self._told.results_title.search(words)) and not sets_goals,
        )
