"""Common questions: served when the very question is asked, or one worded much like it with the same slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from bot.finding.finding import Finding, Statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.faq import Faq, FaqEntry, FaqLine, folded
from knowledge.faq_phrasings import Near, Phrasings

ENOUGH = 0.85  # share of the weight of both texts' words that they must have in common
_TRIED = 3  # entries worded most like the question whose slots are compared

_SLOTS = (
    *("indicators", "tied", "documents", "unknown_documents", "areas", "years", "period", "after", "shift"),
    *("levels", "measures", "absent", "filters", "dated", "months", "claims", "other_places", "nationwide"),
    "districts",
)
_DECIDING = frozenset(  # function words that turn a question round: never light
    [
        *("không", "chưa", "chẳng", "chả", "trên", "dưới", "lên", "xuống", "hơn", "kém", "ít", "nhiều", "thêm", "trừ"),
        *(
            "trước",
            "sau",
            "ngoài",
            "mới",
            "cũ",
            "tất",
            "mọi",
            "riêng",
            "no",
            "not",
            "never",
            "without",
            "over",
            "under",
        ),
        *(
            "more",
            "less",
            "most",
            "least",
            "before",
            "after",
            "all",
            "only",
            "old",
            "new",
            "same",
            "different",
            "other",
        ),
    ]
)
_SAYING = {"definition", "premise", "published", "about"}  # frames of a question that name no other attribute


class FaqFinder:
    """Finds the entry a question asks; slots of an entry's phrasings are understood when first compared."""

    def __init__(self, faq: Faq, understand: Callable[[str], Question], function_words: Iterable[str] = ()) -> None:
        self._phrasings = Phrasings(faq.entries, set(function_words) - _DECIDING)
        self._understand = understand
        self._understood: dict[str, Question] = {}

    def same(self, typed: str, question: Question, today: date) -> Finding | None:
        """The answer to a question asked in the very words of an entry, as typed or as restored."""
        entry = self._phrasings.same(typed) or (None if question.inherited else self._phrasings.same(question.text))
        return _answer(entry, question.language) if entry and entry.holds_on(today) else None

    def near(self, question: Question, today: date) -> Finding | None:
        """The answer to a question worded much like an entry and agreeing with it in every slot and figure."""
        if question.inherited:  # its own words are only part of what it asks
            return None
        for near in self._phrasings.nearest(question.text, _TRIED):
            close = near.share >= ENOUGH and not near.beyond and near.entry.holds_on(today)
            if close and self._agrees(question, near):
                return _answer(near.entry, question.language)
        return None

    def _agrees(self, question: Question, near: Near) -> bool:
        """Whether no slot of the one names what the other does not."""
        other = self._understood.get(near.phrasing)
        if other is None:
            other = self._understood[near.phrasing] = self._understand(near.phrasing)
        if question.language != other.language or _numbers(question.text) != _numbers(near.phrasing):
            return False
        if ("negated" in question.marks) != ("negated" in other.marks):
            return False
        if (question.asks ^ other.asks) - _SAYING:
            return False
        return all(_same(getattr(question, slot), getattr(other, slot)) for slot in _SLOTS)


def _same(one: object, other: object) -> bool:
    """Whether two slots hold the same; the order of several does not count."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    return one == other


def _numbers(text: str) -> set[str]:
    return {word for word in folded(text).split() if any(c.isdigit() for c in word)}


def _answer(entry: FaqEntry, language: str) -> Finding:
    said = tuple(_statement(line, language) for line in entry.answer)
    return Finding(Status.ANSWERED_FAQ, said)


def _statement(line: FaqLine, language: str) -> Statement:
    return Statement(
        "faq.line",
        {"line": line.text.text(language)},
        line.citations,
        figure=line.figures[0] if line.figures else None,
        beside=line.figures[1:],
    )
