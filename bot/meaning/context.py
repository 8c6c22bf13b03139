"""Follow-ups by one table: what a turn replaces, keeps or clears of the turn before. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.meaning.query import Query

KEPT = 0.5  # what the head says is kept from this probability on
SURELY_ALONE = 0.9  # a question that names nothing stands for itself from this probability on
FAINT = 0.25  # an act that is less likely is none of the question's own
ALONE = "alone"  # the label of the head for a question that stands for itself
_SINCE = frozenset(("change", "compare"))
_OF_THE_SAME_TIME = (("why",), ("check",))  # acts that speak of the year of the turn before


@dataclass(frozen=True, slots=True)
class Open:
    """What a turn leaves open, as the heads read it."""

    keeps: Mapping[str, float]
    act: float = 1.0  # probability of its likeliest act


FIELDS: Mapping[str, tuple[str, ...]] = {  # what each label of the head stands for in a query
    "acts": ("acts",),
    "subjects": ("indicators", "terms", "areas"),
    "years": ("years", "period", "months"),
    "tiers": ("levels",),
    "documents": ("documents",),
}


def following(before: Query, now: Query, left: Open) -> Query:
    """The query with what it leaves open taken from the one before; ``carried`` names what was taken."""
    now = replace(now, cited_before=before.cited, documents_before=before.cited_documents)
    told = before.years or before.told_years
    if now.shift and told:
        from_then = now.shift < 0 and _SINCE & set(now.acts)  # how it moved since the year before: up to the year told
        now = replace(now, years=tuple(year + (0 if from_then else now.shift) for year in told))
    wanted = _wanted(before, now, left)
    changes = {
        name: getattr(before, name)
        for label in wanted
        for name in FIELDS[label]
        if (label == "acts" or not getattr(now, name)) and getattr(before, name)
    }
    if now.years or now.period or now.months:
        changes = {name: value for name, value in changes.items() if name not in FIELDS["years"]}
    if not changes:
        return now if now.about_something else replace(now, before=before.text)
    if "acts" in changes:
        changes |= {"modality": before.modality, "measures": now.measures or before.measures}
    elif now.modality == "either":
        changes["modality"] = before.modality
    return replace(now, before=before.text, carried=tuple(sorted(changes)), **changes)


def _wanted(before: Query, now: Query, left: Open) -> set[str]:
    """The labels of ``FIELDS`` that are to be taken from the turn before."""
    keeps = {label for label in FIELDS if left.keeps.get(label, 0.0) >= KEPT}
    if left.act < FAINT and not now.claims:
        keeps |= {"acts"}
    alone = left.keeps.get(ALONE, 0.0)
    named = bool(now.indicators or now.documents or now.areas or now.terms or now.unknown_documents)
    if named and (not keeps - {"acts"} or alone >= KEPT):
        return set()
    if not named and alone >= SURELY_ALONE and left.act >= FAINT:
        return set()
    wanted = set(keeps)
    if not named:
        wanted |= {"subjects", "documents"} if before.indicators else {"subjects", "documents", "acts"} & _open(now)
        likely = left.keeps.get("years", 0.0) >= KEPT / 2
        wanted |= {"years"} if likely or now.acts[:1] in _OF_THE_SAME_TIME else set()
    return wanted - {"subjects"} if now.indicators or now.areas else wanted


def _open(now: Query) -> set[str]:
    """What a question that names nothing leaves open: everything but the acts it states itself."""
    return {"subjects", "documents"} | (set() if now.acts else {"acts"})
