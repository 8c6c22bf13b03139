"""Phrases of the language's data files as patterns: plain words, with a few signs for what may vary in them.

``(a|b)`` is one of them, ``(a )?`` may be missing, ``(a )*`` and ``(a )+`` may come again; ``_`` is any run of spaces,
a line's end too, ``_?`` or none; ``<year>`` and its like stand for a piece. All else is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.vietnamese import CAPITALS

PIECES: Mapping[str, str] = {
    "digit": r"\d",
    "dd": r"\d{1,2}",
    "yyyy": r"\d{4}",
    "number": r"\d+",
    "year": rf"(?<!\d)(?:19|20)\d{{2}}(?!\d|\s?%|[.,]\d|/[{CAPITALS}])",
    "roman": r"[IV]{1,3}",
    "stroke": r"\s?[/.-]\s?",
    "dash": r"[-–—]",
    "space": r"\s",
    "word": r"\w+",
    "words": r"[^,;]*",  # up to a comma or semicolon
    "few": r"[^,;.%]{0,60}?",
    "end": r"\b",  # of a word
}
_SIGNS = {"(": "(?:", ")": ")", "|": "|", ")?": ")?", ")*": ")*", ")+": ")+", "_": r"\s+", "_?": r"\s*"}
_SIGN = re.compile(r"\)[?*+]|_\?|<[^<>\s=]+>|[()|_?*+]")


class PhraseError(ValueError):
    """A phrase that is not written as phrases are; the message says why and what to write."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of phrases. In an f-string it is the pattern of any of them, tried in their order."""

    written: tuple[str, ...]
    patterns: tuple[str, ...]

    def __str__(self) -> str:
        return f"(?:{'|'.join(self.patterns)})"

    def __add__(self, other: Phrases) -> Phrases:
        return Phrases(self.written + other.written, self.patterns + other.patterns)

    def begin(self, text: str) -> bool:
        """Whether a text begins with one of them, letter by letter."""
        return text.startswith(self.written)

    def open(self, text: str) -> bool:
        """Whether a text begins with one of them and a space."""
        return text.startswith(tuple(f"{each} " for each in self.written))


def pattern(
    written: str,
    not_after: Iterable[str] = (),
    not_before: Iterable[str] = (),
    before: Iterable[str] = (),
    pieces: Mapping[str, str] = PIECES,
) -> str:
    """The pattern of one phrase, beside what it must or must not stand; PhraseError when it is not written well.

    A space parts it from what it stands beside, unless that begins with its own.
    """
    behind = "".join(f"(?<!{_plain(each, pieces)} )" for each in not_after)
    unless, only = ("|".join(_parted(each, pieces) for each in beside) for beside in (not_before, before))
    core = _plain(written, pieces)
    if behind or unless or only:
        core = f"(?:{core})"
    return behind + core + (f"(?!{unless})" if unless else "") + (f"(?={only})" if only else "")


def phrases(*written: str) -> Phrases:
    """Phrases that count wherever they stand."""
    return Phrases(written, tuple(map(pattern, written)))


def _parted(written: str, pieces: Mapping[str, str]) -> str:
    return ("" if written.startswith("_") else " ") + _plain(written, pieces)


def _plain(written: str, pieces: Mapping[str, str]) -> str:
    if written.count("(") != written.count(")"):
        raise PhraseError(f"{written!r}: a bracket does not close; write (a|b) or (a )?")
    made, at = [], 0
    for found in _SIGN.finditer(written):
        sign = found.group()
        meaning = pieces.get(sign[1:-1]) if sign.startswith("<") else _SIGNS.get(sign)
        if meaning is None:
            raise PhraseError(
                f"{written!r}: {sign} means nothing there; write (a|b), (a )?, _ or one of {_named(pieces)}"
            )
        made += [_escaped(written[at : found.start()]), meaning]
        at = found.end()
    return "".join([*made, _escaped(written[at:])])


def _escaped(text: str) -> str:
    return re.escape(text).replace("\\ ", " ")


def _named(pieces: Mapping[str, str]) -> str:
    return " ".join(f"<{name}>" for name in pieces)
