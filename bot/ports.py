"""The seams of the bot package: what a channel needs of the chat, and what the chat needs of its suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.messages import Incoming, Reply
from knowledge.documents import Document
from knowledge.faq import FaqEntry, FaqSection


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
        """Names of the parts that do not work fully now; empty when all do."""
        ...
