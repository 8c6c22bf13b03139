"""A message on its way through the channel: taken once, answered in its turn, sent part by part."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakValueDictionary

import prompts
from bot.channels.zalo.choices import chosen
from bot.channels.zalo.incoming import NoMessage, Received, ZaloMessage
from bot.channels.zalo.rendering import render, render_sources
from bot.channels.zalo.sending import Sender, ZaloError
from bot.messages import Reply
from bot.ports import Chat
from knowledge.vietnamese import strip_marks

_LOG = logging.getLogger(__name__)
_SOURCES = "/nguon"
CHANNEL = "zalo"  # what a store knows this channel by

Command = Callable[[ZaloMessage], Sequence[str]]


class Seen(Protocol):
    """Which messages were delivered before; safe to call from several threads and processes."""

    def first_time(self, channel: str, update_id: str | int) -> bool:
        """Stores the id and says whether it is new; on return it is on disk."""
        ...


class LastReplies(Protocol):
    """The last reply of each conversation; safe to call from several threads."""

    def last(self, conversation: str) -> Reply | None:
        """The reply before; None when there is none or it is forgotten."""
        ...

    def keep(self, conversation: str, reply: Reply) -> None:
        """Remembers a reply."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an answer: its messages, how many Zalo took, and why no more."""

    messages: tuple[str, ...]
    sent: int
    failure: ZaloError | None = None


class ZaloChannel:
    """Answers messages through a ``Sender``; the core runs in worker threads, each chat keeps its order."""

    def __init__(
        self,
        chat: Chat,
        sender: Sender,
        seen: Seen,
        replies: LastReplies,
        commands: Mapping[str, Command] | None = None,
        names: Sequence[str] = (),
    ) -> None:
        """``commands`` by their first word, such as "/xoadulieu"; ``names`` are what the bot is called in groups."""
        self._chat = chat
        self._sender = sender
        self._seen = seen
        self._replies = replies
        self._commands = {_SOURCES: self._sources, **(commands or {})}
        self._names = tuple(f"@{name}".casefold() for name in names if name)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, received: Received) -> ZaloMessage | None:
        """The message to answer, now stored; None for a repeated delivery and for what is no message.

        A webhook answers 200 once this returns; ``answer`` may then take its time.
        """
        if isinstance(received, NoMessage):
            _LOG.info("not a message: %s", received.reason)
            return None
        new = await asyncio.to_thread(self._seen.first_time, CHANNEL, received.message_id)
        return received if new else None

    async def answer(self, message: ZaloMessage) -> Delivery:
        """Answers a taken message; messages of one chat are answered in the order of the calls."""
        turn = self._turns.setdefault(message.chat, asyncio.Lock())
        async with turn:
            with suppress(ZaloError):  # a nicety: an answer without it is an answer
                await self._sender.show_typing(message.chat)
            said = await asyncio.to_thread(self._said, message)
            return await self.deliver(message.chat, said)

    async def deliver(self, chat: str, messages: Sequence[str], sent: int = 0) -> Delivery:
        """Sends the messages after the first ``sent``, in order, and stops at the first that fails."""
        for number, text in enumerate(messages[sent:], start=sent):
            try:
                await self._sender.send_text(chat, text)
            except ZaloError as error:
                _LOG.error("message %s of %s not sent: %s", number + 1, len(messages), error)
                return Delivery(tuple(messages), number, error)
        return Delivery(tuple(messages), len(messages))

    def _said(self, message: ZaloMessage) -> tuple[str, ...]:
        text = self._without_name(message.text.strip()) if message.in_group else message.text.strip()
        before = self._replies.last(message.conversation)
        if not text:
            return (prompts.say(before.language if before else "vi", "zalo.words_only"),)
        command = self._commands.get(strip_marks(text.split()[0]).lower())
        if command is not None:
            return tuple(command(message))
        question = chosen(text, before.suggestions if before else ()) or text
        reply = self._chat.reply_to(message.asking(question))
        self._replies.keep(message.conversation, reply)
        return render(reply)

    def _sources(self, message: ZaloMessage) -> Sequence[str]:
        before = self._replies.last(message.conversation)
        return render_sources(before) if before else (prompts.say("vi", "zalo.no_citations"),)

    def _without_name(self, text: str) -> str:
        """The words without the bot's own name in front, which a group message needs to reach it."""
        for name in self._names:
            if text.casefold().startswith(name):
                return text[len(name) :].lstrip(" ,:")
        return text
