"""Step 3: the likeliest answer of the register, of a common question or of a clause; else what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import prompts
from bot.answering.candidates import Candidate, candidates
from bot.answering.deciding import Weighing, kind_of
from bot.answering.draft import Draft
from bot.answering.readings import readings
from bot.meaning.query import Query
from bot.meaning.reader import Meaning
from bot.messages import Reply, Status
from bot.telling.clauses import doubted
from bot.telling.told import Facts, Searched, Told, joined
from knowledge.learning.decision import Decision
from knowledge.teaching.labels import FIGURE_ACTS, RARE_ACTS

ENOUGH = 0.5  # an answer is given from this probability of being right on
NAMED = 0.2  # the same where an indicator is called by its own name, or the register is asked clearly
NEARLY = 0.15  # an answer of the register may be less likely than a curated one by so much: it has figures of its own
NEARLY_CLEAR = 0.3  # and by so much where act and subject are as sure as this:
UNDERSTOOD = 0.95
PARTLY = 0.5  # parts are answered one by one when each is likelier than this
SURE = 0.8  # a few words that name nothing in particular are answered from this probability on
RARE = frozenset(RARE_ACTS)  # what libraries rarely hold: that it is missing is likely
BARE = 10  # words of a question about a figure alone
FEW = 8  # words of a question too short to tell what it is about
CLEAR = 0.55  # an indicator is clear from this probability on


@dataclass(frozen=True)
class Tell:
    """Answers the query from the facts."""

    facts: Facts
    decision: Decision
    weighing: Weighing

    def __call__(self, draft: Draft) -> Draft:
        """The draft with what is told; a reply that asks back where the question was not understood."""
        assert draft.meaning is not None, "understand comes first"
        meaning = draft.meaning
        facts = replace(self.facts, today=draft.today)
        searched = facts.clauses.search(meaning.query)
        found = candidates(meaning.query, searched, facts)
        likely, best = self.best(meaning, found, searched, draft.parts)
        together = self.in_parts(draft.parts, facts)
        if together is not None and together[0] > max(likely, PARTLY):
            return replace(draft, told=together[1], sure=together[0])
        if (_bare(meaning) and likely < 1.0) or (_unclear(meaning) and likely < SURE):
            return replace(draft, reply=self._asked_back(draft, meaning, Status.CLARIFY_AMBIGUOUS))
        if best is not None and (
            likely >= _enough(meaning, best, searched) or self._of_added(meaning.query, best.told)
        ):
            return replace(draft, told=best.told, sure=likely)
        register = found[0].told
        rare = bool(RARE & set(meaning.query.acts[:1]))
        if not (rare or (not register.answers and (register.final or _is_typed(register)))):
            return replace(draft, reply=self._asked_back(draft, meaning, Status.CLARIFY_NOT_UNDERSTOOD))
        return replace(draft, told=doubted(register, meaning.query, facts) if register.answers else register)

    def in_parts(self, parts: Sequence[Meaning], facts: Facts) -> tuple[float, Told] | None:
        """What is told part by part, with the probability of the least likely one; None where a part has no answer."""
        told: list[tuple[float, Told]] = []
        for part in parts:
            searched = facts.clauses.search(part.query)
            likely, best = self.best(part, candidates(part.query, searched, facts), searched)
            if best is None:
                return None
            told.append((likely, best.told))
        together = joined([each for _, each in told])
        return (min(likely for likely, _ in told), together) if together is not None and together.answers else None

    def best(
        self, meaning: Meaning, found: Sequence[Candidate], searched: Searched, parts: Sequence[Meaning] = ()
    ) -> tuple[float, Candidate | None]:
        """The likeliest answer with its probability; None where nothing answers."""
        likely = [(self._likely(meaning, each, found, searched, parts), each) for each in found if each.replies]
        if _blind(meaning, searched):
            refused = found[0].told.final and not found[0].told.answers and not meaning.query.carried
            least = CLEAR if RARE & set(meaning.query.acts[:1]) else 0.0
            left = [(p, each) for p, each in likely if each.own == 1.0 or not (refused or each.own < least)]
            return min(left, key=lambda each: _place(each[1]), default=(0.0, None))
        best = max(likely, key=lambda each: each[0], default=(0.0, None))
        if best[1] is None or best[1].way == "register" or best[0] == 1.0:
            return best
        nearly = best[0] - (NEARLY_CLEAR if meaning.sure >= UNDERSTOOD else NEARLY)
        clause = best[1].way == "clause"  # the register tells the same clause more exactly
        of_register = [(p, e) for p, e in likely if e.way == "register"]
        exact = _is_exact(meaning) or (best[0] < ENOUGH and meaning.sure >= UNDERSTOOD and _lists(meaning))
        own = [e for p, e in of_register if exact or (e.cited & best[1].cited if clause else p >= nearly)]
        return (max(best[0], ENOUGH) if exact else best[0], own[0]) if own else best

    def _likely(
        self,
        meaning: Meaning,
        each: Candidate,
        found: Sequence[Candidate],
        searched: Searched,
        parts: Sequence[Meaning] = (),
    ) -> float:
        """How likely an answer is right; a common question word for word has its own."""
        if each.own == 1.0:
            return 1.0
        evidence = self.weighing.evidence(meaning, each, found, searched, parts)
        return self.decision.probability(each.way, evidence, kind_of(each))

    def _of_added(self, query: Query, told: Told) -> bool:
        """Whether all that is cited stands in documents a person added that are named: of these nobody was asked."""
        cited = {c.document for statement in told.statements for c in statement.citations}
        return bool(cited) and all(document.is_added and document.id in query.documents for document in cited)

    def _asked_back(self, draft: Draft, meaning: Meaning, status: Status) -> Reply:
        said = prompts.say(draft.language, f"status.{status.value}")
        choices = readings(meaning, replace(self.facts, today=draft.today), draft.language)
        return Reply(draft.incoming.text, status, draft.language, said, suggestions=choices)


def _is_typed(told: Told) -> bool:
    """Whether it says why nothing is stated: another place, another time, what is to come."""
    return told.status is not Status.UNANSWERED_NOT_IN_DOCUMENTS


def _enough(meaning: Meaning, best: Candidate, searched: Searched) -> float:
    """From which probability on an answer is given.

    Less is enough for an indicator named outright, for the register where act and subject are clear, and without
    vectors.
    """
    if _blind(meaning, searched):
        return 0.0
    clear = meaning.sure == 1.0 or (best.way == "register" and meaning.sure >= UNDERSTOOD)
    return NAMED if clear else ENOUGH


def _blind(meaning: Meaning, searched: Searched) -> bool:
    """Whether a vector was not to be had: the decision was fitted with vectors and is not asked then."""
    return not (meaning.full and any(hit.dense for hit in searched.hits))


def _place(candidate: Candidate) -> int:
    """The order of answers without vectors: a listed question word for word, the register, what is likely, a clause."""
    if candidate.way == "common":
        return 0 if candidate.own == 1.0 else 2 if candidate.own >= CLEAR else 4
    return 1 if candidate.way == "register" else 3


def _lists(meaning: Meaning) -> bool:
    return meaning.query.asks("list", "count")


def _is_exact(meaning: Meaning) -> bool:
    """Whether the register alone is asked: a target by its number, or a figure stated of a clear indicator, no more."""
    query = meaning.query
    stated = query.acts[:1] == ("check",) and bool(query.claims) and not (query.content or query.carried)
    return query.numbered is not None or (stated and len(meaning.forms) <= BARE and not _unsure(meaning))


def _bare(meaning: Meaning) -> bool:
    """Whether a figure alone is asked of, with no turn before that it may be of: "95%?", "20% đó đạt chưa?"."""
    query = meaning.query
    if query.before is not None or query.carried or query.numbered is not None or _lists(meaning):
        return False
    named = query.documents or query.terms or query.years or query.content or not _unsure(meaning)
    return meaning.full and bool(query.claims) and len(meaning.forms) <= BARE and not named


def _unsure(meaning: Meaning) -> bool:
    """Whether no indicator is clear."""
    first = meaning.understood.best("indicator") if meaning.understood else None
    return meaning.sure < 1.0 and (first is None or first.probability < CLEAR)


def _unclear(meaning: Meaning) -> bool:
    """Whether a few words ask of nothing in particular: "thời hạn khi nào?", "còn hiệu lực không?"."""
    query, understood = meaning.query, meaning.understood
    asked = bool(query.questions) and query.questions[0][1] >= SURE
    if query.carried or query.documents or asked or understood is None or len(meaning.forms) > FEW:
        return False
    if _lists(meaning) or query.numbered is not None:
        return False
    if not (query.about_something or query.other_places or query.years or query.content or RARE & set(query.acts)):
        return True
    named = query.areas or query.terms or "target" in query.marks
    return bool(FIGURE_ACTS & set(query.acts)) and _unsure(meaning) and not named
