"""Vietnamese text: Unicode, tone placement, syllables, numbers, dates, document numbers. Pure.

Nothing here changes a source: the functions give *matching forms* for comparing text; quotes keep
the source's own characters. Tone placement follows Bộ Giáo dục 1984 ("hòa", "thủy"); the forms
"hoà", "thuỷ" are read as the same syllable.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from knowledge.writing import any_of, writing

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # the combining marks of the five tones that have one
CAPITALS, SMALL = "A-ZĐ", "a-zđ"  # inside [ ] of a pattern: letters of numbers and marks, which have no tones
TONED_CAPITALS = "A-ZĐÀ-Ỹ"
_OPEN_CLUSTERS = re.compile(r"^(?P<onset>(?:[^aeiouy]|(?<=q)u)*)(?P<nucleus>oa|oe|(?<!q)uy)$")
_Y_AFTER_CONSONANT = re.compile(r"^(?P<onset>h|k|l|m|s|t)y$")

DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/])(?P<digits>\d{1,5})(?P<year>/(?:19|20)\d{2})?"
    r"(?P<tail>[-/](?:[a-zđ]{1,7}\d{0,2})(?:[-/][a-zđ]{1,7}\d{0,2}){0,3})(?!\w)",
    re.IGNORECASE,
)
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}"
_TOKEN = re.compile(
    rf"{DOCUMENT_NUMBER.pattern}|(?P<date>{_DATE})|(?P<number>\d+(?:[.,]\d+)*)(?P<percent>\s?%|\s?{any_of(writing().percent)}\b)?"
    r"|[^\W\d_]+\d*|\w+",
    re.IGNORECASE,
)
_TYPED_SYMBOL = re.compile(rf"(?<=[/-]){any_of(tuple(writing().symbols))}(?=[/-])")
_QUANTITY = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)*)(?!\w|[.,]\d)")
_YEAR = re.compile(r"(?<![\w/.,-])(?:(?:0?[1-9]|1[0-2])/)?((?:19|20)\d{2})(?![\w/]|[.,]\d)")  # "2025", "7/2025"
_WORD = 12  # characters up to which a text is taken for a syllable, which recurs
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_PLAIN = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}  # letters, digits and signs as wide as a Han one
    | dict.fromkeys("\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
    | {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}  # eth and African d look like it
)


def nfc(text: str) -> str:
    """Canonical composed form, with exotic spaces, full-width signs and what is typed for đ made plain.

    Documents and questions are both read through it.
    """
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def strip_marks(text: str) -> str:
    """Text without any Vietnamese mark: "Đến năm" gives "Den nam"."""
    return _word_without_marks(text) if len(text) <= _WORD else _without_marks(text)


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


_word_without_marks = lru_cache(maxsize=65536)(_without_marks)


def has_marks(text: str) -> bool:
    """Whether any character carries a Vietnamese mark (đ included)."""
    return strip_marks(text) != unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def matching_form(syllable: str) -> str:
    """One form for spellings that differ only in tone placement or in final i / y.

    "hoà", "hòa" give "hòa"; "tỷ", "tỉ" give "tỉ". Lower case. For comparing only.
    """
    lowered = unicodedata.normalize("NFC", syllable).lower()
    decomposed = unicodedata.normalize("NFD", lowered)
    tone = next((c for c in decomposed if c in TONES), "")
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
    cluster = _OPEN_CLUSTERS.match(plain)
    if cluster and tone:
        first, second = tuple(cluster["nucleus"])
        return unicodedata.normalize("NFC", cluster["onset"] + first + tone + second)
    final_y = _Y_AFTER_CONSONANT.match(plain)
    if final_y:
        return unicodedata.normalize("NFC", final_y["onset"] + "i" + tone)
    return lowered


class Token(NamedTuple):
    """A syllable, number, date or document number with its place in the text."""

    text: str  # as written
    form: str  # what it is compared by
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a syllable (no digit in it)."""
        return not any(c.isdigit() for c in self.form)


def tokens(text: str) -> tuple[Token, ...]:
    """Syllables in reading order; numbers, percentages, dates and document numbers stay whole."""
    return tuple(Token(m.group(), _form(m), *m.span()) for m in _TOKEN.finditer(text))


def _form(match: re.Match[str]) -> str:
    """What a token is compared by."""
    raw = match.group()
    if not raw[0].isdigit():
        return matching_form(raw)
    if match["tail"]:
        return canonical_number(raw).lower()
    if match["percent"]:
        return f"{match['number']}%"
    if match["date"]:
        return "/".join(part.zfill(2) for part in re.split(r"[/.-]", raw))
    return matching_form(raw)


def syllables(text: str) -> list[str]:
    """The matching forms of a text's tokens, in order: what keyword search compares."""
    return [_form(match) for match in _TOKEN.finditer(nfc(text))]


def grams(text: str) -> list[str]:
    """Unigrams and bigrams of syllables, marks kept: the vocabulary of the keyword index."""
    forms = syllables(text)
    return forms + [f"{a}_{b}" for a, b in pairwise(forms)]


def sentences(text: str) -> list[str]:
    """Sentences of a text, cut after . ! ? ; or a line end, never inside a number or abbreviation."""
    parts = re.split(rf"(?<=[.!?;])\s+(?=[{TONED_CAPITALS}\d“\"-])|\n+", text)
    return [part.strip() for part in parts if part.strip()]


def number_value(written: str, english: bool = False) -> Decimal:
    """The value of a number as written: "86,50" and "3.311.866" (Vietnamese), "86.50" (English).

    A single mark followed by exactly three digits is a thousands mark in the writer's own style
    ("1.272" in Vietnamese, "1,272" in English); otherwise it is the decimal mark.
    """
    thousands, decimal = (",", ".") if english else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", written):
        written = written.replace(thousands, "")
    if written.count(",") + written.count(".") > 1:
        written = re.sub(r"[.,](?=.*[.,])", "", written)
    return Decimal(written.replace(",", "."))


class Quantity(NamedTuple):
    """A number in a text: its value and place. Years, dates and document numbers are not quantities."""

    value: Decimal
    text: str
    start: int
    end: int


def quantities(text: str, english: bool = False) -> list[Quantity]:
    """Every free-standing number that is not a date or part of a document number."""
    taken = [m.span() for m in DOCUMENT_NUMBER.finditer(text)] + [m.span() for m in re.finditer(_DATE, text)]
    return [
        Quantity(number_value(m[1], english), m[1], m.start(1), m.end(1))
        for m in _QUANTITY.finditer(text)
        if not any(start <= m.start(1) < end for start, end in taken)
    ]


def years(text: str) -> list[int]:
    """Years written with four digits that are not part of a date or a document number."""
    taken = [m.span() for m in DOCUMENT_NUMBER.finditer(text)] + [m.span() for m in re.finditer(_DATE, text)]
    found = [m for m in _YEAR.finditer(text) if not any(s <= m.start() < e for s, e in taken)]
    ranges = list(re.finditer(r"((?:19|20)\d{2})\s?[-–]\s?((?:19|20)\d{2})", text))
    return sorted({int(m[1]) for m in found} | {int(g) for m in ranges for g in m.groups()})


def dates(text: str) -> list[date]:
    """Calendar dates written day/month/year; impossible ones are left out."""
    found = []
    for match in re.finditer(_DATE, text):
        day, month, year = (int(part) for part in re.split(r"[/.-]", match.group()))
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def canonical_number(written: str) -> str:
    """A document number in one form: "136/kh-ubnd" gives "136/KH-UBND"; đ is kept."""
    upper = nfc(written).upper().replace(" ", "")
    return _TYPED_SYMBOL.sub(lambda m: writing().symbols[m[0]], upper)


def document_numbers(text: str) -> list[str]:
    """Document numbers in a text, canonical, in order: "136/KH-UBND", "61/2018/NĐ-CP"."""
    return [canonical_number(m.group()) for m in DOCUMENT_NUMBER.finditer(text)]


def roman_value(written: str) -> int | None:
    """The value of a Roman numeral up to 89, or None when it is not one."""
    lowered = written.lower()
    if not re.fullmatch(r"l?x{0,3}(?:ix|iv|v?i{0,3})", lowered) or not lowered:
        return None
    values = [_ROMAN[c] for c in lowered]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
