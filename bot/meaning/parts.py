"""Several things asked at once, as the parts a person would ask one after the other. Pure."""

from __future__ import annotations

import re

from knowledge.concepts import PhraseBook
from knowledge.language.words import PartWords
from knowledge.vietnamese import syllables

MOST = 4
_PAUSE = r"\s*[,;:?!]+\s+"


class PartGrammar:
    """Splits a question where one asking ends and another begins."""

    def __init__(self, words: PartWords) -> None:
        joints = "|".join(re.escape(word) for word in sorted(words.joints, key=len, reverse=True))
        self._joint = re.compile(rf"(?P<pause>{_PAUSE})|\s+(?P<word>{joints})\s+", re.IGNORECASE)
        self._asking = PhraseBook({"asks": words.asking})

    def parts(self, text: str) -> tuple[str, ...]:
        """The parts, each with a word that asks; none where the text asks one thing."""
        found: list[str] = []
        open_part = ""
        for piece in self._pieces(text):
            if self._asks(open_part) and self._asks(piece):
                found.append(open_part)
                open_part = piece
            else:
                open_part = f"{open_part}, {piece}" if open_part else piece
        found.append(open_part)
        return tuple(found) if 2 <= len(found) <= MOST else ()

    def _pieces(self, text: str) -> list[str]:
        return [each for each in self._joint.sub("\n", text).split("\n") if each.strip()]

    def _asks(self, text: str) -> bool:
        return bool(self._asking.all(syllables(text)))
