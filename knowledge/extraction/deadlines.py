"""When a target falls due, as clauses say it: đến năm, trong năm, hằng năm, giai đoạn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction.ranges import Range, inside
from knowledge.phrases import PIECES, Phrases

_FOUR = re.compile(PIECES["year"])


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A way to name a deadline, and what kind of deadline it is; "none": a year that is part of a name."""

    kind: str
    says: Phrases


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """The section ``deadlines`` of the words; the first rule that fits a place has it."""

    rules: tuple[DeadlineRule, ...]
    documents: Phrases
    documents_set: Phrases
    about: Phrases


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline where it stands; ``years`` are all it names, the last one is when it falls due."""

    kind: str  # by, in, yearly, period, years; since: a year that sets no deadline
    years: tuple[int, ...]
    start: int
    end: int

    @property
    def place(self) -> Range:
        """Where it stands."""
        return self.start, self.end

    @property
    def year(self) -> int | None:
        """The last year named."""
        return self.years[-1] if self.years else None


class DeadlineGrammar:
    """Finds deadlines."""

    def __init__(self, words: DeadlineWords) -> None:
        self._rules = tuple((rule.kind, re.compile(rf"(?<!\w){rule.says}", re.IGNORECASE)) for rule in words.rules)
        self._of_document = re.compile(
            rf"{words.documents}(?!\w)(?:(?!\b{words.documents_set}\b)[^,;:.%]){{0,60}}$", re.IGNORECASE
        )
        self._about = re.compile(rf"(?<!\w){words.about}\s+$", re.IGNORECASE)

    def deadlines(self, text: str, whole: Range) -> tuple[Due, ...]:
        """The deadlines of a range in order; years of names are none."""
        taken: list[Range] = []
        found: list[Due] = []
        for kind, rule in self._rules:
            for match in rule.finditer(text, *whole):
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                if inside(start, taken) or inside(match.end() - 1, taken):
                    continue
                taken.append((start, match.end()))
                if kind != "none":
                    years = tuple(int(y) for y in _FOUR.findall(match.group()))
                    found.append(Due(kind, years, start, match.end()))
        return self._of_targets(text, sorted(found, key=lambda due: due.start))

    def _of_targets(self, text: str, found: list[Due]) -> tuple[Due, ...]:
        """The deadlines; the date of a document beside one sets none: "Kế hoạch tháng 8/2019 ... đến 2020"."""
        documents = [
            due
            for due in found
            if due.kind == "in" and self._of_document.search(text[max(0, due.start - 90) : due.start])
        ]
        others = [due for due in found if due.kind not in {"since", "yearly"} and due not in documents]
        dropped = [due for due in documents if others] + [
            d for d in found if self._about.search(text[max(0, d.start - 8) : d.start])
        ]
        return tuple(replace(due, kind="since") if due in dropped else due for due in found)


def stated(dues: tuple[Due, ...], per_year: bool) -> tuple[str | None, int | None]:
    """The kind and year that several deadlines of one figure come to; ``per_year``: its unit says "/năm"."""
    yearly = per_year or any(due.kind == "yearly" for due in dues)
    dated = [due for due in dues if due.kind != "yearly"]
    if not dated:
        return ("yearly", None) if yearly else (None, None)
    strongest = min(dated, key=lambda due: ("by", "years", "in", "period").index(due.kind))
    kind = {"years": "period"}.get(strongest.kind, strongest.kind)
    if yearly and (kind == "by" or (kind == "period" and not per_year)):
        kind = "yearly_until"
    return kind, strongest.year
