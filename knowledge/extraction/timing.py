"""Which deadline belongs to which figure: its own, one carried from before, or one shared by its list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction.deadlines import Due
from knowledge.extraction.parts import Part
from knowledge.extraction.scene import Clause
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class TimingWords:
    """The section ``timing`` of the words."""

    done: Phrases


class TimingGrammar:
    """Shares deadlines out to figures."""

    def __init__(self, words: TimingWords) -> None:
        self._done = re.compile(rf"[,;]\s*{words.done}\s+$", re.IGNORECASE)

    def due(self, clauses: tuple[Clause, ...], at: int, part: Part, outer: tuple[Due, ...]) -> tuple[Due, ...]:
        """The deadlines that hold for a part of the clause at ``at``; ``outer`` is what stands over the sentence."""
        clause = clauses[at]
        if mine := own(clause, part):
            return mine
        before = tuple(p for p in clause.parts if p.start < part.start)
        after = tuple(p for p in clause.parts if p.start > part.start)
        opened = _opening((*clauses[:at], *((replace(clause, parts=before),) if before else ())))
        if opened:
            return opened
        if after and not clause.dues_in(after[-1].lead) and (shared := clause.dues_in(after[-1].tail)):
            return shared  # "80% cấp tỉnh và 70% cấp huyện vào năm 2025"
        return outer or self._finishing(clauses[-1])

    def _finishing(self, clause: Clause) -> tuple[Due, ...]:
        """When everything a sentence lists is to be done: "...; 80% ..., hoàn thành trong năm 2026"."""
        last = clause.dues_in(clause.parts[-1].tail) if clause.parts else clause.dues
        return last if last and self._done.search(clause.text, clause.start, last[0].start) else ()


def own(clause: Clause, part: Part) -> tuple[Due, ...]:
    """The deadlines among a part's own words."""
    return clause.dues_in((part.start, part.end))


def _opening(clauses: tuple[Clause, ...]) -> tuple[Due, ...]:
    """The last deadline that opens a clause or a part of one; those that close a part are its own."""
    found: tuple[Due, ...] = ()
    for clause in clauses:
        if not clause.bracketed:
            for part in clause.parts:
                found = clause.dues_in((part.start, part.figures[0].start)) or found
            found = found if clause.parts else clause.dues or found
    return found
