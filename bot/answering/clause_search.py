"""Searches clauses for a query: inside the documents named, or everywhere; each judged by the clause model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.meaning.query import Query
from bot.meaning.times import TimeGrammar
from bot.telling.told import Searched
from knowledge.concepts import PhraseBook
from knowledge.documents import Passage
from knowledge.learning.clause_features import ClauseModel, Rarity, Sought, features, with_beside
from knowledge.retrieval.evidence import Hit
from knowledge.retrieval.retriever import Retriever
from knowledge.vietnamese import dates, syllables

WIDE = 24  # passages looked at as evidence for any answer
CITED = 3  # passages of the turn before that are looked at again
JUDGED = 10  # passages the clause model judges
ENOUGH = 0.35  # a clause answers from this probability on, where nothing else is weighed against it
CLOSE = 0.8  # a second clause is found when it is nearly as likely


@dataclass(frozen=True)
class ClauseSearch:
    """Retrieval judged by the clause model; implements ``telling.told.ClauseFinder``."""

    retriever: Retriever
    model: ClauseModel
    rarity: Rarity
    silence: PhraseBook  # phrases by which a clause says that something is not known: it answers nothing
    home: str
    clauses: Mapping[str, Passage]  # by the id that utterances name them by
    passages: Mapping[str, Passage]  # by their own id
    times: TimeGrammar

    def search(self, query: Query) -> Searched:
        """What retrieval finds, and how likely each of the first passages answers."""
        named = frozenset(query.documents) if "documents" not in query.carried else frozenset()
        inside = None if not named or self.home in named else named
        hits = self._hits(query, inside)
        wide = hits if inside is None else self._hits(query, None)
        near = [p for clause, _ in query.clauses if (p := self.clauses.get(clause))]
        near += self._beside(query.cited_before)
        judged = with_beside(hits[:JUDGED], [p for p in near if inside is None or p.document in inside])
        judged = tuple(
            hit
            for hit in judged
            if not self.silence.all(syllables(hit.passage.text)) and self._speaks_of(hit.passage, query.months)
        )
        if not judged:
            return Searched(wide, ())
        sought = Sought(
            tuple(syllables(query.text)),
            frozenset(query.acts),
            frozenset(query.documents),
            frozenset(query.years),
            dict(query.clauses),
        )
        likely = self.model.probabilities(features(sought, judged, self.rarity))
        ranked = sorted(zip(judged, map(float, likely), strict=True), key=lambda each: -each[1])
        return Searched(wide, tuple((hit.passage, probability) for hit, probability in ranked))

    def find(self, query: Query) -> Sequence[Passage]:
        """The clauses that answer, best first; empty when none is likely enough to."""
        likely = self.search(query).likely
        best = likely[0][1] if likely else 0.0
        return [p for p, probability in likely if probability >= max(ENOUGH, CLOSE * best)]

    def _beside(self, cited: Sequence[str]) -> list[Passage]:
        """The passages that the turn before cited, and those next to them: much that is asked further stands there."""
        own = [p for each in cited[:CITED] if (p := self.passages.get(each))]
        ids = [each for p in own for each in (p.id, p.previous, p.next) if each]
        return [self.passages[each] for each in dict.fromkeys(ids) if each in self.passages]

    def _hits(self, query: Query, documents: frozenset[str] | None) -> tuple[Hit, ...]:
        """What is found for the question, and for it behind the turn before where it leans on that."""
        found = self._found(query.text, query, documents)
        if query.before is None:
            return found
        best = {hit.passage.id: hit for hit in found}
        for hit in self._found(f"{query.before} {query.text}", query, documents):
            held = best.get(hit.passage.id)
            if held is None or hit.score > held.score:
                best[hit.passage.id] = hit
        return tuple(sorted(best.values(), key=lambda hit: -hit.score))[:WIDE]

    def _found(self, text: str, query: Query, documents: frozenset[str] | None) -> tuple[Hit, ...]:
        return self.retriever.search(text, words=query.expanded, limit=WIDE, documents=documents).hits

    def _speaks_of(self, passage: Passage, months: Sequence[tuple[int, int]]) -> bool:
        """Whether a passage, or a heading over it, names one of the months or a day in it; any does where none is."""
        said = passage.searchable
        named = {*self.times.months(said), *((day.year, day.month) for day in dates(said))} if months else set()
        return not months or not named.isdisjoint(months)
