"""Personal data found by their shape or by the words before them: addresses, codes, names, dates of birth. Pure.

Each kind is a list of patterns; a group named ``value`` is what is covered, else the whole match is. The words are in
``words.toml``, the shapes here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.redaction import homes, names
from bot.redaction.words import SPACE, any_of, lead

Span = tuple[int, int]
MOST_OCTET = 255
FEWEST_CODE_DIGITS = 6
MOST_FIGURES = 4  # among digits in words

_UPPER_PASSPORT = r"(?<![\w./-])[A-Z]{1,2}\d{7,8}(?![\w/-])"
_UPPER_PLATE = r"(?<![\w./-])[1-9]\d[ -]?[A-Z]{1,2}\d?[ .-]{0,3}(?:\d{3}\.?\d{2}|(?<=-)(?!19|20)\d{4})(?![\w/])(?!\.\d)"
_DOSSIER = r"(?<![\w.])(?:\d{3}\.)?(?:\d{2}\.){0,3}[a-z]\d{2}(?:[.-]\d{2,3}){0,3}[-.]\d{6}[-.]\d{3,7}(?!\w)"
_MAIL = r"(?<![\w.+-])[\w+-]+(?:\.[\w+-]+)*{at}[\w-]+(?:\.[\w-]+)+"
_DEGREES = r"\d{1,3}[.,]\d{3,}\s?°?\s?[NSEWBĐ]?"
_ANGLE = r"\d{1,3}°\s?\d{1,2}['′]\s?(?:[\d.]+(?:[\"″]|''))?\s?[NSEWBĐ]?"  # degrees, minutes, seconds
_COORDINATES = (
    r"(?<![\d.,])(?:[89]|1\d|2[0-4])[.,]\d{3,}\s?°?\s?[NB]?\s?[,;/ ]\s?10[2-9][.,]\d{3,}",
    rf"(?<![\d.,]){_ANGLE}(?:[,; ]+{_ANGLE})?",
)
_YEAR = r"(?:19|20)\d\d"
_NETWORK = r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)"
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){3}")

Test = Callable[[re.Match[str]], bool]


def _always(_: re.Match[str]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Kind:
    """A pattern, and what else must hold of a match."""

    pattern: re.Pattern[str]
    holds: Test = _always


def said_in(text: str) -> Iterator[Span]:
    """Where they stand; they may overlap."""
    for kind in _kinds():
        for match in kind.pattern.finditer(text):
            if kind.holds(match):
                yield match.span("value") if "value" in kind.pattern.groupindex else match.span()
    yield from names.names_in(text)
    yield from homes.homes_in(text)


@lru_cache(maxsize=1)
def _kinds() -> tuple[_Kind, ...]:
    return (*_mail(), *_handles(), *_papers(), *_births(), *_codes(), *_places(), *_spelled())


def _mail() -> Iterator[_Kind]:
    spaced = rf"(?:\.|{SPACE}+\.{SPACE}+)"
    yield _any_case(r"(?<![\w.+-])[\w+-][\w.+-]*@[\w-]+(?:\.[\w-]+)+")  # with dots side by side too
    yield _any_case(_MAIL.replace("{at}", rf"(?:@|{SPACE}*[(\[]at[)\]]{SPACE}*)"))
    yield _any_case(rf"(?<![\w.+-])[\w+-]+(?:{spaced}[\w+-]+)*{SPACE}*@{SPACE}*[\w-]+(?:{spaced}[\w-]+)+")
    dot = rf"(?:{SPACE}*\.{SPACE}*|{SPACE}+{any_of('email.dot')}{SPACE}+)"
    dot_word = rf"{SPACE}+{any_of('email.dot')}{SPACE}+"
    name = rf"(?<![\w.+-])[\w+-]+(?:\.[\w+-]+|{dot_word}[\w-]+)*"
    at, sign = any_of("email.at"), any_of("email.at_sign")
    yield _any_case(rf"{name}{SPACE}*[(\[]?{at}[)\]]?{SPACE}*[a-z][\w-]*(?:{dot}[a-z][\w-]*)+")
    yield _any_case(rf"{name}{SPACE}+{sign}{SPACE}+[\w-]+(?:{dot_word}[\w-]+)+")
    yield _any_case(rf"{name}{SPACE}+{sign}{SPACE}+{any_of('email.providers')}(?:\.[a-z]{{2,}})+")


def _handles() -> Iterator[_Kind]:
    hosts = any_of("handle.hosts").replace("(?<!\\w)", "(?<![\\w-])", 1)
    yield _any_case(rf"{hosts}/(?P<value>[\w.@%?=&/-]*[\w=/])")
    yield _any_case(r"(?<![\w@./])@[a-z][\w.]{2,}")
    told = rf"{any_of('handle.lead')}(?:{SPACE}+{any_of('handle.between')})*{SPACE}*[:=]{SPACE}*"
    yield _any_case(rf"{told}(?P<value>@?(?=[a-z0-9]*[\d._-]|[a-z]{{8}})[a-z0-9][a-z0-9._-]{{2,}}(?!\w))")
    is_told = rf"{any_of('handle.lead')}{SPACE}+{any_of('handle.between')}(?:{SPACE}+{any_of('handle.between')})*"
    yield _any_case(
        rf"{is_told}{SPACE}+{any_of('password.is')}{SPACE}+(?P<value>(?=[a-z]*[\d._-])[a-z0-9][a-z0-9._-]{{2,}}(?!\w))"
    )


def _papers() -> Iterator[_Kind]:
    """Passports, plates, dossiers."""
    yield _Kind(re.compile(_UPPER_PASSPORT))
    yield _any_case(rf"{lead('passport')}(?P<value>[a-z]{{0,2}} ?\d{{6,9}})(?!\w)")
    yield _Kind(re.compile(_UPPER_PLATE))
    yield _any_case(rf"{lead('plate')}(?P<value>\d\d[ -]?[a-z]{{1,2}}\d?[ .-]{{0,3}}\d{{3}}[. ]?\d{{1,2}})(?!\w)")
    yield _any_case(_DOSSIER)
    yield _Kind(
        re.compile(rf"{lead('dossier')}(?P<value>[a-z0-9](?:[a-z0-9]|[./-](?=[a-z0-9]))*)", re.IGNORECASE),
        lambda found: sum(c.isdigit() for c in found["value"]) >= FEWEST_CODE_DIGITS,
    )


def _births() -> Iterator[_Kind]:
    month, year, english = any_of("birth.month"), any_of("birth.year"), any_of("birth.months")
    days = (
        rf"\d{{1,2}}{SPACE}*[/.\- ]{SPACE}*\d{{1,2}}{SPACE}*[/.\- ]{SPACE}*(?:{_YEAR}|\d\d)",
        rf"{_YEAR}-\d\d?-\d\d?",
        rf"\d{{1,2}}{SPACE}+{month}{SPACE}+\d{{1,2}}(?:,?{SPACE}+(?:{year}{SPACE}+)?{_YEAR})?",
        rf"\d{{1,2}}(?:st|nd|rd|th)?{SPACE}+{english}\.?,?(?:{SPACE}+{_YEAR})?",
        rf"{english}\.?{SPACE}+\d{{1,2}}(?:st|nd|rd|th)?,?(?:{SPACE}+{_YEAR})?",
        _YEAR,
    )
    not_after = re.compile(rf"{any_of('birth.not_after')}{SPACE}*$", re.IGNORECASE)
    yield _Kind(
        re.compile(rf"{lead('birth')}(?P<value>{'|'.join(days)})(?![\d/%])", re.IGNORECASE),
        lambda found: not_after.search(found.string, max(0, found.start() - 24), found.start()) is None,
    )


def _codes() -> Iterator[_Kind]:
    """One-time codes and passwords."""
    figure = r"(?P<value>\d(?:[ -]?\d){2,9}|(?=[a-z]*\d)[a-z0-9]{4,10})(?![\w%/]|[.,]\d)"
    yield _any_case(rf"{lead('code')}{figure}")
    told = any_of("password.lead") + rf"(?:{SPACE}+{any_of('password.between')})*"
    unlike_words = r"(?=[!-~]*[\d!#$%&*+@^_~])[!-~]{3,}"
    yield _any_case(rf"{told}{SPACE}*[:=]{SPACE}*(?P<value>[!-~]{{3,}}(?!\w))")
    yield _any_case(rf"{told}{SPACE}+{any_of('password.is')}{SPACE}*:?{SPACE}*(?P<value>{unlike_words})")
    yield _any_case(rf"{told}{SPACE}+(?P<value>(?=[!-~]*[a-z])(?=[!-~]*\d)[!-~]{{4,}})")


def _places() -> Iterator[_Kind]:
    """Coordinates and network addresses."""
    for shape in _COORDINATES:
        yield _any_case(shape)
    yield _any_case(rf"{lead('coordinates')}(?P<value>{_DEGREES}(?:\s?[,;/ ]\s?{_DEGREES})?)")
    yield _Kind(re.compile(_NETWORK), _is_network)


def _is_network(found: re.Match[str]) -> bool:
    """Neither a figure in thousands nor the number of a clause."""
    octets = found[0].split(".")
    if any(int(each) > MOST_OCTET for each in octets) or _THOUSANDS.fullmatch(found[0]):
        return False
    return sum(len(each) > 1 for each in octets) >= 2 and not any(len(e) > 1 and e[0] == "0" for e in octets)


def _spelled() -> Iterator[_Kind]:
    """Digits in words, with at most four in figures among them."""
    digit = any_of("digits.words")
    gap = rf"(?:{SPACE}*[,.\-]{SPACE}*|{SPACE}+)"
    run = rf"(?:{digit}|(?<!\w)\d(?!\w))(?:{gap}(?:{digit}|\d(?!\w))){{7,}}"
    counting = re.compile(any_of("digits.counting"), re.IGNORECASE)

    def is_number(found: re.Match[str]) -> bool:
        pieces = re.findall(r"\w+", found[0].lower())
        # one word before each of several others lists them, as years of study are listed
        enumerates = len(set(pieces[::2])) == 1 and len(set(pieces[1::2])) == len(pieces[1::2])
        figures = sum(piece.isdecimal() for piece in pieces)
        return figures <= MOST_FIGURES and not enumerates and counting.match(" ".join(pieces)) is None

    yield _Kind(re.compile(run, re.IGNORECASE), is_number)


def _any_case(pattern: str) -> _Kind:
    return _Kind(re.compile(pattern, re.IGNORECASE))
