"""The door's notes in the memory all processes share: an edit, a reaction, a language reach whichever comes next."""

from __future__ import annotations

import json

from bot.channels.telegram.notes import Answered, MemoryNotes
from bot.channels.telegram.questions import CHANNEL
from bot.channels.telegram.told import LANGUAGES
from bot.reception_ports import Memory


class KeptNotes:
    """Implements ``Notes``: what this process noted itself is at hand, the rest is recalled."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._near = MemoryNotes()

    async def answered(self, chat: int, message: int) -> Answered | None:
        """What answers a message."""
        near = await self._near.answered(chat, message)
        return near or _read(await self._memory.recall(CHANNEL, f"answered:{chat}:{message}"))

    async def note_answer(self, chat: int, message: int, answered: Answered) -> None:
        """Remembers what answers a message."""
        await self._near.note_answer(chat, message, answered)
        text = json.dumps([list(answered.messages), answered.said])
        await self._memory.remember(CHANNEL, f"answered:{chat}:{message}", text, _owner(chat))

    async def answer_of(self, chat: int, message: int) -> str | None:
        """The kept answer a message shows."""
        near = await self._near.answer_of(chat, message)
        return near or await self._memory.recall(CHANNEL, f"shows:{chat}:{message}")

    async def note_shown(self, chat: int, messages: tuple[int, ...], answer: str) -> None:
        """Remembers which kept answer messages show."""
        await self._near.note_shown(chat, messages, answer)
        for message in messages:
            await self._memory.remember(CHANNEL, f"shows:{chat}:{message}", answer, _owner(chat))

    async def language(self, person: int) -> str | None:
        """The language a person picked, wherever they did: another process may know a later one."""
        found = await self._memory.recall(CHANNEL, f"language:{person}")
        return found if found in LANGUAGES else None

    async def pick_language(self, person: int, language: str) -> None:
        """Remembers the language."""
        await self._memory.remember(CHANNEL, f"language:{person}", language, str(person))

    async def forget(self, person: int) -> None:
        """Drops what is at hand; the store drops the rest with all else of that person."""
        await self._near.forget(person)


def _owner(chat: int) -> str | None:
    """Whose a note on a chat is: a private chat has its person's number, a group is nobody's."""
    return str(chat) if chat > 0 else None


def _read(text: str | None) -> Answered | None:
    try:
        messages, said = json.loads(text) if text else ((), "")
        return Answered(tuple(int(each) for each in messages), str(said)) if messages else None
    except (TypeError, ValueError):
        return None
