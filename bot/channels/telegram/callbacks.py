"""Actions as the data of buttons: at most 64 bytes, read back strictly.

Data comes from a stranger's client, so whatever is not exactly what we write is refused: ``decode``
gives None, never an error, and ``encode(decode(data)) == data``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from bot.channels.telegram.actions import (
    REASONS,
    Action,
    AskTarget,
    BackToDocument,
    Chart,
    Compare,
    DocumentList,
    DocumentTargets,
    DueList,
    Erase,
    EraseShared,
    Example,
    FaqAsk,
    FaqList,
    FaqMenu,
    Feedback,
    FollowUp,
    Menu,
    OpenDocument,
    OpenTarget,
    ReadDocument,
    ResultList,
    ResultMenu,
    SetLanguage,
    ShowSource,
    TargetCard,
    TargetList,
    TurnSource,
    Verdict,
)
from bot.channels.telegram.message import DATA_LIMIT, Press
from bot.channels.telegram.told import LANGUAGES
from knowledge.register.selection import Due
from knowledge.register.values import Level

_BETWEEN = ":"
_KINDS: dict[str, Callable[..., Action]] = {
    "s": ShowSource,
    "S": TurnSource,
    "n": FollowUp,
    "f": Feedback,
    "x": Example,
    "t": TargetList,
    "d": DueList,
    "o": OpenTarget,
    "p": TargetCard,
    "q": AskTarget,
    "h": Chart,
    "c": Compare,
    "r": ResultList,
    "R": ResultMenu,
    "D": DocumentList,
    "v": OpenDocument,
    "V": BackToDocument,
    "w": ReadDocument,
    "g": DocumentTargets,
    "F": FaqMenu,
    "k": FaqList,
    "a": FaqAsk,
    "e": Erase,
    "E": EraseShared,
    "l": SetLanguage,
}
_CODES = {kind: code for code, kind in _KINDS.items()}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)  # how a kept answer is called


def encode(action: Action) -> str:
    """An action as button data; ValueError where 64 bytes do not hold it or a field is not what it may be."""
    written = [_CODES[type(action)], *(_write(each.name, getattr(action, each.name)) for each in fields(action))]
    data = _BETWEEN.join(written)
    if len(data.encode()) > DATA_LIMIT or decode(data) != action:
        raise ValueError(f"{action} is no button data")
    return data


def decode(data: object) -> Action | None:
    """The action of button data; None for data we would never write."""
    if not isinstance(data, str) or not data.isascii() or len(data) > DATA_LIMIT:
        return None
    try:
        return _read_all(data)
    except ValueError:
        return None


def press(label: str, action: Action) -> tuple[Press, ...]:
    """A button for an action; none where its data would not fit or nothing stands on it."""
    if not label.strip():
        return ()
    try:
        return (Press(label, encode(action)),)
    except ValueError:
        return ()


def _read_all(data: str) -> Action:
    code, *given = data.split(_BETWEEN)
    kind = _KINDS.get(code)
    names = [each.name for each in fields(kind)] if kind else []  # type: ignore[arg-type]
    if kind is None or len(given) != len(names):
        raise ValueError(data)
    action = kind(**{name: _READERS[name](text) for name, text in zip(names, given, strict=True)})
    if isinstance(action, Feedback) and action.reason and action.verdict is not Verdict.WRONG:
        raise ValueError(data)
    return action


def _write(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "reason":
        return str(REASONS.index(value)) if value else ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _matched(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _id(text: str) -> str:
    return _matched(_ID, text)


def _number(text: str) -> int:
    return int(_matched(_NUMBER, text))


def _counted(text: str) -> int:
    number = _number(text)
    if number < 1:
        raise ValueError(text)
    return number


def _reason(text: str) -> str:
    if not text:
        return ""
    number = _number(text)
    if number >= len(REASONS):
        raise ValueError(text)
    return REASONS[number]


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(text)
    return text


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


_READERS: dict[str, Callable[[str], Any]] = {
    "answer": lambda text: _matched(_TOKEN, text),
    "n": _counted,
    "index": _number,
    "page": _number,
    "verdict": Verdict,
    "reason": _reason,
    "year": lambda text: int(_matched(_YEAR, text)) if text else None,
    "area": lambda text: _id(text) if text else "",
    "level": lambda text: Level(text) if text else None,
    "menu": lambda text: Menu(text) if text else None,
    "due": Due,
    "target": _id,
    "indicator": _id,
    "document": _id,
    "section": _id,
    "entry": _id,
    "confirmed": _flag,
    "language": _language,
}
