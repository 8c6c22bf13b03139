"""Step 5: statements become lines, each with the spans it was built from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import prompts
from bot.answering.draft import Draft, Line
from bot.finding.finding import Statement
from bot.finding.phrases import document, raised
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register

_OF_REGISTER = frozenset(
    {Status.ANSWERED_TARGET, Status.ANSWERED_LIST, Status.ANSWERED_COMPARISON, Status.ANSWERED_RESULT,
     Status.ANSWERED_CORRECTION}
)  # fmt: skip


@dataclass(frozen=True)
class Compose:
    """Says each statement in the question's language. It adds no fact of its own."""

    register: Register

    def __call__(self, draft: Draft) -> Draft:
        """The draft with lines, interpretation and suggestions; a refusal gets its one sentence."""
        question, finding = draft.question, draft.finding
        assert question is not None and finding is not None, "search always leaves a finding"
        language = question.language
        if finding.statements:
            lines = tuple(line_of(s, language) for s in finding.statements)
        else:
            values = {"missing": _say(finding.missing, language)} if finding.missing else {}
            lines = (Line(prompts.say(language, f"status.{finding.status.value}", **values)),)
        suggestions = tuple(dict.fromkeys(raised(_say(s, language)) for s in finding.suggestions))
        return replace(
            draft,
            lines=lines,
            suggestions=suggestions,
            interpretation=self._interpretation(question, finding.status in _OF_REGISTER),
        )

    def _interpretation(self, question: Question, registered: bool) -> str | None:
        """The understood slots in words, when any was carried over or the question was repaired."""
        if not question.inherited and not (question.changed and registered):
            return None
        language = question.language
        parts = [self.register.indicator(i).short.text(language) for i in question.indicators]
        parts += [self.register.area(a).name.text(language) for a in question.areas]
        parts += [prompts.say(language, "result.year", year=str(year)) for year in question.years]
        parts += [prompts.say(language, f"level.{level.value}") for level in question.levels]
        parts += [document(self.register.document(d), language) for d in question.documents]
        if not parts:
            return None
        return prompts.say(language, "interpretation.line", slots=" · ".join(dict.fromkeys(parts)))


def line_of(statement: Statement, language: str) -> Line:
    """A statement said in a language, with what it was built from."""
    return Line(
        _say(statement, language),
        statement.citations,
        statement.figure,
        statement.derivation,
        statement.counts,
        statement.echo,
        statement.beside,
    )


def _say(statement: Statement, language: str) -> str:
    return prompts.say(language, statement.template, **statement.values)
