"""Why nothing answers: the most telling missing thing, named."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.finding.choosing import choose, nearest_facts
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import document
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Passage
from knowledge.register.register import Register

LIKELY = 5  # of the passages found, how many are looked at for what may have been meant
OFFERED = 3

_NAMED = (
    "which_unit",
    "ordinal",
    "signer",
    "basis",
    "responsible",
    "effective",
    "issuer",
    "why",
    "how",
    "status",
    "amends",
    "issued",
    "period",
)


def explain(question: Question, register: Register, found: Sequence[Passage] = ()) -> Finding:
    """A typed refusal that says what the documents do not state, with the nearest facts.

    ``found``: the passages retrieved by words and meaning, best first. Where no indicator was recognised, those
    whose targets stand in them are offered to ask about: a likeness answers nothing, but it may be what was meant.
    """
    nearest = _nearest(question, register) or _alike(question, register, found)
    missing = _missing(question, register)
    if missing is None and not _in_field(question):
        return refusal(Status.UNANSWERED_OUT_OF_SCOPE)
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing or Statement("missing.anything"), nearest)


def _missing(question: Question, register: Register) -> Statement | None:
    language = question.language
    if question.unknown_documents:
        return Statement("missing.unknown_document", {"reference": ", ".join(question.unknown_documents)})
    attribute = next((a for a in sorted(question.absent)), None) or next(
        (a for a in _NAMED if a in question.asks), None
    )
    if attribute:
        words = prompts.say(language, f"attribute.{attribute}")
        subject = _subject(question, register)
        if subject is None:
            return Statement("missing.attribute_alone", {"attribute": words})
        return Statement("missing.attribute", {"attribute": words, "subject": subject})
    if question.districts:
        return Statement("missing.district", {"place": ", ".join(question.districts)})
    if question.unexplained and _in_field(question):
        return Statement("missing.topic", {"words": " ".join(question.unexplained[:8])})
    return None


def _subject(question: Question, register: Register) -> str | None:
    language = question.language
    if question.indicators:
        return register.indicator(question.indicators[0]).short.text(language)
    if question.documents:
        return ", ".join(document(register.document(d), language) for d in question.documents)
    if question.areas:
        return register.area(question.areas[0]).name.text(language)
    return None


def _in_field(question: Question) -> bool:
    figure_of_a_tier = bool(question.levels and question.claims)
    spoken = question.about_something or question.in_field or "target" in question.marks
    return spoken or figure_of_a_tier or bool(question.districts)


def _alike(question: Question, register: Register, found: Sequence[Passage]) -> tuple[Statement, ...]:
    """Questions about the indicators whose targets stand in the passages found."""
    if question.absent or question.unknown_documents or question.districts:
        return ()
    places = [passage.id for passage in found[:LIKELY]]
    standing = [t for place in places for t in register.all_targets if t.place.passage == place]
    names = [register.indicator(i).short.text(question.language) for i in dict.fromkeys(t.indicator for t in standing)]
    return tuple(Statement("suggest.value", {"subject": name}) for name in names[:OFFERED])


def _nearest(question: Question, register: Register) -> tuple[Statement, ...]:
    if not question.indicators:
        return ()
    choice = choose(question, register)
    return nearest_facts(choice.targets or choice.nearest, register, question.language)
