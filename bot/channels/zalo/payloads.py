"""A message on its way, as the inbox keeps it: what was asked, and what is left to send of its answer; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.channels.zalo.incoming import Kind, ZaloMessage


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message taken in, and the parts of its answer that are still to be sent; none before it was answered.

    ``doubted`` when a part before those may not have arrived: that is said behind them.
    """

    message: ZaloMessage
    parts: tuple[str, ...] = ()
    doubted: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is an answer, and only to be sent."""
        return self.doubted or bool(self.parts)


def as_payload(message: ZaloMessage, parts: Sequence[str] = (), doubted: bool = False) -> str:
    """The message and the parts as JSON; words stand under "text", where the inbox covers personal data.

    What was asked is kept only until it is answered.
    """
    told = asdict(replace(message, text="") if parts or doubted else message)
    return json.dumps({"message": told, "doubted" if doubted else "left": {"text": list(parts)}})


def from_payload(payload: str) -> Unsent | None:
    """What ``as_payload`` was given; None for a payload of another version."""
    try:
        held: Any = json.loads(payload)
        told = held["message"]
        message = ZaloMessage(**{**told, "kind": Kind(told["kind"])})
        doubted = "doubted" in held
        return Unsent(message, tuple(map(str, held["doubted" if doubted else "left"]["text"])), doubted)
    except (ValueError, KeyError, TypeError):
        return None
