"""What Zalo delivers, read strictly: anything that is not a message we understand is named, never raised."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.messages import Incoming

BODY_LIMIT = 64 * 1024  # bytes: a message of 2,000 characters is far below
_MOST_ID = 128
_ID = re.compile(r"[!-~]+")  # opaque, printable, without spaces
_MOST_TEXT = 20_000  # characters read of a message; the chat refuses long before
_SECONDS_END = 100_000_000_000  # a stamp below is in seconds, above in milliseconds


class Kind(StrEnum):
    """What a person sent."""

    TEXT = "text"
    IMAGE = "image"
    STICKER = "sticker"
    VOICE = "voice"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class ZaloMessage:
    """A message a person sent."""

    message_id: str  # the same when Zalo delivers it again
    chat: str  # where an answer goes
    sender: str
    kind: Kind
    text: str  # the words, or the words under a picture; "" where there are none
    in_group: bool = False
    sent_at_ms: int | None = None  # since 1970

    @property
    def conversation(self) -> str:
        """Who is speaking where: in a group each person has a conversation of their own."""
        return f"zalo:{self.chat}:{self.sender}"

    def asking(self, question: str, channel: str = "zalo", alone: bool = False) -> Incoming:
        """The question as the reception takes it; ``alone`` when a command asks it."""
        return Incoming(question, self.conversation, channel, self.sender, alone)


@dataclass(frozen=True, slots=True)
class NoMessage:
    """Something delivered that is no message for us; ``reason`` says why and quotes nothing of it."""

    reason: str


Received = ZaloMessage | NoMessage


class UnreadableError(ValueError):
    """Why a payload is no message."""


def read_body(body: bytes) -> Received:
    """The message in the bytes of a webhook call of the Bot Platform."""
    payload = parsed(body)
    return payload if isinstance(payload, NoMessage) else read_update(payload)


def read_update(payload: object) -> Received:
    """The message in an update, flat or wrapped in ``{"ok": true, "result": ...}``."""
    try:
        return _message(payload)
    except UnreadableError as error:
        return NoMessage(str(error))


def parsed(body: bytes) -> dict[str, Any] | NoMessage:
    """The JSON object of a body; hostile bytes are refused without an exception."""
    if len(body) > BODY_LIMIT:
        return NoMessage(f"the body is over {BODY_LIMIT} bytes")
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested beyond reason
        return NoMessage("the body is not JSON")
    return payload if isinstance(payload, dict) else NoMessage("the body is not a JSON object")


def words(value: object) -> str:
    """Text a person typed: a string without halves of characters; "" for anything else."""
    return value[:_MOST_TEXT].encode("utf-8", "ignore").decode("utf-8") if isinstance(value, str) else ""


def identifier(value: object, name: str) -> str:
    """An opaque id; UnreadableError when it is not one."""
    if isinstance(value, str) and len(value) <= _MOST_ID and _ID.fullmatch(value):
        return value
    raise UnreadableError(f"{name} is not an id")


def milliseconds(value: object) -> int | None:
    """A moment in milliseconds since 1970 from a stamp in either unit, as a number or in digits."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 16:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**16:
        return None
    return value * 1000 if value < _SECONDS_END else value


def _message(payload: object) -> Received:
    update = _object(payload, "the update")
    if "result" in update:
        update = _object(update["result"], "result")
    kind = _kind(update.get("event_name"))
    if kind is None:
        return NoMessage("the event is not a message")
    message = _object(update.get("message"), "message")
    sender, chat = _object(message.get("from"), "from"), _object(message.get("chat"), "chat")
    if sender.get("is_bot") is True:
        return NoMessage("a bot sent it")
    text = words(message.get("text") if kind is Kind.TEXT else message.get("caption"))
    if kind is Kind.TEXT and not isinstance(message.get("text"), str):
        raise UnreadableError("text is not a string")
    return ZaloMessage(
        message_id=identifier(message.get("message_id"), "message_id"),
        chat=identifier(chat.get("id"), "chat.id"),
        sender=identifier(sender.get("id"), "from.id"),
        kind=kind,
        text=text,
        in_group=chat.get("chat_type") == "GROUP",
        sent_at_ms=milliseconds(message.get("date")),
    )


def _kind(event: object) -> Kind | None:
    """The kind of a ``message.<kind>.received`` event; None for any other event."""
    match = re.fullmatch(r"message\.([a-z]+)\.received", event) if isinstance(event, str) else None
    if match is None:
        return None
    return Kind(match.group(1)) if match.group(1) in set(Kind) else Kind.UNSUPPORTED


def _object(value: object, name: str) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise UnreadableError(f"{name} is not an object")
