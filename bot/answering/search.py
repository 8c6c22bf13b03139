"""Step 4: passages for what the register does not answer; an honest refusal when none does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answering.draft import Draft
from bot.finding.passages import PassageReader
from bot.finding.quoted import as_figures
from bot.finding.refusals import explain
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT
from knowledge.retrieval.retriever import Retriever
from knowledge.vocabulary import Vocabulary

LIMIT = 12


@dataclass(frozen=True)
class Search:
    """Retrieves passages and lets the reader decide which of them answer."""

    retriever: Retriever
    reader: PassageReader
    vocabulary: Vocabulary
    register: Register

    def __call__(self, draft: Draft) -> Draft:
        """The draft with a finding; evidence only when passages were needed."""
        if draft.finding is not None:
            return draft
        question, reading = draft.question, draft.reading
        assert question is not None and reading is not None, "understand comes first"
        words = self.vocabulary.expand(reading.tokens)
        evidence = self.retriever.search(reading.text, words=words, limit=LIMIT, documents=_within(question))
        found = [hit.passage for hit in evidence.hits]
        finding = self.reader.find(question, found)
        if finding is not None and finding.statements:
            finding = as_figures(finding, question, self.register, draft.today)
        else:
            finding = explain(question, self.register, found)
        return replace(draft, evidence=evidence, finding=finding)


def _within(question: Question) -> frozenset[str] | None:
    """The documents to search: those named, unless the home document is, which others speak of too."""
    named = frozenset(question.documents)
    return named if named and HOME_DOCUMENT not in named else None
