"""A sentence laid out for reading: its conditions set aside, its clauses cut into the parts of each figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction.conditions import Condition
from knowledge.extraction.deadlines import Due
from knowledge.extraction.figures import Figure
from knowledge.extraction.finders import Finders
from knowledge.extraction.leading import Lead
from knowledge.extraction.levels import Tier
from knowledge.extraction.parts import Part
from knowledge.extraction.ranges import Range, blanked, inside, overlaps
from knowledge.extraction.sentences import brackets
from knowledge.phrases import Phrases
from knowledge.vietnamese import SMALL

_NUMBERED = re.compile(rf"(?:^|(?<=[:;,]\s))\s*\(?(?:\d{{1,2}}|[{SMALL}])\)(?=\s)")  # "(1) ...; (2) ..." in one line


@dataclass(frozen=True, slots=True)
class SceneWords:
    """The section ``scene`` of the words."""

    until: Phrases
    within: Phrases
    within_units: Phrases
    predicates: Phrases


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its parts; ``text`` is the sentence with everything that is not this clause's own blanked."""

    start: int
    end: int
    text: str  # same length and places as the sentence; deadlines stand in it
    bare: str  # the same without deadlines
    parts: tuple[Part, ...]
    dues: tuple[Due, ...]
    tiers: tuple[Tier, ...]
    bracketed: bool = False

    @property
    def place(self) -> Range:
        """Where it stands in its sentence."""
        return self.start, self.end

    def dues_in(self, where: Range) -> tuple[Due, ...]:
        """Its deadlines in a range."""
        return tuple(due for due in self.dues if overlaps(due.place, where))

    def tiers_in(self, where: Range) -> tuple[Tier, ...]:
        """The tiers it names in a range."""
        return tuple(tier for tier in self.tiers if where[0] <= tier.start < where[1])


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence: its words, its clauses in order, and what it says beside them."""

    words: str
    clauses: tuple[Clause, ...]
    exceptions: tuple[Condition, ...]
    baselines: tuple[Condition, ...]
    leads: tuple[Lead, ...]

    def reach(self, clause: Clause) -> int:
        """How far what is said of a clause goes: over those after it that carry no figure."""
        end = clause.end
        for other in self.clauses[self.clauses.index(clause) + 1 :]:
            if other.parts:
                break
            end = other.end
        return end


class SceneGrammar:
    """Lays sentences out."""

    def __init__(self, words: SceneWords, finders: Finders) -> None:
        self._find = finders
        self._until = re.compile(
            rf",?\s*{words.until}(?!\w)(?:\s+[^\s,;.]+){{0,6}}?\s+\d[\d.,]*\s?%", re.IGNORECASE
        )  # the end of a growth target, not one of its own
        self._within = re.compile(rf"[^,;.:()]{{4,}}\s{words.within}\s+", re.IGNORECASE)
        self._within_units = words.within_units
        self._predicate = re.compile(rf"(?<!\w){words.predicates}(?!\w)", re.IGNORECASE)

    def laid_out(self, words: str) -> Scene:
        """The scene of a sentence; without clauses when it carries no figure."""
        whole = (0, len(words))
        set_aside = self._find.conditions.exceptions(words, whole)
        compared = self._find.conditions.baselines(words, whole)
        led = self._find.leading.leads(words, whole)
        holes = [c.place for c in (*set_aside, *compared)]
        holes += [*(lead.place for lead in led), *(m.span() for m in self._until.finditer(words))]
        holes += [*self._find.figures.starting_points(words, whole), *(m.span() for m in _NUMBERED.finditer(words))]
        text = blanked(words, whole, holes)
        dues = self._find.deadlines.deadlines(text, whole)
        found = self._counted(text, self._find.figures.figures(text, whole, [due.place for due in dues]))
        cut = self._find.sentences.clauses(text, whole, [figure.place for figure in found])
        held: list[Clause] = []
        for place in self._whole_clauses(text, cut, found):
            own = tuple(figure for figure in found if place[0] <= figure.start < place[1])
            inner = [b for b in brackets(text, place) if any(inside(f.start, [b]) for f in own)]
            outer = tuple(f for f in own if not inside(f.start, inner))
            held.append(self._clause(text, place, inner, outer))
            for bracket in inner:
                within = tuple(f for f in own if inside(f.start, [bracket]))
                held.append(replace(self._clause(text, (bracket[0] + 1, bracket[1]), [], within), bracketed=True))
        return Scene(words, tuple(held), set_aside, compared, led)

    def _counted(self, text: str, found: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """The figures but the time a share is done within: "95% hồ sơ được trả trong 03 ngày làm việc"."""
        kept: list[Figure] = []
        for figure in found:
            share = kept[-1] if kept and kept[-1].kind == "percent" else None
            timed = share and self._within_units.begin(figure.unit)
            if not (share and timed and self._within.fullmatch(text, share.end, figure.start)):
                kept.append(figure)
        return tuple(kept)

    def _whole_clauses(self, text: str, cut: tuple[Range, ...], found: tuple[Figure, ...]) -> list[Range]:
        """Clauses, with one that only ends the noun before it ("văn bản về A; về B được phổ biến") joined to it."""
        joined: list[Range] = []
        for place in cut:
            inner = [f for f in found if place[0] <= f.start < place[1]]
            before = [f for f in found if joined and joined[-1][0] <= f.start < joined[-1][1]]
            tail = text[before[-1].end : joined[-1][1]].strip() if before else ""
            if tail and not inner and not self._predicate.search(tail) and self._predicate.search(text, *place):
                joined[-1] = (joined[-1][0], place[1])
            else:
                joined.append(place)
        return joined

    def _clause(self, text: str, place: Range, holes: list[Range], found: tuple[Figure, ...]) -> Clause:
        cleared = " " * place[0] + blanked(text, place, holes) + " " * (len(text) - place[1])
        timed = self._find.deadlines.deadlines(cleared, place)
        dues = tuple(due for due in timed if due.kind != "since")
        named = self._find.levels.tiers(cleared, place)
        held = self._find.parts.parts(cleared, place, found, dues, named)
        away = [bound.later for part in held for bound in part.bindings if bound.later]
        bare = blanked(cleared, (0, len(cleared)), [*(due.place for due in timed), *away])
        return Clause(*place, cleared, bare, held, dues, named)
