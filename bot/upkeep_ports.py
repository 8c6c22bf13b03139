"""The seam to forgetting and retention in the store. Any method may raise ``bot.store_ports.StoreError``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.work_begun import Begun


@dataclass(frozen=True, slots=True)
class Removed:
    """How many of each were deleted; ``shared`` answers were not, since their links were given away on purpose."""

    answers: int = 0
    turns: int = 0
    feedback: int = 0
    limits: int = 0
    updates: int = 0  # of the inbox
    notes: int = 0
    documents: int = 0  # editions that only deleted answers cited
    shared: int = 0


class Forgettings(Protocol):
    """Who was forgotten lately, as far as work may still be under way for them."""

    def keys(self, person: str, conversation: str) -> tuple[str, ...]:
        """What a question of this person in this conversation is known by; asks nothing of the database."""
        ...

    def begun(self, keys: Collection[str]) -> Begun:
        """What is known now of these, for work that begins."""
        ...


class Upkeep(Protocol):
    """What keeps the store small and people's data theirs."""

    def forget(self, *people: str, conversations: Collection[str] = (), shared: bool = False) -> Removed:
        """Deletes what is kept of people and of conversations: answers, turns, opinions, limits, notes and updates.

        Updates of people are finished, answered or not. What work begun before would still write is not kept.
        Answers marked as shared stay readable, are counted, and stay linked so that they can be deleted later: with
        ``shared``. ``StoreBusyError`` when rows are gone and their bytes not yet: to be called again.
        """
        ...

    def prune(self, older_than: float) -> Removed:
        """Deletes what was kept before a time, and at any rate what has expired."""
        ...

    def clock_seen(self) -> str | None:
        """What ``keep_clock`` was given last; None before."""
        ...

    def keep_clock(self, text: str) -> None:
        """Keeps what is known of the clock that deletions go by, however old it gets."""
        ...
