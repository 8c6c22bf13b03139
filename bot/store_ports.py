"""The seams of the store: what is kept of answers, conversations, opinions and limits, and how it may fail.

A *person* is always a keyed hash (``bot.store.people``), never an id of a channel. A *conversation* is any text a
channel tells its conversations apart by; the store keeps its keyed hash. Times are seconds since 1970. Every
method may raise ``StoreError``; nothing is half-written then. What keeps or gives something raises ``ForgottenError``
where the work at hand (``bot.work_begun``) was begun before a forgetting of whom it is for: nothing is written then.
All are safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.conversation import Turn
from bot.messages import Reply
from bot.update_ports import Updates
from bot.upkeep_ports import Forgettings
from bot.upkeep_ports import Removed as Removed
from bot.upkeep_ports import Upkeep as Upkeep


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person thinks of an answer."""

    useful: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people found an answer useful, and how many did not."""

    useful: int = 0
    not_useful: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a question may be asked now; when not, in how many whole seconds."""

    allowed: bool
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Rates:
    """How often questions may be asked; 0 a minute sets no limit."""

    per_minute: int = 20  # of one person
    burst: int = 8  # of one person at once, after a silence
    channel_per_minute: int = 0  # of everybody on a channel together


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a request draws from."""

    key: str
    person: str | None  # whose it is; None when it is everybody's, or of a network address
    per_minute: int
    burst: int  # how many it holds


class Answers(Protocol):
    """Answers as they were given: a share id opens the same reply whatever becomes of the library."""

    def keep(
        self, reply: Reply, conversation: str, channel: str, person: str | None = None, share_id: str | None = None
    ) -> str:
        """Keeps a reply, its personal data redacted, for good; gives its share id, which cannot be guessed.

        ``share_id``: 22 characters of A-Z, a-z, 0-9, - and _ to keep it under, instead of new ones. Of a question we
        do not answer (out of scope, abuse, courtesies) none of its words are kept.
        """
        ...

    def share(self, share_id: str, person: str) -> bool:
        """Marks an answer as shared on purpose, which only its own person can; False for any other."""
        ...

    def get(self, share_id: str) -> Reply | None:
        """The reply as it was kept; None when there is none such, or no longer."""
        ...

    def given_at(self, share_id: str) -> float | None:
        """When the reply was kept; None when there is none such, or no longer."""
        ...

    def latest(self, conversation: str) -> tuple[str, Reply] | None:
        """Share id and reply of the last answer of a conversation; None when there is none, or no longer."""
        ...


class Turns(Protocol):
    """What a conversation carries over, shared by several processes; forgotten after half an hour of silence.

    ``bot.conversation.Conversations`` is the one for a single process.
    """

    def last(self, conversation: str) -> Turn | None:
        """The turn before; None when there is none, it is too old, or another version wrote it."""
        ...

    def keep(self, conversation: str, turn: Turn) -> None:
        """Remembers a turn in place of the one before."""
        ...

    def forget(self, conversation: str) -> None:
        """Drops what the conversation carries over."""
        ...


class PersonalTurns(Turns, Protocol):
    """Turns that also know whose they are, so that a person can be forgotten."""

    def keep(self, conversation: str, turn: Turn, person: str | None = None) -> None:
        """Remembers a turn in place of the one before, as this person's."""
        ...


class Feedback(Protocol):
    """Opinions on answers: one of each person, which may change."""

    def give(self, share_id: str, person: str, opinion: Opinion) -> bool:
        """Notes an opinion in place of the person's earlier one, its reason redacted; False for an unknown answer."""
        ...

    def withdraw(self, share_id: str, person: str, useful: bool) -> bool:
        """Deletes the person's opinion if it says this; False when there is none such."""
        ...

    def given(self, share_id: str, person: str) -> Opinion | None:
        """What this person thinks of the answer; None when never said."""
        ...

    def tally(self, share_id: str) -> Tally:
        """What everybody thinks of the answer."""
        ...


class Limits(Protocol):
    """How often a person, and a channel as a whole, may ask."""

    def allow(self, person: str, channel: str, now: float) -> Allowance:
        """Counts a question if it may be asked at ``now``; one that may not be asked is not counted."""
        ...

    def draw(self, wanted: Sequence[Bucket], now: float) -> Allowance:
        """Draws from all of these buckets, or from none and tells how long to wait; no bucket allows anything."""
        ...


class Jottings(Protocol):
    """Short notes a channel keeps between updates, such as which message answers which; forgotten after 30 days."""

    def find(self, name: str) -> str | None:
        """The note of this name; None when there is none, or no longer."""
        ...

    def keep(self, name: str, text: str, person: str | None = None) -> None:
        """Keeps a note in place of the one before, as this person's; it must hold no words of a person."""
        ...


class Store(Protocol):
    """All of it, opened."""

    @property
    def answers(self) -> Answers:
        """Answers to share."""
        ...

    @property
    def turns(self) -> PersonalTurns:
        """What carries over."""
        ...

    @property
    def feedback(self) -> Feedback:
        """Opinions on answers."""
        ...

    @property
    def updates(self) -> Updates:
        """Updates taken in."""
        ...

    @property
    def limits(self) -> Limits:
        """How often one may ask."""
        ...

    @property
    def notes(self) -> Jottings:
        """What channels remember."""
        ...

    @property
    def forgettings(self) -> Forgettings:
        """Who was forgotten lately."""
        ...

    @property
    def upkeep(self) -> Upkeep:
        """Forgetting and retention."""
        ...

    def check(self) -> None:
        """Writes and reads what an answer needs and keeps nothing of it; ``StoreError`` when that fails."""
        ...

    def close(self) -> None:
        """Lets go of every connection; may be called twice."""
        ...
