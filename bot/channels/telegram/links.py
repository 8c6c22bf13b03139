"""Deep links: a target or a document in the 64 characters that may follow ``?start=``."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

START_LIMIT = 64
WELCOME = "inline"  # a payload that leads to nothing but the welcome: the button over inline cards
_ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_PLAIN = re.compile(r"[a-z0-9-]+", re.ASCII)
_TARGET, _DOCUMENT = "t_", "d_"


@dataclass(frozen=True, slots=True)
class LinkedTarget:
    """A link to a target."""

    id: str


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A link to a document."""

    id: str


Linked = LinkedTarget | LinkedDocument


def start_payload(linked: Linked) -> str | None:
    """What stands behind ``?start=``; None where 64 characters do not hold it."""
    if isinstance(linked, LinkedTarget):
        payload = _TARGET + base64.urlsafe_b64encode(linked.id.encode("utf-8", "replace")).decode().rstrip("=")
    else:
        payload = _DOCUMENT + linked.id
    return payload if len(payload) <= START_LIMIT and read_payload(payload) == linked else None


def read_payload(payload: object) -> Linked | None:
    """What a payload links to; None for one we would never write."""
    if not isinstance(payload, str) or not _ALLOWED.fullmatch(payload):
        return None
    kind, rest = payload[:2], payload[2:]
    if kind == _DOCUMENT:
        return LinkedDocument(rest) if _PLAIN.fullmatch(rest) else None
    return _target(rest) if kind == _TARGET and rest else None


def deep_link(bot: str, linked: Linked) -> str | None:
    """The address that opens it in the bot of this username; None where it cannot be linked."""
    payload = start_payload(linked)
    return f"https://t.me/{bot}?start={payload}" if payload and _ALLOWED.fullmatch(bot) else None


def _target(encoded: str) -> LinkedTarget | None:
    try:
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        target = raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    canonical = base64.urlsafe_b64encode(raw).decode().rstrip("=") == encoded
    return LinkedTarget(target) if target and canonical and target.isprintable() else None
