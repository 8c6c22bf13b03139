"""Characters that hide or reorder what is shown: taken out of texts, refused in editions, escaped in messages."""

from __future__ import annotations

import re

# C0 and C1 controls, directions (bidi marks, embeddings, overrides, isolates), zero-width characters, surrogates, tags
_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_BREAKS = "\t\n\x0b\x0c\r\x85\u2028\u2029"  # white space to a reader; in a name or a field they are hidden too
_TAKEN_OUT = re.compile(f"[{_HIDDEN}]")
_IN_A_LINE = re.compile(f"[{_HIDDEN}{_BREAKS}]")
_IN_A_TEXT = re.compile(f"[{_HIDDEN}\x0b\x0c\r\x85\u2028\u2029]")
_STACKED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{31}"
)
_LONGEST_SHOWN = 100


def cleaned(text: str) -> str:
    """The text without hidden characters; line breaks and tabs stay, for they are white space."""
    return _TAKEN_OUT.sub("", text)


def one_line(text: str, longest: int = 300) -> str:
    """A stranger's title or name as one line to be stored: nothing hidden in it, and cut when it is long."""
    line = " ".join(cleaned(text).split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


def hidden_in_text(text: str) -> str | None:
    r"""The code of the first character that may not stand in a text of lines (\n and \t may), such as "U+202E"."""
    found = _IN_A_TEXT.search(text)
    return _code(found[0]) if found else None


def hidden_in_line(text: str) -> str | None:
    """The same for a text of one line: no break and no tab."""
    found = _IN_A_LINE.search(text)
    return _code(found[0]) if found else None


def is_stacked(text: str) -> bool:
    """Whether more than 30 marks stand on one letter: no writing needs it, and composing them takes quadratic time."""
    return _STACKED.search(text) is not None


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """A stranger's name or value for a message: hidden characters as escapes, and cut when it is long."""
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    return _IN_A_LINE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), cut)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
