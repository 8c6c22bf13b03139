"""A reception in memory over a chat: what the web door is tested and looked at with."""

from __future__ import annotations

import asyncio
import secrets
from typing import Protocol

from bot.messages import Incoming, Reply
from bot.reception_ports import Kept
from bot.store_ports import Opinion, Removed
from tests.fakes_chat import FakeChat

GIVEN_AT = 1_795_366_800.0  # 22 November 2026, 17:00 in London, midnight in Hanoi


class Answers(Protocol):
    def reply_to(self, incoming: Incoming) -> Reply: ...
    def forget(self, conversation: str) -> None: ...


class FakeReception:
    """Keeps every answer, in a dictionary; remembers opinions and what it was asked to forget."""

    def __init__(self, chat: Answers | None = None, *, keeping: bool = True) -> None:
        self.chat = chat or FakeChat()
        self.keeping = keeping
        self.asked: list[Incoming] = []
        self.replies: dict[str, Reply] = {}
        self.conversations: dict[str, str] = {}
        self.opinions: dict[tuple[str, str], Opinion] = {}
        self.forgotten: list[tuple[str | None, ...]] = []
        self.askers: dict[str, str | None] = {}
        self.talks: dict[str, str] = {}
        self.shared: set[str] = set()

    async def ask(self, incoming: Incoming) -> Kept:
        self.asked.append(incoming)
        reply = await asyncio.to_thread(self.chat.reply_to, incoming)
        if not self.keeping:
            return Kept(reply)
        answer_id = secrets.token_urlsafe(12)
        self.replies[answer_id] = reply
        self.askers[answer_id], self.talks[answer_id] = incoming.user, incoming.conversation
        self.conversations[incoming.conversation] = answer_id
        return Kept(reply, answer_id)

    async def kept(self, answer_id: str, _program: str | None = None) -> Reply | None:
        return self.replies.get(answer_id)

    async def given_at(self, answer_id: str, _program: str | None = None) -> float | None:
        return GIVEN_AT if answer_id in self.replies else None

    async def last(self, conversation: str) -> Kept | None:
        answer_id = self.conversations.get(conversation)
        return Kept(self.replies[answer_id], answer_id) if answer_id else None

    async def opinion(
        self, answer_id: str, channel: str, user: str, opinion: Opinion, _program: str | None = None
    ) -> bool:
        if answer_id not in self.replies or not channel:
            return False
        self.opinions[answer_id, user] = opinion
        return True

    async def share(self, answer_id: str, channel: str, user: str, program: str | None = None) -> bool:
        if self.askers.get(answer_id) != user or not channel or program is not None:
            return False
        self.shared.add(answer_id)
        return True

    async def forget(self, channel: str, user: str | None, *conversations: str, shared: bool = False) -> Removed:
        self.forgotten.append((channel, user, *conversations))
        judged = [key for key in self.opinions if key[1] == user]
        for key in judged:
            del self.opinions[key]
        theirs = {i for i, who in self.askers.items() if who == user}
        theirs |= {i for i, talk in self.talks.items() if talk in conversations}
        stay = set() if shared else theirs & self.shared
        for answer_id in theirs - stay:
            del self.replies[answer_id], self.askers[answer_id], self.talks[answer_id]
        had = [self.conversations.pop(each, None) is not None for each in conversations]
        for conversation in conversations:
            self.chat.forget(conversation)
        return Removed(answers=len(theirs - stay), turns=sum(had), feedback=len(judged), shared=len(stay))
