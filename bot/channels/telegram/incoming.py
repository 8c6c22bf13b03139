"""What an update asks: read from plain values, decided here, the same for polling and webhook. Never an error.

In a private chat every text is a question. In a group only a command of ours, a message that
mentions us and a reply to us are, so that nobody's talk is read that was not meant for us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.channels.telegram.actions import Verdict
from bot.channels.telegram.callbacks import decode
from bot.channels.telegram.command_lists import PRIVATE
from bot.channels.telegram.intents import (
    Asked,
    Commanded,
    Ignored,
    Intent,
    Pressed,
    Reacted,
    Searched,
    Silence,
    Unreadable,
    Where,
)
from bot.channels.telegram.told import known_language
from bot.channels.telegram.update_fields import Entity, Fields, between, entities, inner, many, text, whole
from knowledge.vietnamese import nfc, strip_marks

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "message_reaction")
_SPACES = re.compile(" {2,}")
_GROUPS = ("group", "supergroup")
_LIKED = frozenset("👍❤🔥🎉👏🤩🙏👌💯🏆⚡🆒🤝😍🥰")
_DISLIKED = frozenset("👎💩🤮😡🤬🤨😐🥱🖕😢")


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account."""

    id: int
    username: str


def read_update(update: object, me: Me) -> Intent:
    """The intent of an update as Telegram's JSON has it."""
    if not isinstance(update, dict):
        return Ignored(Silence.MALFORMED)
    for name in ("message", "edited_message"):
        if name in update:
            return _message(inner(update, name), me, edited=name == "edited_message")
    if "callback_query" in update:
        return _pressed(inner(update, "callback_query"))
    if "inline_query" in update:
        return _searched(inner(update, "inline_query"))
    if "message_reaction" in update:
        return _reacted(inner(update, "message_reaction"))
    return Ignored(Silence.OTHER_KIND)


def _message(message: Fields, me: Me, *, edited: bool) -> Intent:
    where, number = _where(message), whole(message, "message_id")
    if where is None or number <= 0:
        return Ignored(Silence.MALFORMED)
    if inner(message, "from").get("is_bot") is True and not inner(message, "sender_chat"):
        return Ignored(Silence.FROM_A_BOT)
    if whole(inner(message, "via_bot"), "id") == me.id:
        return Ignored(Silence.OUR_CARD)
    said, marked = _said(message)
    if not said.strip():
        return Unreadable(where, number) if where.private and not edited else Ignored(Silence.NO_TEXT)
    command = _command(said, marked, me, where)
    if command is not None:
        name, argument = command
        known = name in PRIVATE
        if not known and not where.private:
            return Ignored(Silence.NOT_FOR_US)
        return Commanded(where, number, name, argument, known, edited)
    question = said if where.private else _for_us(message, said, marked, me)
    if question is None:
        return Ignored(Silence.NOT_FOR_US)
    return Asked(where, number, nfc(question).strip(), edited)


def _where(message: Fields) -> Where | None:
    """The place of a message; None for a channel or no place at all."""
    chat, sender = inner(message, "chat"), inner(message, "from")
    kind, number = text(chat, "type"), whole(chat, "id")
    if number == 0 or kind not in ("private", *_GROUPS):
        return None
    person = whole(inner(message, "sender_chat"), "id") or whole(sender, "id")  # an anonymous admin is their chat
    in_thread = whole(message, "message_thread_id") if message.get("is_topic_message") is True else 0
    return Where(number, in_thread or None, person, kind == "private", known_language(text(sender, "language_code")))


def _said(message: Fields) -> tuple[str, tuple[Entity, ...]]:
    """The text of a message or of its picture, with its entities."""
    for name, marks in (("text", "entities"), ("caption", "caption_entities")):
        said = text(message, name)
        if said:
            return said, entities(message, marks, said)
    return "", ()


def _command(said: str, marked: tuple[Entity, ...], me: Me, where: Where) -> tuple[str, str] | None:
    """The command a message begins with and what follows it; None for no command or one for another bot."""
    first = next((each for each in marked if each.kind == "bot_command" and each.start == 0), None)
    if first is not None:
        written, rest = first.text, between(said, first.end)
    elif where.private and said.startswith("/"):  # typed with marks, "/nguồn" is no command to Telegram
        written, _, rest = said.partition(" ")
    else:
        return None
    name, at, called = written[1:].partition("@")
    if at and called.casefold() != me.username.casefold():
        return None
    return strip_marks(nfc(name)).casefold(), nfc(rest).strip()


def _for_us(message: Fields, said: str, marked: tuple[Entity, ...], me: Me) -> str | None:
    """What a group message asks us, without our name; None when it is not meant for us."""
    mentions = [each for each in marked if _names(each, me)]
    answered = inner(message, "reply_to_message")
    if mentions:
        question = _without(said, mentions)
        quoted = text(answered, "text") or text(answered, "caption")
        return question if question.strip() else quoted
    if any(each.kind == "bot_command" and each.start == 0 for each in marked):
        return None  # another bot's command, even under a message of ours
    is_ours = whole(inner(answered, "from"), "id") == me.id and not inner(answered, "forum_topic_created")
    return said if is_ours else None


def _names(mention: Entity, me: Me) -> bool:
    if mention.kind == "text_mention":
        return mention.user == me.id
    return mention.kind == "mention" and mention.text.casefold() == f"@{me.username}".casefold()


def _without(said: str, mentions: list[Entity]) -> str:
    """The text without our name, and without the comma that follows a name."""
    kept, position = "", 0
    for each in sorted(mentions, key=lambda mention: mention.start):
        kept += _after_name(between(said, position, each.start)) if position else between(said, position, each.start)
        position = max(each.end, position)
    return _SPACES.sub(" ", kept + _after_name(between(said, position))).strip()


def _after_name(text: str) -> str:
    return text.lstrip(",:;")


def _pressed(callback: Fields) -> Intent:
    query = text(callback, "id")
    if not query:
        return Ignored(Silence.MALFORMED)
    message = inner(callback, "message")
    where = _where({**message, "from": callback.get("from"), "sender_chat": None}) if message else None
    return Pressed(query, where, whole(message, "message_id") or None, decode(callback.get("data")))


def _searched(asked: Fields) -> Intent:
    query, language = text(asked, "id"), text(inner(asked, "from"), "language_code")
    if not query:
        return Ignored(Silence.MALFORMED)
    return Searched(query, nfc(text(asked, "query")).strip(), known_language(language))


def _reacted(reaction: Fields) -> Intent:
    where = _where({**reaction, "from": reaction.get("user"), "sender_chat": reaction.get("actor_chat")})
    number = whole(reaction, "message_id")
    if where is None or number <= 0:
        return Ignored(Silence.MALFORMED)
    return Reacted(where, number, _verdict(reaction, "new_reaction"), _verdict(reaction, "old_reaction"))


def _verdict(reaction: Fields, name: str) -> Verdict | None:
    """What emoji say; None for none, and for those that say both or neither."""
    shown = "".join(text(each, "emoji") for each in many(reaction, name))
    liked, disliked = any(c in _LIKED for c in shown), any(c in _DISLIKED for c in shown)
    if liked == disliked:
        return None
    return Verdict.USEFUL if liked else Verdict.WRONG
