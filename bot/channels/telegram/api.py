"""The seam between the channel and Telegram: what is called, and how a call may fail, by what it means for a retry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.channels.telegram.command_lists import About, Command
from bot.channels.telegram.incoming import Me
from bot.channels.telegram.inline import InlineAnswer
from bot.channels.telegram.message import Rows


class TelegramFailure(Exception):  # noqa: N818 -- the kinds of it are the errors
    """A call that failed; the message names the method and why, and never the token."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"Telegram {method}: {reason}")
        self.method = method
        self.reason = reason


class TokenRefusedError(TelegramFailure):
    """The token is wrong or withdrawn: nothing works until an operator replaces it."""


class RefusedError(TelegramFailure):
    """Telegram understood the call and will not do it: calling again changes nothing."""


class UnparsedError(RefusedError):
    """Telegram cannot read the markup: the same words without it may be sent."""


class UnchangedError(RefusedError):
    """The message says this already."""


class MovedError(RefusedError):
    """The group has become another chat, where the same call works."""

    def __init__(self, method: str, chat: int) -> None:
        super().__init__(method, "the group has moved")
        self.chat = chat


class FloodedError(TelegramFailure):
    """Telegram asks to wait; nothing was done."""

    def __init__(self, method: str, wait_seconds: float) -> None:
        super().__init__(method, f"asked to wait {wait_seconds:g} s")
        self.wait_seconds = wait_seconds


class UnavailableError(TelegramFailure):
    """Telegram was not reached or said it failed; nothing was done, and calling again is safe."""


class UncertainError(TelegramFailure):
    """The call went out and no clear answer came: it may have been done, so nothing is sent again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is sent: a chat, and in a forum a thread of it."""

    chat: int
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What one message says: text as HTML or plain, and its buttons."""

    text: str
    html: bool
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A picture Telegram took: the message's number, and what the picture may be sent again by."""

    message: int
    file: str


class TelegramApi(Protocol):
    """The methods of the Bot API we use; each raises a ``TelegramFailure`` and tries once."""

    async def me(self) -> Me:
        """The bot the token belongs to."""
        ...

    async def updates(self, offset: int, seconds: int) -> Sequence[object]:
        """Updates from ``offset`` on, as they came; those before it are forgotten. Empty after ``seconds``."""
        ...

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has updates posted to an HTTPS address; polling ends with it."""
        ...

    async def delete_webhook(self) -> None:
        """Ends posting, so that polling works; what waits is kept."""
        ...

    async def set_commands(self, group: bool, language: str | None, commands: Sequence[Command]) -> None:
        """The commands listed in private chats or groups, for clients in a language or, without one, for all."""
        ...

    async def set_about(self, language: str | None, about: About) -> None:
        """What the profile says."""
        ...

    async def send_text(self, to: Place, body: Body, reply_to: int | None = None) -> int:
        """Sends a message; its number."""
        ...

    async def send_photo(self, to: Place, photo: bytes | str, body: Body, reply_to: int | None = None) -> SentPhoto:
        """Sends PNG bytes, or a picture by what Telegram called it, with a caption."""
        ...

    async def edit_text(self, chat: int, message: int, body: Body) -> None:
        """Replaces what a message of ours says."""
        ...

    async def delete(self, chat: int, message: int) -> None:
        """Takes a message of ours away."""
        ...

    async def show_typing(self, to: Place) -> None:
        """Shows for five seconds that an answer is on its way."""
        ...

    async def answer_press(self, query: str, text: str | None = None) -> None:
        """Ends the waiting of a pressed button, with a short note where there is one."""
        ...

    async def answer_search(self, query: str, answer: InlineAnswer) -> None:
        """The cards of an inline query."""
        ...

    async def close(self) -> None:
        """Lets go of every connection."""
        ...
