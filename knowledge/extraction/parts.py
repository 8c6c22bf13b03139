"""The parts of a clause: each figure, or row of figures, with the words that are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.extraction.comparators import Binding, binding
from knowledge.extraction.deadlines import Due
from knowledge.extraction.figures import Figure
from knowledge.extraction.levels import Tier, row
from knowledge.extraction.ranges import Range

_JOINED = re.compile(r"\s*(?:,|;|và|,\s*và|;\s*và)\s*", re.IGNORECASE)
_SHARED_ROW = re.compile(r"lần lượt|tương ứng", re.IGNORECASE)
_PARTING = re.compile(r",(?!\d)|;|:|(?<!\w)(?:và|còn|trong đó|riêng|đồng thời)(?!\w)", re.IGNORECASE)
_STARTS = re.compile(
    r"\s*(?:(?:và|đồng thời|còn|trong đó|riêng)\s+)*(?:đến\s+(?:hết\s+|cuối\s+)?(?:năm|ngày|tháng|quý)"
    r"|trước\s+(?:năm|ngày)"
    r"|trong năm|năm\s+(?:19|20)|giai đoạn|hằng năm|hàng năm|mỗi năm|phấn đấu|t[ỷỉ] lệ|mức độ|chỉ số|số lượng|thời gian"
    r"|thứ hạng|tốc độ|tích hợp|cung cấp|số hóa|hoàn thành|bảo đảm|đảm bảo|giảm\s|tăng\s|cắt giảm"
    r"|rút ngắn|cấp (?:xã|huyện|tỉnh))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure (or a row that shares its words) with its share of the clause."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    bindings: tuple[Binding, ...]
    bracketed: bool = False

    @property
    def lead(self) -> Range:
        """The words before what binds the figure."""
        return self.start, max(self.start, self.bindings[0].start)

    @property
    def tail(self) -> Range:
        """The words after the figure."""
        return min(self.bindings[-1].end, self.end), self.end

    @property
    def tags(self) -> frozenset[str]:
        """Kinds of binding words before the first figure."""
        return self.bindings[0].tags

    @property
    def comparator(self) -> str | None:
        """The comparator its words state; a "trở lên" after a row holds for the row."""
        return next((b.comparator for b in self.bindings if b.comparator), None)


def parts(
    text: str, whole: Range, found: tuple[Figure, ...], dues: tuple[Due, ...], named: tuple[Tier, ...]
) -> tuple[Part, ...]:
    """The parts of a range of ``text`` in order; ``found``, ``dues`` and ``named`` are those that stand in it."""
    if not found:
        return ()
    bound = _bound(text, whole, found)
    rows = _rows(text, whole, found, bound, dues, named)
    cuts = [whole[0]]
    for before, after in pairwise(rows):
        cuts.append(_cut(text, bound[before[-1]].end, bound[after[0]].start))
    cuts.append(whole[1])
    return tuple(
        Part(start, end, tuple(found[i] for i in members), tuple(bound[i] for i in members))
        for members, (start, end) in zip(rows, pairwise(cuts), strict=True)
    )


def _bound(text: str, whole: Range, found: tuple[Figure, ...]) -> list[Binding]:
    floors = [whole[0], *(figure.end for figure in found)]
    ceilings = [*(figure.start for figure in found[1:]), whole[1]]
    return [binding(text, floors[i], figure.place, ceilings[i]) for i, figure in enumerate(found)]


def _rows(
    text: str,
    whole: Range,
    found: tuple[Figure, ...],
    bound: list[Binding],
    dues: tuple[Due, ...],
    named: tuple[Tier, ...],
) -> list[list[int]]:
    """Indices of figures that share their words: joined by commas alone, and something to share them out to."""
    joined: list[list[int]] = [[0]]
    for i in range(1, len(found)):
        if _JOINED.fullmatch(text, bound[i - 1].end, bound[i].start):
            joined[-1].append(i)
        else:
            joined.append([i])
    rows: list[list[int]] = []
    for members in joined:
        count = len(members)
        shared = (
            _SHARED_ROW.search(text, *whole)
            or row(text, named, count)
            or any(due.kind == "years" and len(due.years) == count for due in dues)
        )
        rows += [members] if count == 1 or shared else [[i] for i in members]
    return rows


def _cut(text: str, start: int, end: int) -> int:
    """Where one part ends and the next begins, between a figure and the words that bind the next."""
    partings = list(_PARTING.finditer(text, start, end))
    for parting in partings:
        if _STARTS.match(text, parting.start() if parting.group().isalpha() else parting.end()):
            return parting.start()
    return partings[-1].start() if partings else end
