"""A number a person answers with, in place of a button, and what it may stand for; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.vietnamese import nfc, strip_marks

_KEYCAP = str.maketrans("", "", "\ufe0f\u20e3")  # a digit sent as a picture of a key
_NUMBER = re.compile(
    r"(?:toi |em |minh |i )?(?:(?:tra loi|chon|choose|pick|reply|send|gui|bam|so|cau|option|number|no\.?)[ :]*)*"
    r"[#(\[]?([0-9]{1,2})[.)\]]*"
    r"(?: (?:nhe|nha|a|di|please))?[.!]?"
)
_LONGEST = 40  # characters: anything longer says more than a number


@dataclass(frozen=True, slots=True)
class Offer:
    """The list a person last saw: what its numbers stand for, each a question or a command."""

    choices: tuple[str, ...] = ()  # from 1 on
    more: str = ""  # what 0 stands for: the list goes on

    def numbered(self, number: int) -> str | None:
        """What a number stands for; None when it stands for nothing here."""
        if number == 0:
            return self.more or None
        return self.choices[number - 1] if number <= len(self.choices) else None


def number_said(text: str) -> int | None:
    """The number a message is, such as "1", "2." or "chọn số 3"; None when it says more than a number."""
    said = nfc(text).translate(_KEYCAP)
    if len(said) > _LONGEST:
        return None
    match = _NUMBER.fullmatch(strip_marks(" ".join(said.split())).lower())
    return int(match.group(1)) if match else None


def numbers(choices: Sequence[str]) -> str:
    """The numbers of so many choices, to be read: "1, 2, 3", or "1–12" where there are many."""
    count = len(choices)
    return f"1–{count}" if count > 4 else ", ".join(str(n) for n in range(1, count + 1))
