"""The tier of government a clause names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.extraction.ranges import Range, inside

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("none", r"hành chính công cấp tỉnh|quản trị[^,;.]{0,30}cấp tỉnh|năng lực cạnh tranh cấp tỉnh"
             r"|chuyển đổi số cấp tỉnh"
             r"|bộ chỉ số[^,;.]{0,30}cấp tỉnh|cơ sở dữ liệu cấp (?:tỉnh|bộ)"
             r"|cấp \w+(?=\s*\([A-ZĐ][\w -]*\))"  # the name of an index: "Chỉ số xanh cấp tỉnh (PGI)"
             r"|chỉ số(?:(?!\b(?:ở|tại|của|đối với|cho)\b)[^,;.%\d]){1,60}cấp tỉnh(?![^;.]*\bcấp (?:huyện|xã))"
             r"|(?:di tích|bảo vật|đề tài|giải thưởng|lễ hội|danh hiệu)[^,;.%\d]{0,30}cấp (?:quốc gia|tỉnh)"),
    ("centre", r"Trung tâm Phục vụ hành chính công"),
    ("ministry_province", r"cấp bộ,?\s*(?:và\s+)?(?:cấp\s+)?tỉnh|cấp bộ"),
    ("city", r"cấp (?:thành phố|tỉnh|sở)|cấp TP\b"
             r"|thẩm quyền(?:\s+giải quyết)?(?:\s+của)?\s+(?:UBND\s+)?(?:thành phố|tỉnh)"),
    ("district", r"(?:UBND\s+)?cấp huyện|cấp quận|quận,\s*huyện(?:,\s*thị xã)?"
                 r"|huyện,\s*thị xã(?:,\s*thành phố(?:\s+thuộc tỉnh)?)?|(?:các\s+)?quận và huyện"),
    ("commune", r"(?:UBND\s+)?cấp xã|cấp phường|xã,\s*phường(?:,\s*(?:và\s+)?(?:thị trấn|đặc khu))?"
                r"|phường,\s*xã|cấp cơ sở"),
    ("national", r"(?:trên\s+)?(?:phạm vi\s+)?toàn quốc|cấp quốc gia|cấp trung ương"
                 r"|(?<!bình quân )(?<!trung bình )(?<!chung )(?<!bình quân của )(?<!trung bình của )(?<!chung của )"
                 r"(?:trên (?:phạm vi )?)?cả nước"),
)  # fmt: skip
_OTHER_WORD = (  # "trợ cấp xã hội", "hợp tác xã", "thị xã": the same syllables in another word
    r"(?<!\w)(?<!trợ )(?<!cung )(?<!sơ )(?<!trung )(?<!hợp tác )(?<!thị )"
)
_FINDERS = tuple(
    (level, re.compile(rf"{_OTHER_WORD}(?:{pattern})(?!\w| hội\b)", re.IGNORECASE)) for level, pattern in _PATTERNS
)
_PLAIN = {"thành phố": "city", "tỉnh": "city", "huyện": "district", "quận, huyện": "district", "xã": "commune"}
_BARE = re.compile(rf"{_OTHER_WORD}(?:thành phố|tỉnh|huyện|xã)(?!\w| hội\b)", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|và|;|, và)\s*(?:của\s+|ở\s+|tại\s+|đối với\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier where it is named."""

    level: str
    start: int
    end: int


def tiers(text: str, whole: Range, masked: list[Range]) -> tuple[Tier, ...]:
    """The tiers named in a range, in order; a bare "thành phố" counts in a list with other tiers."""
    taken: list[Range] = list(masked)
    found: list[Tier] = []
    for level, finder in _FINDERS:
        for match in finder.finditer(text, *whole):
            if not inside(match.start(), taken):
                taken.append(match.span())
                found += [Tier(level, *match.span())] if level != "none" else []
    for match in _BARE.finditer(text, *whole):
        if not inside(match.start(), taken) and _beside_tier(text, match.span(), found):
            found.append(Tier(_PLAIN[match.group().lower()], *match.span()))
    return tuple(sorted(found, key=lambda tier: tier.start))


def _beside_tier(text: str, place: Range, found: list[Tier]) -> bool:
    """Whether a tier already known stands next to a place in a list."""
    return any(
        (other.start >= place[1] and _LISTED.fullmatch(text, place[1], other.start))
        or (other.end <= place[0] and _LISTED.fullmatch(text, other.end, place[0]))
        for other in found
    )


def only(found: tuple[Tier, ...]) -> str | None:
    """The one level named; None when none or several are."""
    levels = {tier.level for tier in found}
    return levels.pop() if len(levels) == 1 else None


def row(text: str, found: tuple[Tier, ...], count: int) -> tuple[Tier, ...]:
    """The first ``count`` different tiers that stand in a list side by side; () when there is no such list."""
    for first in range(len(found) - count + 1):
        part = found[first : first + count]
        joined = all(_LISTED.fullmatch(text, a.end, b.start) for a, b in pairwise(part))
        if joined and len({tier.level for tier in part}) == count:
            return part
    return ()
