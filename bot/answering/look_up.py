"""Step 3: what the register, the glossary and the documents' identities answer by query."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answering.draft import Draft
from bot.finding.achieved import find_achieved
from bot.finding.choosing import choose
from bot.finding.comparisons import find_comparison
from bot.finding.corrections import find_correction
from bot.finding.documents import find_document
from bot.finding.faq import FaqFinder
from bot.finding.finding import Finding
from bot.finding.limits import find_limit
from bot.finding.lists import find_list
from bot.finding.numbered import find_numbered
from bot.finding.previous import find_previous_sources
from bot.finding.result_claims import is_about_results
from bot.finding.results import find_result
from bot.finding.subjects import find_by_subject
from bot.finding.targets import find_target
from bot.finding.terms import find_term
from bot.finding.ties import find_tie
from bot.finding.topic_lists import find_topic_list
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.glossary import Glossary
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, INDICES

NEEDS_PASSAGE = frozenset(
    [
        *("why", "how", "responsible", "which_unit", "ordinal", "basis", "signer", "issuer", "issued"),
        *("effective", "since", "date", "status", "amends"),
    ]
)

OF_FIGURES = frozenset(
    [
        *("value", "deadline", "comparator", "exception", "standing", "result", "got", "achieved", "compare", "path"),
        *("highest", "lowest", "latest", "list", "count", "scope", "level", "baseline"),
    ]
)


@dataclass(frozen=True)
class LookUp:
    """Asks each finder in turn; the first that has something to say is heard."""

    register: Register
    glossary: Glossary
    faq: FaqFinder

    def __call__(self, draft: Draft) -> Draft:
        """The draft with a finding, or without one when only a passage could answer."""
        question, reading = draft.question, draft.reading
        assert question is not None and reading is not None, "understand comes first"
        if finding := self.faq.same(reading.original, question, draft.today):  # the curated question itself
            return replace(draft, question=replace(question, inherited=()), finding=finding)
        question = by_value(untied(question, self.register), self.register)
        finding = (
            find_limit(question)
            or find_previous_sources(question, draft.previous)
            or find_numbered(question, self.register, draft.today)
            or (find_achieved(question, self.register) if asks_outcome(question) else None)
            or find_document(question, self.register)
            or find_by_subject(question, self.register)
            or (None if question.months else find_term(question, self.glossary.clauses, self.register))
        )
        if (
            finding is None
            and question.claims
            and not (question.unexplained or question.districts or question.absent or is_dated(question))
        ):
            finding = find_correction(question, self.register)
        if question.numbered and finding and finding.subject:
            question = replace(question, indicators=finding.subject)  # for what is asked of it next
        finding = finding or find_topic_list(question, self.register, self.glossary, draft.today)
        if finding is None and not needs_passage(question):
            finding = self._registered(question, draft)
            if finding and finding.status.group == "unanswered" and question.documents and "about" in question.asks:
                finding = None  # "Chỉ thị 02 nói gì về số hóa?": it sets no figure, but it says something
        if finding is None or finding.status is Status.UNANSWERED_NOT_IN_DOCUMENTS:
            finding = self.faq.near(question, draft.today) or finding
        return replace(draft, question=question, finding=finding)

    def _registered(self, question: Question, draft: Draft) -> Finding | None:
        return (
            find_tie(question, self.register)
            or find_list(question, self.register, draft.today)
            or find_achieved(question, self.register)
            or (None if is_dated(question) else find_correction(question, self.register))
            or find_result(question, self.register)
            or find_comparison(question, self.register)
            or (None if is_dated(question) else find_target(question, self.register, draft.today))
        )


def asks_outcome(question: Question) -> bool:
    """Whether what came of a named target is asked; a plan is no answer to that, whatever it sets."""
    of_index = bool(question.claims) and question.claims[0].unit in {"điểm", "hạng", "nhóm"}
    if not question.indicators or "achieved" not in question.asks or (of_index and is_about_results(question)):
        return False
    return not needs_passage(question)


def is_about_the_index(question: Question) -> bool:
    """Whether an index is named, no figure of it is asked for, and something else is."""
    if not INDICES & set(question.indicators) or question.claims:
        return False
    if "which_document" in question.asks and not question.marks & {"target", "must"}:
        return True
    figures = {"score", "rank", "group", "rank_gain", "growth"}
    if not question.beyond:
        return False
    return not (question.asks & OF_FIGURES or question.measures & figures or question.marks & {"target", "must"})


def is_dated(question: Question) -> bool:
    """Whether a day or month is named and no target: figures of a day or month are results or stand in passages."""
    return bool(question.dated or question.months) and not question.marks & {"target", "must"}


def needs_passage(question: Question) -> bool:
    """Whether something is asked that no figure of the register answers."""
    return bool(
        question.absent
        or question.districts
        or question.unknown_documents
        or question.unexplained
        or question.asks & NEEDS_PASSAGE
        or is_about_the_index(question)
    )


def by_value(question: Question, register: Register) -> Question:
    """A question that names a figure but no indicator: the only indicator of the home document with that figure."""
    if question.indicators or question.tied or not question.claims or question.asks_any("list", "count"):
        return question
    named = question.documents or [HOME_DOCUMENT]
    held = register.targets(documents=named, years=question.years or None, value=question.claims[0].value)
    held = tuple(t for t in held if not question.levels or t.level in question.levels) or held
    own = tuple(dict.fromkeys(t.indicator for t in held))
    about = (
        question.documents
        or question.years
        or "target" in question.marks
        or question.asks_any("comparator", "exception")
    )
    return replace(question, indicators=own) if len(own) == 1 and about else question


def _fits(question: Question, register: Register) -> bool:
    """Whether the slots select a target of the very indicator, and not only of one much like it."""
    return any(t.indicator in question.indicators for t in choose(question, register).targets)


def untied(question: Question, register: Register) -> Question:
    """A tie settled by the other slots, when they fit only one of the readings, or none."""
    if not question.tied:
        return question
    fitting = tuple(i for i in question.tied if _fits(replace(question, indicators=(i,)), register))
    if len(fitting) == 1:
        return replace(question, indicators=fitting, tied=())
    if not fitting and (question.documents or question.years):
        return replace(question, indicators=question.tied[:1], tied=())  # no reading fits: the likeliest is refused
    return replace(question, tied=fitting or question.tied)
