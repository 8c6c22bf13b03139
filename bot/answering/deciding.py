"""What is known of a question and of one answer to it, as the decision reads it. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import prompts
from bot.answering.candidates import Candidate
from bot.meaning.reader import Meaning
from bot.telling.told import Searched
from knowledge.faq import FaqEntry
from knowledge.learning.clause_features import Rarity
from knowledge.learning.decision import Evidence
from knowledge.learning.explained import Explained
from knowledge.learning.ranking import Ranked
from knowledge.register.values import Level
from knowledge.teaching.labels import RARE_ACTS
from knowledge.vietnamese import syllables, years

_KIND = {"document": "document", "term": "term"}  # which subjects an answer of the register is about


@dataclass(frozen=True)
class Weighing:
    """Gathers the evidence for each candidate of a question."""

    explained: Explained
    rarity: Rarity
    verdicts: frozenset[str]  # words that an answer to a yes/no question opens with
    acts_of: Callable[[FaqEntry], Mapping[str, float]]  # what a curated answer is for

    def evidence(
        self,
        meaning: Meaning,
        candidate: Candidate,
        found: Sequence[Candidate],
        searched: Searched,
        parts: Sequence[Meaning] = (),
    ) -> Evidence:
        """The evidence for one answer; ``found``: all answers there are; ``parts``: of the question."""
        query, understood = meaning.query, meaning.understood
        assert understood is not None, "only talk is not understood"
        acts = sorted(understood.acts.values(), reverse=True)
        ranked = understood.subjects.get(_KIND.get(kind_of(candidate), "indicator"), ())
        known = bool({"indicators", "documents"} & set(query.carried))  # the turn before told what it is about
        said = _said(candidate)
        unexplained = self._unexplained(meaning, said)
        dense, gap, rank = _found(candidate, searched)
        judges = float(said.first in self.verdicts)
        meant = _Agreement.of(understood.acts, self.acts_of(candidate.entry) if candidate.entry else {})
        lacks, rare = bool(candidate.told.missing), max(understood.acts.get(act, 0.0) for act in RARE_ACTS)
        others = [other for other in found if other is not candidate]
        alike = [other for other in others if candidate.cited & other.cited]
        apart = [o.own for o in others if o.way == candidate.way and not candidate.cited & o.cited]
        return Evidence(
            act=acts[0],
            second_act=acts[1],
            subject=1.0 if known else _probability(ranked, 0),
            margin=1.0 if known else _probability(ranked, 0) - _probability(ranked, 1),
            question=_probability(understood.subjects.get("question", ()), 0),
            clause=searched.likely[0][1] if searched.likely else 0.0,
            own=candidate.own,
            own_margin=candidate.margin,
            dense=dense,
            dense_gap=gap,
            rank=rank,
            covered=self._covered(meaning, candidate, said),
            unexplained=min(len(unexplained), 6) / 3,
            unexplained_weight=min(self.rarity.total(unexplained) / 10, 3.0),
            agreed=float(any(other.way != candidate.way for other in alike)),
            seconded=max((other.own for other in alike if other.way == candidate.way), default=0.0),
            own_apart=candidate.own - max(apart, default=0.0),
            year_missing=float(bool(set(query.years) - said.years)),
            talk=understood.talk.get("any", 0.0),
            forecast=understood.acts.get("forecast", 0.0),
            absent=min(len(meaning.absent), 2),
            district=float(bool(query.districts)),
            months=float(bool(query.months or query.dated)),
            acts=len(query.acts) / 2,
            carried=float(bool(query.carried)),
            english=float(query.language == "en"),
            words=min(len(meaning.forms), 40) / 20,
            lines=min(len(candidate.told.statements), 10) / 5,
            related=_share(candidate, set(query.documents_before) if query.before else set()),
            named=_share(candidate, set(query.documents)),
            unnamed=float(bool(query.documents) and not candidate.documents & set(query.documents)),
            claims=min(len(query.claims), 2),
            claims_missing=float(
                any(number not in said.figures for c in query.claims for number in re.findall(r"\d+", c.text))
            ),
            tier_missing=float(any(self._tier(level, query.language).isdisjoint(said.words) for level in query.levels)),
            place_missing=float(not _names_all(said.words, query.other_places)),
            document_missing=float(not _numbers_all(said.figures, query.unknown_documents)),
            parts=min(len(parts), 3),
            sure=meaning.sure,
            judges=judges,
            judges_claim=judges * understood.acts.get("check", 0.0),
            leaning=float(query.before is not None),
            acts_shared=meant.shared,
            acts_alike=meant.alike,
            acts_same=meant.same,
            lacks=float(lacks),
            rare_lacks=rare * lacks,
            rare_told=rare * (not lacks),
            repeated=float(bool(candidate.cited) and candidate.cited <= set(query.cited_before)),
        )

    def _unexplained(self, meaning: Meaning, said: _Words) -> tuple[str, ...]:
        query = meaning.query
        subjects = (*query.indicators, *query.documents, *query.terms, *query.areas)
        return tuple(w for w in self.explained.unexplained(meaning.forms, subjects) if w not in said.words)

    def _tier(self, level: Level, language: str) -> set[str]:
        """The telling words of a tier's name."""
        return set(syllables(prompts.say(language, f"level.{level.value}"))) - self.explained.generic

    def _covered(self, meaning: Meaning, candidate: Candidate, said: _Words) -> float:
        asked = {form for form in meaning.forms if form not in self.explained.generic}
        held = said.words.union(*(self.rarity.words.get(passage, frozenset()) for passage in candidate.cited))
        return self.rarity.total(asked & held) / (self.rarity.total(asked) or 1.0)


@dataclass(frozen=True, slots=True)
class _Agreement:
    """How alike two readings of acts are, 0 to 1: mass in common, cosine, whether the likeliest is the same."""

    shared: float = 0.0
    alike: float = 0.0
    same: float = 0.0

    @classmethod
    def of(cls, asked: Mapping[str, float], meant: Mapping[str, float]) -> _Agreement:
        if not meant:
            return cls()
        shared = sum(min(p, meant.get(act, 0.0)) for act, p in asked.items())
        product = sum(p * meant.get(act, 0.0) for act, p in asked.items())
        lengths = math.hypot(*asked.values()) * math.hypot(*meant.values())
        return cls(shared, product / (lengths or 1.0), float(_likeliest(asked) == _likeliest(meant)))


def _likeliest(acts: Mapping[str, float]) -> str:
    return max(acts, key=lambda act: acts[act])


@dataclass(frozen=True, slots=True)
class _Words:
    words: frozenset[str]
    years: frozenset[int]
    figures: frozenset[str]  # runs of digits
    first: str


def _said(candidate: Candidate) -> _Words:
    """The words and years of an answer's sentences and of what they cite."""
    quotes = [c.passage.searchable for s in candidate.told.statements for c in s.citations]
    text = " ".join(candidate.told.values)
    whole = " ".join((text, *quotes))
    words = syllables(text)
    figures = frozenset(re.findall(r"\d+", whole))
    return _Words(frozenset(words), frozenset(years(whole)), figures, next(iter(words), ""))


def kind_of(candidate: Candidate) -> str:
    """The status of an answer without its group."""
    return candidate.told.status.value.partition("_")[2]


def _found(candidate: Candidate, searched: Searched) -> tuple[float, float, float]:
    """How like the question is to the nearest cited passage, how far the best of all is from it, and its place."""
    likeness = [hit.dense or 0.0 for hit in searched.hits if hit.passage.id in candidate.cited]
    places = [n for n, hit in enumerate(searched.hits) if hit.passage.id in candidate.cited]
    own, best = max(likeness, default=0.0), max((hit.dense or 0.0 for hit in searched.hits), default=0.0)
    return own, best - own if own else 0.0, 1 / (1 + min(places)) if places else 0.0


def _names_all(words: Collection[str], places: Sequence[str]) -> bool:
    return all(set(syllables(place)) <= set(words) for place in places)


def _numbers_all(figures: Collection[str], references: Sequence[str]) -> bool:
    """Whether each document that is not held is spoken of, by its number."""
    return all(number in figures for each in references for number in re.findall(r"\d+", each)[:1])


def _share(candidate: Candidate, documents: set[str]) -> float:
    """Which share of the documents that are cited is among these."""
    return len(candidate.documents & documents) / (len(candidate.documents) or 1)


def _probability(ranked: tuple[Ranked, ...], place: int) -> float:
    return ranked[place].probability if len(ranked) > place else 0.0
