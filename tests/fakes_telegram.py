"""The pages of the Telegram door over the bundled register, as the assembly is to put them together."""

from __future__ import annotations

from functools import lru_cache

from bot.assembly import index_of, library_of, questions_of, register_of
from bot.channels.telegram.pages import Pages
from bot.settings import BotSettings
from tests.fakes_knowledge import TODAY, keyword_knowledge


@lru_cache(maxsize=1)
def pages() -> Pages:
    knowledge, settings = keyword_knowledge(), BotSettings(_env_file=None, today=TODAY)
    desk, _ = register_of(knowledge, settings)
    return Pages(desk, library_of(knowledge), questions_of(knowledge, settings), index_of(knowledge, settings))
