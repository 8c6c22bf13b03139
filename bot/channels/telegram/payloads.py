"""An intent as the text the inbox keeps until it is answered: what is needed to answer it, and no name of anybody.

The inbox covers personal data in what stands under ``text``; places in the text are therefore read before, not after.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

from bot.channels.telegram.actions import Verdict
from bot.channels.telegram.callbacks import decode, encode
from bot.channels.telegram.intents import Asked, Commanded, Doubted, Intent, Owed, Pressed, Reacted, Unreadable, Where
from bot.channels.telegram.message import Button, Copy, Inline, Link, Message, Picture, Press

_BUTTONS: dict[str, type[Button]] = {each.__name__: each for each in (Press, Copy, Link, Inline)}
_PLACE = ("chat", "thread", "person", "private", "language")


def written(intent: Intent) -> str:
    """An intent that wants an answer, as JSON; ValueError for one that wants none or waits for none."""
    match intent:
        case Asked():
            told: dict[str, Any] = {"kind": "asked", "edited": intent.edited, "text": intent.text}
        case Commanded():
            told = {
                "kind": "commanded",
                "name": intent.name,
                "text": intent.argument,
                "known": intent.known,
                "edited": intent.edited,
            }
        case Unreadable():
            told = {"kind": "unreadable", "too_many": intent.too_many}
        case Reacted():
            told = {"kind": "reacted", "verdict": intent.verdict, "before": intent.before}
        case Owed():
            messages = [_told(each) for each in intent.messages]
            told = {"kind": "owed", "messages": messages, "sent": intent.sent, "said": intent.said, "kept": intent.kept}
        case Doubted():
            told = {"kind": "doubted", "pressed": intent.pressed}
        case Pressed():
            told = {"kind": "pressed", "press": intent.query, "data": encode(intent.action) if intent.action else None}
        case _:
            raise ValueError(f"{type(intent).__name__} is not kept")
    where = intent.where
    place = None if where is None else {name: getattr(where, name) for name in _PLACE}
    return json.dumps({**told, "where": place, "message": intent.message}, ensure_ascii=False)


def read(payload: str) -> Intent | None:
    """The intent of a payload; None for one another version wrote."""
    try:
        told = json.loads(payload)
        where = Where(**told["where"]) if told["where"] else None
        return _read(told, where)
    except (KeyError, TypeError, ValueError):
        return None


def _read(told: dict[str, Any], where: Where | None) -> Intent | None:
    kind, message = told["kind"], told["message"]
    if kind == "pressed":
        return Pressed(told["press"], where, message, decode(told["data"]) if told["data"] else None)
    if where is None:
        return None
    match kind:
        case "asked":
            return Asked(where, message, told["text"], told["edited"])
        case "commanded":
            return Commanded(where, message, told["name"], told["text"], told["known"], told["edited"])
        case "unreadable":
            return Unreadable(where, message, told.get("too_many", False))
        case "reacted":
            verdict, before = (Verdict(said) if (said := told.get(name)) else None for name in ("verdict", "before"))
            return Reacted(where, message, verdict, before)
        case "owed":
            messages = tuple(map(_message, told["messages"]))
            return Owed(where, messages, tuple(told["sent"]), message, told["said"], told["kept"])
        case "doubted":
            return Doubted(where, message, told["pressed"])
        case _:
            return None


def _told(message: Message) -> dict[str, Any]:
    """A message of ours; its words are not a person's, and stay as they are."""
    buttons = [[[type(each).__name__, *astuple(each)] for each in row] for row in message.buttons]
    picture = astuple(message.picture) if message.picture else None
    return {"html": message.html, "plain": message.plain, "buttons": buttons, "picture": picture}


def _message(told: dict[str, Any]) -> Message:
    buttons = tuple(tuple(_BUTTONS[kind](*fields) for kind, *fields in row) for row in told["buttons"])
    return Message(told["html"], tuple(told["plain"]), buttons, Picture(*told["picture"]) if told["picture"] else None)
