"""Follow-ups by one table: what a turn replaces, keeps or clears of the turn before. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.meaning.query import Query

KEPT = 0.5  # what the head says is kept from this probability on
ALONE = "alone"  # the label of the head for a question that stands for itself
_OF_THE_SAME_TIME = (("why",), ("check",))  # acts that speak of the year of the turn before


@dataclass(frozen=True, slots=True)
class Open:
    """What a turn leaves open, as the head reads it."""

    keeps: Mapping[str, float]


FIELDS: Mapping[str, tuple[str, ...]] = {  # what each label of the head stands for in a query
    "acts": ("acts",),
    "subjects": ("indicators", "terms", "areas"),
    "years": ("years", "period", "months"),
    "tiers": ("levels",),
    "documents": ("documents",),
}


def following(before: Query, now: Query, left: Open) -> Query:
    """The query with what it leaves open taken from the one before; ``carried`` names what was taken."""
    if now.shift and before.years:
        now = replace(now, years=tuple(year + now.shift for year in before.years))
    keeps = {label for label in FIELDS if left.keeps.get(label, 0.0) >= KEPT}
    named = bool(now.indicators or now.documents or now.areas or now.terms or now.unknown_documents)
    if named and (not keeps or left.keeps.get(ALONE, 0.0) >= KEPT):
        return now
    if now.question is not None and not keeps:
        return now
    wanted = set(keeps)
    if not named:
        wanted |= {"subjects", "documents"} if before.indicators else {"subjects", "documents", "acts"} & _open(now)
        likely = left.keeps.get("years", 0.0) >= KEPT / 2
        wanted |= {"years"} if likely or now.acts[:1] in _OF_THE_SAME_TIME else set()
    if now.indicators or now.areas:
        wanted -= {"subjects"}
    changes = {
        name: getattr(before, name)
        for label in wanted
        for name in FIELDS[label]
        if (label == "acts" or not getattr(now, name)) and getattr(before, name)
    }
    if now.years or now.period or now.months:
        changes = {name: value for name, value in changes.items() if name not in FIELDS["years"]}
    if not changes:
        return now
    if "acts" in changes:
        changes |= {"modality": before.modality, "measures": now.measures or before.measures}
    elif now.modality == "either":
        changes["modality"] = before.modality
    if "indicators" in changes:
        changes["question"] = None
    return replace(now, carried=tuple(sorted(changes)), **changes)


def _open(now: Query) -> set[str]:
    """What a question that names nothing leaves open: everything but the acts it states itself."""
    return {"subjects", "documents"} | (set() if now.acts else {"acts"})
