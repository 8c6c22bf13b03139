"""Pressed buttons: each is told it was heard, then does what it says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.channels.telegram.actions import (
    Action,
    BackToDocument,
    DocumentList,
    DocumentTargets,
    DueList,
    Erase,
    EraseShared,
    FaqList,
    FaqMenu,
    Feedback,
    FollowUp,
    ReadDocument,
    ResultMenu,
    SetLanguage,
    ShowSource,
    TargetList,
    TurnSource,
    Verdict,
)
from bot.channels.telegram.api import TelegramApi, TelegramFailure
from bot.channels.telegram.guide_pages import erased_page, language_set_page, not_erased_page, thanks, why_page
from bot.channels.telegram.intents import Pressed, Reacted, Where
from bot.channels.telegram.message import Message
from bot.channels.telegram.notes import Answered, Notes
from bot.channels.telegram.pacing import Leaving
from bot.channels.telegram.packing import only
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.questions import CHANNEL, Answers, Questions, user_of
from bot.channels.telegram.source_pages import source_page
from bot.channels.telegram.told import told
from bot.reception_ports import Reception
from bot.store_errors import StoreError
from bot.store_ports import Opinion

_LOG = logging.getLogger(__name__)
_NOTE_LIMIT = 200
_IN_PLACE = (  # what turns the page it stands on; none of these is ever under an answer
    TargetList, DueList, DocumentList, DocumentTargets, ReadDocument, BackToDocument, FaqMenu, FaqList, ResultMenu,
    TurnSource,
)  # fmt: skip


class Presses:
    """Does what buttons and reactions ask for."""

    def __init__(
        self, api: TelegramApi, reception: Reception, pages: Pages, answers: Answers, questions: Questions, notes: Notes
    ) -> None:
        self._api = api
        self._reception = reception
        self._pages = pages
        self._answers = answers
        self._questions = questions
        self._notes = notes

    async def pressed(self, pressed: Pressed, language: str, leaving: Leaving) -> None:
        """Does what a button says; one that is not ours, or of another day, is told so."""
        where, action = pressed.where, pressed.action
        if where is None or action is None:
            await self._heard(pressed, told(language, "list", "stale"))
            return
        match action:
            case Feedback():
                await self._judged(pressed, where, action, language, leaving)
            case ShowSource():
                await self._source(pressed, where, action, language, leaving)
            case SetLanguage():
                await self._heard(pressed)
                await self._notes.pick_language(where.person, action.language)
                await self._turn(where, pressed, language_set_page(action.language), leaving)
            case Erase() | EraseShared():
                await self._heard(pressed)
                await self._turn(where, pressed, await self._erased(where, action, language), leaving)
            case _:
                await self._page_or_question(pressed, where, action, language, leaving)

    async def _erased(self, where: Where, action: Erase | EraseShared, language: str) -> Sequence[Message]:
        """Deletes what is kept of a person; the page that says what was."""
        shared = isinstance(action, EraseShared)
        if isinstance(action, Erase) and not action.confirmed:
            return erased_page(None, language)
        try:
            removed = await self._reception.forget(CHANNEL, user_of(where), where.conversation, shared=shared)
        except StoreError as error:
            _LOG.warning("a person's data was not deleted: %s", error)
            return not_erased_page(language)
        await self._notes.forget(where.person)
        return erased_page(removed, language)

    async def reacted(self, reacted: Reacted) -> None:
        """A reaction to an answer is an opinion on it; one that is taken back takes its opinion back."""
        answer = await self._notes.answer_of(reacted.where.chat, reacted.message)
        said, user = reacted.verdict or reacted.before, user_of(reacted.where)
        if answer is None or said is None:
            return
        opinion = Opinion(said is Verdict.USEFUL)
        if reacted.verdict:
            await self._reception.opinion(answer, CHANNEL, user, opinion)
        else:
            await self._reception.withdraw(answer, CHANNEL, user, opinion)

    async def _page_or_question(
        self, pressed: Pressed, where: Where, action: Action, language: str, leaving: Leaving
    ) -> None:
        page = await asyncio.to_thread(self._pages.pressed, action, language)
        if page is not None:
            await self._heard(pressed)
            await self._show(where, pressed, page, leaving)
            return
        kept = await self._reception.kept(action.answer) if isinstance(action, FollowUp) else None
        question = await asyncio.to_thread(self._pages.question, action, kept, language)
        if question is None:
            lost = (
                told(language, "sources", "expired")
                if isinstance(action, FollowUp)
                else told(language, "list", "stale")
            )
            await self._heard(pressed, lost)
            return
        await self._heard(pressed)
        await self._questions.picked(where, question, leaving, pressed.message)

    async def _source(
        self, pressed: Pressed, where: Where, action: ShowSource, language: str, leaving: Leaving
    ) -> None:
        kept = await self._reception.kept(action.answer)
        if kept is None:
            await self._heard(pressed, told(language, "sources", "expired"))
            return
        await self._heard(pressed)
        await self._show(where, pressed, source_page(kept, action.answer, action.n, language), leaving)

    async def _judged(self, pressed: Pressed, where: Where, action: Feedback, language: str, leaving: Leaving) -> None:
        """Notes the opinion; one that is not useful is asked why, once."""
        useful = action.verdict is Verdict.USEFUL
        opinion = Opinion(useful, action.reason or None)
        if not await self._reception.opinion(action.answer, CHANNEL, user_of(where), opinion):
            await self._heard(pressed, told(language, "sources", "expired"))
            return
        await self._heard(pressed, thanks(language))
        if action.reason:
            await self._turn(where, pressed, only(thanks(language)), leaving)
        elif not useful:
            await self._answers.present(where, why_page(action.answer, language), leaving, _under(where, pressed))

    async def _show(self, where: Where, pressed: Pressed, page: Sequence[Message], leaving: Leaving) -> None:
        """Shows the page a button leads to: in the place of the page it stands on, or below."""
        if isinstance(pressed.action, _IN_PLACE):
            await self._turn(where, pressed, page, leaving)
        else:
            await self._answers.present(where, page, leaving, _under(where, pressed))

    async def _turn(self, where: Where, pressed: Pressed, page: Sequence[Message], leaving: Leaving) -> None:
        """Puts a page into the place of the message its button was under."""
        old = Answered((pressed.message,), "") if pressed.message else None
        await self._answers.give(where, page, leaving, old=old)

    async def _heard(self, pressed: Pressed, note: str | None = None) -> None:
        """Ends the button's waiting; one pressed too long ago waits no more."""
        try:
            await self._api.answer_press(pressed.query, note[:_NOTE_LIMIT] if note else None)
        except TelegramFailure as error:
            _LOG.info("a pressed button was not told: %s", error)


def _under(where: Where, pressed: Pressed) -> int | None:
    return None if where.private else pressed.message
