"""The tier of government a clause names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.extraction.ranges import Range, inside
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases
from knowledge.vietnamese import CAPITALS


@dataclass(frozen=True, slots=True)
class LevelWords:
    """The section ``levels`` of the words."""

    names: Phrases
    names_apart: Phrases
    named_tier: Phrases
    tier: Phrases
    index: Phrases
    index_ends: Phrases
    index_province: Phrases
    index_lower: Phrases
    honours: Phrases
    honours_tier: Phrases
    centre: Phrases
    ministry_province: Phrases
    city: Phrases
    district: Phrases
    commune: Phrases
    national: Phrases
    bare_city: Phrases
    bare_district: Phrases
    bare_commune: Phrases
    other_word_before: Phrases
    other_word_after: Phrases
    placed: Phrases


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier where it is named."""

    level: str
    start: int
    end: int


class LevelGrammar:
    """Finds tiers."""

    def __init__(self, words: LevelWords, shared: SharedWords) -> None:
        names = (
            rf"{words.names}|{words.names_apart}[^,;.]{{0,30}}{words.named_tier}"
            rf"|{words.tier} \w+(?=\s*\([{CAPITALS}][\w -]*\))"  # the name of an index: "Chỉ số xanh cấp tỉnh (PGI)"
            rf"|{words.index}(?:(?!\b{words.index_ends}\b)[^,;.%\d]){{1,60}}{words.index_province}"
            rf"(?![^;.]*\b{words.index_lower})"
            rf"|{words.honours}[^,;.%\d]{{0,30}}{words.honours_tier}"
        )
        kinds = {
            "none": names,
            "centre": words.centre,
            "ministry_province": words.ministry_province,
            "city": words.city,
            "district": words.district,
            "commune": words.commune,
            "national": words.national,
        }
        # "trợ cấp xã hội", "hợp tác xã", "thị xã": the same syllables in another word
        first = "".join(rf"(?<!{word} )" for word in words.other_word_before.written)
        last = rf"(?!\w| {words.other_word_after}\b)"
        self._named = tuple(
            (level, re.compile(rf"(?<!\w){first}(?:{kind}){last}", re.IGNORECASE)) for level, kind in kinds.items()
        )
        bare = {"city": words.bare_city, "district": words.bare_district, "commune": words.bare_commune}
        self._levels = {word: level for level, kind in bare.items() for word in kind.written}
        self._bare = re.compile(
            rf"(?<!\w){first}(?:{words.bare_city}|{words.bare_district}|{words.bare_commune}){last}", re.IGNORECASE
        )
        self._listed = re.compile(
            rf"\s*(?:,|{shared.conjunction}|;|, {shared.conjunction})\s*(?:{words.placed}\s+)?", re.IGNORECASE
        )

    def tiers(self, text: str, whole: Range) -> tuple[Tier, ...]:
        """The tiers named in a range, in order; a bare "thành phố" counts in a list with other tiers."""
        taken: list[Range] = []
        found: list[Tier] = []
        for level, named in self._named:
            for match in named.finditer(text, *whole):
                if not inside(match.start(), taken):
                    taken.append(match.span())
                    found += [Tier(level, *match.span())] if level != "none" else []
        for match in self._bare.finditer(text, *whole):
            if not inside(match.start(), taken) and self._beside_tier(text, match.span(), found):
                found.append(Tier(self._levels[match.group().lower()], *match.span()))
        return tuple(sorted(found, key=lambda tier: tier.start))

    def row(self, text: str, found: tuple[Tier, ...], count: int) -> tuple[Tier, ...]:
        """The first ``count`` different tiers that stand in a list side by side; () when there is no such list."""
        for first in range(len(found) - count + 1):
            part = found[first : first + count]
            joined = all(self._listed.fullmatch(text, a.end, b.start) for a, b in pairwise(part))
            if joined and len({tier.level for tier in part}) == count:
                return part
        return ()

    def _beside_tier(self, text: str, place: Range, found: list[Tier]) -> bool:
        """Whether a tier already known stands next to a place in a list."""
        return any(
            (other.start >= place[1] and self._listed.fullmatch(text, place[1], other.start))
            or (other.end <= place[0] and self._listed.fullmatch(text, other.end, place[0]))
            for other in found
        )


def only(found: tuple[Tier, ...]) -> str | None:
    """The one level named; None when none or several are."""
    levels = {tier.level for tier in found}
    return levels.pop() if len(levels) == 1 else None
