"""The seam between the channel and Zalo's two ways of sending, with what may go wrong, by what it means for a retry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.channels.zalo.splitting import MESSAGE_LIMIT, units


class ZaloError(Exception):
    """A call that failed; the message names the method and why, and never a token."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"Zalo {method}: {reason}")
        self.method = method
        self.reason = reason


class TokenRefusedError(ZaloError):
    """The token is wrong or withdrawn: nothing works until an operator replaces it."""


class CallRefusedError(ZaloError):
    """Zalo understood the call and will not do it: sending it again changes nothing."""


class BusyError(ZaloError):
    """Zalo asks for fewer calls; nothing was done, and trying again later is safe."""

    def __init__(self, method: str, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(method, reason)
        self.wait_seconds = wait_seconds  # as Zalo asked, where it did


class UnavailableError(ZaloError):
    """Zalo was not reached or said it failed; nothing was done, and trying again later is safe."""


class UncertainError(ZaloError):
    """The call went out and no clear answer came: it may have been done, so a message is not sent again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message Zalo took."""

    message_id: str


class Sender(Protocol):
    """Sends to one chat; every method raises a ``ZaloError`` when Zalo did not clearly take it.

    What is safe to repeat has been repeated before the error is raised; the caller repeats nothing.
    """

    async def send_text(self, chat: str, text: str) -> Sent:
        """Sends 1 to 2,000 characters of plain text."""
        ...

    async def send_photo(self, chat: str, url: str, caption: str = "") -> Sent:
        """Sends the picture at a public address, with up to 2,000 characters under it."""
        ...

    async def show_typing(self, chat: str) -> None:
        """Shows for some seconds that an answer is on its way, where Zalo can."""
        ...


def bounded(method: str, text: str, least: int = 0) -> str:
    """The text, if Zalo takes one of its length; CallRefusedError before any call when it does not."""
    length = units(text)
    if not least <= length <= MESSAGE_LIMIT:
        raise CallRefusedError(method, f"a text of {length} characters; {least} to {MESSAGE_LIMIT} are taken")
    return text
