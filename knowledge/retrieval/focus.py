"""What a question is about, without the frame that says where to look.

"Theo Kế hoạch 136, tỷ lệ hài lòng ..." names its document before it asks. The name tells which
documents to search (the understanding step reads it); as search words it only attracts passages
that speak of plans and laws. Document numbers are kept: they are exact.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from knowledge.phrases import Phrases, phrases
from knowledge.vietnamese import document_numbers, nfc, syllables

WORDS = Path(__file__).with_name("focus.toml")
LEAST = 3  # syllables that must remain


@dataclass(frozen=True, slots=True)
class FocusWords:
    """The words of the frame."""

    opens: Phrases
    documents: Phrases


def load_focus_words(path: Path = WORDS) -> FocusWords:
    """The words of a file; ValueError names a list that is missing or unknown."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(FocusWords)}
    if read.keys() != names:
        raise ValueError(f"{path.name}: the lists {sorted(read.keys() ^ names)} are missing or unknown")
    return FocusWords(phrases(*read["opens"]), phrases(*read["documents"]))


@lru_cache(maxsize=1)
def _frame() -> re.Pattern[str]:
    words = load_focus_words()
    return re.compile(
        rf"^\s*{words.opens}\b[^,?!]{{0,80}}?\b{words.documents}\b(?:[^,?!]|(?<=\d),(?=\d)){{0,120}},\s*",
        re.IGNORECASE,
    )


def focus(question: str) -> tuple[str, tuple[str, ...]]:
    """The question without its leading document frame, and the document numbers that stood in the frame.

    Unchanged when too little would remain.
    """
    composed = nfc(question)
    frame = _frame().match(composed)
    if frame is None:
        return question, ()
    rest = composed[frame.end() :]
    if len(syllables(rest)) < LEAST:
        return question, ()
    return rest, tuple(document_numbers(frame.group()))
