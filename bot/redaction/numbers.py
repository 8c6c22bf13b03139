"""Numbers of people, found by their digits: identity cards (CCCD 12 digits, CMND 9), Vietnamese telephone numbers, bank
cards and accounts, tax codes. Amounts, years, dates, and the numbers of documents are not among them. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.redaction import words
from bot.redaction.words import SPACE

Span = tuple[int, int]
FEWEST_DIGITS = 8
SHORTEST = 9  # digits of a number that nothing introduces
MOST_GROUPS = 10  # a number in more pieces than this is several

_GAP = r"[ ._\-\u2013]"
_ADDRESS = re.compile(r"https?://\S+")
_ARTICLE = re.compile(r"(?<=[a-z0-9_]-)\d{9,}(?=\.[a-z]{2,5}\b)")  # the running number in "...-2655250806190949.htm"
_LINK = re.compile(rf"{_GAP}?[()]?{_GAP}?[()]?|{SPACE}[.\-\u2013]{SPACE}")  # what may stand within one number
_ABROAD = re.compile(rf"(?<=\+)[1-9]\d{{0,2}}(?:{_GAP}?\d){{7,12}}(?!\d)")
# a telephone number parted by commas or strokes; no date with a figure after it
_PARTED = re.compile(r"(?<![\d.,/])(?!\d\d?/\d\d?/(?:19|20)\d\d)0\d{1,3}(?:[,/] ?\d{2,4}){2,4}(?![\d,/])")
_LETTER_O = re.compile(r"(?<!\w)[oO][35789]\d{8}(?!\d)")  # the letter for the nought
_DECIMALS = re.compile(r"[.,]\d")
_FRACTION = re.compile(r"\d[.,]$")
_NEXT_THOUSAND = re.compile(rf"{SPACE}\d{{3}}(?!\d)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DATED = re.compile(rf"\d{{1,2}}([.\-])(?:\d{{1,2}}\1)?(?:19|20)\d\d(?={_GAP}|$)")
_DECIMAL = re.compile(rf"0\.\d{{1,4}}{SPACE}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(rf"(?:(?:19|20)\d\d{_GAP}?)+")
_CITIZEN_SHAPES = {(3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 1, 2, 6), (3, 9), (3, 3, 6)}
_CARD_SHAPES = {(8, 8), (6, 10), (6, 13)}
_CARD_LENGTHS = {16, 19}  # in one piece it is a card, whatever its check digit


@dataclass(frozen=True, slots=True)
class _Units:
    """Patterns made of the words of ``words.toml``."""

    told: re.Pattern[str]  # a number said to be one, however it is grouped
    money: re.Pattern[str]
    counted: re.Pattern[str]


@lru_cache(maxsize=1)
def _units() -> _Units:
    money, counted = words.any_after("number.money"), words.any_after("number.counted")
    return _Units(
        re.compile(rf"{words.lead('number')}(\d(?:{_GAP}?\d){{7,18}})(?!\d)", re.IGNORECASE),
        re.compile(rf"{money}(?!{words.any_after('number.money_not_before')})", re.IGNORECASE),
        re.compile(counted, re.IGNORECASE),
    )


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
    def is_of_money(self) -> bool:
        """Whether a unit of money follows it."""
        return self.after(_units().money)

    @property
    def is_counted(self) -> bool:
        """Whether what it counts follows it."""
        return self.after(_units().counted)

    @property
    def continues(self) -> bool:
        """Whether it is the middle of a longer figure, such as of 1.012.345.678."""
        if re.search(
            rf"(?<!\d)\d{{1,3}}(?:[.,]|{SPACE})$", self.text[max(0, self.start - 5) : self.start]
        ) or self.after(_DECIMALS):
            return True
        return not self.digits.startswith("0") and self.after(_NEXT_THOUSAND)


def numbers_in(text: str) -> Iterator[Span]:
    """Where numbers of people stand; they may overlap."""
    if sum(character.isdecimal() for character in text) < FEWEST_DIGITS:
        return
    yield from (told.span(1) for told in _units().told.finditer(text) if not _YEARS.fullmatch(told[1]))
    yield from (found.span() for found in _ABROAD.finditer(text) if not _is_amount(found))
    yield from (found.span() for found in _PARTED.finditer(text) if len(re.sub(r"\D", "", found[0])) in (10, 11))
    yield from (found.span() for found in _LETTER_O.finditer(text))
    yield from _grouped(text)


def _grouped(text: str) -> Iterator[Span]:
    articles = [
        (address.start() + number.start(), address.start() + number.end())
        for address in _ADDRESS.finditer(text)
        for number in _ARTICLE.finditer(address[0])
    ]
    for number in _readings(text):
        if any(number.start < end and start < number.end for start, end in articles):
            continue
        if any(kind(number) for kind in _KINDS):
            yield number.start, number.end


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
            if length >= SHORTEST:
                yield _Number(text, begin.start(), here.end(), tuple(g[0] for g in groups[first : place + 1]))


def _is_plain(number: _Number) -> bool:
    """CMND, tax code, CCCD or tax code of a branch, written in one piece."""
    if number.shape not in {(9,), (10,), (12,), (13,)}:
        return False
    return number.digits.startswith("0") or not (number.is_of_money or number.is_counted)


def _is_branch(number: _Number) -> bool:
    """A tax code of a branch: 0101234567-001."""
    return number.shape == (10, 3) and bool(re.fullmatch(rf"\d+{SPACE}?[-\u2013]{SPACE}?\d+", number.said))


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
    return number.gaps != {"."} and not number.is_of_money and not number.is_counted


def _is_phone(number: _Number) -> bool:
    said, digits = number.said, number.digits
    if len(number.groups) > 1 and _FRACTION.search(number.text[max(0, number.start - 2) : number.start]):
        return False
    if _DATED.match(said) or _DECIMAL.match(said) or all(_YEAR.fullmatch(g) for g in number.groups[1:] or ("",)):
        return False
    if digits.startswith("84"):
        international = number.text[: number.start].rstrip(" ").endswith("+")
        if not international and (_THOUSANDS.fullmatch(said) or number.is_of_money or number.is_counted):
            return False
        digits = "0" + digits[2:].removeprefix("0")
    if not digits.startswith("0"):
        return False
    return (len(digits) == 10 and digits[1] not in "012") or (len(digits) == 11 and digits[1] in "12")


def _is_bank_card(number: _Number) -> bool:
    """13 to 19 digits, in one piece or in the groups that stand on cards; no years.

    Some shapes no figure has: these are covered though a digit was mistyped and Luhn's check fails.
    """
    if len(number.digits) < 13 or number.is_of_money or number.is_counted:
        return False
    checked = _luhn(number.digits)
    if len(number.groups) == 1:
        return checked or len(number.digits) in _CARD_LENGTHS
    if not checked and (number.shape != (4, 4, 4, 4) or number.continues):
        return False
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
    after = any(unit.match(found.string, found.end()) for unit in (_units().money, _units().counted))
    return after or _THOUSANDS.fullmatch(found[0]) is not None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
