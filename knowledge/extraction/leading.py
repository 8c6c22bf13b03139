"""Who is to lead, as clauses say it: "giao Sở Nội vụ chủ trì", "Cơ quan chủ trì: ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.ranges import Range
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class LeadingWords:
    """The section ``leading`` of the words."""

    bodies: Phrases
    not_in_names: Phrases
    assigns: Phrases
    assigned_to: Phrases
    by: Phrases
    actively: Phrases
    leads: Phrases
    tasks: Phrases
    titled_bodies: Phrases
    titles: Phrases
    copula: Phrases
    first: Phrases
    together: Phrases
    together_with: Phrases


@dataclass(frozen=True, slots=True)
class Lead:
    """The bodies that lead, and the range that says so."""

    bodies: tuple[str, ...]
    start: int
    end: int

    @property
    def place(self) -> Range:
        """Where it is said."""
        return self.start, self.end


class LeadingGrammar:
    """Finds the bodies that lead."""

    def __init__(self, words: LeadingWords, shared: SharedWords, takes_up: str) -> None:
        """``takes_up``: the pattern of words with which a clause takes up its target again."""
        body = words.bodies
        names = rf"(?P<names>{body}\b(?:(?!\b{words.not_in_names}\b)[^;:.()\d])*?)"
        titled = re.compile(
            rf"(?:{words.titled_bodies}\s+)?{words.titles}\s*(?::|{words.copula})\s*{names}"
            rf"(?=\s*(?:[;.)]|,?\s*{words.together}|$))",
            re.IGNORECASE,
        )
        led = re.compile(
            rf"(?<!\w)(?:{words.assigns}(?:\s+{words.assigned_to})?\s+|{words.by}\s+)?{names},?\s+"
            rf"(?:{words.actively}\s+)?{words.leads}\b"
        )
        assigned = re.compile(
            rf"(?<!\w){words.assigns}\s+(?:{words.assigned_to}\s+)?{names}"
            rf"(?=\s*(?:[;.:)]|,(?!\s*{body})|{words.tasks}|$))"
        )
        self._said = (titled, led, assigned)
        self._parting = re.compile(rf"\s*(?:,\s*(?:{shared.conjunction}\s+)?|\s+{shared.conjunction}\s+)(?={body}\b)")
        self._others = re.compile(
            rf",?\s*(?:{words.first}\b)?,?\s*{words.together}(?:\s+{words.together_with})?[^;.)]*", re.IGNORECASE
        )
        self._target_again = re.compile(rf"(?:,\s*|\s)(?={takes_up})")

    def leads(self, text: str, whole: Range) -> tuple[Lead, ...]:
        """Who is to lead, as a range says it; bodies that only take part are left out."""
        found: list[Lead] = []
        for pattern in self._said:
            for match in pattern.finditer(text, *whole):
                if any(match.start() < lead.end and lead.start < match.end() for lead in found):
                    continue
                names = tuple(re.sub(r"\s+", " ", name).strip(" ,") for name in self._parting.split(match["names"]))
                others = self._others.match(text, match.end(), whole[1])
                end = others.end() if others else match.end()
                bodies = tuple(name for name in names if name)
                found.append(Lead(bodies, match.start(), self._before_target(text, match.end(), end)))
        return tuple(sorted(found, key=lambda lead: lead.start))

    def _before_target(self, text: str, start: int, end: int) -> int:
        """Where the bodies that take part end: before the words that take up a target again."""
        again = self._target_again.search(text, start, end)
        return again.start() if again else end
