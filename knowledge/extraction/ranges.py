"""Ranges of characters: which overlap, what is left of one without others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def overlaps(one: Range, other: Range) -> bool:
    """Whether two ranges share a character."""
    return one[0] < other[1] and other[0] < one[1]


def inside(place: int, ranges: Iterable[Range]) -> bool:
    """Whether a position lies in any of the ranges."""
    return any(start <= place < end for start, end in ranges)


def without(whole: Range, holes: Iterable[Range]) -> tuple[Range, ...]:
    """What is left of a range when holes are cut out of it, in order."""
    left: list[Range] = []
    at = whole[0]
    for start, end in sorted(holes):
        if end <= at or start >= whole[1]:
            continue
        if start > at:
            left.append((at, start))
        at = max(at, end)
    if at < whole[1]:
        left.append((at, whole[1]))
    return tuple(left)


def blanked(text: str, whole: Range, holes: Sequence[Range]) -> str:
    """The characters of a range with holes filled by spaces: same length, same places."""
    kept = list(" " * (whole[1] - whole[0]))
    for start, end in without(whole, holes):
        kept[start - whole[0] : end - whole[0]] = text[start:end]
    return "".join(kept)


def trimmed(text: str, whole: Range, characters: str = " \t\n,;:.-–—+*•") -> Range:
    """A range without such characters at its ends."""
    start, end = whole
    while start < end and text[start] in characters:
        start += 1
    while end > start and text[end - 1] in characters:
        end -= 1
    return start, end
