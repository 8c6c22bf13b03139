"""Candidates against the register: which targets are in it already, and which indicator a subject names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from knowledge.concepts import PhraseBook
from knowledge.documents import Passage
from knowledge.extraction.candidate import Candidate
from knowledge.extraction.ranges import overlaps
from knowledge.phrases import Phrases
from knowledge.register.values import Indicator, Target
from knowledge.vietnamese import syllables

_LEAST = 2  # syllables a strong cue must explain
_SHARE = 0.5  # of a subject's neighbouring syllables that must be the indicator's own
_AHEAD = 1.0  # by how much the winner must lead: a near tie names nothing


def already_known(candidate: Candidate, passage: Passage, targets: Iterable[Target]) -> Target | None:
    """The target of the register that is this candidate; its positions are characters of the passage."""
    for target in targets:
        span = (target.place.span.start, target.place.span.end)
        same = target.place.passage == passage.id and overlaps(span, candidate.span)
        if same and target.number == Decimal(candidate.value) and target.unit == candidate.unit:
            return target
    return None


@dataclass(frozen=True, slots=True)
class MatchingWords:
    """The section ``matching`` of the words."""

    counts: Phrases  # say how a subject is counted, not what it is


@dataclass(frozen=True, slots=True)
class _Cue:
    parts: tuple[tuple[str, ...], ...]
    weak: bool


class IndicatorMatcher:
    """Names the indicator of a subject by the register's own cues and wordings."""

    def __init__(
        self, words: MatchingWords, indicators: Sequence[Indicator], statements: Mapping[str, Sequence[str]]
    ) -> None:
        """``statements``: for each indicator id, what its targets say they measure."""
        self._counts = re.compile(rf"^\s*{words.counts}\s+", re.IGNORECASE)
        self._cues = {indicator.id: [_cue(written) for written in indicator.cues["vi"]] for indicator in indicators}
        phrases = {p for cues in self._cues.values() for cue in cues for part in cue.parts for p in part}
        self._phrases = PhraseBook({phrase: [phrase] for phrase in phrases})
        self._pairs = {
            i.id: {pair for text in (i.name.vi, *statements.get(i.id, ())) for pair in pairwise(syllables(text))}
            for i in indicators
        }

    def named(self, subject: str) -> str | None:
        """The indicator a subject names; None when none does or two fit nearly as well."""
        forms = syllables(self._counts.sub("", subject))
        places: dict[str, set[int]] = {}
        for mention in self._phrases.all(forms):
            places.setdefault(mention.concept, set()).update(range(mention.start, mention.end))
        scores = sorted(((self._score(i, forms, places), i) for i in self._cues), reverse=True)
        best, runner_up = scores[0], scores[1] if len(scores) > 1 else (0.0, "")
        return best[1] if best[0] >= _LEAST and best[0] - runner_up[0] >= _AHEAD else None

    def _score(self, indicator: str, forms: Sequence[str], places: Mapping[str, set[int]]) -> float:
        """Syllables strong cues explain, and the share of the subject that is the indicator's wording; 0 below it."""
        explained: set[int] = set()
        for cue in self._cues[indicator]:
            met = [{i for phrase in part for i in places.get(phrase, ())} for part in cue.parts]
            if not cue.weak and all(met):
                explained |= set().union(*met)
        if not explained:
            return 0.0  # its wording alone gives 1 at most: too little to win, or to come near a winner
        pairs = list(pairwise(forms))
        own = [{i, i + 1} <= explained or pair in self._pairs[indicator] for i, pair in enumerate(pairs)]
        share = sum(own) / len(pairs) if pairs else float(bool(explained))
        return len(explained) + share if share >= _SHARE else 0.0


def _cue(written: str) -> _Cue:
    parts = tuple(tuple(a.strip() for a in part.split("|")) for part in written.lstrip("~").split("+"))
    return _Cue(parts, written.startswith("~"))
