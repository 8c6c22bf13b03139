"""Reads ``library/language/vi.yaml`` and ``en.yaml`` strictly, their slots first: patterns are made of them."""

from __future__ import annotations

from pathlib import Path

from knowledge.language.patterns import SLOTS, PatternError, Slot, either, piece
from knowledge.language.words import Language, PieceWords, together
from knowledge.strict_file import StrictFileError, content_of, read_strictly

LANGUAGES = ("vi", "en")


def load_language(folder: Path) -> Language:
    """All languages of a library folder as one; StrictFileError names the file, the key and the remedy."""
    return together([_language(folder / "language" / f"{each}.yaml") for each in LANGUAGES])


def _language(path: Path) -> Language:
    content = content_of(path)
    if not isinstance(content, dict) or "pieces" not in content:
        raise StrictFileError(f"{path.name}: pieces: the section is missing; add it before those that use its slots")
    slots = _slots(path.name, read_strictly(path.name, PieceWords, content.pop("pieces")))
    return read_strictly(path.name, Language, content, slots)


def _slots(name: str, words: PieceWords) -> dict[str, Slot]:
    numbers = words.numbers.all()
    ordinals = {**numbers, **words.numbers.ordinal}
    slots = {
        **SLOTS,
        "monthname": Slot(either(words.months) or r"(?!)", words.months),
        "count": Slot(rf"\d{{1,2}}|{either(numbers)}", numbers),
        "ordinal": Slot(either(ordinals), ordinals),
    }
    for each, written in words.more.items():
        try:
            slots[each] = piece(written, slots)
        except PatternError as error:
            raise StrictFileError(f"{name}: pieces.more.{each}: {error}") from None
    return slots
