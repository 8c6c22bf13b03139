"""What two turns told, side by side: "chênh nhau mấy điểm?", "hai năm đó năm nào cao hơn?". Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.conversation import Turn
from bot.understanding.question import Question
from knowledge.register.values import INDICES

_MOVED = re.compile(  # what two turns told is held against each other
    r"\b(?:tăng hay giảm|giảm hay tăng|lên hay xuống|(?:hơn|kém) (?:mấy|bao nhiêu)|up or down|by how much)\b"
)
_YEAR_BEFORE = re.compile(
    r"\b(?:so với|hơn|kém|từ) (?:cùng kỳ )?năm (?:liền )?(?:trước|ngoái)\b"
    r"|\b(?:than|from|over|against) the (?:year before|previous year)\b"
)
_BOTH_YEARS = re.compile(r"\b(?:hai|2) năm (?:đó|này|ấy|trên)\b|\bthose two years\b")


def beside_the_turn_before(turn: Turn, current: Question) -> Question:
    """ "Chênh nhau mấy điểm?", "tăng mấy bậc?": the two years, documents or levels last asked about, side by side."""
    previous, before = turn.question, turn.before
    risen = (
        "rank_gain" in current.measures and "tăng" in current.text.split() and bool(INDICES & set(previous.indicators))
    )
    if _MOVED.search(current.text):
        current = replace(current, asks=current.asks | {"compare"})
    if not ("compare" in current.asks or risen):
        return current
    if previous.nationwide and not current.years:
        return replace(current, nationwide=True)
    if len(current.years) == 1 and len(previous.years) == 1 and current.years != previous.years:
        return replace(current, years=tuple(sorted((*current.years, *previous.years))), base=None)
    if before is None or before.indicators != previous.indicators or current.years or current.levels:
        return current
    if risen:
        current = replace(current, asks=current.asks | {"compare"}, measures=frozenset({"rank"}))
    for slot in ("years", "levels", "documents"):
        own, earlier = getattr(previous, slot), getattr(before, slot)
        if len(own) == 1 and len(earlier) == 1 and own != earlier:
            both: dict[str, Any] = {slot: tuple(sorted((*earlier, *own)))}
            return replace(current, **both)
    return current


def years_side_by_side(turn: Turn, current: Question) -> Question:
    """ "Tụt mấy bậc so với năm trước?", "hai năm đó năm nào cao hơn?": two years of an index, compared."""
    previous, before = turn.question, turn.before
    if current.years or current.indicators or not INDICES & set(previous.indicators):
        return current
    years: tuple[int, ...] = ()
    if _YEAR_BEFORE.search(current.text.lower()) and len(previous.years) == 1:
        years = (previous.years[0] - 1, previous.years[0])
    elif _BOTH_YEARS.search(current.text.lower()) and before is not None:
        years = tuple(sorted({*previous.years, *before.years}))
    if len(years) != 2:
        return current
    measures = frozenset({"rank"}) if "rank_gain" in current.measures else current.measures
    return replace(current, years=years, measures=measures, asks=(current.asks - {"deadline"}) | {"compare"})
