"""What the door remembers between updates: which messages answer which, and what language a person picked."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
MOST_NOTES = 20_000


@dataclass(frozen=True, slots=True)
class Answered:
    """The messages that answer a message, and what it said."""

    messages: tuple[int, ...]
    said: str  # a digest: no words of a person are remembered here


def digest(text: str) -> str:
    """What tells a text from another, without its words."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Notes(Protocol):
    """Notes on chats and people; what is not remembered is answered anew, never wrongly."""

    async def answered(self, chat: int, message: int) -> Answered | None:
        """What answers a message; None when nothing does or it is forgotten."""
        ...

    async def note_answer(self, chat: int, message: int, answered: Answered) -> None:
        """Remembers what answers a message."""
        ...

    async def answer_of(self, chat: int, message: int) -> str | None:
        """The id of the kept answer a message of ours shows."""
        ...

    async def note_shown(self, chat: int, messages: tuple[int, ...], answer: str) -> None:
        """Remembers which kept answer messages of ours show."""
        ...

    async def language(self, person: int) -> str | None:
        """The language a person picked; None when none was."""
        ...

    async def pick_language(self, person: int, language: str) -> None:
        """Remembers the language a person picked."""
        ...

    async def forget(self, person: int) -> None:
        """Drops what is remembered of a person, and of their private chat, which has the same number."""
        ...


class _Newest(OrderedDict[Key, Value], Generic[Key, Value]):
    """The newest entries, up to a number."""

    def keep(self, key: Key, value: Value) -> None:
        """Remembers an entry; the oldest makes room."""
        self[key] = value
        self.move_to_end(key)
        while len(self) > MOST_NOTES:
            self.popitem(last=False)


class MemoryNotes:
    """Notes of one process, until it ends."""

    def __init__(self) -> None:
        self._answers: _Newest[tuple[int, int], Answered] = _Newest()
        self._shown: _Newest[tuple[int, int], str] = _Newest()
        self._languages: _Newest[int, str] = _Newest()

    async def answered(self, chat: int, message: int) -> Answered | None:
        """What answers a message."""
        return self._answers.get((chat, message))

    async def note_answer(self, chat: int, message: int, answered: Answered) -> None:
        """Remembers what answers a message."""
        self._answers.keep((chat, message), answered)

    async def answer_of(self, chat: int, message: int) -> str | None:
        """The kept answer a message shows."""
        return self._shown.get((chat, message))

    async def note_shown(self, chat: int, messages: tuple[int, ...], answer: str) -> None:
        """Remembers which kept answer messages show."""
        for message in messages:
            self._shown.keep((chat, message), answer)

    async def language(self, person: int) -> str | None:
        """The language a person picked."""
        return self._languages.get(person)

    async def pick_language(self, person: int, language: str) -> None:
        """Remembers the language."""
        self._languages.keep(person, language)

    async def forget(self, person: int) -> None:
        """Drops what is remembered of a person."""
        self._languages.pop(person, None)
        for chat, message in [key for key in self._answers if key[0] == person]:
            del self._answers[chat, message]
        for chat, message in [key for key in self._shown if key[0] == person]:
            del self._shown[chat, message]
