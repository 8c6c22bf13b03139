"""What is done for each intent: the one place that knows which part of the door does what."""

from __future__ import annotations

import asyncio
import logging

import prompts
from bot.channels.telegram.api import TelegramApi, TelegramFailure
from bot.channels.telegram.delivery import Delivery, place_of
from bot.channels.telegram.guide_pages import unread_page
from bot.channels.telegram.incoming import Me
from bot.channels.telegram.inline import inline_answer
from bot.channels.telegram.intents import (
    Asked,
    Commanded,
    Doubted,
    Intent,
    Owed,
    Pressed,
    Reacted,
    Searched,
    Unreadable,
    Where,
)
from bot.channels.telegram.message import Message
from bot.channels.telegram.notes import Notes, digest
from bot.channels.telegram.pacing import Leaving, Pacing
from bot.channels.telegram.packing import only
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.questions import Answers, Questions
from bot.channels.telegram.source_pages import source_page
from bot.channels.telegram.typing_sign import typing_sign
from bot.reception_ports import Reception

_LOG = logging.getLogger(__name__)
_MOST_SEARCHES = 8  # at once; typing sends a query for every few letters


class Errands:
    """Runs an errand for an intent; raises what could not be done."""

    def __init__(
        self, api: TelegramApi, reception: Reception, pages: Pages, pacing: Pacing, delivery: Delivery, notes: Notes
    ) -> None:
        self._api = api
        self._reception = reception
        self._pages = pages
        self._pacing = pacing
        self._notes = notes
        self._delivery = delivery
        self._answers = Answers(api, pacing, delivery, notes)
        self._questions = Questions(reception, self._answers)
        self._presses = Presses(api, reception, pages, self._answers, self._questions, notes)
        self._searching = asyncio.Semaphore(_MOST_SEARCHES)

    async def run(self, intent: Intent, me: Me, leaving: Leaving) -> None:
        """Does what an intent asks; ``leaving`` is called before anything that may not be sent twice."""
        match intent:
            case Asked():
                await self._questions.typed(intent, leaving)
            case Commanded():
                await self._commanded(intent, leaving)
            case Pressed():
                where = intent.where
                await self._presses.pressed(intent, await self._language(where) if where else "vi", leaving)
            case Reacted():
                await self._presses.reacted(intent)
            case Owed():
                await self._answers.go_on(intent, leaving)
            case Unreadable(where=where, message=message, too_many=too_many):
                page = unread_page(await self._language(where), too_many)
                await self._answers.present(where, page, leaving, message if too_many or not where.private else None)
            case Doubted(where=where, message=message, pressed=pressed):
                notice = prompts.say(await self._language(where), f"in_doubt.{'pressed' if pressed else 'asked'}")
                await self._answers.present(where, only(notice), leaving, message)
            case Searched():
                await self._searched(intent, me)
            case _:
                return

    async def apologise(self, intent: Intent, leaving: Leaving) -> None:
        """Says that something went wrong here, where somebody waits for an answer."""
        if isinstance(intent, Asked | Commanded | Pressed) and intent.where is not None:
            sorry = only(prompts.say(await self._language(intent.where), "status.error_internal"))
            await self._delivery.send(Owed(intent.where, sorry), leaving)

    async def _commanded(self, command: Commanded, leaving: Leaving) -> None:
        where = command.where
        said = f"/{command.name} {command.argument}"
        old = await self._answers.stands(where, command.message) if command.edited else None
        if old is not None and old.said == digest(said):
            return
        language = await self._language(where)
        if command.name == "nguon":
            page = await self._sources(where, command.argument, language)
        else:
            page = await asyncio.to_thread(
                self._pages.command, command.name, command.argument, language, not where.private
            )
        await self._clear(where)
        under = None if where.private and not command.edited else command.message
        await self._answers.give(where, page, leaving, to=(command.message, said), old=old, under=under)

    async def _sources(self, where: Where, argument: str, language: str) -> tuple[Message, ...]:
        kept = await self._reception.last(where.conversation)
        n = int(argument) if argument.isascii() and argument.isdecimal() and len(argument) < 4 else 1
        return source_page(kept.reply if kept else None, kept.id if kept else None, n, language)

    async def _clear(self, where: Where) -> None:
        async with typing_sign(self._api, self._pacing, place_of(where)) as clear:
            await clear()

    async def _searched(self, searched: Searched, me: Me) -> None:
        async with self._searching:
            answer = await asyncio.to_thread(
                inline_answer,
                searched.text,
                self._pages.index,
                self._pages.desk,
                self._pages.library,
                me.username,
                searched.language,
            )
        try:
            await self._api.answer_search(searched.query, answer)
        except TelegramFailure as error:  # the person types on, and asks again
            _LOG.info("an inline query was not answered: %s", error)

    async def _language(self, where: Where) -> str:
        return await self._notes.language(where.person) or where.language
