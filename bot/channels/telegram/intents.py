"""What an update asks of us, as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.channels.telegram.actions import Action, Erase, EraseShared, Verdict
from bot.channels.telegram.message import Message


class Silence(StrEnum):
    """Why an update is not answered."""

    MALFORMED = "malformed"
    NOT_FOR_US = "not_for_us"  # group talk that neither mentions us, nor replies to us, nor is a command of ours
    FROM_A_BOT = "from_a_bot"
    OUR_CARD = "our_card"  # a card sent through our own inline mode
    NO_TEXT = "no_text"
    OTHER_KIND = "other_kind"


@dataclass(frozen=True, slots=True)
class Where:
    """The place an update comes from."""

    chat: int
    thread: int | None
    person: int  # 0 when nobody is named
    private: bool
    language: str  # of the person's client: "vi" or "en"

    @property
    def conversation(self) -> str:
        """What isolates follow-ups: chat and thread, and in groups the person."""
        parts = ["telegram", str(self.chat), str(self.thread or 0)]
        return ":".join(parts if self.private else [*parts, str(self.person)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``edited`` when the person changed one they had sent."""

    where: Where
    message: int
    text: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command of ours, or in a private chat one we do not have; ``argument`` is what follows it."""

    where: Where
    message: int
    name: str
    argument: str
    known: bool
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message nobody reads: a private one without text, or one ``too_many``."""

    where: Where
    message: int
    too_many: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button; without an action its data is not ours or is of another day. Always to be answered."""

    query: str
    where: Where | None
    message: int | None
    action: Action | None


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction to a message; no verdict when it says neither, ``before`` what the one it replaced said."""

    where: Where
    message: int
    verdict: Verdict | None
    before: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Searched:
    """An inline query."""

    query: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to answer."""

    reason: Silence


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer on its way: the ``messages`` that are still to be sent, and the numbers of those that arrived.

    ``message`` is the one it answers and ``said`` a digest of that, ``kept`` the id of the kept answer it shows.
    """

    where: Where
    messages: tuple[Message, ...]
    sent: tuple[int, ...] = ()
    message: int | None = None
    said: str = ""
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Doubted:
    """An answer that may not have arrived, or not all of it; ``message`` is the one it answers, or the button's."""

    where: Where
    message: int | None
    pressed: bool = False


Intent = Asked | Commanded | Unreadable | Pressed | Reacted | Searched | Owed | Doubted | Ignored


def asks_to_forget(intent: Intent) -> bool:
    """Whether it is a person's word that all of theirs is to be deleted; it holds none itself."""
    action = intent.action if isinstance(intent, Pressed) else None
    return isinstance(action, EraseShared) or (isinstance(action, Erase) and action.confirmed)


def doubt_of(intent: Intent) -> Doubted | None:
    """What is to be said where a message of the answer may not have arrived; None where nobody would miss it."""
    match intent:
        case Asked(where=where, message=message) | Commanded(where=where, message=message):
            return Doubted(where, message)
        case Pressed(where=Where() as where, message=number):
            return Doubted(where, number, pressed=True)
        case Owed(where=where, message=number):
            return Doubted(where, number, pressed=number is None)
        case _:
            return None
