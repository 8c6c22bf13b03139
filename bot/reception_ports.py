"""The seam between the channels and what stands behind them: one reception for all, whatever the channel.

A channel reads an update, hands it in, and lays out what comes back. Limits, redaction, worker threads, keeping
and forgetting are behind this seam. An answer that a program asked for with its key is opened and judged with that
key alone: ``program`` is the key's name. ``user`` is the channel's own id of a person; it is hashed at once and kept
nowhere. All methods are coroutines of the one event loop; none raises for a question: an error is a reply too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.messages import Incoming, Reply
from bot.store_ports import Opinion, Removed
from bot.update_ports import Waiting as Waiting
from bot.work_begun import Begun


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply with the id it can be opened under; ``id`` is None when it could not be kept."""

    reply: Reply
    id: str | None = None


class Reception(Protocol):
    """Takes questions and gives replies, the same way for every channel."""

    async def ask(self, incoming: Incoming) -> Kept:
        """The reply to a question: the limits first, then the engine in a worker thread, then kept."""
        ...

    async def kept(self, answer_id: str, program: str | None = None) -> Reply | None:
        """A reply as it was given; None when there is none such of this program's, or no longer."""
        ...

    async def given_at(self, answer_id: str, program: str | None = None) -> float | None:
        """When a kept reply was given, in seconds since 1970; None when there is none such, or no longer."""
        ...

    async def last(self, conversation: str) -> Kept | None:
        """The last kept reply of a conversation; None when there is none."""
        ...

    async def opinion(
        self, answer_id: str, channel: str, user: str, opinion: Opinion, program: str | None = None
    ) -> bool:
        """Notes what a person thinks of an answer; False for an unknown answer, or when it cannot be noted now."""
        ...

    async def withdraw(self, answer_id: str, channel: str, user: str, opinion: Opinion) -> bool:
        """Forgets an opinion; False when the person has none such: one they gave another way since stays."""
        ...

    async def share(self, answer_id: str, channel: str, user: str, program: str | None = None) -> bool:
        """Notes that a person gives the link of their answer away; False for one that is not theirs, or not now."""
        ...

    async def forget(self, channel: str, user: str | None, *conversations: str, shared: bool = False) -> Removed:
        """Deletes what is kept of a person and of conversations; ``StoreError`` when that cannot be done now.

        Answers the person shared stay, and are counted, unless ``shared`` asks for them too. Without a ``user``
        only the conversations are forgotten.
        """
        ...


class Pace(Protocol):
    """How often may be asked, written and drawn, counted for all processes together."""

    async def wait(self, channel: str, address: str | None, user: str | None = None) -> int:
        """0 when it may be done now, and it is counted; else in how many whole seconds it may.

        It is counted to a network address and to a user of the channel, who counts as with a question; None: to none.
        """
        ...


class Watch(Protocol):
    """Who counts what happens: never words, never people. Safe to call from the event loop; returns at once."""

    def answered(self, channel: str, reply: Reply, seconds: float) -> None:
        """A reply was given, so many seconds after its question came."""
        ...

    def judged(self, channel: str, useful: bool) -> None:
        """Somebody said whether an answer was useful."""
        ...


class Memory(Protocol):
    """What a channel remembers between updates, shared by all processes; never raises, and may forget."""

    async def recall(self, channel: str, name: str) -> str | None:
        """What was remembered under this name; None when nothing was, or no longer."""
        ...

    async def remember(self, channel: str, name: str, text: str, user: str | None = None) -> None:
        """Remembers a text in place of the one before, until the user is forgotten; no words of a person."""
        ...


class Inbox(Protocol):
    """Updates taken in and not yet answered: nothing is lost when the process dies, nothing is sent twice.

    An update is ``take``n before the channel is told it arrived, marked ``sending`` just before its reply leaves,
    and ``done`` after. What was taken and not yet ``sending`` is handed out again after a lease; what was
    ``sending`` when the process died may have been sent, and is not repeated: at most the person is told so, which
    is what the mark's ``rest`` is for. A payload is JSON; what stands in it
    under text, caption, query or question is covered before it is stored, so that a repeated question holds no
    personal data. ``take`` and ``sending`` raise ``StoreError`` when the store fails: the channel is then not told
    that the update arrived, or the reply does not leave, and either comes again. When its user is forgotten it is done,
    answered or not; the update that asks for this is therefore nobody's, and its payload holds no words of theirs.
    """

    async def take(self, channel: str, update_id: str, payload: str, user: str | None = None) -> bool:
        """Stores an update of a user; False when it was taken already, here or in another process."""
        ...

    async def begin(self, channel: str, update_id: str) -> Begun | None:
        """What is known of forgettings as its answer is begun; None when it is not to be answered here any more.

        The answer is made inside ``work_begun`` of it, so that nothing is kept once its user is forgotten.
        ``StoreError`` when that cannot be told: it comes again.
        """
        ...

    async def sending(self, channel: str, update_id: str, rest: str = "") -> bool:
        """From here on it is not answered again; False when another process took it over: do not send then.

        ``rest`` is handed out should this process die: what is to follow the message that may have arrived, such as a
        notice that it may not have, and the messages after it. What leaves without a rest leaves once or never.
        """
        ...

    async def done(self, channel: str, update_id: str) -> None:
        """Answered, or given up: its payload is deleted, its id remembered. Never raises."""
        ...

    async def unfinished(self, channel: str, working: Collection[str] = ()) -> Sequence[Waiting]:
        """What other processes left behind, claimed for this one; to be asked at the start and every half minute.

        ``working`` names updates this one has not dropped, however long they may have to wait.
        """
        ...

    async def put_back(self, channel: str, update_id: str, payload: str) -> None:
        """Not answered here any more: anybody may take it over; ``payload`` is what certainly did not leave of it."""
        ...

    async def keep(self, channel: str, update_id: str, payload: str) -> bool:
        """After ``sending``: what certainly did not leave may have to wait, and stays this process's to send.

        It is to be marked as ``sending`` again before it leaves. False when it could not be undone: the mark stands,
        and what is left may be sent without another, but is lost if the process dies.
        """
        ...
