"""Figures a person states in a question, with their unit and comparator. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation

from bot.meaning.query import Claim
from knowledge.vietnamese import number_value

_UNITS = {
    "%": "%", "percent": "%", "bậc": "bậc", "places": "bậc", "ranks": "bậc", "place": "bậc", "điểm": "điểm",
    "points": "điểm", "point": "điểm", "hạng": "hạng", "nhóm": "nhóm", "group": "nhóm",
}  # fmt: skip
_UNITS_BEFORE = {"nhóm": "nhóm", "group": "nhóm", "hạng": "hạng", "thứ": "hạng", "rank": "hạng", "top": "hạng",
                 "tốp": "hạng", "ranked": "hạng"}  # fmt: skip
_STRICT = {("trên",), ("hơn",), ("vượt",), ("over",), ("more", "than"), ("above",), ("lớn", "hơn")}
_BELOW = {("dưới",), ("nhỏ", "hơn"), ("thấp", "hơn"), ("below",), ("under",), ("less", "than")}
_AT_MOST = {("tối", "đa"), ("không", "quá"), ("at", "most"), ("up", "to"), ("maximum",), ("maximum", "of")}
_AT_LEAST = {("tối", "thiểu"), ("ít", "nhất"), ("từ",), ("at", "least"), ("minimum",), ("minimum", "of")}
_NOT_FIGURES_AFTER = frozenset(
    [
        "of",
        "thang",
        "mức",
        "độ",
        "cấp",
        "level",
        "levels",
        "giai",
        "đoạn",
        "tháng",
        "quý",
        "điều",
        "mục",
        "số",
        "loại",
        "tiêu",
        "no",
        "điểm",
    ]
)
_CLOSING = frozenset(
    ["", "đúng", "phải", "à", "nhỉ", "hay", "không", "chứ", "có", "thì", "or", "right", "is", "correct"]
)


def claims(forms: Sequence[str], taken: Collection[int], english: bool) -> tuple[Claim, ...]:
    """Claims among a question's syllables; tokens in ``taken`` (documents, years, cues) are passed over."""
    found = []
    for place, form in enumerate(forms):
        match = re.fullmatch(r"(\d+(?:[.,]\d+)*)(%?)", form)
        if place in taken or match is None or (not match[2] and re.fullmatch(r"(?:19|20)\d{2}", form)):
            continue
        before = forms[place - 1] if place else ""
        after = forms[place + 1] if place + 1 < len(forms) else ""
        if not match[2] and after == "phần" and place + 2 < len(forms) and forms[place + 2] == "trăm":
            after = "%"
        unit = "%" if match[2] else _UNITS.get(after) or _UNITS_BEFORE.get(before)
        if unit is None and (before in _NOT_FIGURES_AFTER or after not in _CLOSING):
            continue
        try:
            value = number_value(match[1], english)
        except InvalidOperation:
            continue
        found.append(Claim(Decimal(value), unit, _comparator(forms[:place]), form))
    return tuple(found)


def _comparator(before: Sequence[str]) -> str | None:
    last = [tuple(before[-n:]) for n in (1, 2)]
    if any(words in _BELOW for words in last):
        return "<"
    if any(words in _AT_MOST for words in last):
        return "<="
    if any(words in _AT_LEAST for words in last):
        return ">="
    if any(words in _STRICT for words in last):
        return ">"
    return None
