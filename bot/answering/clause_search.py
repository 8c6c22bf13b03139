"""Finds the clauses that answer a query: inside the documents named first, then everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.meaning.query import Query
from bot.meaning.times import TimeGrammar
from knowledge.concepts import PhraseBook
from knowledge.documents import Passage
from knowledge.learning.clause_features import ClauseModel, Rarity, Sought, features
from knowledge.retrieval.evidence import Hit
from knowledge.retrieval.retriever import Retriever
from knowledge.vietnamese import dates, syllables

LIMIT = 8
ENOUGH = 0.35  # a clause answers from this probability on
ENOUGH_NAMED = 0.15  # in a document that the question names
ENOUGH_ADDED = 0.01  # in an added document that the question names: its first clause is quoted
CLOSE = 0.8  # a second clause is quoted when it is nearly as likely


@dataclass(frozen=True)
class ClauseSearch:
    """Retrieval judged by the clause model; implements ``telling.told.ClauseFinder``."""

    retriever: Retriever
    model: ClauseModel
    rarity: Rarity
    silence: PhraseBook  # phrases by which a clause says that something is not known: it answers nothing
    home: str
    times: TimeGrammar
    added: frozenset[str] = frozenset()  # documents a person added: no register row speaks for most of their clauses

    def find(self, query: Query) -> Sequence[Passage]:
        """The clauses that answer, best first; empty when none is likely enough to."""
        named = frozenset(query.documents)
        least = ENOUGH_ADDED if named and named <= self.added else ENOUGH_NAMED
        if named and (found := self._judged(query, named, least)):
            return found
        if named and self.home not in named:
            return ()
        return self._judged(query, None, ENOUGH)

    def _judged(self, query: Query, documents: frozenset[str] | None, enough: float) -> list[Passage]:
        hits = [
            hit
            for hit in self.hits(query, documents)
            if not self.silence.all(syllables(hit.passage.text)) and self._speaks_of(hit.passage, query.months)
        ]
        if not hits:
            return []
        sought = Sought(
            tuple(syllables(query.text)), frozenset(query.acts), frozenset(query.documents), frozenset(query.years)
        )
        likely = self.model.probabilities(features(sought, hits, self.rarity))
        order = sorted(range(len(hits)), key=lambda n: -likely[n])
        best = float(likely[order[0]])
        if best < enough:
            return []
        return [hits[n].passage for n in order if likely[n] >= max(enough, CLOSE * best)]

    def hits(self, query: Query, documents: frozenset[str] | None) -> Sequence[Hit]:
        """What retrieval finds for a query, within some documents."""
        found = self.retriever.search(query.text, words=query.expanded, limit=LIMIT, documents=documents)
        return found.hits

    def _speaks_of(self, passage: Passage, months: Sequence[tuple[int, int]]) -> bool:
        """Whether a passage, or a heading over it, names one of the months or a day in it; any does where none is."""
        said = passage.searchable
        named = {*self.times.months(said), *((day.year, day.month) for day in dates(said))} if months else set()
        return not months or not named.isdisjoint(months)
