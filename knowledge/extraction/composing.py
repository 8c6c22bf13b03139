"""The subject of each part: from the words before or after its figure, from its list, or carried."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.levels import LevelGrammar, Tier
from knowledge.extraction.parts import Part
from knowledge.extraction.ranges import Range, blanked
from knowledge.extraction.scene import Clause
from knowledge.extraction.shared import SharedWords
from knowledge.extraction.subjects import SubjectGrammar, squeezed
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ComposingWords:
    """The section ``composing`` of the words."""

    measures: Phrases
    row_for: Phrases
    row_authority: Phrases
    row_at: Phrases
    tier_ends: Phrases
    goals_of: Phrases
    scopes: Phrases
    of: str
    towards: str
    beside_count: Phrases
    complements: Phrases


@dataclass(frozen=True, slots=True)
class Named:
    """The subject of a part, and whether words of its own stood before its figure."""

    words: str
    opened: bool
    own: bool  # not carried


class ComposingGrammar:
    """Puts the subject of a part together."""

    def __init__(
        self, words: ComposingWords, shared: SharedWords, subjects: SubjectGrammar, levels: LevelGrammar
    ) -> None:
        self._words, self._subjects, self._levels = words, subjects, levels
        also = shared.conjunction
        self._conjuncts = re.compile(rf"\s*(?:,|;|\s+{also})\s+(?={words.measures}(?!\w))", re.IGNORECASE)
        self._place_of_row = re.compile(
            rf"[\s,]*(?:{words.row_for}\s+(?:\w+\s+){{0,3}}?)?(?:{words.row_authority}\s+)?(?:{words.row_at}\s*)?$",
            re.IGNORECASE,
        )
        self._tier_end = re.compile(rf"\s+{words.tier_ends}$", re.IGNORECASE)
        self._goal_of = re.compile(rf"\W*{words.goals_of}\s+[^,;:]{{2,40}}$", re.IGNORECASE)
        self._scope = re.compile(rf"{words.scopes}(?!\w)", re.IGNORECASE)
        self._listed = re.compile(rf",\s+|\s+{also}\s+")
        self._complements = re.compile(rf"(?P<to>{words.complements})\s+(?P<list>[^.;]+)")
        self._complements_listed = re.compile(rf",\s+(?:{also}\s+)?|\s+{also}\s+")

    def introduced(self, clause: Clause, following: Clause | None, carried: str) -> str:
        """What a clause without a figure names for those after it: "Tỷ lệ A (tối thiểu 80%)", "Tỷ lệ A; 2026: 80%"."""
        end = following.start - 1 if following and following.bracketed else clause.end
        words = self._subjects.before(clause.bare, (clause.start, end))
        return words if words and (end < clause.end or self._subjects.measured.match(words)) else carried

    def named(self, clause: Clause, part: Part, carried: str) -> Named:
        """The subject of a part; ``carried`` when its words name nothing of their own."""
        text, of, towards = self._without_row(clause, part), self._words.of, self._words.towards
        said = self._subjects.before(text, part.lead)
        behind = self._subjects.after(text, part.tail, part.figures[-1].kind)
        lead, tail = self._lead(clause, part, said, carried, behind), self._counted(clause, part, behind)
        if clause.tiers_in((part.start, part.end)):
            carried = self._tier_end.sub("", carried)
        if lead.lower().startswith(f"{of} ") and carried:  # "... của phường đạt 95%, của xã đạt 85%"
            return Named(f"{carried.rpartition(f' {of} ')[0] or carried} {lead}", True, True)
        if tail and self._is_only_actor(clause, part, lead):
            return Named(tail, False, True)
        if lead and (not tail or "reach" in part.tags or self._measures(lead, part)):
            return Named(self._from_lead(clause, part, text, lead, carried), True, True)
        if tail and lead.lower().startswith(f"{towards} "):
            return Named(f"{tail} {lead[:1].lower()}{lead[1:]}", True, True)
        if tail:
            verb = "" if not lead or "change" in part.tags else f"{lead} "
            return Named(verb + tail, bool(lead), True)
        predicate = self._subjects.predicate(text, part.tail)
        if carried:
            whom = self._for_whom(clause, part)
            words = (carried.partition(f" {towards} ")[0] if whom else carried) + whom
            return Named(self._subjects.predicated(words, predicate), False, False)
        words = said or predicate
        return Named(words, bool(lead), bool(words))

    def shared_tiers(self, clause: Clause, part: Part) -> tuple[Tier, ...]:
        """The tiers a row of figures is shared out to, in order; () when it is not shared by tier."""
        count = len(part.figures)
        if count < 2:
            return ()
        return self._levels.row(clause.text, clause.tiers_in(part.tail), count) or self._levels.row(
            clause.text, clause.tiers_in(part.lead), count
        )

    def shared_subjects(self, subject: str, count: int) -> tuple[str, ...]:
        """A subject that names as many measures as a row has figures, one for each; () when it does not."""
        pieces = self._conjuncts.split(subject)
        if len(pieces) != count:
            pieces = self._listed.split(subject)
        return tuple(pieces) if count > 1 and len(pieces) == count else ()

    def shared_complements(self, clause: Clause, part: Part, count: int) -> tuple[str, ...]:
        """What follows a row ("đối với lĩnh vực đất đai, xây dựng"), one piece a figure; () when the numbers differ."""
        words = squeezed(clause.bare[slice(*part.tail)])
        found = self._complements.match(words)
        pieces = self._complements_listed.split(found["list"]) if found else []
        return (
            tuple(f"{found['to']} {piece.strip(' ,.')}" for piece in pieces)
            if found and count > 1 and len(pieces) == count
            else ()
        )

    def _lead(self, clause: Clause, part: Part, said: str, carried: str, behind: str) -> str:
        """The words before a figure, unless they only point back, name a tier, or say whose rank it is."""
        if self._subjects.names_actor(said) and (carried or behind) and part.figures[0].kind == "percent":
            return ""
        if behind and self._goal_of.match(clause.bare[slice(*part.lead)]):
            return ""  # "Mục tiêu của thành phố là 90% hồ sơ ..."
        if self._subjects.names_nothing(said) or (self._only_tier(clause, part.lead, said) and (carried or behind)):
            return ""
        ranked = part.figures[0].kind in {"rank", "group"} and not self._subjects.measured.match(said)
        return "" if ranked and behind else said

    def _is_only_actor(self, clause: Clause, part: Part, lead: str) -> bool:
        """Whether what stands before is no part of the subject: a label, or who has to see to it."""
        if "reach" not in part.tags and clause.text[slice(*part.lead)].rstrip().endswith(":"):
            return True  # "Chỉ tiêu 3: 100% hồ sơ ..."
        if part.tags & {"have", "aim"} and "reach" not in part.tags and not self._subjects.measured.match(lead):
            return True  # "Các sở bảo đảm 100% hồ sơ ...", "Toàn thành phố phấn đấu 100% hồ sơ ..."
        return part.figures[-1].kind == "count" and not self._measures(lead, part)

    def _from_lead(self, clause: Clause, part: Part, text: str, lead: str, carried: str) -> str:
        """A subject that stands before its figure, with what belongs to it from elsewhere."""
        if self._scope.match(lead) and carried:
            return f"{carried} {lead}"  # "riêng lĩnh vực đất đai trên 90%"
        following = self._subjects.predicate(text, part.tail)
        goes_on = following and "reach" not in part.tags and not self._subjects.measured.match(lead)
        return lead + (f" {following}" if goes_on else "") + self._for_whom(clause, part)

    def _for_whom(self, clause: Clause, part: Part) -> str:
        """ " đối với doanh nghiệp", unless it is a row or a tier that has a cell of its own."""
        whom = self._subjects.concerned(clause.bare, part.tail) if len(part.figures) == 1 else ""
        return f" {whom}" if whom and not clause.tiers_in(part.tail) else ""

    def _counted(self, clause: Clause, part: Part, tail: str) -> str:
        """What follows a count, with the thing counted: "sáng kiến được áp dụng" after "2 sáng kiến"."""
        figure = part.figures[-1]
        if figure.kind != "count":
            return tail
        beside = squeezed(clause.bare[slice(*part.tail)])
        tail = tail or (beside.strip(" ,;.") if self._words.beside_count.open(beside) else "")
        return f"{figure.unit.partition('/')[0]} {tail}".strip()

    def _measures(self, lead: str, part: Part) -> bool:
        """Whether the words before already name what is measured, so that those after only complete it."""
        return bool(self._subjects.measured.match(lead)) or part.figures[0].kind in {"group", "rank"}

    def _only_tier(self, clause: Clause, where: Range, words: str) -> bool:
        placed = self._subjects.without_place(words).lower()
        return any(clause.text[tier.start : tier.end].lower() == placed for tier in clause.tiers_in(where))

    def _without_row(self, clause: Clause, part: Part) -> str:
        """The clause's bare words without the list of tiers a row of figures is shared out to."""
        holes = []
        if tiers := self.shared_tiers(clause, part):
            start = tiers[0].start
            place = self._place_of_row.search(clause.bare, part.start, start)
            holes.append((place.start() if place else start, tiers[-1].end))
        return blanked(clause.bare, (0, len(clause.bare)), holes)
