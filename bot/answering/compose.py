"""Step 4: statements become lines, each with the spans it was built from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import prompts
from bot.answering.draft import Draft, Line
from bot.meaning.query import Query
from bot.telling.phrases import document, raised
from bot.telling.told import Statement, Told
from knowledge.register.register import Register

_SENTENCE = re.compile(r"(?<=[.!?] )[^\W\d_]")  # a statement may begin a sentence within a template


@dataclass(frozen=True)
class Compose:
    """Says each statement in the question's language. It adds no fact of its own."""

    register: Register

    def __call__(self, draft: Draft) -> Draft:
        """The draft with lines, interpretation and suggestions; a refusal gets its one sentence."""
        assert draft.meaning is not None and draft.told is not None, "tell always leaves something told"
        query, told = draft.meaning.query, draft.told
        language = query.language
        if told.statements:
            lines = tuple(line_of(s, language) for s in told.statements)
            lacking = tuple(Line(_lacking(s, language), missing=True) for s in told.missing)
            lines = (*lacking, *lines) if told.instead else (*lines, *lacking)
        else:
            lines = (Line(refusal(told, language)),)
        suggestions = tuple(dict.fromkeys(raised(_say(s, language)) for s in told.suggestions))
        return replace(draft, lines=lines, suggestions=suggestions, interpretation=self._interpretation(query, draft))

    def _interpretation(self, query: Query, draft: Draft) -> str | None:
        """The understood slots in words, when any was carried over or the question was repaired."""
        repaired = draft.reading is not None and bool(draft.reading.changes)
        if not query.carried and not repaired:
            return None
        language = query.language
        parts = [self.register.indicator(i).short.text(language) for i in query.indicators]
        parts += [self.register.area(a).name.text(language) for a in query.areas]
        parts += [prompts.say(language, "result.year", year=str(year)) for year in query.years]
        parts += [prompts.say(language, f"level.{level.value}") for level in query.levels]
        parts += [document(self.register.document(d), language) for d in query.documents]
        if not parts:
            return None
        return prompts.say(language, "interpretation.line", slots=" · ".join(dict.fromkeys(parts)))


def line_of(statement: Statement, language: str) -> Line:
    """A statement said in a language, with what it was built from."""
    return Line(
        raised(_say(statement, language)),
        statement.citations,
        statement.figure,
        statement.derivation,
        statement.counts,
        statement.echo,
        statement.beside,
    )


def refusal(told: Told, language: str) -> str:
    """The one sentence of an outcome that answers nothing."""
    values = {"missing": "; ".join(_say(s, language) for s in told.missing)}
    return prompts.fill(language, f"status.{told.status.value}", values)


def _lacking(statement: Statement, language: str) -> str:
    return prompts.say(language, "missing_beside.line", missing=_say(statement, language))


def _say(statement: Statement, language: str) -> str:
    said = prompts.fill(language, statement.template, statement.values)
    return _SENTENCE.sub(lambda found: found.group().upper(), said)
