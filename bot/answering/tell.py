"""Step 3: what the register, the documents and their clauses answer; else what is missing, or a question back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import prompts
from bot.answering.deciding import evidence_of
from bot.answering.draft import Draft
from bot.meaning.reader import Meaning
from bot.messages import Reply, Status
from bot.telling.clauses import doubted
from bot.telling.lines import subject_name
from bot.telling.tell import tell
from bot.telling.told import Facts, Told
from knowledge.learning.clause_features import Rarity
from knowledge.learning.decision import Decision
from knowledge.learning.explained import Explained
from knowledge.teaching.labels import FIGURE_ACTS

ENOUGH = 0.7  # an answer is given from this probability of being right on
UNSURE = 0.12  # below this probability of act and subject together nothing is claimed to be missing
OFFERED = 3
FEW = 6  # words of a question too short to tell what it is about
CLEAR = 0.4  # an indicator is clear from this probability on


@dataclass(frozen=True)
class Tell:
    """Answers the query from the facts."""

    facts: Facts
    decision: Decision
    explained: Explained
    rarity: Rarity

    def __call__(self, draft: Draft) -> Draft:
        """The draft with what is told; a reply that asks back where the question was not understood."""
        assert draft.meaning is not None, "understand comes first"
        meaning = draft.meaning
        facts = replace(self.facts, today=draft.today)
        if _unclear(meaning):
            return replace(draft, reply=self._asked_back(draft, meaning, Status.CLARIFY_AMBIGUOUS))
        told = tell(meaning.query, facts)
        if told.answers:
            likely = self._likely(meaning, told)
            given = likely >= ENOUGH or self._of_added(meaning)
            return replace(draft, told=told if given else doubted(told, meaning.query, facts), sure=likely)
        if meaning.sure < UNSURE and not meaning.query.carried:
            return replace(draft, reply=self._asked_back(draft, meaning, Status.CLARIFY_NOT_UNDERSTOOD))
        return replace(draft, told=told)

    def _of_added(self, meaning: Meaning) -> bool:
        """Whether a document that a person added is asked about: the decision was fitted to questions of others."""
        documents = meaning.query.documents
        return bool(documents) and all(self.facts.document(each).is_added for each in documents)

    def _likely(self, meaning: Meaning, told: Told) -> float:
        """How likely what is told is right; a common question word for word has its own answer."""
        if told.status is Status.ANSWERED_FAQ and self.facts.faq.same(meaning.query.text):
            return 1.0
        return self.decision.probability(evidence_of(meaning, told, self.explained, self.rarity))

    def _asked_back(self, draft: Draft, meaning: Meaning, status: Status) -> Reply:
        language = draft.language
        names = [subject_name(each, self.facts, language) for each in meaning.readings[:OFFERED]]
        choices = tuple(prompts.say(language, "suggest.value", subject=name) for name in names)
        said = prompts.say(language, f"status.{status.value}")
        return Reply(draft.incoming.text, status, language, said, suggestions=choices)


def _unclear(meaning: Meaning) -> bool:
    """Whether a few words ask for a figure of nothing in particular: "thời hạn khi nào?", "95%?"."""
    query, understood = meaning.query, meaning.understood
    if query.carried or query.documents or query.question or understood is None or len(meaning.forms) > FEW:
        return False
    first = understood.best("indicator")
    unsure = first is None or first.probability < CLEAR
    named = query.areas or query.terms or meaning.sure == 1.0
    spoken = named or "target" in query.marks
    of_one = bool(FIGURE_ACTS & set(query.acts)) and not query.asks("list", "count")
    return of_one and unsure and not spoken
