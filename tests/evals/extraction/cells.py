"""The cells of an extracted target and when two of them are equal.

The empty value of every cell is ``()``: nothing stated. A cell of the gold may accept several spellings
(``("hạng", "nhóm")``) and may accept emptiness beside them (``None`` among the accepted), where the
text itself leaves both readings open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from knowledge.vietnamese import syllables

CELLS = (
    *("subject", "comparator", "average", "aim", "value", "upper", "unit", "deadline_kind", "deadline_year"),
    *("level", "exception", "baseline", "responsible"),
)
SUBJECT_LEAST = 0.8  # token F1 from which two subjects count as equal
KEYS_LEAST = 0.8  # share of the key words a subject must hold where the gold knows only key words
KEYS_LENGTHS = (0.5, 1.6)  # the length such a subject may have, beside the subject's own
_MARKERS = tuple(
    tuple(syllables(words))
    for words in (
        *("so với", "tính trên", "trên cơ sở", "cùng gốc so sánh là", "trên", "so"),
        *("trừ trường hợp", "trừ", "ngoại trừ", "không kể", "không bao gồm", "không tính", "không áp dụng đối với"),
        *("không áp dụng với", "ngoài", "không gồm", "chưa kể", "chưa tính", "loại trừ"),
    )
)


class Extracted(Protocol):
    """What the grammar hands over; the contract of ``knowledge.extraction``."""

    subject: str
    comparator: str
    average: bool
    aim: bool
    value: str
    upper: str | None
    unit: str
    deadline_kind: str | None
    deadline_year: int | None
    level: str | None
    exception: str | None
    baseline: str | None
    responsible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the gold accepts in one cell: spellings, each a string; ``optional`` when emptiness is right too."""

    spellings: tuple[str, ...] = ()
    optional: bool = False
    keys: tuple[str, ...] = ()  # of a subject whose full words may not be copied
    length: int = 0  # syllables of that subject

    @property
    def empty(self) -> bool:
        """Whether the gold holds nothing in this cell."""
        return not self.spellings and not self.keys


def cell(candidate: Extracted, name: str) -> str:
    """A cell of a candidate as a string, "" where it states nothing (False is a statement of nothing)."""
    found = getattr(candidate, name)
    if found is None or found is False:
        return ""
    if isinstance(found, tuple | list):
        return ", ".join(found)
    return str(found)


def equal(name: str, accepted: Accepted, found: str) -> bool:
    """Whether a stated cell is one of the accepted spellings; both must hold something."""
    if name == "subject":
        return _same_subject(accepted, found)
    return any(_same(name, spelling, found) for spelling in accepted.spellings)


def exact_subject(accepted: Accepted, found: str) -> bool:
    """Whether the subject is an accepted one syllable for syllable."""
    return any(syllables(spelling) == syllables(found) for spelling in accepted.spellings)


def token_f1(first: Sequence[str], second: Sequence[str]) -> float:
    """The harmonic mean of the shares of tokens (with their numbers) that two texts have in common."""
    left = list(second)
    common = 0
    for token in first:
        if token in left:
            left.remove(token)
            common += 1
    return 2 * common / (len(first) + len(second)) if first or second else 0.0


def _same_subject(accepted: Accepted, found: str) -> bool:
    own = syllables(found)
    if accepted.keys:
        held = [key for key in accepted.keys if _stands(syllables(key), own)]
        shortest, longest = (share * accepted.length for share in KEYS_LENGTHS)
        return len(held) >= KEYS_LEAST * len(accepted.keys) and shortest <= len(own) <= longest
    return any(token_f1(syllables(spelling), own) >= SUBJECT_LEAST for spelling in accepted.spellings)


def _same(name: str, expected: str, found: str) -> bool:
    if name in {"value", "upper"}:
        return _number(expected) == _number(found)
    if name in {"exception", "baseline"}:
        return _without_marker(expected) == _without_marker(found)
    if name == "responsible":
        return _bodies(expected) == _bodies(found)
    if name == "unit":
        return " ".join(expected.lower().split()) == " ".join(found.lower().split())
    return expected == found


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text  # not canonical: equal to nothing but itself


def _without_marker(text: str) -> list[str]:
    own = syllables(text)
    for marker in _MARKERS:
        if tuple(own[: len(marker)]) == marker:
            return own[len(marker) :]
    return own


def _bodies(text: str) -> list[str]:
    return sorted(syllable for syllable in syllables(text) if syllable != "và")


def _stands(part: Sequence[str], whole: Sequence[str]) -> bool:
    return any(list(whole[at : at + len(part)]) == list(part) for at in range(len(whole) - len(part) + 1))


def accepted_of(name: str, given: object) -> Accepted:
    """A cell of a gold file: a value, a list of accepted values (null among them: emptiness too), or null.

    A ``responsible`` list names bodies, all of them lead; ``false`` is nothing stated; a subject may be
    ``{"keys": [...], "length": n}``.
    """
    if isinstance(given, Mapping):
        return Accepted(keys=tuple(given["keys"]), length=int(given["length"]))
    if name == "responsible" and isinstance(given, list):
        return Accepted((", ".join(given),)) if given else Accepted()
    values = given if isinstance(given, list) else [given]
    stated = tuple(str(value) for value in values if value is not None and value is not False and value != "")
    return Accepted(stated, optional=len(stated) < len(values))
