"""A number a person answers with, as the question it stands for: Zalo has no buttons; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.vietnamese import nfc, strip_marks

_KEYCAP = str.maketrans("", "", "\ufe0f\u20e3")  # a digit sent as a picture of a key
_NUMBER = re.compile(
    r"(?:toi |em |minh |i )?(?:(?:tra loi|chon|choose|pick|reply|send|gui|bam|so|cau|option|number|no\.?)[ :]*)*"
    r"[#(\[]?([0-9]{1,2})[.)\]]*"
    r"(?: (?:nhe|nha|a|di|please))?[.!]?"
)
_LONGEST = 40  # characters: anything longer says more than a number


def chosen(text: str, offered: Sequence[str]) -> str | None:
    """The offered question that a message picks by its number, such as "1", "2." or "chọn số 3".

    None when the message is a question of its own: it says more than a number, or no such number was offered.
    """
    said = nfc(text).translate(_KEYCAP)
    if len(said) > _LONGEST:
        return None
    match = _NUMBER.fullmatch(strip_marks(" ".join(said.split())).lower())
    if match is None:
        return None
    number = int(match.group(1))
    return offered[number - 1] if 1 <= number <= len(offered) else None
