"""Reading figures, dates and words out of a reply's text, without a judge (pure functions).

Numbers come back in canonical form: decimal point, no thousands mark, no trailing zeros.
Citation marks and document numbers are not figures.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_MARK = re.compile(r"\[\d+\]")
_DOCUMENT = re.compile(
    r"\b\d{1,5}(?:/\d{4})?[/-](?=[A-ZĐ])[A-ZĐ][A-Za-zĐđ]*\d{0,2}(?:[-/][A-ZĐ][A-Za-zĐđ]*\d{0,2})*",
)
_NAMED = re.compile(
    r"\b(?:kế hoạch|nghị quyết|quyết định|nghị định|chương trình|chỉ thị|thông tư|công văn|luật|plan|resolution|"
    r"decision|decree|directive|circular|programme|program|law|kh|nq|qđ|nđ)(?:\s+số|\s+no\.?)?\s*"
    r"(?!(?:19|20)\d\d\b)\d{1,4}(?:/\d{4})?\b"
    r"(?![.,]\d)(?!\s*(?:%|bậc|điểm|phần trăm|places?|points?|ranks?|per ?cent))",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"\b(?:phần|part)\s+[ivxlc]+\b(?:\s*[,.]\s*[^\W\d]+(?:\s[^\W\d]+)?\s+\d+)*|"
    r"\b(?:điều|khoản|article|clause)\s+\d+(?:\.\d+)*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_DATES = (
    re.compile(r"(?<![\d.,/-])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?:ngày\s+)?(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<w>{_MONTH})\.?,?\s+(?P<y>\d{{4}})"),
    re.compile(rf"\b(?P<w>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"),
)
_MONTH_OF_YEAR = re.compile(r"(?<![\d.,/])\d{1,2}/(\d{4})(?!\d)")
_MEASURED = re.compile(
    r"(?P<n>\d+(?:[.,]\d+)*)\s*(?:%|bậc|điểm|phần trăm|places?|ranks?|points?|per ?cent)|"
    r"(?:thứ|hạng|nhóm|group|top)\s+(?P<o>\d+)|(?P<e>\d+)(?:st|nd|rd|th)\b",
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/%-]|[.,]\d)")
_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|đến(?: năm)?|to)\s*((?:19|20)\d\d)\b")
_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n+")
_DENIAL = re.compile(r"\b(?:không|chưa|chẳng|thay vì|mà là|nhầm|sai|not|never|rather|no|isn't|doesn't|instead)\b")


def plain(text: str) -> str:
    """Lower case, composed, with one kind of dash and of space: what words are sought in."""
    composed = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"\s+", " ", re.sub(r"[\u2010-\u2015\u2212]", "-", composed))


def canonical(number: str) -> str:
    """A decimal written one way: ``86.50`` is ``86.5``, ``30.0`` is ``30``."""
    value = Decimal(number)
    return str(value.quantize(Decimal(1))) if value == value.to_integral_value() else str(value.normalize())


def numbers(text: str) -> frozenset[str]:
    """Every number of a text, years and those of dates included, document numbers left out."""
    bare = _without_names(text)
    years = [match["y"] for pattern in _DATES for match in pattern.finditer(bare.lower())]
    for pattern in _DATES:
        bare = pattern.sub(" ", bare.lower())
    bare = _MONTH_OF_YEAR.sub(r" \1 ", bare)
    found = {reading for token in _NUMBER.findall(bare) for reading in _readings(token)}
    return frozenset(found | set(years))


def measured(text: str) -> frozenset[str]:
    """The numbers a text gives as a measure: percentages, ranks, points, groups."""
    bare = _without_names(text).lower()
    tokens = [match["n"] or match["o"] or match["e"] for match in _MEASURED.finditer(bare)]
    return frozenset(reading for token in tokens for reading in _readings(token))


def years(text: str) -> frozenset[str]:
    """The single years a text names: no periods, no dates, no document numbers."""
    bare = plain(_without_names(text))
    for pattern in (*_DATES, _PERIOD):
        bare = pattern.sub(" ", bare)
    return frozenset(_YEAR.findall(bare))


def dates(text: str) -> frozenset[str]:
    """Every full date of a text, as ISO dates."""
    found = set()
    for pattern in _DATES:
        for match in pattern.finditer(plain(text)):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else _month(parts["w"])
            found.add(f"{int(parts['y']):04}-{month:02}-{int(parts['d']):02}")
    return frozenset(found)


def claimed(text: str, question: str) -> frozenset[str]:
    """The numbers a text claims: all but those of the question that a sentence denies."""
    asked = numbers(question)
    claims: set[str] = set()
    for sentence in _SENTENCE.split(text):
        found = numbers(sentence)
        claims |= found - asked if _DENIAL.search(plain(sentence)) else found
    return frozenset(claims)


def _without_names(text: str) -> str:
    bare = unicodedata.normalize("NFC", text)
    for pattern in (_MARK, _DOCUMENT, _NAMED, _LOCATOR):
        bare = pattern.sub(" § ", bare)
    return bare


def _month(word: str) -> int:
    return next(place for place, name in enumerate(_MONTHS, start=1) if name.startswith(word[:3]))


def _readings(token: str) -> tuple[str, ...]:
    """What a written number may mean; ``1.758`` is a thousand in one language, a decimal in the other."""
    groups = re.split(r"[.,]", token)
    marks = re.findall(r"[.,]", token)
    if not marks:
        return (canonical(token),)
    whole = canonical("".join(groups))
    if len(marks) == 1:
        decimal = canonical(".".join(groups))
        return (decimal, whole) if len(groups[1]) == 3 and len(groups[0]) <= 3 and groups[0] != "0" else (decimal,)
    if all(len(group) == 3 for group in groups[1:]) and len(set(marks)) == 1:
        return (whole,)
    if len(set(marks)) == 2 and marks[-1] not in marks[:-1]:
        return (canonical("".join(groups[:-1]) + "." + groups[-1]),)
    return tuple(canonical(group) for group in groups)
