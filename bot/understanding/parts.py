"""Whether a figure of a part of an index is asked: "điểm công khai, minh bạch trong PAPI 2024". Pure.

The figures of the whole index are no answer to that, however much the words agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

_PARTS = ("phần", "tiêu chí", "yếu tố", "trục", "chỉ số thành phần", "nội dung", "component", "dimension")
_SCORED = ("điểm", "hài lòng về", "hài lòng với", "score for", "score on", "scored on", "scored for", "rate for")
_NO_NAME = {
    "trăm", "nào", "mấy", "gì", "này", "đó", "số", "trong", "của", "và", "là", "được", "đạt", "cộng", "đánh", "giá",
    "trên", "theo", "lớn", "chính", "đo", "cần", "score", "scores",
}  # fmt: skip
_COUNTING = {"mấy", "nhiêu", "các", "những", "many"}  # "mấy phần cấu thành?" names none
_REACH = 4  # words after the head among which the part is named


def part_of_index(forms: Sequence[str], index: Collection[int], unknown: Set[int]) -> bool:
    """Whether a part is named before or after the index.

    ``index``: tokens that name the index; ``unknown``: tokens no slot accounts for. "Phần …" names a part whatever
    follows it; a score names one only with words that are nothing else.
    """
    for place in range(len(forms)):
        if place in index or (place and forms[place - 1] in _COUNTING):
            continue
        if (after := _after(forms, place, _PARTS)) and _named(forms, after, index):
            return True
        if (after := _after(forms, place, _SCORED)) and unknown & set(range(after, _end(after, index))):
            return True
    return False


def _named(forms: Sequence[str], after: int, index: Collection[int]) -> bool:
    """Whether what follows a head is a name and no question word or number."""
    if after >= len(forms) or after in index:
        return False
    return forms[after] not in _NO_NAME and not forms[after][:1].isdigit()


def _after(forms: Sequence[str], place: int, heads: Sequence[str]) -> int | None:
    """Where the words after a head begin, when one stands here."""
    for head in heads:
        words = head.split()
        if list(forms[place : place + len(words)]) == words:
            return place + len(words)
    return None


def _end(start: int, index: Collection[int]) -> int:
    """Up to where a part may be named: a few words on, or the index itself."""
    return min([start + _REACH, *(i for i in index if i >= start)])
