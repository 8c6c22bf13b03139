"""A bigram model of Vietnamese syllables, trained at load from the texts we serve."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log

from knowledge.reading.counts import SyllableCounts
from knowledge.vietnamese import strip_marks

_UNKNOWN = 0.02  # counts given to a syllable never seen


class SyllableModel:
    """Which syllables exist, and how likely one follows another (Witten-Bell smoothing)."""

    def __init__(self, counts: SyllableCounts) -> None:
        self._counts = counts.alone
        self._after = counts.after
        # A syllable is as likely anywhere as the places it was seen in are many (Kneser and Ney).
        self._spread = Counter(second for seen in self._after.values() for second in seen)
        self._total = self._spread.total() + len(self._spread) + 1
        self._after_total = {first: (seen.total(), len(seen)) for first, seen in self._after.items()}
        self._surface = {form: max(sorted(seen), key=seen.__getitem__) for form, seen in counts.surfaces.items()}
        self._by_base: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self._counts, key=lambda f: (-self._counts[f], f)):
            if form[0].isalpha():
                self._by_base[strip_marks(form)].append(form)

        self._base_pairs = {
            (strip_marks(first), strip_marks(second))
            for first, seen in self._after.items()
            for second in seen
            if first[0].isalpha() and second[0].isalpha()
        }

    def knows(self, form: str) -> bool:
        """Whether the syllable was seen, exactly so."""
        return form in self._counts

    def variants(self, base: str) -> tuple[str, ...]:
        """Known syllables that are ``base`` without marks, most frequent first."""
        return tuple(self._by_base.get(base, ()))

    def bases(self) -> list[str]:
        """Every known syllable without its marks."""
        return sorted(self._by_base)

    def base_count(self, base: str) -> int:
        """How often any syllable with these letters was seen."""
        return sum(self._counts[form] for form in self._by_base.get(base, ()))

    def pairs_bases(self, first: str, second: str) -> bool:
        """Whether syllables with these letters were seen next to each other."""
        return (first, second) in self._base_pairs

    def surface(self, form: str) -> str:
        """The spelling the documents use for a matching form ("tỉ" gives "tỷ" when they write so)."""
        return self._surface.get(form, form)

    def followed(self, first: str, second: str) -> bool:
        """Whether the two were seen next to each other."""
        return first in self._after and second in self._after[first]

    def log_probability(self, first: str, second: str) -> float:
        """Log probability of ``second`` after ``first``."""
        alone = (self._spread.get(second, _UNKNOWN - 1) + 1) / self._total
        seen = self._after.get(first)
        if seen is None:
            return log(alone)
        total, kinds = self._after_total[first]
        return log((seen.get(second, 0) + kinds * alone) / (total + kinds))
