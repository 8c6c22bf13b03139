"""What a pressed button asks for, as typed values; ``callbacks`` writes and reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.register.selection import Due
from knowledge.register.values import Level

REASONS = ("wrong_figure", "wrong_question", "incomplete", "wrong_source", "unclear")


class Verdict(StrEnum):
    """What a person thinks of an answer."""

    USEFUL = "u"
    WRONG = "w"


class Menu(StrEnum):
    """Which filter of the list is being picked."""

    YEAR = "y"
    AREA = "a"
    LEVEL = "l"


@dataclass(frozen=True, slots=True)
class ShowSource:
    """The passage of citation ``n`` (from 1) of a kept answer."""

    answer: str
    n: int


@dataclass(frozen=True, slots=True)
class TurnSource(ShowSource):
    """Another passage of the same answer, in the place of the one shown."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Suggestion or choice number ``index`` (from 0) of a kept answer, asked as a question."""

    answer: str
    index: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on a kept answer; ``reason`` is one of REASONS, "" when not given."""

    answer: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Example question number ``index`` of the welcome, asked."""

    index: int


@dataclass(frozen=True, slots=True)
class TargetList:
    """The register's list: filters ("" and None filter nothing), page, and the filter being picked, if one is."""

    year: int | None = None
    area: str = ""
    level: Level | None = None
    page: int = 0
    menu: Menu | None = None


@dataclass(frozen=True, slots=True)
class DueList:
    """Targets before or after their deadline."""

    due: Due
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target in full."""

    target: str


@dataclass(frozen=True, slots=True)
class TargetCard:
    """A target as a picture."""

    target: str


@dataclass(frozen=True, slots=True)
class AskTarget:
    """The question about a target, asked."""

    target: str


@dataclass(frozen=True, slots=True)
class Chart:
    """An indicator's picture over the years."""

    indicator: str


@dataclass(frozen=True, slots=True)
class Compare:
    """What the documents set for an indicator, beside each other."""

    indicator: str


@dataclass(frozen=True, slots=True)
class ResultList:
    """An indicator's published results."""

    indicator: str


@dataclass(frozen=True, slots=True)
class ResultMenu:
    """The indicators that have results."""


@dataclass(frozen=True, slots=True)
class DocumentList:
    """The documents we hold."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document in short."""

    document: str


@dataclass(frozen=True, slots=True)
class BackToDocument(OpenDocument):
    """A document in short, in the place of a page of it."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The passages of a document."""

    document: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class DocumentTargets:
    """The targets of a document."""

    document: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class FaqMenu:
    """The sections of the common questions."""


@dataclass(frozen=True, slots=True)
class FaqList:
    """The questions of a section."""

    section: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class FaqAsk:
    """A common question, asked."""

    entry: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Whether a person's data is to be deleted, after they were asked."""

    confirmed: bool


@dataclass(frozen=True, slots=True)
class EraseShared:
    """The answers a person shared are to be deleted too."""


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The language of buttons and pages."""

    language: str


Action = (
    ShowSource | TurnSource | FollowUp | Feedback | Example | TargetList | DueList | OpenTarget | TargetCard | AskTarget
    | Chart | Compare | ResultList | ResultMenu | DocumentList | OpenDocument | BackToDocument | ReadDocument
    | DocumentTargets | FaqMenu | FaqList | FaqAsk | Erase | EraseShared | SetLanguage
)  # fmt: skip
