"""A message on its way, as the inbox keeps it: what was asked, and what is left to send of its answer; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.channels.zalo.incoming import Kind, ZaloMessage


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message taken in, and the parts of its answer that are still to be sent; none before it was answered."""

    message: ZaloMessage
    parts: tuple[str, ...] = ()


def as_payload(message: ZaloMessage, parts: Sequence[str] = ()) -> str:
    """The message and the parts as JSON; words stand under "text", where the inbox covers personal data."""
    return json.dumps({"message": asdict(message), "left": {"text": list(parts)}})


def from_payload(payload: str) -> Unsent | None:
    """What ``as_payload`` was given; None for a payload of another version."""
    try:
        held: Any = json.loads(payload)
        told = held["message"]
        message = ZaloMessage(**{**told, "kind": Kind(told["kind"])})
        return Unsent(message, tuple(map(str, held["left"]["text"])))
    except (ValueError, KeyError, TypeError):
        return None
