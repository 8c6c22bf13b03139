"""The client of Telegram's Bot API over python-telegram-bot: our methods, its errors as ours, the token never shown.

Its ``Bot`` makes the calls; its ``Application`` is left out, because order within a chat, waiting for one chat alone
and updates that survive a kill are the channel's own (docs/adr/0011). Updates are read as plain values: one that
is malformed then spoils no batch.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.request import HTTPXRequest

from bot.channels.telegram.api import Body, Place, SentPhoto
from bot.channels.telegram.bot_api_shapes import LONGEST, Result, articles, called, keyboard, results_button
from bot.channels.telegram.command_lists import About, Command
from bot.channels.telegram.incoming import ALLOWED_UPDATES, Me
from bot.channels.telegram.inline import InlineAnswer

API_URL = "https://api.telegram.org"
_CONNECTIONS = 64  # calls at once: beyond them a call waits its turn
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_DROPS_NOTHING = False


class BotApi:
    """The Bot API with a token; a ``TelegramApi``."""

    def __init__(self, token: str, base_url: str = API_URL, seconds: float = 15.0, longest: float = LONGEST) -> None:
        """``seconds`` bounds each silence, ``longest`` a whole call; ValueError for what can be no token or address."""
        number, _, secret = token.partition(":")
        if not (number.isdecimal() and number.isascii() and secret and token.isprintable() and " " not in token):
            raise ValueError("TELEGRAM_BOT_TOKEN is no token (digits, a colon, letters); copy it again from BotFather")
        address = urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.netloc:
            raise ValueError(f"TELEGRAM_API_URL={base_url!r} is no web address; leave it empty for {API_URL}")
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's switch: its old way warns at every flood wait
        for name in ("httpx", "httpcore"):  # they log addresses, and the token is part of each
            logging.getLogger(name).setLevel(logging.WARNING)
        self._polls = _request(2, seconds)
        request = _request(_CONNECTIONS, seconds)
        self._bot = Bot(token, base_url=f"{base_url.rstrip('/')}/bot", request=request, get_updates_request=self._polls)
        self._requests = (request, self._polls)
        self._seconds = seconds
        self._longest = longest
        self._hidden = (token, secret)

    def __repr__(self) -> str:
        return "BotApi(***)"

    async def me(self) -> Me:
        """The bot the token belongs to."""
        found = await self._called("getMe", self._bot.get_me())
        return Me(found.id, found.username or "")

    async def updates(self, offset: int, seconds: int) -> Sequence[object]:
        """Updates from ``offset`` on as plain values; nothing of one is believed yet."""
        asked = {
            "timeout": seconds,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
            **({"offset": offset} if offset else {}),
        }
        address = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        poll = self._polls.post(address, read_timeout=seconds + self._seconds)
        found: Any = await self._called("getUpdates", poll)
        return found if isinstance(found, list) else ()

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has updates posted to an HTTPS address from now on."""
        setting = self._bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=list(ALLOWED_UPDATES),
            drop_pending_updates=_DROPS_NOTHING,
        )
        await self._called("setWebhook", setting)

    async def delete_webhook(self) -> None:
        """Ends posting."""
        await self._called("deleteWebhook", self._bot.delete_webhook(drop_pending_updates=_DROPS_NOTHING))

    async def set_commands(self, group: bool, language: str | None, commands: Sequence[Command]) -> None:
        """The commands of private chats or groups."""
        scope = BotCommandScopeAllGroupChats() if group else BotCommandScopeAllPrivateChats()
        listed = [BotCommand(each.name, each.description) for each in commands]
        await self._called("setMyCommands", self._bot.set_my_commands(listed, scope, language))

    async def set_about(self, language: str | None, about: About) -> None:
        """The profile's descriptions."""
        told = self._bot.set_my_description(about.description, language)
        await self._called("setMyDescription", told)
        told = self._bot.set_my_short_description(about.short, language)
        await self._called("setMyShortDescription", told)

    async def send_text(self, to: Place, body: Body, reply_to: int | None = None) -> int:
        """Sends a message; its number."""
        sending = self._bot.send_message(
            to.chat,
            body.text,
            parse_mode=_mode(body),
            link_preview_options=_NO_PREVIEW,
            message_thread_id=to.thread,
            reply_parameters=_under(reply_to),
            reply_markup=keyboard(body.buttons),
        )
        return (await self._called("sendMessage", sending)).message_id

    async def send_photo(self, to: Place, photo: bytes | str, body: Body, reply_to: int | None = None) -> SentPhoto:
        """Sends a picture with its caption."""
        sending = self._bot.send_photo(
            to.chat,
            InputFile(photo, "picture.png") if isinstance(photo, bytes) else photo,
            caption=body.text,
            parse_mode=_mode(body),
            message_thread_id=to.thread,
            reply_parameters=_under(reply_to),
            reply_markup=keyboard(body.buttons),
        )
        sent = await self._called("sendPhoto", sending)
        return SentPhoto(sent.message_id, sent.photo[-1].file_id if sent.photo else "")

    async def edit_text(self, chat: int, message: int, body: Body) -> None:
        """Replaces what a message says."""
        editing = self._bot.edit_message_text(
            body.text,
            chat,
            message,
            parse_mode=_mode(body),
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(body.buttons),
        )
        await self._called("editMessageText", editing)

    async def delete(self, chat: int, message: int) -> None:
        """Takes a message away."""
        await self._called("deleteMessage", self._bot.delete_message(chat, message))

    async def show_typing(self, to: Place) -> None:
        """Shows "typing"."""
        showing = self._bot.send_chat_action(to.chat, ChatAction.TYPING, message_thread_id=to.thread)
        await self._called("sendChatAction", showing)

    async def answer_press(self, query: str, text: str | None = None) -> None:
        """Ends a button's waiting."""
        await self._called("answerCallbackQuery", self._bot.answer_callback_query(query, text or None))

    async def answer_search(self, query: str, answer: InlineAnswer) -> None:
        """The cards of an inline query."""
        answering = self._bot.answer_inline_query(
            query,
            articles(answer.cards),
            cache_time=answer.cache_seconds,
            is_personal=answer.personal,
            button=results_button(answer),
        )
        await self._called("answerInlineQuery", answering)

    async def _called(self, method: str, calling: Awaitable[Result]) -> Result:
        return await called(method, calling, self._hidden, self._longest)

    async def close(self) -> None:
        """Lets go of every connection."""
        for request in self._requests:
            await request.shutdown()


@asynccontextmanager
async def open_bot_api(token: str, base_url: str = API_URL) -> AsyncIterator[BotApi]:
    """A client that is closed at the end: after the last answer in flight."""
    api = BotApi(token, base_url)
    try:
        yield api
    finally:
        await api.close()


def _request(connections: int, seconds: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=seconds,
        write_timeout=seconds,
        connect_timeout=min(seconds, 5.0),
        pool_timeout=seconds,
    )


def _mode(body: Body) -> ParseMode | None:
    return ParseMode.HTML if body.html else None


def _under(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message else None
