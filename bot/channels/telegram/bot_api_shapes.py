"""What we send as python-telegram-bot has it, and its errors as ours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram import error as errors
from telegram.constants import ParseMode

from bot.channels.telegram.api import (
    FloodedError,
    MovedError,
    RefusedError,
    TelegramFailure,
    TokenRefusedError,
    UnavailableError,
    UncertainError,
    UnchangedError,
    UnparsedError,
)
from bot.channels.telegram.inline import InlineAnswer, InlineCard
from bot.channels.telegram.message import Button, Copy, Inline, Link, Rows

Result = TypeVar("Result")
_NEVER_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"})
_LONGEST_REASON = 200
LONGEST = 60.0  # seconds of a call in all; the library bounds the wait for each byte only


async def called(
    method: str, calling: Awaitable[Result], hidden: Sequence[str] = (), longest: float = LONGEST
) -> Result:
    """The result of a call; its failure as a ``TelegramFailure`` that shows none of the ``hidden`` words."""
    try:
        async with asyncio.timeout(longest):
            return await calling
    except TimeoutError:
        raise UncertainError(method, f"no answer within {longest:g} s") from None
    except errors.TelegramError as error:
        raise _failure(method, error, hidden) from None  # the original may name the address, and so the token
    except (KeyError, TypeError, ValueError) as error:
        raise UncertainError(method, f"an answer nobody can read ({type(error).__name__})") from None


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of buttons; None for none."""
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in rows]) if rows else None


def articles(cards: Sequence[InlineCard]) -> list[InlineQueryResultArticle]:
    """Cards as results of an inline query."""
    return [
        InlineQueryResultArticle(
            card.id,
            card.title,
            InputTextMessageContent(
                card.message.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=keyboard(card.message.buttons),
            description=card.description,
        )
        for card in cards
    ]


def results_button(answer: InlineAnswer) -> InlineQueryResultsButton:
    """The button over the cards that opens the bot."""
    return InlineQueryResultsButton(answer.button, start_parameter=answer.payload)


def _button(button: Button) -> InlineKeyboardButton:
    if isinstance(button, Copy):
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.text))
    if isinstance(button, Link):
        return InlineKeyboardButton(button.label, url=button.url)
    if isinstance(button, Inline):
        return InlineKeyboardButton(button.label, switch_inline_query=button.query)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def _failure(method: str, error: errors.TelegramError, hidden: Sequence[str]) -> TelegramFailure:
    """By what it means for a retry."""
    reason = str(error)
    for each in hidden:
        reason = reason.replace(each, "***")
    reason = reason[:_LONGEST_REASON]
    match error:
        case errors.RetryAfter():
            asked = error.retry_after
            return FloodedError(method, float(asked if isinstance(asked, int | float) else asked.total_seconds()))
        case errors.ChatMigrated():
            return MovedError(method, error.new_chat_id)
        case errors.InvalidToken():
            return TokenRefusedError(method, "the token is not accepted, or the server lacks the method")
        case errors.BadRequest():
            return _refusal(method, reason)
        case errors.Forbidden() | errors.Conflict():
            return RefusedError(method, reason)
        case errors.NetworkError():
            return _network(method, error, reason)
        case _:
            return UncertainError(method, reason)


def _refusal(method: str, reason: str) -> RefusedError:
    said = reason.lower()
    if "can't parse" in said or "unsupported start tag" in said:
        return UnparsedError(method, reason)
    return UnchangedError(method, reason) if "not modified" in said else RefusedError(method, reason)


def _network(method: str, error: errors.NetworkError, reason: str) -> TelegramFailure:
    """A refusal in Telegram's own form says that nothing was done; a lost connection says so only if it never stood."""
    cause = error.__cause__
    if cause is None and not isinstance(error, errors.TimedOut):
        return UnavailableError(method, reason)
    if type(cause).__name__ in _NEVER_SENT:
        return UnavailableError(method, f"not reached ({type(cause).__name__})")
    return UncertainError(method, f"no answer ({type(cause).__name__ if cause else type(error).__name__})")
