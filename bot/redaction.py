"""Personal data out of a text before it is logged or stored: numbers of people covered, figures of documents left.

What is covered: identity cards (CCCD 12 digits, CMND 9), Vietnamese telephone numbers, e-mail addresses, bank cards,
tax codes. Amounts, years, dates, and the numbers of documents stay. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

COVER = "[***]"  # the same in both languages, and no digit in it
FEWEST_DIGITS = 9
MOST_GROUPS = 10  # a number in more pieces than this is several

_SPACE = "[ \u00a0\u2009\u202f]"
_GAP = "[ ._\\-\u2013\u00a0\u2009\u202f\u200b]"
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+(?:@| @ |[(\[]at[)\]])[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
_AT = re.compile(r"@|[(\[]at[)\]]", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_ARTICLE = re.compile(r"(?<=[a-z0-9_]-)\d{9,}(?=\.[a-z]{2,5}\b)")  # the running number in "...-2655250806190949.htm"
_LINK = re.compile(rf"{_GAP}?[()]?{_GAP}?[()]?|{_SPACE}[.\-\u2013]{_SPACE}")  # what may stand within one number
_LEAD = (  # what says whose number it is; many type without marks
    "cmnd|cmt|cccd|chứng minh(?: nhân dân| thư)?|căn cước(?: công dân)?|định danh(?: cá nhân)?|mã số thuế|mst|số thẻ"
    "|chung minh(?: nhan dan| thu)?|can cuoc(?: cong dan)?|dinh danh(?: ca nhan)?|ma so thue|so the|stk"
    "|(?:id|identity) card|citizen id|tax code|card number"
)
_WORD_BETWEEN = (
    "số|là|của|tôi|mình|em|cá nhân|công ty|doanh nghiệp|so|la|cua|toi|minh|ca nhan|cong ty|doanh nghiep"
    "|number|no|is|[:=(-]"
)
_TOLD = re.compile(  # a number said to be one, however it is grouped
    rf"\b(?:{_LEAD})(?:{_SPACE}*(?:{_WORD_BETWEEN}))*{_SPACE}*(\d(?:{_GAP}?\d){{8,18}})(?!\d)", re.IGNORECASE
)
_ABROAD = re.compile(rf"(?<=\+)[1-9]\d{{0,2}}(?:{_GAP}?\d){{7,12}}(?!\d)")
_MONEY = re.compile(
    rf"{_SPACE}*(?:đồng(?!{_SPACE}*chí)|đ\b|vnđ|vnd|usd|dong\b|tỷ|tỉ\b|ty\b|triệu|trieu\b|%)", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"{_SPACE}*(?:hồ sơ|lượt|giao dịch|văn bản|dịch vụ|thủ tục|ho so|luot|giao dich|van ban|dich vu|thu tuc"
    "|files|records|transactions)",
    re.IGNORECASE,
)
_DECIMALS = re.compile(r"[.,]\d")
_FRACTION = re.compile(r"\d[.,]$")
_NEXT_THOUSAND = re.compile(rf"{_SPACE}\d{{3}}(?!\d)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DATED = re.compile(rf"\d{{1,2}}([.\-])(?:\d{{1,2}}\1)?(?:19|20)\d\d(?={_GAP}|$)")
_DECIMAL = re.compile(rf"0\.\d{{1,4}}{_SPACE}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(rf"(?:(?:19|20)\d\d{_GAP}?)+")
_CITIZEN_SHAPES = {(3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 1, 2, 6), (3, 9), (3, 3, 6)}
_CARD_SHAPES = {(8, 8), (6, 10), (6, 13)}


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """Characters ``start`` to ``end`` (exclusive) of a text that are somebody's."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """Groups of digits that may be read as one number, in their text."""

    text: str
    start: int
    end: int
    groups: tuple[str, ...]

    @property
    def said(self) -> str:
        return self.text[self.start : self.end]

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(group) for group in self.groups)

    @property
    def gaps(self) -> set[str]:
        return set(re.findall(r"\D+", self.said))

    def after(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.text, self.end) is not None

    @property
    def continues(self) -> bool:
        """Whether it is the middle of a longer figure, such as of 1.012.345.678."""
        if re.search(
            rf"(?<!\d)\d{{1,3}}(?:[.,]|{_SPACE})$", self.text[max(0, self.start - 5) : self.start]
        ) or self.after(_DECIMALS):
            return True
        return not self.digits.startswith("0") and self.after(_NEXT_THOUSAND)


def redacted(text: str) -> str:
    """The text with every piece of personal data covered; the very text when there is none."""
    pieces, last = [], 0
    for secret in secrets_in(text):
        pieces += [text[last : secret.start], COVER]
        last = secret.end
    return "".join(pieces) + text[last:] if pieces else text


def secrets_in(text: str) -> tuple[Secret, ...]:
    """Where personal data stand, in order, none overlapping another."""
    found = [Secret(*match.span()) for match in _EMAIL.finditer(text)] if _AT.search(text) else []
    if sum(character.isdecimal() for character in text) >= FEWEST_DIGITS:
        found += [Secret(*told.span(1)) for told in _TOLD.finditer(text) if not _YEARS.fullmatch(told[1])]
        found += [Secret(*match.span()) for match in _ABROAD.finditer(text) if not _is_amount(match)]
        found += _numbers(text)
    return _merged(found)


def _numbers(text: str) -> Iterator[Secret]:
    articles = [
        (address.start() + number.start(), address.start() + number.end())
        for address in _ADDRESS.finditer(text)
        for number in _ARTICLE.finditer(address[0])
    ]
    for number in _readings(text):
        if any(number.start < end and start < number.end for start, end in articles):
            continue
        if any(kind(number) for kind in _KINDS):
            yield Secret(number.start, number.end)


def _readings(text: str) -> Iterator[_Number]:
    """Every run of neighbouring groups that has the length of a number of somebody."""
    groups = list(re.finditer(r"\d+", text))
    for first, begin in enumerate(groups):
        length = 0
        for place in range(first, min(first + MOST_GROUPS, len(groups))):
            here = groups[place]
            if place > first and not _LINK.fullmatch(text, groups[place - 1].end(), here.start()):
                break
            length += len(here[0])
            if length > 19:
                break
            if length >= FEWEST_DIGITS:
                yield _Number(text, begin.start(), here.end(), tuple(g[0] for g in groups[first : place + 1]))


def _is_plain(number: _Number) -> bool:
    """CMND, tax code, CCCD or tax code of a branch, written in one piece."""
    if number.shape not in {(9,), (10,), (12,), (13,)}:
        return False
    return number.digits.startswith("0") or not (number.after(_MONEY) or number.after(_COUNTED))


def _is_branch(number: _Number) -> bool:
    """A tax code of a branch: 0101234567-001."""
    return number.shape == (10, 3) and bool(re.fullmatch(rf"\d+{_SPACE}?[-\u2013]{_SPACE}?\d+", number.said))


def _is_citizen(number: _Number) -> bool:
    """A CCCD in groups; it always begins with a nought, as no amount does."""
    alike = len(number.gaps) == 1 or number.shape == (3, 1, 2, 6)
    return number.digits.startswith("0") and number.shape in _CITIZEN_SHAPES and alike and not number.continues


def _is_old_card(number: _Number) -> bool:
    """A CMND in threes; with dots only where it begins with a nought, for so are amounts written."""
    if number.shape != (3, 3, 3) or len(number.gaps) != 1 or number.continues:
        return False
    if number.digits.startswith("0"):
        return True
    return number.gaps != {"."} and not number.after(_MONEY) and not number.after(_COUNTED)


def _is_phone(number: _Number) -> bool:
    said, digits = number.said, number.digits
    if len(number.groups) > 1 and _FRACTION.search(number.text[max(0, number.start - 2) : number.start]):
        return False
    if _DATED.match(said) or _DECIMAL.match(said) or all(_YEAR.fullmatch(g) for g in number.groups[1:] or ("",)):
        return False
    if digits.startswith("84"):
        international = number.text[: number.start].rstrip(" ").endswith("+")
        if not international and (_THOUSANDS.fullmatch(said) or number.after(_MONEY) or number.after(_COUNTED)):
            return False
        digits = "0" + digits[2:].removeprefix("0")
    if not digits.startswith("0"):
        return False
    return (len(digits) == 10 and digits[1] not in "012") or (len(digits) == 11 and digits[1] in "12")


def _is_bank_card(number: _Number) -> bool:
    """13 to 19 digits that pass Luhn's check, in one piece or in the groups that stand on cards; no years."""
    if len(number.digits) < 13 or number.after(_MONEY) or not _luhn(number.digits):
        return False
    if len(number.groups) == 1:
        return True
    *first, last = number.shape
    grouped = first[0] == 4 and min(first) >= 4 and last >= 1
    alike = len(number.gaps) == 1 and all(len(gap) == 1 or gap.isspace() for gap in number.gaps)
    return alike and (grouped or number.shape in _CARD_SHAPES) and not _YEAR.fullmatch(number.groups[0])


_KINDS: tuple[Callable[[_Number], bool], ...] = (
    _is_plain,
    _is_branch,
    _is_citizen,
    _is_old_card,
    _is_phone,
    _is_bank_card,
)


def _is_amount(found: re.Match[str]) -> bool:
    """A rise such as +12.345.678.901 đồng."""
    after = any(unit.match(found.string, found.end()) for unit in (_MONEY, _COUNTED))
    return after or _THOUSANDS.fullmatch(found[0]) is not None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _merged(found: Iterable[Secret]) -> tuple[Secret, ...]:
    merged: list[Secret] = []
    for secret in sorted(found):
        if merged and secret.start < merged[-1].end:
            merged[-1] = Secret(merged[-1].start, max(merged[-1].end, secret.end))
        else:
            merged.append(secret)
    return tuple(merged)
