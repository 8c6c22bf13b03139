"""What a lead line ("Giai đoạn 2021-2025:") or a title says for everything that stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.extraction.conditions import leads
from knowledge.extraction.deadlines import Due, deadlines
from knowledge.extraction.figures import figures
from knowledge.extraction.levels import only, tiers
from knowledge.extraction.ranges import blanked
from knowledge.extraction.sentences import Block, blocks
from knowledge.extraction.subjects import before, without_place
from knowledge.extraction.told import GOALS_TITLE, RESULTS_TITLE

_AIM = re.compile(r"(?<!\w)(?:phấn đấu|cố gắng)(?!\w)", re.IGNORECASE)
_SETS_GOALS = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu", re.IGNORECASE)


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


def framed(text: str) -> Iterator[tuple[Block, Frame]]:
    """Each block of a text with what stands over it."""
    stack: list[tuple[str, Frame]] = []
    for block in blocks(text):
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
            stack.append((block.mark, _said(text[block.start : block.end], block)))


def _said(words: str, block: Block) -> Frame:
    whole = (0, len(words))
    dues = tuple(due for due in deadlines(words, whole, []) if due.kind != "since")
    named = tiers(words, whole, [])
    goals = bool(GOALS_TITLE.search(words))
    if not block.leads and not block.mark and not _SETS_GOALS.search(words):
        dues = ()  # the title of a document names its period; that is no deadline of a target
    bare = blanked(words, whole, [due.place for due in dues])
    subject = before(bare, whole) if block.leads and not goals and not figures(words, whole, []) else ""
    level = only(named)
    if level and without_place(subject).lower() == words[named[0].start : named[0].end].lower():
        subject = ""
    bodies = tuple(body for lead in leads(words, whole) for body in lead.bodies)
    return Frame(
        dues=dues,
        aim=block.leads and bool(_AIM.search(words)),
        subject=subject,
        level=level if block.leads else None,
        bodies=bodies,
        goals=goals,
        results=bool(RESULTS_TITLE.search(words)) and not _SETS_GOALS.search(words),
    )
