"""Which indicator a question is about: cues of the register, scored by the words they explain. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from knowledge.concepts import Mention, PhraseBook, covered, named
from knowledge.register.values import Indicator
from knowledge.vietnamese import syllables

WEAK = 0.4  # worth of a word that only a weak cue explains
MOST_MENTIONS = 4  # of one phrase in one question
TIE = 0.35  # readings closer than this are equally good
ALTERNATIVE = 0.5  # share of the chosen indicator's words another reading must explain
_OF_TODAY = {"ask:passed", "ask:to_come", "ask:due"}  # of deadlines: "chỉ tiêu nào quá hạn?" names no indicator


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator with the tokens its cues explain."""

    indicator: str
    strong: frozenset[int]
    weak: frozenset[int]
    phrases: tuple[Mention, ...]  # the cue phrases themselves
    wording: float  # share of the question's words that stand in the indicator's own wording

    @property
    def score(self) -> float:
        """Words explained, weak ones at a discount, wording as the tie-breaker."""
        return len(self.strong) + WEAK * len(self.weak - self.strong) + self.wording


@dataclass(frozen=True, slots=True)
class _Cue:
    parts: tuple[tuple[str, ...], ...]  # every part must occur; a part is met by any alternative
    weak: bool


class IndicatorFinder:
    """Ranks the register's indicators for a question."""

    def __init__(self, indicators: Sequence[Indicator], wordings: Mapping[str, Sequence[str]]) -> None:
        """``wordings``: for each indicator id, statements that name it (of its targets)."""
        self._cues = {i.id: _cues(i) for i in indicators}
        phrases = {
            alternative: [alternative]
            for cues in self._cues.values()
            for cue in cues
            for part in cue.parts
            for alternative in part
        }
        self._phrases = PhraseBook(phrases)
        self._wordings = {
            i.id: {s for text in (i.name.vi, i.name.en, *wordings.get(i.id, ())) for s in _pairs(syllables(text))}
            for i in indicators
        }

    def candidates(self, forms: Sequence[str], names: Collection[int] = ()) -> list[Candidate]:
        """Indicators with at least one satisfied cue, best first; ``names``: tokens of documents' names, no cues."""
        places: dict[str, list[Mention]] = {}
        for mention in self._phrases.all(forms):
            if set(range(mention.start, mention.end)) <= set(names):
                continue
            places.setdefault(mention.concept, []).append(mention)
        pairs = _pairs(forms)
        found = []
        for indicator, cues in self._cues.items():
            met = [(cue.weak, mention) for cue in cues for mention in _satisfying(cue, places)]
            if met:
                found.append(
                    Candidate(
                        indicator,
                        strong=_tokens(mention for weak, mention in met if not weak),
                        weak=_tokens(mention for weak, mention in met if weak),
                        phrases=tuple(mention for _, mention in met),
                        wording=len(pairs & self._wordings[indicator]) / (len(pairs) or 1),
                    )
                )
        return sorted(found, key=lambda c: -c.score)


def named_and_tied(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The indicators named (one for each separate place in the question), and ties of the best."""
    if not candidates:
        return [], []
    best = candidates[0]
    tied = [c for c in candidates if best.score - c.score < TIE and (c.strong | c.weak) & (best.strong | best.weak)]
    named = [best]
    taken = set(best.strong | best.weak)
    for other in candidates[1:]:
        own = other.strong - taken
        if other.strong and len(own) == len(other.strong):
            named.append(other)
            taken |= other.strong
    return named, tied if len(tied) > 1 else []


def _satisfying(cue: _Cue, places: dict[str, list[Mention]]) -> tuple[Mention, ...]:
    """The mentions that meet every part of a cue, those that stand closest; none when a part is missing."""
    choices: list[list[Mention]] = []
    for part in cue.parts:
        met = [mention for alternative in part for mention in places.get(alternative, ())]
        if not met:
            return ()
        longest = max(m.length for m in met)
        choices.append([m for m in met if m.length == longest][:MOST_MENTIONS])
    if len(choices) == 1:
        return tuple(choices[0])
    return min(product(*choices), key=lambda ms: max(m.end for m in ms) - min(m.start for m in ms))


def _tokens(mentions: Iterable[Mention]) -> frozenset[int]:
    return frozenset(i for m in mentions for i in range(m.start, m.end))


def _cues(indicator: Indicator) -> tuple[_Cue, ...]:
    """The cues of an indicator; its own short name, where it has several words, is one too."""
    cues = []
    short = [name.lower() for name in (indicator.short.vi, indicator.short.en) if len(name.split()) > 1]
    for written in (*indicator.cues["vi"], *indicator.cues["en"], *short):
        weak = written.startswith("~")
        parts = tuple(tuple(a.strip() for a in part.split("|")) for part in written.lstrip("~").split("+"))
        cues.append(_Cue(parts, weak))
    return tuple(cues)


def _pairs(forms: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(forms))


def alternatives(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], names: Collection[int]
) -> tuple[str, ...]:
    """Other indicators that much the same words fit, best first; words of a document's name fit none."""
    words = {i for c in chosen for i in c.strong} - set(names)
    fitting = [(c.indicator, c.strong - set(names)) for c in candidates if c not in chosen]
    return tuple(i for i, own in fitting if own & words and len(own) >= ALTERNATIVE * len(words))


def without_areas(chosen: list[Candidate], elsewhere: Collection[int], mentions: Sequence[Mention]) -> list[Candidate]:
    """When a list is asked, an indicator seen only in an area's or document's name, or in "quá hạn", is not named."""
    if not {"list", "count"} & set(named(mentions, "ask")):
        return chosen
    spoken_for = set(elsewhere) | covered(m for m in mentions if m.concept in _OF_TODAY)
    return [c for c in chosen if not c.strong | c.weak <= spoken_for]
