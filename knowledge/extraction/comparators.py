"""The words around a figure that say how it binds: "tối thiểu", "trên", "... trở lên", "bình quân", "phấn đấu"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.ranges import Range

_AT_LEAST = (
    "không được thấp hơn|không được dưới|không thấp hơn mức|không thấp hơn|không dưới mức|không dưới"
    "|không ít hơn|không nhỏ hơn|tối thiểu|ít nhất|chí ít"
    "|thấp nhất|đạt và vượt|đạt hoặc vượt|bằng hoặc cao hơn|bằng hoặc trên|từ|≥|>="
)
_AT_MOST = (
    "không được vượt quá|không được vượt|không được quá|không được cao hơn|không được trên"
    "|không để vượt quá|không để quá|không để vượt|không vượt quá|không quá|không cao hơn"
    "|không nhiều hơn|không lớn hơn|không trên|không hơn|không vượt|tối đa"
    "|nhiều nhất|cao nhất|chậm nhất|lâu nhất|≤|<="
)
_OVER = (
    "lớn hơn|cao hơn|nhiều hơn|vượt quá|vượt mức|vượt|trên"
    "|(?<!sớm )(?<!muộn )(?<!tốt )(?<!nhanh )(?<!ngắn )(?<!gọn )hơn|>"
)
_UNDER = "thấp hơn|nhỏ hơn|ít hơn|nhanh hơn|dưới|chưa đến|chưa tới|<"
_WORDS: tuple[tuple[str, str], ...] = (
    (">=", _AT_LEAST),
    ("<=", _AT_MOST),
    (">", _OVER),
    ("<", _UNDER),
    ("average", "bình quân|trung bình"),
    ("aim", "phấn đấu|cố gắng"),
    ("must", "phải|cần"),
    ("change", "tăng trưởng|tăng thêm|tăng|giảm thiểu|giảm bớt|giảm|tăng lên|giảm xuống|giảm đi|cắt giảm"
               "|tiết giảm|tinh giản|rút ngắn"),
    ("yearly", "mỗi năm|hằng năm|hàng năm|từng năm"),
    ("reach", "lên thành|cơ bản|tiến tới|tiến đến|hướng tới|hướng đến|đóng góp|đạt tỷ lệ|đạt tỉ lệ|đạt mức|đạt"
    "|ở mức|với mức|mức|với tỷ lệ|là|chiếm|còn|(?<!trở )lên"
              "|(?<!trở )xuống|tới|đến|bằng|gấp"),
    ("have", "có được|có thêm|có|được|để|cho|bảo đảm|đảm bảo"),
    ("about", "sau|trong vòng|trong thời hạn|trong thời gian|khoảng|gần|xấp xỉ|cỡ|thêm|ít ra|đúng"
              "|lần lượt là|lần lượt|tương ứng với|tương ứng là|tương ứng|đều"),
    ("in", "nằm trong|đứng trong|xếp trong|lọt vào|trong số|trong|thuộc|vào|ở|nhóm|top|tốp|xếp thứ"
           "|đứng thứ|hạng|xếp hạng"
     "|vị trí thứ|vị trí|thứ hạng|thứ|xếp|đứng|giữ|duy trì|giữ vững"),
)  # fmt: skip
_BEFORE = {tag: re.compile(rf"(?:^|(?<=[\s,(:;“\"]))(?:{words})\s*$", re.IGNORECASE) for tag, words in _WORDS}
_COMPARING = (">=", "<=", ">", "<")
_OR_MORE = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:trở lên|hoặc cao hơn|hoặc hơn|hoặc vượt)\b", re.IGNORECASE)
_OR_LESS = re.compile(r"\s*(?:trở xuống|hoặc thấp hơn)\b", re.IGNORECASE)
_LATER_OR_MORE = re.compile(r"(?:(?!\btừ\b)[^;.%])*?\btrở lên\b", re.IGNORECASE)
_AVERAGE_AFTER = re.compile(r"\s*(?:/năm\s+)?(?:bình quân|trung bình)\b(?!\s+(?:đầu|của|cả nước))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Binding:
    """How a figure binds, and the range of the words that say so (the figure lies inside)."""

    comparator: str | None  # None: no word says; the figure stands bare
    tags: frozenset[str]  # which kinds of word stand before the figure: reach, change, have, average, aim, must, yearly
    start: int
    end: int
    later: Range | None = None  # a "trở lên" that stands away from its figure


def binding(text: str, floor: int, figure: Range, ceiling: int) -> Binding:
    """The words that bind a figure, read leftwards from it to ``floor`` and rightwards to ``ceiling``."""
    start, tags, comparator = figure[0], [], None
    while found := _word_before(text, floor, start):
        tag, start = found
        if tag in _COMPARING and comparator is None:
            comparator = tag
            tags.append("from" if text[start:].startswith(("từ", "Từ")) else "compared")
        tags.append(tag)
    end, later = figure[1], None
    if more := _OR_MORE.match(text, end, ceiling):
        comparator, end = ">=", more.end()
    elif less := _OR_LESS.match(text, end, ceiling):
        comparator, end = "<=", less.end()
    elif "from" in tags and (away := _LATER_OR_MORE.match(text, end, ceiling)):
        later = (away.end() - len("trở lên"), away.end())
    if after := _AVERAGE_AFTER.match(text, end, ceiling):
        tags.append("average")
        end = after.end()
    return Binding(comparator, frozenset(tags), start, end, later)


def _word_before(text: str, floor: int, place: int) -> tuple[str, int] | None:
    """The kind and start of the longest binding word that ends where ``place`` begins."""
    before = text[max(floor, place - 24) : place]
    best: tuple[str, int] | None = None
    for tag, pattern in _BEFORE.items():
        found = pattern.search(before)
        if found and (best is None or found.start() < best[1]):
            best = (tag, found.start())
    return (best[0], max(floor, place - 24) + best[1]) if best else None
