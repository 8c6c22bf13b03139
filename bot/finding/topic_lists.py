""" "Chỉ tiêu về tham nhũng", "one-stop shop targets": those whose own clause says a topic that no slot holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import prompts
from bot.finding.filters import described, documents_listed, listed
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.lists import told_in_full
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.glossary import Glossary
from knowledge.register.register import Register
from knowledge.register.values import Target
from knowledge.vietnamese import syllables

_TWO = 2  # a Vietnamese word is mostly two syllables; one alone tells nothing apart


def find_topic_list(question: Question, register: Register, glossary: Glossary, today: date) -> Finding | None:
    """The targets of the documents meant that speak of the topic; None where something else is asked.

    A glossary term that no target speaks of is refused, lest the whole list pass for an answer about it.
    """
    if _is_about_something_else(question):
        return None
    by_term = _by_term(question, glossary, register)
    ways = by_term or ([list(question.beyond)] if len(question.beyond) >= _TWO else [])
    if not ways or not set(question.unexplained) <= set(question.beyond):
        return None
    documents = documents_listed(question, register, today)
    targets = tuple(t for t in listed(question, register, documents, today) if _speaks_of(t, ways))
    words = _as_asked(question, by_term) if by_term else " ".join(question.beyond)
    told = f"{prompts.say(question.language, 'list.of_words', words=words)} " + described(
        question, register, documents, today
    )
    if targets:
        return Finding(Status.ANSWERED_LIST, told_in_full(targets, told, documents, question, register))
    if not by_term:
        return None
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.list", {"filter": told}))


def _is_about_something_else(question: Question) -> bool:
    """Whether another slot says what is meant, or no list of targets is asked for."""
    named = question.indicators or question.tied or question.areas or question.claims
    spoken = "target" in question.marks or question.asks_any("list", "count")
    if named or not spoken or question.asks - {"list", "count", "value", "about", "size"}:
        return True
    return bool(question.absent or question.districts or question.unknown_documents)


def _by_term(question: Question, glossary: Glossary, register: Register) -> list[list[str]]:
    """The syllables of every name of the term a list is narrowed by; none that a document named is about as a whole."""
    if not (question.asks_any("list", "count") or (question.documents and not question.asks)):
        return []
    named = [register.document(d) for d in question.documents]
    titles = [f" {' '.join(syllables(' '.join((d.title, *d.aliases))))} " for d in named]
    for term in question.topics:
        ways = [syllables(name) for name in glossary.names[term]]
        of_a_title = any(f" {' '.join(way)} " in title for way in ways for title in titles)
        if term not in glossary.whole_field and not of_a_title:
            return ways
    return []


def _as_asked(question: Question, ways: Sequence[Sequence[str]]) -> str:
    """The longest name of the term that the question says."""
    said = f" {' '.join(syllables(question.text))} "
    names = [" ".join(way) for way in ways]
    return max((name for name in names if f" {name} " in said), key=len, default=names[0])


def _speaks_of(target: Target, ways: Sequence[Sequence[str]]) -> bool:
    """Whether the statement carries the words of one way of saying it side by side, in their order."""
    said = f" {' '.join(syllables(target.statement.vi))} "
    return any(f" {' '.join(words)} " in said for words in ways)
