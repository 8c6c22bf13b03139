"""A call to an Official Account's webhook: its signature over the raw bytes, then its event; pure."""

from __future__ import annotations

import hashlib
from typing import Any

from bot.channels.zalo.incoming import (
    BODY_LIMIT,
    Kind,
    NoMessage,
    Received,
    UnreadableError,
    ZaloMessage,
    identifier,
    milliseconds,
    parsed,
    words,
)
from bot.channels.zalo.webhook import Verdict, same

SIGNATURE_HEADER = "X-ZEvent-Signature"
_KINDS = {"text": Kind.TEXT, "image": Kind.IMAGE, "sticker": Kind.STICKER, "audio": Kind.VOICE}


def signature(app_id: str, body: bytes, timestamp: str, key: str) -> str:
    """What Zalo signs a call with: a plain SHA-256 of the four in a row, in hexadecimal; it is no HMAC."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode("utf-8", "replace") + key.encode()).hexdigest()


def judged(app_id: str, key: str, header: str | None, body: bytes) -> Verdict:
    """The verdict on a webhook call; ``header`` is the value of SIGNATURE_HEADER, ``key`` the account's secret key.

    403 for a signature that is not Zalo's, 413 for a body over BODY_LIMIT, 200 for everything Zalo sent. The
    timestamp that is signed stands in the body, so the body is parsed first, and nothing of it is used
    before the signature holds. ValueError without an id and a key of our own.
    """
    if not app_id or not key:
        raise ValueError("an Official Account's webhook needs ZALO_OA_APP_ID and ZALO_OA_WEBHOOK_SECRET; set both")
    if len(body) > BODY_LIMIT:
        return Verdict(413)
    event = parsed(body)
    timestamp = "" if isinstance(event, NoMessage) else _stamp(event.get("timestamp"))
    given = (header or "").strip().removeprefix("mac=").strip().lower()
    if not same(signature(app_id, body, timestamp, key), given) or isinstance(event, NoMessage):
        return Verdict(403)
    return Verdict(200, read_event(event))


def read_event(event: dict[str, Any]) -> Received:
    """The message in an event whose signature holds."""
    kind = _kind(event.get("event_name"))
    if kind is None:
        return NoMessage("the event is not a message")
    sender, message = event.get("sender"), event.get("message")
    if not isinstance(sender, dict) or not isinstance(message, dict):
        return NoMessage("sender or message is not an object")
    if kind is Kind.TEXT and not isinstance(message.get("text"), str):
        return NoMessage("text is not a string")
    try:
        person = identifier(sender.get("id"), "sender.id")
        return ZaloMessage(
            message_id=identifier(message.get("msg_id"), "msg_id"),
            chat=person,
            sender=person,
            kind=kind,
            text=words(message.get("text")),
            sent_at_ms=milliseconds(event.get("timestamp")),
        )
    except UnreadableError as error:
        return NoMessage(str(error))


def _kind(event: object) -> Kind | None:
    if not isinstance(event, str) or not event.startswith("user_send_"):
        return None
    return _KINDS.get(event.removeprefix("user_send_"), Kind.UNSUPPORTED)


def _stamp(value: object) -> str:
    """The timestamp as it is signed: its digits, sent as a string or a number."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) < 32 else ""
