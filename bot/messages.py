"""What goes in and out of the assistant: the same objects on every channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.documents import Citation


class Status(StrEnum):
    """The typed outcome of a question; the part before the first underscore is its group."""

    ANSWERED_TARGET = "answered_target"
    ANSWERED_LIST = "answered_list"
    ANSWERED_COMPARISON = "answered_comparison"
    ANSWERED_RESULT = "answered_result"
    ANSWERED_DOCUMENT = "answered_document"
    ANSWERED_TERM = "answered_term"
    ANSWERED_FAQ = "answered_faq"
    ANSWERED_PASSAGE = "answered_passage"
    ANSWERED_CORRECTION = "answered_correction"
    CLARIFY_AMBIGUOUS = "clarify_ambiguous"
    CLARIFY_NOT_UNDERSTOOD = "clarify_not_understood"
    UNANSWERED_NOT_IN_DOCUMENTS = "unanswered_not_in_documents"
    UNANSWERED_OUTSIDE_PERIOD = "unanswered_outside_period"
    UNANSWERED_OTHER_PLACE = "unanswered_other_place"
    UNANSWERED_OUT_OF_SCOPE = "unanswered_out_of_scope"
    UNANSWERED_PREDICTION = "unanswered_prediction"
    REFUSED_TOO_LONG = "refused_too_long"
    REFUSED_EMPTY = "refused_empty"
    REFUSED_ABUSE = "refused_abuse"
    REFUSED_RATE_LIMITED = "refused_rate_limited"
    SMALLTALK = "smalltalk"
    ERROR_DEGRADED = "error_degraded"
    ERROR_INTERNAL = "error_internal"

    @property
    def group(self) -> str:
        """answered, clarify, unanswered, refused, smalltalk or error."""
        return self.value.split("_", 1)[0]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A question as a channel received it."""

    text: str
    conversation: str  # who is speaking, as far as the channel knows; isolates follow-ups
    channel: str = "console"  # console, web, telegram, zalo, …: what limits and figures are counted by
    user: str | None = None  # the channel's own id of the person, to limit and to forget; the chat is told its hash
    alone: bool = False  # asked by a command or from its list: it leaves nothing open, whatever was said before
    progress: Callable[[str], None] | None = field(default=None, compare=False, repr=False)
    """Told the name of each step as it begins, in the worker's thread; must not raise."""
    address: str | None = None  # the network address it came from, as limits count it; None where none is known
    program: str | None = None  # the name of the key a program showed: what it asks is counted to it and is its alone


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of an answer, with the citations (1-based) that carry it."""

    target: str  # the register's id
    indicator: str
    comparator: str
    value: str
    unit: str
    deadline: str | None
    level: str | None
    exception: str | None
    kind: str  # target or result
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer object: plain text with [n] marks, its facts and its citations."""

    question: str
    status: Status
    language: str
    text: str
    interpretation: str | None = None
    facts: tuple[Fact, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
