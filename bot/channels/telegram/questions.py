"""Questions of a chat: asked of the reception, their replies sent, and an edited question's reply edited."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.delivery import Delivery, place_of
from bot.channels.telegram.intents import Asked, Owed, Where
from bot.channels.telegram.message import Message
from bot.channels.telegram.notes import Answered, Notes, digest
from bot.channels.telegram.pacing import Leaving, Pacing
from bot.channels.telegram.rendering import render_reply
from bot.channels.telegram.typing_sign import typing_sign
from bot.messages import Incoming
from bot.reception_ports import Kept, Reception

CHANNEL = "telegram"  # what the reception and the inbox know this channel by


def user_of(where: Where) -> str:
    """The channel's own id of a person; of a chat where nobody is named."""
    return str(where.person or where.chat)


class Answers:
    """Puts messages into a chat as the answer to a message, and remembers that they are."""

    def __init__(self, api: TelegramApi, pacing: Pacing, delivery: Delivery, notes: Notes) -> None:
        self.api = api
        self.pacing = pacing
        self._delivery = delivery
        self._notes = notes

    async def stands(self, where: Where, message: int) -> Answered | None:
        """What answers an edited message; None when nothing is known to."""
        return await self._notes.answered(where.chat, message)

    async def give(
        self,
        where: Where,
        messages: Sequence[Message],
        leaving: Leaving,
        *,
        to: tuple[int, str] | None = None,
        old: Answered | None = None,
        kept: str | None = None,
        under: int | None = None,
    ) -> None:
        """Sends messages, or puts them into the place of ``old`` ones.

        ``to`` is the message they answer and what it said, ``kept`` the id of the kept answer they show,
        ``under`` the message they are to be shown as a reply to.
        """
        message, said = to or (None, "")
        owed = Owed(where, tuple(messages), (), message, digest(said), kept)
        await self._settle(owed if old is None else await self._delivery.replace(owed, old.messages), leaving, under)

    async def go_on(self, owed: Owed, leaving: Leaving) -> None:
        """Sends what is left of an answer."""
        async with typing_sign(self.api, self.pacing, place_of(owed.where)) as clear:
            await clear()
            await self._settle(owed, leaving, None)

    async def _settle(self, owed: Owed, leaving: Leaving, under: int | None) -> None:
        numbers = await self._delivery.send(owed, leaving, under)
        if owed.message is not None:
            await self._notes.note_answer(owed.where.chat, owed.message, Answered(numbers, owed.said))
        if owed.kept is not None:
            await self._notes.note_shown(owed.where.chat, numbers, owed.kept)

    async def present(self, where: Where, page: Sequence[Message], leaving: Leaving, under: int | None) -> None:
        """Sends a page as new messages, once the way is clear; a picture of it may take a while to draw."""
        async with typing_sign(self.api, self.pacing, place_of(where)) as clear:
            await clear()
            await self.give(where, page, leaving, under=under)


class Questions:
    """Asks what a person typed or picked."""

    def __init__(self, reception: Reception, answers: Answers) -> None:
        self._reception = reception
        self._answers = answers

    async def typed(self, asked: Asked, leaving: Leaving) -> None:
        """Answers a typed question; of an edited one, the answer is edited."""
        where = asked.where
        old = await self._answers.stands(where, asked.message) if asked.edited else None
        if old is not None and old.said == digest(asked.text):
            return  # something else about it was edited
        kept, messages = await self._reply(where, asked.text)
        await self._answers.give(
            where,
            messages,
            leaving,
            to=(asked.message, asked.text),
            old=old,
            kept=kept.id,
            under=None if where.private and not asked.edited else asked.message,
        )

    async def picked(self, where: Where, question: str, leaving: Leaving, under: int | None) -> None:
        """Answers a question picked by a button, which nobody sees typed: the answer shows it."""
        kept, messages = await self._reply(where, question, shown=True)
        await self._answers.give(where, messages, leaving, kept=kept.id, under=None if where.private else under)

    async def _reply(self, where: Where, question: str, shown: bool = False) -> tuple[Kept, tuple[Message, ...]]:
        async with typing_sign(self._answers.api, self._answers.pacing, place_of(where)) as clear:
            kept = await self._reception.ask(Incoming(question, where.conversation, CHANNEL, user_of(where)))
            messages = render_reply(kept.reply, kept.id, question if shown else "")
            await clear()
        return kept, messages
