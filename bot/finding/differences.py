"""What two results differ by, with the arithmetic shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.finding.finding import Derivation, Statement
from bot.finding.phrases import number, raised, result_when
from knowledge.documents import Confidence
from knowledge.register.register import Register
from knowledge.register.values import Result

_UNIT_WORDS = {"percent", "rank", "score"}  # measures whose difference has a meaning, and a word of its own


def _way(earlier: Result, later: Result) -> str | None:
    """Which way a figure went between two years; a rank that grows is one that falls. None within a year."""
    if earlier.year == later.year:
        return None
    went = "up" if later.number > earlier.number else "down"
    return f"{went}_rank" if earlier.measure == "rank" else went


def differences(results: Sequence[Result], register: Register, language: str) -> list[Statement]:
    """The arithmetic of each measure that is told twice, in the same scale and by sources that agree."""
    said = []
    for measure in dict.fromkeys(r.measure for r in results):
        pair = [r for r in results if r.measure == measure]
        if len(pair) != 2 or not pair[0].is_alike(pair[1]) or measure not in _UNIT_WORDS:
            continue
        if any(r.above for r in pair):
            continue  # only a lower bound is known
        if len({r.level for r in pair}) > 1 and len({r.year for r in pair}) > 1:
            continue  # a tier in one year and another in another year differ in two ways
        if pair[0].number == pair[1].number or any(r.confidence is Confidence.CONFLICT for r in pair):
            continue  # where sources disagree no difference is reckoned
        earlier, later = sorted(pair, key=lambda r: r.year)
        derived = Derivation(max(r.number for r in pair), min(r.number for r in pair))
        unit = prompts.say(language, f"compare.unit_{measure}")
        values = {
            "high": number(str(derived.high), language),
            "low": number(str(derived.low), language),
            "difference": number(str(derived.difference), language),
            "unit": unit,
        }
        cited = tuple(register.cite(r.place) for r in pair)
        way = _way(earlier, later)
        if way:
            values |= {
                "earlier": result_when(earlier, language),
                "later": raised(result_when(later, language)),
            }
        said.append(
            Statement(f"compare.results_{way}" if way else "compare.results", values, cited, derivation=derived)
        )
    return said
