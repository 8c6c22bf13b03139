"""Numbers that are no figures: levels of service, months, quarters, days, how many targets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.patterns import every
from knowledge.language.words import OrdinalWords


@dataclass(frozen=True, slots=True)
class Ordinals:
    """What numbers that are no figures tell, and the tokens they stand at."""

    numbered: int | None  # which target is meant by its number in its document
    counted: int | None  # how many targets a person says there are
    tokens: frozenset[int]


class OrdinalGrammar:
    """Reads such numbers by the patterns of the languages."""

    def __init__(self, words: OrdinalWords) -> None:
        self._words = words

    def ordinals(self, forms: Sequence[str]) -> Ordinals:
        """Those of a question's syllables."""
        said = " ".join(forms)
        numbered, counted = every(self._words.numbered, said), every(self._words.counted, said)
        found = [*numbered, *counted, *every(self._words.no_figures, said)]
        return Ordinals(
            next((each.numbers[0] for each in numbered), None),
            next((each.numbers[0] for each in counted), None),
            frozenset().union(*(each.words for each in found)),
        )
