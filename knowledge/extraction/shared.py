"""Words that several files of the grammar read."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class SharedWords:
    """The section ``shared`` of the words."""

    conjunction: Phrases
    aim: Phrases
    percent: Phrases
    in_turn: Phrases
    per_year: str
