"""Messages on their way into a chat: in order, as HTML or plainly, as new ones or in the place of old ones."""

from __future__ import annotations

import logging
from collections import deque
from contextlib import suppress
from dataclasses import replace

from bot.channels.telegram.api import (
    Body,
    MovedError,
    Place,
    RefusedError,
    TelegramApi,
    UnchangedError,
    UnparsedError,
)
from bot.channels.telegram.intents import Owed, Where
from bot.channels.telegram.message import Message
from bot.channels.telegram.pacing import Leaving, Pacing
from bot.channels.telegram.pictures import Pictures

_LOG = logging.getLogger(__name__)


def place_of(where: Where) -> Place:
    """Where an answer goes."""
    return Place(where.chat, where.thread)


class Delivery:
    """Sends to chats through the pacing; every method may raise a ``TelegramFailure``."""

    def __init__(self, api: TelegramApi, pacing: Pacing, pictures: Pictures) -> None:
        self._api = api
        self._pacing = pacing
        self._pictures = pictures

    async def send(self, owed: Owed, leaving: Leaving, reply_to: int | None = None) -> tuple[int, ...]:
        """Sends what is owed in order, the first message of an answer under ``reply_to``; the numbers of them all."""
        to, sent, left = place_of(owed.where), list(owed.sent), deque(owed.messages)
        while left:
            message = left.popleft()
            try:
                sent.append(await self._message(to, message, leaving, None if sent else reply_to))
            except UnparsedError as error:
                if not message.html:
                    raise
                _LOG.error("sent plainly: %s", error)
                left.extendleft(reversed(_plainly(message)))
                continue
            await leaving.arrived(replace(owed, messages=tuple(left), sent=tuple(sent)))
        return tuple(sent)

    async def replace(self, owed: Owed, old: tuple[int, ...]) -> Owed:
        """Puts messages into the place of the old ones: edited as far as they go; what is then still to be sent.

        Where an old one can no longer be edited, all are to be sent anew. Pictures cannot take the place of words.
        """
        if any(each.picture for each in owed.messages):
            return owed
        chat = owed.where.chat
        try:
            for number, message in zip(old, owed.messages, strict=False):
                await self._edit(chat, number, message)
        except RefusedError as error:
            _LOG.info("sent anew, since not edited: %s", error)
            return owed
        for number in old[len(owed.messages) :]:
            with suppress(RefusedError):  # gone already
                await self._pacing(
                    chat,
                    lambda number=number: self._api.delete(chat, number),  # type: ignore[misc]
                    repeatable=True,
                )
        return replace(owed, messages=owed.messages[len(old) :], sent=old[: len(owed.messages)])

    async def _edit(self, chat: int, number: int, message: Message) -> None:
        bodies = [Body(message.html, html=True, buttons=message.buttons)]
        if len(message.plain) == 1:
            bodies.append(Body(message.plain[0], html=False, buttons=message.buttons))
        for n, body in enumerate(bodies):
            try:
                await self._pacing(
                    chat,
                    lambda body=body: self._api.edit_text(chat, number, body),  # type: ignore[misc]
                    repeatable=True,
                )
            except UnchangedError:
                return
            except UnparsedError as error:
                _LOG.error("edited plainly: %s", error)
                if n + 1 == len(bodies):
                    raise
            else:
                return

    async def _message(self, to: Place, message: Message, leaving: Leaving, reply_to: int | None) -> int:
        """The number of a message that was sent, with its picture where there is one."""
        try:
            number = await self._photo(to, message, leaving, reply_to)
            return await self._text(to, message, leaving, reply_to) if number is None else number
        except MovedError as moved:
            return await self._message(Place(moved.chat, to.thread), message, leaving, None)

    async def _text(self, to: Place, message: Message, leaving: Leaving, reply_to: int | None) -> int:
        text, html = (message.html, True) if message.html else (message.plain[0], False)
        body = Body(text, html, message.buttons)
        return await self._pacing(to.chat, lambda: self._api.send_text(to, body, reply_to), leaving)

    async def _photo(self, to: Place, message: Message, leaving: Leaving, reply_to: int | None) -> int | None:
        """The number of a picture with its caption; None where there is no picture or none is taken here."""
        picture = message.picture
        if picture is None:
            return None
        body = Body(message.html, html=True, buttons=message.buttons)
        for _ in range(2):  # by its name first, where it has one
            photo = await self._pictures.of(picture)
            if photo is None:
                return None
            try:
                sent = await self._pacing(
                    to.chat,
                    lambda photo=photo: self._api.send_photo(to, photo, body, reply_to),  # type: ignore[misc]
                    leaving,
                )
            except (UnparsedError, MovedError):
                raise
            except RefusedError as error:
                _LOG.warning("picture not taken: %s", error)
                if isinstance(photo, bytes):
                    return None  # such as a group where pictures are not allowed: the words may be
                self._pictures.unknown(picture)
                continue
            self._pictures.known(picture, sent.file)
            return sent.message
        return None


def _plainly(message: Message) -> list[Message]:
    """A message without its markup; the buttons are the last part's."""
    last = len(message.plain) - 1
    return [Message("", (text,), message.buttons if n == last else ()) for n, text in enumerate(message.plain)]
