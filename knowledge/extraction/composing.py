"""The subject of each part: from the words before or after its figure, from its list, or carried."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction import subjects
from knowledge.extraction.levels import Tier, row
from knowledge.extraction.parts import Part
from knowledge.extraction.ranges import Range, blanked
from knowledge.extraction.scene import Clause

_CONJUNCTS = re.compile(
    r"\s*(?:,|;|\s+và)\s+(?=(?:t[ỷỉ] lệ|mức|chỉ số|thứ hạng|số|thời gian|PAPI|PAR|SIPAS|PCI|DTI)(?!\w))", re.IGNORECASE
)
_PLACE_OF_ROW = re.compile(
    r"[\s,]*(?:(?:đối với|cho)\s+(?:\w+\s+){0,3}?)?(?:thuộc thẩm quyền(?:\s+giải quyết)?\s+)?(?:(?:của"
    r"|ở|tại|đối với|cho|thuộc|với)\s*)?$",
    re.IGNORECASE,
)
_NOUN_VERB = re.compile(r"^(?:có|đạt|được|là|các|những|mỗi)\b", re.IGNORECASE)
_TIER_END = re.compile(
    r"\s+(?:của |ở |tại |đối với )?(?:các )?(?:cấp (?:tỉnh|thành phố|huyện|xã)|sở(?:, ban)?, ngành)$", re.IGNORECASE
)
_GOAL_OF = re.compile(r"\W*(?:mục tiêu|chỉ tiêu)(?:\s+chung|\s+cụ thể)?\s+của\s+[^,;:]{2,40}$", re.IGNORECASE)
_SCOPE = re.compile(r"(?:đối với |các )?(?:lĩnh vực|khu vực|nhóm|ngành)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """The subject of a part, and whether words of its own stood before its figure."""

    words: str
    opened: bool
    own: bool  # not carried


def introduced(clause: Clause, following: Clause | None, carried: str) -> str:
    """What a clause without a figure names for those after it: "Tỷ lệ A (tối thiểu 80%)", "Tỷ lệ A; năm 2026: 80%"."""
    end = following.start - 1 if following and following.bracketed else clause.end
    words = subjects.before(clause.bare, (clause.start, end))
    return words if words and (end < clause.end or subjects.MEASURED.match(words)) else carried


def named(clause: Clause, part: Part, carried: str) -> Named:
    """The subject of a part; ``carried`` when its words name nothing of their own."""
    text = _without_row(clause, part)
    said = subjects.before(text, part.lead)
    behind = subjects.after(text, part.tail, part.figures[-1].kind)
    lead, tail = _lead(clause, part, said, carried, behind), _counted(clause, part, behind)
    if clause.tiers_in((part.start, part.end)):
        carried = _TIER_END.sub("", carried)
    if lead.lower().startswith("của ") and carried:  # "... của phường đạt 95%, của xã đạt 85%"
        return Named(f"{carried.rpartition(' của ')[0] or carried} {lead}", True, True)
    if tail and _is_only_actor(clause, part, lead):
        return Named(tail, False, True)
    if lead and (not tail or "reach" in part.tags or _measures(lead, part)):
        return Named(_from_lead(clause, part, text, lead, carried), True, True)
    if tail and lead.lower().startswith("đối với "):
        return Named(f"{tail} {lead[:1].lower()}{lead[1:]}", True, True)
    if tail:
        verb = "" if not lead or "change" in part.tags else f"{lead} "
        return Named(verb + tail, bool(lead), True)
    if carried:
        whom = _for_whom(clause, part)
        words = (carried.partition(" đối với ")[0] if whom else carried) + whom
        return Named(subjects.predicated(words, subjects.predicate(text, part.tail)), False, False)
    words = said or subjects.predicate(text, part.tail)
    return Named(words, bool(lead), bool(words))


def _lead(clause: Clause, part: Part, said: str, carried: str, behind: str) -> str:
    """The words before a figure, unless they only point back, name a tier, or say whose rank it is."""
    if subjects.names_actor(said) and (carried or behind) and part.figures[0].kind == "percent":
        return ""
    if behind and _GOAL_OF.match(clause.bare[slice(*part.lead)]):
        return ""  # "Mục tiêu của thành phố là 90% hồ sơ ..."
    if subjects.names_nothing(said) or (_only_tier(clause, part.lead, said) and (carried or behind)):
        return ""
    ranked = part.figures[0].kind in {"rank", "group"} and not subjects.MEASURED.match(said)
    return "" if ranked and behind else said


def _is_only_actor(clause: Clause, part: Part, lead: str) -> bool:
    """Whether what stands before is no part of the subject: a label, or who has to see to it."""
    if "reach" not in part.tags and clause.text[slice(*part.lead)].rstrip().endswith(":"):
        return True  # "Chỉ tiêu 3: 100% hồ sơ ..."
    if part.tags & {"have", "aim"} and "reach" not in part.tags and not subjects.MEASURED.match(lead):
        return True  # "Các sở bảo đảm 100% hồ sơ ...", "Toàn thành phố phấn đấu 100% hồ sơ ..."
    return part.figures[-1].kind == "count" and not _measures(lead, part)


def _from_lead(clause: Clause, part: Part, text: str, lead: str, carried: str) -> str:
    """A subject that stands before its figure, with what belongs to it from elsewhere."""
    if _SCOPE.match(lead) and carried:
        return f"{carried} {lead}"  # "riêng lĩnh vực đất đai trên 90%"
    following = subjects.predicate(text, part.tail)
    added = f" {following}" if following and "reach" not in part.tags and not subjects.MEASURED.match(lead) else ""
    return lead + added + _for_whom(clause, part)


def _for_whom(clause: Clause, part: Part) -> str:
    """ " đối với doanh nghiệp", unless it is a row or a tier that has a cell of its own."""
    whom = subjects.concerned(clause.bare, part.tail) if len(part.figures) == 1 else ""
    return f" {whom}" if whom and not clause.tiers_in(part.tail) else ""


def _counted(clause: Clause, part: Part, tail: str) -> str:
    """What follows a count, with the thing counted: "sáng kiến được áp dụng" after "2 sáng kiến"."""
    figure = part.figures[-1]
    if figure.kind != "count":
        return tail
    beside = subjects.squeezed(clause.bare[slice(*part.tail)])
    tail = tail or (beside.strip(" ,;.") if beside.startswith(("tại ", "ở ", "cho ", "của ")) else "")
    return f"{figure.unit.partition('/')[0]} {tail}".strip()


def _measures(lead: str, part: Part) -> bool:
    """Whether the words before already name what is measured, so that those after only complete it."""
    return bool(subjects.MEASURED.match(lead)) or part.figures[0].kind in {"group", "rank"}


def _only_tier(clause: Clause, where: Range, words: str) -> bool:
    placed = subjects.without_place(words).lower()
    return any(clause.text[tier.start : tier.end].lower() == placed for tier in clause.tiers_in(where))


def _without_row(clause: Clause, part: Part) -> str:
    """The clause's bare words without the list of tiers a row of figures is shared out to."""
    holes = []
    if tiers := shared_tiers(clause, part):
        start = tiers[0].start
        place = _PLACE_OF_ROW.search(clause.bare, part.start, start)
        holes.append((place.start() if place else start, tiers[-1].end))
    return blanked(clause.bare, (0, len(clause.bare)), holes)


def shared_tiers(clause: Clause, part: Part) -> tuple[Tier, ...]:
    """The tiers a row of figures is shared out to, in order; () when it is not shared by tier."""
    if len(part.figures) < 2:
        return ()
    return row(clause.text, clause.tiers_in(part.tail), len(part.figures)) or row(
        clause.text, clause.tiers_in(part.lead), len(part.figures)
    )


def shared_subjects(subject: str, count: int) -> tuple[str, ...]:
    """A subject that names as many measures as a row has figures, one for each; () when it does not."""
    pieces = _CONJUNCTS.split(subject)
    if len(pieces) != count:
        pieces = re.split(r",\s+|\s+và\s+", subject)
    return tuple(pieces) if count > 1 and len(pieces) == count else ()


def shared_complements(clause: Clause, part: Part, count: int) -> tuple[str, ...]:
    """What follows a row ("đối với lĩnh vực đất đai, xây dựng"), one piece a figure; () when the numbers differ."""
    words = subjects.squeezed(clause.bare[slice(*part.tail)])
    found = re.match(r"(?P<to>đối với|cho|ở|tại|của)\s+(?P<list>[^.;]+)", words)
    pieces = re.split(r",\s+(?:và\s+)?|\s+và\s+", found["list"]) if found else []
    return (
        tuple(f"{found['to']} {piece.strip(' ,.')}" for piece in pieces)
        if found and count > 1 and len(pieces) == count
        else ()
    )
