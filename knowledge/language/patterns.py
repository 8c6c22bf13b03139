"""Patterns of the language files: words with slots, compiled once, and the numbers they find. Pure.

A pattern is a regular expression over text in small letters, matched between the edges of words; plain brackets only
group. "<year>" and its like are slots: what stands there is read as a number, or as several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_SLOT = re.compile(r"<([a-z]+)>|\((?!\?)")
_DIGITS = re.compile(r"\d+")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why and what to write."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in a slot, and the numbers its words are."""

    regex: str
    names: Mapping[str, int] = field(default_factory=dict)

    def numbers(self, text: str) -> list[int]:
        """The numbers of what stands there."""
        reader = re.compile(rf"\d+|\b(?:{either(self.names)})\b") if self.names else _DIGITS
        return [self.names[word] if word in self.names else int(word) for word in reader.findall(text)]


SLOTS: Mapping[str, Slot] = {  # of figures, in every language
    "year": Slot(r"(?:19|20)\d{2}"),
    "yy": Slot(r"\d{2}(?![\d.,/%]| ?%)"),
    "day": Slot(r"\d{1,2}"),
    "month": Slot(r"0?[1-9]|1[0-2]"),
    "n": Slot(r"\d+(?![\w%]|[.,/]\d)"),
    "nn": Slot(r"\d{1,2}(?![\w%]|[.,/]\d)"),
    "nnn": Slot(r"\d{1,3}(?![\w%]|[.,/]\d)"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found in a text: the numbers of its slots in reading order, and the words they stand at."""

    numbers: tuple[int, ...]
    start: int
    end: int
    words: frozenset[int]  # of a text with one space between its words


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a language."""

    regex: re.Pattern[str]
    slots: tuple[Slot, ...]

    def all(self, text: str) -> list[Found]:
        """Everywhere it stands in a text."""
        return [self._found(match) for match in self.regex.finditer(text)]

    def _found(self, match: re.Match[str]) -> Found:
        numbers: list[int] = []
        words: set[int] = set()
        for n, slot in enumerate(self.slots, 1):
            if match[n] is not None:
                numbers += slot.numbers(match[n])
                first = match.string.count(" ", 0, match.start(n))
                words |= set(range(first, first + match[n].count(" ") + 1))
        return Found(tuple(numbers), match.start(), match.end(), frozenset(words))


def compiled(written: str, slots: Mapping[str, Slot], not_after: Iterable[str] = ()) -> Pattern:
    """The pattern as written, unless it stands right after one of some words; PatternError when it cannot be read."""
    behind = "".join(rf"(?<!\b{re.escape(word)} )" for word in not_after)
    body, held = _filled(written, slots, "({})")
    try:
        return Pattern(re.compile(rf"{behind}(?<!\w)(?:{body})(?!\w)"), held)
    except re.error as error:
        raise PatternError(f"{written!r} is no pattern ({error}); correct it") from None


def piece(written: str, slots: Mapping[str, Slot]) -> Slot:
    """A slot made of others: "<month>( and <month>)*"."""
    body, held = _filled(written, slots, "(?:{})")
    return Slot(body, {name: number for slot in held for name, number in slot.names.items()})


def every(patterns: Sequence[Pattern], text: str) -> list[Found]:
    """Whatever any of the patterns finds, each place once, in reading order."""
    return sorted({(f.start, f.end): f for pattern in patterns for f in pattern.all(text)}.values(), key=_place)


def _place(found: Found) -> tuple[int, int]:
    return found.start, found.end


def either(words: Iterable[str]) -> str:
    """Words as alternatives of a pattern, the longer before those they begin with."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _filled(written: str, slots: Mapping[str, Slot], group: str) -> tuple[str, tuple[Slot, ...]]:
    held: list[Slot] = []

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return "(?:"
        if found[1] not in slots:
            raise PatternError(f"{written!r}: there is no <{found[1]}>; use one of <{'> <'.join(slots)}>")
        held.append(slots[found[1]])
        return group.format(slots[found[1]].regex)

    return _SLOT.sub(put, written), tuple(held)
