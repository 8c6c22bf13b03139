"""Answers that quote a clause of a document, whole, with the line that leads to it. Pure over the clause finder."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.lines import subject_name
from bot.telling.phrases import document
from bot.telling.quoted import said_clause
from bot.telling.told import Facts, Statement, Told, missing
from bot.telling.values import tell_targets
from knowledge.documents import Passage
from knowledge.teaching.labels import FIGURE_ACTS, RARE_ACTS

ATTRIBUTES = frozenset(  # acts whose own name says what is missing; of others only the subject is named
    (
        *RARE_ACTS,
        "who",
        "why",
        "how",
        "where",
        "basis",
        "issued",
        "issuer",
        "effective",
        "validity",
        "wording",
        "source",
    )
)
SHOWN = 2  # clauses quoted in one answer


def tell_clauses(query: Query, facts: Facts) -> Told | None:
    """The clauses that answer, quoted whole; None where none is likely enough to."""
    found = facts.clauses.find(query)
    return clauses_told(found[:SHOWN], query, facts) if found else None


def clauses_told(passages: Sequence[Passage], query: Query, facts: Facts) -> Told:
    """Clauses, quoted whole; as the target it sets, where a figure is asked for and the first sets one."""
    of_set = query.modality != "done" or facts.document(passages[0].document).is_added  # of these no result is held
    if FIGURE_ACTS & set(query.acts) and of_set and not (query.months or query.dated):
        targets = [t for t in facts.register.all_targets if t.place.passage == passages[0].id]
        if targets:
            return tell_targets(targets, query, facts)
    said = tuple(said_clause(facts.document(each.document), each, query.language) for each in passages)
    return Told(Status.ANSWERED_PASSAGE, said)


def nothing(query: Query, facts: Facts) -> Told:
    """That the documents do not state what was asked: the attribute and what it was asked of, in plain words."""
    language = query.language
    if query.unknown_documents:
        what = Statement("missing.unknown_document", {"reference": ", ".join(query.unknown_documents)})
        return missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, what)
    attribute = next((act for act in query.acts if act in ATTRIBUTES), None)
    subject = _subject(query, facts)
    if attribute is None:
        what = Statement("missing.about", {"subject": subject}) if subject else Statement("missing.anything")
    elif subject is None:
        what = Statement("missing.attribute_alone", {"attribute": prompts.say(language, f"attribute.{attribute}")})
    else:
        words = prompts.say(language, f"attribute.{attribute}")
        what = Statement("missing.attribute", {"attribute": words, "subject": subject})
    return missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, what, suggestions=_near(query, facts))


def doubted(told: Told, query: Query, facts: Facts) -> Told:
    """What is said in place of an answer that is likely to miss the question: it is offered as what is nearest."""
    lacking = nothing(query, facts)
    near = tuple(
        Statement("nearest.fact", {"fact": prompts.fill(query.language, s.template, s.values).rstrip(".")})
        for s in told.statements
        if s.figure is not None
    )[:SHOWN]
    return missing(lacking.status, *lacking.missing, suggestions=near or lacking.suggestions)


def _subject(query: Query, facts: Facts) -> str | None:
    if query.indicators:
        return subject_name(query.indicators[0], facts, query.language)
    if query.documents:
        return ", ".join(document(facts.document(d), query.language) for d in query.documents)
    if query.areas:
        return facts.register.area(query.areas[0]).name.text(query.language)
    if query.terms:
        return max(facts.glossary.names[query.terms[0]], key=len)
    return None


def _near(query: Query, facts: Facts) -> tuple[Statement, ...]:
    """What is held of the same subject, to ask about instead."""
    if query.indicators:
        name = subject_name(query.indicators[0], facts, query.language)
        held = facts.register.targets(query.indicators[:1])
        return (Statement("suggest.value" if held else "suggest.results", {"subject": name}),)
    if query.documents:
        called = document(facts.document(query.documents[0]), query.language)
        return (Statement("suggest.about", {"document": called}),)
    return ()
