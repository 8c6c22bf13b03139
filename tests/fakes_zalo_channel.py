"""The Zalo channel as the process puts it together: its lists over the bundled register, its memory in a store."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.assembly import library_of, questions_of, register_of
from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.lists import Lists
from bot.channels.zalo.sending import Sender
from bot.ports import Chat
from bot.receiving.inbox import StoredInbox
from bot.receiving.remembering import StoredMemory
from bot.receiving.standing import Standing
from bot.settings import BotSettings
from bot.store_ports import Store
from tests.fakes_knowledge import TODAY, keyword_knowledge
from tests.fakes_reception import reception_of
from tests.fakes_store import PEOPLE


@lru_cache(maxsize=1)
def lists() -> Lists:
    knowledge, settings = keyword_knowledge(), BotSettings(_env_file=None, today=TODAY)
    desk, _ = register_of(knowledge, settings)
    return Lists(questions_of(knowledge, settings), library_of(knowledge), desk)


def channel_of(
    sender: Sender, store: Store, chat: Chat | None = None, inbox: StoredInbox | None = None, **options: Any
) -> ZaloChannel:
    """A channel that sends through ``sender`` and keeps what it must in ``store``."""
    memory = StoredMemory(store.notes, PEOPLE.person, Standing())
    held = inbox or StoredInbox(store.updates, PEOPLE.person)
    return ZaloChannel(reception_of(chat, store), held, sender, memory, lists(), **options)
