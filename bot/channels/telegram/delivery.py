"""Messages on their way into a chat: in order, as HTML or plainly, as new ones or in the place of old ones."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress

from bot.channels.telegram.api import (
    Body,
    MovedError,
    Place,
    RefusedError,
    TelegramApi,
    UnchangedError,
    UnparsedError,
)
from bot.channels.telegram.message import Message, Rows
from bot.channels.telegram.pacing import Leaving, Pacing
from bot.channels.telegram.pictures import Pictures

_LOG = logging.getLogger(__name__)


class Delivery:
    """Sends to chats through the pacing; every method may raise a ``TelegramFailure``."""

    def __init__(self, api: TelegramApi, pacing: Pacing, pictures: Pictures) -> None:
        self._api = api
        self._pacing = pacing
        self._pictures = pictures

    async def send(
        self, to: Place, messages: Sequence[Message], leaving: Leaving, reply_to: int | None = None
    ) -> tuple[int, ...]:
        """Sends the messages in order, the first under ``reply_to``; their numbers."""
        sent: list[int] = []
        for message in messages:
            sent += await self._message(to, message, leaving, None if sent else reply_to)
        return tuple(sent)

    async def replace(
        self, to: Place, old: Sequence[int], messages: Sequence[Message], leaving: Leaving, reply_to: int | None = None
    ) -> tuple[int, ...]:
        """Puts the messages into the place of the old ones: edited as far as they go, the rest sent or taken away.

        Where an old one can no longer be edited, all are sent anew. Pictures cannot take the place of words.
        """
        if any(each.picture for each in messages):
            return await self.send(to, messages, leaving, reply_to)
        try:
            for number, message in zip(old, messages, strict=False):
                await self._edit(to.chat, number, message)
        except RefusedError as error:
            _LOG.info("sent anew, since not edited: %s", error)
            return await self.send(to, messages, leaving, reply_to)
        for number in old[len(messages) :]:
            with suppress(RefusedError):  # gone already
                await self._pacing(
                    to.chat,
                    lambda number=number: self._api.delete(to.chat, number),  # type: ignore[misc]
                    repeatable=True,
                )
        return (*old[: len(messages)], *await self.send(to, messages[len(old) :], leaving, reply_to))

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

    async def _message(self, to: Place, message: Message, leaving: Leaving, reply_to: int | None) -> list[int]:
        """One message, with its picture where there is one; without markup where Telegram cannot read it."""
        try:
            if message.picture:
                number = await self._photo(to, message, leaving, reply_to)
                if number is not None:
                    return [number]
            return [await self._text(to, Body(message.html, True, message.buttons), leaving, reply_to)]
        except UnparsedError as error:
            _LOG.error("sent plainly: %s", error)
        last = len(message.plain) - 1
        numbers = []
        for n, text in enumerate(message.plain):
            buttons: Rows = message.buttons if n == last else ()
            numbers.append(await self._text(to, Body(text, False, buttons), leaving, None if n else reply_to))
        return numbers

    async def _text(self, to: Place, body: Body, leaving: Leaving, reply_to: int | None) -> int:
        try:
            return await self._pacing(to.chat, lambda: self._api.send_text(to, body, reply_to), leaving)
        except MovedError as moved:
            there = Place(moved.chat, to.thread)
            return await self._pacing(moved.chat, lambda: self._api.send_text(there, body), leaving)

    async def _photo(self, to: Place, message: Message, leaving: Leaving, reply_to: int | None) -> int | None:
        """The number of a picture with its caption; None where there is no picture or none is taken here."""
        picture = message.picture
        assert picture is not None, "asked for by a message that has one"
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
