"""The answers that may be given to one question: of the register, of common questions, and clauses quoted. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.clauses import clauses_told
from bot.telling.curated import common_answers
from bot.telling.tell import tell
from bot.telling.told import Facts, Searched, Told
from knowledge.documents import Passage
from knowledge.faq import FaqEntry

MOST = 3  # clauses
LIKELY = 0.1  # a second clause is quoted from this probability on
NEARLY = 0.6  # and from this share of the first one's on


@dataclass(frozen=True)
class Candidate:
    """One answer with the way it was found; ``own``: the probability its own model gives it, 0 for the register."""

    way: str  # of ``knowledge.learning.decision.WAYS``
    told: Told
    own: float = 0.0
    margin: float = 0.0  # how far ``own`` is before the next of its way
    entry: FaqEntry | None = None  # the curated answer that is told

    @property
    def replies(self) -> bool:
        """Whether it may be given: it answers, or is curated and names what the documents do not state."""
        return self.told.answers or (self.way == "common" and bool(self.told.missing))

    @property
    def cited(self) -> frozenset[str]:
        """The passages it rests on."""
        return frozenset(c.passage.id for statement in self.told.statements for c in statement.citations)

    @property
    def documents(self) -> frozenset[str]:
        """The documents it rests on."""
        return frozenset(c.document.id for statement in self.told.statements for c in statement.citations)


def candidates(query: Query, searched: Searched, facts: Facts) -> tuple[Candidate, ...]:
    """Every answer that may be given; the first is what the register tells, which may answer nothing."""
    register = Candidate("register", tell(query, facts))
    denied = register.told.status is Status.ANSWERED_CORRECTION
    told_of = common_answers(query, facts, denied)
    common = [Candidate("common", told, own, entry=entry) for own, told, entry in told_of]
    clauses = [
        Candidate("clause", clauses_told(_alike(n, searched), query, facts), own)
        for n, (_, own) in enumerate(searched.likely[:MOST])
    ]
    return (
        register,
        *(e for way in (common, clauses) for e in _apart([c for c in way if _speaks_of(c.told, query)])),
    )


def _speaks_of(told: Told, query: Query) -> bool:
    """Whether what is cited names the other places, and the documents that are not held, that the question names.

    Of these the register's own handlers say what is held. An answer to what is said of ours beside another place need
    not name that.
    """
    cited = [citation for statement in told.statements for citation in statement.citations]
    quoted = " ".join(citation.passage.searchable for citation in cited)
    numbers = [] if query.documents else [re.findall(r"\d+", each)[:1] for each in query.unknown_documents]
    of_ours = "home" in query.marks and not query.asks("compare", "extreme", "list")
    places = () if of_ours else query.other_places
    named = [place.casefold() for place in places] + [digits[0] for digits in numbers if digits]
    return all(re.search(rf"\b{re.escape(each)}\b", quoted.casefold()) for each in named)


def _alike(place: int, searched: Searched) -> list[Passage]:
    """The clause at a place; behind the first one the second, where that is nearly as likely."""
    own = searched.likely[place][0]
    if place > 0 or len(searched.likely) < 2:
        return [own]
    (_, likely), (second, less) = searched.likely[:2]
    return [own, second] if less >= max(LIKELY, NEARLY * likely) else [own]


def _apart(likely: list[Candidate]) -> list[Candidate]:
    """The candidates of one way with how far each is before the next."""
    found = []
    for n, each in enumerate(likely):
        others = max((other.own for m, other in enumerate(likely) if m != n), default=0.0)
        found.append(replace(each, margin=each.own - others))
    return found
