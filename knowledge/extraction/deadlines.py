"""When a target falls due, as clauses say it: đến năm, trong năm, hằng năm, giai đoạn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction.ranges import Range, inside

_YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d|\s?%|[.,]\d|/[A-ZĐ])"
_MONTH = r"(?:tháng\s+\d{1,2}\s*(?:/|-|năm\s+|\s)\s*)"
_QUARTER = r"(?:quý\s+(?:[IV]{1,3}|\d)\s*(?:/|-|năm\s+|\s)\s*)"
_DAY = r"(?:(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+(?:năm\s+)?)"
_WHEN = rf"(?:{_DAY}|{_QUARTER}|{_MONTH})?(?:năm\s+)?"
_EDGE = r"(?:(?:hết|cuối|đầu|giữa|trước|mốc|thời điểm)\s+)*"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("since", rf"(?:kể\s+)?từ\s+(?:năm|{_MONTH}|{_DAY})\s*{_YEAR}(?:\s+trở đi|\s+trở về sau)(?!\s*(?:đến|[-–]))"),
    ("by", rf"(?:đến|tới)\s+(?:cuối|hết)\s+(?:nhiệm kỳ|giai đoạn)\s+{_YEAR}\s*[-–—]\s*{_YEAR}"),
    ("since", rf"từ\s+(?:ngày\s+)?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\s+đến\s+(?:hết\s+)?(?:ngày\s+)?"
              rf"\d{{1,2}}/\d{{1,2}}/{_YEAR}"),
    ("since", rf"(?:với\s+)?tầm nhìn\s+(?:đến\s+)?(?:năm\s+)?{_YEAR}"),
    ("none", rf"(?:Luật|Bộ luật|Hiến pháp|Pháp lệnh)\s[^,;.%]{{0,60}}?năm\s+{_YEAR}"),
    ("period", rf"(?:trong\s+|cho\s+|cả\s+)*(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học|các năm"
               rf"|\d{{1,2}} năm)?\s*(?:từ\s+)?(?:năm\s+)?"
               rf"{_YEAR}\s*(?:[-–—]|đến(?:\s+hết)?(?:\s+năm)?)\s*{_YEAR}"),
    ("years", rf"(?:lần lượt|tương ứng)\s+(?:là\s+)?(?:(?:đến|vào|trong|cho|tới)\s+)?(?:hết\s+|cuối\s+)?năm\s+{_YEAR}"
              rf"(?:\s*(?:,|;|và)+\s*(?:(?:đến|vào|trong|cho|tới)\s+)?(?:hết\s+|cuối\s+)?(?:năm\s+)?{_YEAR})+"
              rf"(?!\s*(?:đạt|là|:|\d))"),
    ("years", rf"(?:(?:trong|vào|đến|cho|của)\s+)*(?:các\s+|\d\s+)?năm\s+{_YEAR}(?:\s*[,;]\s*(?:năm\s+)?{_YEAR})*"
              rf"\s*(?:,|;|và)\s*(?:năm\s+)?{_YEAR}"),
    ("by", rf"(?:từ nay\s+)?(?:chậm nhất\s+)?(?:tính\s+)?(?:là\s+)?(?:trong\s+)?(?:đến|tới|trước"
           rf"|chậm nhất(?:\s+(?:là|vào))?)\s+"
           rf"{_EDGE}{_WHEN}{_YEAR}"),
    ("by", rf"(?:vào\s+)?(?:cuối|hết)\s+{_WHEN}{_YEAR}"),
    ("since", rf"(?:kể\s+)?(?:từ|sau)\s+(?:đầu\s+|cuối\s+|hết\s+)*{_WHEN}{_YEAR}"),
    ("in", rf"(?:(?:ngay|trong|vào|cho|của)\s+)*(?:{_QUARTER}|{_MONTH}|(?:\d|sáu|chín"
           rf"|ba)\s+tháng\s+(?:đầu|cuối)\s+)(?:năm\s+)?{_YEAR}"),
    ("in", rf"(?:(?:ngay|trong|vào|cho|của|cả)\s+)*năm\s+{_YEAR}"),
    ("in", rf"{_YEAR}(?=\s+(?:đạt|là)\s)"),
    ("yearly", r"(?:trong\s+)?(?:hằng năm|hàng năm|mỗi năm|từng năm)"),
)  # fmt: skip
_FINDERS = tuple((kind, re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)) for kind, pattern in _PATTERNS)
_FOUR = re.compile(_YEAR)
_OF_DOCUMENT = re.compile(
    r"(?:kế hoạch|nghị quyết|quyết định|chỉ thị|chương trình|đề án|văn bản|công văn|báo cáo|bản tin|tin"
    r"|bài báo|tiêu đề)"
    r"(?!\w)(?:(?!\b(?:đặt|yêu cầu|nêu|phấn đấu|giao|đạt)\b)[^,;:.%]){0,60}$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?<!\w)khoảng\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline where it stands; ``years`` are all it names, the last one is when it falls due."""

    kind: str  # by, in, yearly, period, years; since: a year that sets no deadline
    years: tuple[int, ...]
    start: int
    end: int

    @property
    def place(self) -> Range:
        """Where it stands."""
        return self.start, self.end

    @property
    def year(self) -> int | None:
        """The last year named."""
        return self.years[-1] if self.years else None


def deadlines(text: str, whole: Range, masked: list[Range]) -> tuple[Due, ...]:
    """The deadlines of a range in order; years of comparisons (``masked``) and of names are none."""
    taken: list[Range] = list(masked)
    found: list[Due] = []
    for kind, finder in _FINDERS:
        for match in finder.finditer(text, *whole):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            if inside(start, taken) or inside(match.end() - 1, taken):
                continue
            taken.append((start, match.end()))
            if kind != "none":
                years = tuple(int(y) for y in _FOUR.findall(match.group()))
                found.append(Due(kind, years, start, match.end()))
    return _of_targets(text, sorted(found, key=lambda due: due.start))


def _of_targets(text: str, found: list[Due]) -> tuple[Due, ...]:
    """The deadlines without the date of a document beside one of its targets: "Kế hoạch tháng 8/2019 ... đến 2020"."""
    documents = [
        due for due in found if due.kind == "in" and _OF_DOCUMENT.search(text[max(0, due.start - 90) : due.start])
    ]
    others = [due for due in found if due.kind not in {"since", "yearly"} and due not in documents]
    dropped = [due for due in documents if others] + [
        d for d in found if _ABOUT.search(text[max(0, d.start - 8) : d.start])
    ]
    return tuple(replace(due, kind="since") if due in dropped else due for due in found)


def stated(dues: tuple[Due, ...], per_year: bool) -> tuple[str | None, int | None]:
    """The kind and year that several deadlines of one figure come to; ``per_year``: its unit says "/năm"."""
    yearly = per_year or any(due.kind == "yearly" for due in dues)
    dated = [due for due in dues if due.kind != "yearly"]
    if not dated:
        return ("yearly", None) if yearly else (None, None)
    strongest = min(dated, key=lambda due: ("by", "years", "in", "period").index(due.kind))
    kind = {"years": "period"}.get(strongest.kind, strongest.kind)
    if yearly and (kind == "by" or (kind == "period" and not per_year)):
        kind = "yearly_until"
    return kind, strongest.year
