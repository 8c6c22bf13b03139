"""A message on its way through the channel: taken once, answered in its turn, sent part by part."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

import prompts
from bot.channels.zalo.choices import Offer, number_said, numbers
from bot.channels.zalo.commands import Commands, asking_to_forget
from bot.channels.zalo.incoming import NoMessage, Received, ZaloMessage
from bot.channels.zalo.lists import Lists
from bot.channels.zalo.offers import Offers
from bot.channels.zalo.payloads import Unsent, as_payload, from_payload
from bot.channels.zalo.rendering import render
from bot.channels.zalo.sending import (
    BusyError,
    Sender,
    TokenRefusedError,
    UnavailableError,
    UncertainError,
    ZaloError,
)
from bot.reception_ports import Inbox, Kept, Memory, Reception, Waiting
from bot.work_begun import work_begun

_LOG = logging.getLogger(__name__)
PLATFORM, OFFICIAL = "zalo", "zalo_oa"  # what the store knows the channels by
_NOT_SENT = (BusyError, UnavailableError, TokenRefusedError)  # nothing was done: what is left may be sent later


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an answer: its messages, those that certainly did not leave, and the last failure."""

    messages: tuple[str, ...]
    left: tuple[str, ...] = ()  # may still be sent without saying anything twice
    failure: ZaloError | None = None
    doubted: bool = False  # one of them may not have arrived, and it is still to be said
    taken_over: bool = False  # by another process, which sends what is left; or its person was forgotten


class ZaloChannel:
    """Answers messages through a ``Sender``; each chat keeps its order, none waits for another."""

    def __init__(
        self,
        reception: Reception,
        inbox: Inbox,
        sender: Sender,
        memory: Memory,
        lists: Lists,
        *,
        name: str = PLATFORM,
        called: Sequence[str] = (),
    ) -> None:
        """``name`` tells the two channels apart in the store; ``called`` is what the bot is called in groups."""
        self.name = name
        self._reception = reception
        self._inbox = inbox
        self._sender = sender
        self._offers = Offers(memory, name)
        self._commands = Commands(reception, self._offers, lists, name)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.call(*called)

    def call(self, *names: str) -> None:
        """Tells what the bot is called in groups, once Zalo has said it."""
        self._called = tuple(f"@{name}".casefold() for name in names if name)

    async def take(self, received: Received) -> Unsent | None:
        """The message to answer, now stored; None for a repeated delivery and for what is no message.

        A webhook answers 200 once this returns; ``answer`` may then take its time. ``StoreError`` when it could
        not be stored: Zalo is not told that it arrived.
        """
        if isinstance(received, NoMessage):
            _LOG.info("not a message: %s", received.reason)
            return None
        forgetting = asking_to_forget(self._words(received))
        taken = received if forgetting is None else replace(received, text=forgetting)
        whose = received.sender if forgetting is None else None  # forgetting must not end the message that asks for it
        new = await self._inbox.take(self.name, taken.message_id, as_payload(taken), whose)
        return Unsent(taken) if new else None

    async def resumed(self, waiting: Waiting) -> Unsent | None:
        """A message another process left behind; None for one that this version cannot read, which is given up."""
        unsent = from_payload(waiting.payload)
        if unsent is None:
            await self._inbox.done(self.name, waiting.update_id)
        return unsent

    async def answer(self, taken: Unsent) -> Delivery:
        """Answers a taken message, or sends what is left of its answer, in the order of the calls within its chat.

        ``StoreError`` when it cannot be marked as sent: nothing was sent then, and it will be handed out again.
        """
        message = taken.message
        turn = self._turns.setdefault(message.chat, asyncio.Lock())
        async with turn:
            begun = await self._inbox.begin(self.name, message.message_id)
            if begun is None:
                return Delivery((), taken_over=True)
            with work_begun(begun):
                delivery = await self._answered_in_turn(taken)
        if delivery.taken_over:
            return delivery
        if delivery.left or delivery.doubted:
            rest = as_payload(message, delivery.left, delivery.doubted)
            await self._inbox.put_back(self.name, message.message_id, rest)
        else:
            await self._inbox.done(self.name, message.message_id)
        return delivery

    async def _answered_in_turn(self, taken: Unsent) -> Delivery:
        if taken.answered:
            return await self._delivered(taken.message, taken.parts, taken.doubted)
        with suppress(ZaloError):  # a nicety: an answer without it is an answer
            await self._sender.show_typing(taken.message.chat)
        return await self._delivered(taken.message, tuple(await self._said(taken.message)), taken.doubted)

    async def _delivered(self, to: ZaloMessage, messages: tuple[str, ...], doubted: bool) -> Delivery:
        """Sends the messages in order. One that may have arrived is not repeated, and those after it are sent.

        That one may not have arrived is said once, behind them all; a notice in doubt is left at that.
        """
        failure: ZaloError | None = None
        left = messages
        while left or doubted:
            text, after = (left[0], left[1:]) if left else (await self._notice(to), ())
            rest = as_payload(to, after, doubted=True) if left else ""
            if not await self._inbox.sending(self.name, to.message_id, rest):
                return Delivery(messages, failure=failure, taken_over=True)
            uncertain = False
            try:
                await self._sender.send_text(to.chat, text)
            except ZaloError as error:
                failure = error
                _LOG.error("with %s of %s messages left, one was not sent: %s", len(left), len(messages), error)
                if isinstance(error, _NOT_SENT):
                    return Delivery(messages, left, error, doubted)
                uncertain = isinstance(error, UncertainError)
                if not uncertain:
                    break  # refused for good, and so would be the rest
            left, doubted = after, bool(left) and (doubted or uncertain)
        return Delivery(messages, failure=failure)

    async def _notice(self, to: ZaloMessage) -> str:
        return prompts.say(_language(await self._reception.last(to.conversation)), "in_doubt.asked")

    async def _said(self, message: ZaloMessage) -> Sequence[str]:
        text = self._words(message)
        before = await self._reception.last(message.conversation)
        if not text:
            return (prompts.say(_language(before), "zalo.words_only"),)
        number = number_said(text)
        if number is None:
            return await self._answered(message, text, before)
        offer = await self._offers.shown(message)
        picked = offer.numbered(number)
        if picked is None and not any(letter.isalpha() for letter in text):
            return (_no_such(offer, _language(before)),)  # asked, it would be taken for anything
        return await self._answered(message, picked or text, before, picked=picked is not None)

    async def _answered(
        self, message: ZaloMessage, text: str, before: Kept | None, picked: bool = False
    ) -> Sequence[str]:
        """What is said to a question or a command. A list stays good for further picks until another is shown."""
        told = await self._commands.obeyed(message, text, before) if text.startswith("/") else None
        if told is not None and not isinstance(told, str):
            return told
        kept = await self._reception.ask(message.asking(told or text, self.name, alone=told is not None))
        if kept.reply.suggestions or (kept.id is not None and not picked):
            await self._offers.show(message, Offer(kept.reply.suggestions))
        return render(kept.reply)

    def _words(self, message: ZaloMessage) -> str:
        text = message.text.strip()
        return self._without_name(text) if message.in_group else text

    def _without_name(self, text: str) -> str:
        """The words without the bot's own name in front, which a group message needs to reach it."""
        for name in self._called:
            if text.casefold().startswith(name):
                return text[len(name) :].lstrip(" ,:")
        return text


def _language(before: Kept | None) -> str:
    return before.reply.language if before else "vi"


def _no_such(offer: Offer, language: str) -> str:
    if not offer.choices:
        return prompts.say(language, "zalo.nothing_offered")
    return prompts.say(language, "zalo.no_such_number", numbers=numbers(offer.choices))
