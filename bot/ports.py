"""The seams of the bot package: what a channel needs of the chat, and what the chat needs of its suppliers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.messages import Incoming, Reply
from bot.publishing.desk import IndicatorLine
from bot.publishing.filters import Option
from bot.publishing.rows import Row
from bot.publishing.sheets import IndicatorSheet, TargetSheet
from knowledge.documents import Document
from knowledge.faq import FaqEntry, FaqSection
from knowledge.register.selection import Selection

DAMAGED = "damaged"  # as in "store: damaged": what a person has to mend


class Chat(Protocol):
    """One engine behind every channel; safe to call from several threads."""

    def reply_to(self, incoming: Incoming) -> Reply:
        """Answers a question; never raises: an error is a reply with an ``error_*`` status."""
        ...

    def forget(self, conversation: str) -> None:
        """Drops what a conversation carries over."""
        ...


class Library(Protocol):
    """The documents a person may open; safe to call from several threads."""

    def documents(self) -> Sequence[Document]:
        """Every document we hold, in the order a list shows them."""
        ...

    def document(self, document_id: str) -> Document | None:
        """The document with this id; None when we hold none such."""
        ...


class CommonQuestions(Protocol):
    """The curated questions a person may pick from; safe to call from several threads."""

    def sections(self) -> Sequence[FaqSection]:
        """The sections that hold a question today, in the order a list shows them."""
        ...

    def questions(self, section: str) -> Sequence[FaqEntry]:
        """The questions of a section whose review still stands; none when there is no such section."""
        ...


class Readiness(Protocol):
    """What a health page asks of the running parts."""

    def degraded(self) -> tuple[str, ...]:
        """Names of the parts that do not work fully now, each "part" or "part: trouble"; empty when all do."""
        ...


def health_status(degraded: Sequence[str]) -> int:
    """The HTTP status of a health page: 503 where a part is damaged; what heals by itself is 200, and named."""
    return 503 if any(each.endswith(f": {DAMAGED}") for each in degraded) else 200


class RegisterDesk(Protocol):
    """The register for a person to look at; ``language`` is "vi" or "en"; safe to call from several threads."""

    def today(self) -> date:
        """The day deadlines are counted from where no other is asked."""
        ...

    def choices(self, language: str) -> Mapping[str, Sequence[Option]]:
        """By filter, the values that at least one target has."""
        ...

    def selection(self, asked: Mapping[str, Sequence[str]]) -> Selection:
        """The selection an address asks for; ``BadFilterError`` for a value that cannot be."""
        ...

    def rows(self, selection: Selection, language: str, on: date) -> Sequence[Row]:
        """The targets that agree with every filter, in the order of their documents."""
        ...

    def target(self, target_id: str, language: str, on: date) -> TargetSheet | None:
        """A target in full; None when there is none such."""
        ...

    def indicators(self, language: str) -> Sequence[IndicatorLine]:
        """Every indicator with its area and its yardstick."""
        ...

    def indicator(self, indicator_id: str, language: str, on: date) -> IndicatorSheet | None:
        """An indicator in full; None when there is none such."""
        ...


class TargetIndex(Protocol):
    """Targets found by a few words, as a person types them to look something up; safe to call from several threads."""

    def find(self, text: str, language: str, on: date, most: int) -> Sequence[Row]:
        """At most ``most`` targets, the best first; none where no word names an indicator, area, year or document."""
        ...


class Press(Protocol):
    """The register to take away: tables and PNG pictures as bytes; safe to call from several threads."""

    def csv(self, rows: Sequence[Row]) -> bytes:
        """The rows as CSV in UTF-8."""
        ...

    def workbook(self, rows: Sequence[Row], language: str) -> bytes:
        """The rows as an XLSX workbook."""
        ...

    def markdown(self, rows: Sequence[Row], language: str) -> bytes:
        """The rows as a Markdown table in UTF-8."""
        ...

    def timeline(self, rows: Sequence[Row], language: str, on: date) -> bytes:
        """The rows along the years, with ``on`` marked."""
        ...

    def history(self, indicator_id: str, language: str, on: date) -> bytes:
        """An indicator's targets and results over the years; KeyError for an unknown id."""
        ...

    def card(self, target_id: str, language: str) -> bytes:
        """One target as a card to share; KeyError for an unknown id."""
        ...
