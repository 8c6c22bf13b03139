"""Places a question names that our documents are not about. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge.language.words import PlaceWords
from knowledge.reading.places import Places
from knowledge.vocabulary import ReadToken


def within(tokens: Sequence[ReadToken], places: Places) -> set[int]:
    """The tokens place names cover (places are given by characters)."""
    return {i for i, t in enumerate(tokens) for m in places.mentions if m.start <= t.start and t.end <= m.end}


def elsewhere(places: Places, tokens: Sequence[ReadToken], cues: Collection[int], words: PlaceWords) -> tuple[str, ...]:
    """Places our documents are not about; not those in an indicator's cue ("ASEAN") or a person's name."""
    return tuple(
        m.name
        for m in places.mentions
        if m.name in places.other
        and not (cues and m.name in words.worlds)
        and not within(tokens, Places((m,))) <= set(cues)
        and not _ends_a_name(m.start, tokens, words)
    )


def _ends_a_name(start: int, tokens: Sequence[ReadToken], words: PlaceWords) -> bool:
    """Whether a capitalised family name stands right before: "Trương Hòa Bình"."""
    before = [t for t in tokens if t.end <= start]
    own = next((t for t in tokens if t.start == start), None)
    if len(before) < 2 or own is None or not own.raw.istitle():
        return False
    last = before[-1]
    return last.raw.istitle() and last.form not in words.no_family_names
