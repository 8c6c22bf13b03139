"""One candidate a figure: a row shares out its tiers, years, subjects or what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction import timing
from knowledge.extraction.candidate import Candidate
from knowledge.extraction.composing import ComposingGrammar
from knowledge.extraction.deadlines import stated
from knowledge.extraction.figures import Figure, FigureGrammar
from knowledge.extraction.levels import Tier
from knowledge.extraction.ranges import Range, trimmed
from knowledge.extraction.subjects import SubjectGrammar
from knowledge.extraction.weighing import Read
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ExpandingWords:
    """The section ``expanding`` of the words."""

    yearly_beside: Phrases
    average: Phrases
    moves: Phrases
    by_year: str


class ExpandingGrammar:
    """Makes the candidates of a part."""

    def __init__(
        self, words: ExpandingWords, composing: ComposingGrammar, subjects: SubjectGrammar, figures: FigureGrammar
    ) -> None:
        self._words, self._composing, self._subjects, self._figures = words, composing, subjects, figures
        self._yearly_beside = re.compile(rf"\s*(?:,\s*)?{words.yearly_beside}(?!\w)", re.IGNORECASE)
        self._average = re.compile(f"{words.average}", re.IGNORECASE)

    def expanded(self, read: Read, level: str | None) -> list[Candidate]:
        """The candidates of what was read of a part."""
        part, clause, count = read.part, read.clause, len(read.part.figures)
        tiers: tuple[Tier, ...] = self._composing.shared_tiers(clause, part)
        years = next((d for d in read.dues if d.kind == "years" and len(d.years) == count), None) if count > 1 else None
        names = self._composing.shared_subjects(read.named.words, count) if not tiers and not years else ()
        rest = self._composing.shared_complements(clause, part, count) if not (tiers or years or names) else ()
        found = []
        for i, figure in enumerate(part.figures):
            subject = names[i] if names else read.named.words
            subject = f"{subject} {rest[i]}" if rest and rest[i] not in subject else subject
            kind, year = stated(read.dues, self._per_year(read, figure))
            if years:
                until = self._words.by_year in clause.text[years.start : years.end].lower()
                kind, year = ("by" if until else "in"), years.years[i]
            found.append(
                self._candidate(
                    read,
                    figure,
                    self._subjects.trimmed_words(subject) if names else subject,
                    kind,
                    year,
                    tiers[i].level if tiers else level,
                )
            )
        return found

    def _candidate(
        self, read: Read, figure: Figure, subject: str, kind: str | None, year: int | None, level: str | None
    ) -> Candidate:
        part, clause = read.part, read.clause
        place = clause.place if len(clause.parts) == 1 else (part.start, part.end)
        said_average = any("average" in b.tags for b in part.bindings)
        return Candidate(
            span=_span(read.words, place, figure),
            figure=figure.place,
            subject=subject,
            comparator=_comparator(read, figure),
            average=said_average or bool(self._average.search(clause.text, *part.lead)),
            aim=read.aim,
            value=figure.value,
            upper=figure.upper,
            unit=self._unit(read, figure),
            deadline_kind=kind,
            deadline_year=year,
            level=level,
            exception=read.exception,
            baseline=read.baseline,
            responsible=(),
        )

    def _moves(self, read: Read) -> bool:
        """Whether a figure is a change, not a level: "tăng 5%", "Tăng tỷ lệ hồ sơ thêm 10%"."""
        opening = read.clause.text[slice(*read.part.lead)].lstrip(" ,;:.-–").lower()
        return "change" in read.part.tags or ("reach" not in read.part.tags and self._words.moves.open(opening))

    def _per_year(self, read: Read, figure: Figure) -> bool:
        """Whether a figure is growth or a count per year: "5%/năm", "mỗi năm tăng 5%"."""
        if self._figures.is_per_year(figure.unit):
            return True
        if figure.kind != "percent" or not self._moves(read):
            return False
        own = timing.own(read.clause, read.part)
        return "yearly" in read.part.tags or any(d.kind == "yearly" for d in own)

    def _unit(self, read: Read, figure: Figure) -> str:
        beside = bool(self._yearly_beside.match(read.clause.text, read.part.bindings[-1].end))
        grows = self._moves(read) and figure.kind in {"percent", "measure"}
        by_year = grows and (beside or self._per_year(read, figure))
        return self._figures.per_year(figure.unit) if by_year else figure.unit


def _span(text: str, place: Range, figure: Figure) -> Range:
    start, end = trimmed(text, place)
    return min(start, figure.start), max(end, figure.end)


def _comparator(read: Read, figure: Figure) -> str:
    if figure.kind == "group":
        return "in"
    if figure.upper is not None:
        return "="
    return read.comparator or "="
